#include "archiver/mime/parsed_message.hpp"

#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

const std::string* ParsedMessage::header(std::string_view name) const {
  for (const HeaderField& field : headers) {
    if (equal_nocase(field.name, name)) return &field.value;
  }
  return nullptr;
}

}  // namespace tradewind::archiver
