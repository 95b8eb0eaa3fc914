#include "archiver/data_table.hpp"

#include <stdexcept>

#include "tradewind_tables.hpp"

namespace tradewind::archiver {

std::string_view shipped_table(std::string_view name) {
  for (const tables::EmbeddedFile& file : tables::files()) {
    if (file.name == name) return file.text;
  }
  throw std::logic_error("no table " + std::string(name) + " in this build");
}

}  // namespace tradewind::archiver
