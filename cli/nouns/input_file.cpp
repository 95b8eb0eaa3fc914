#include "cli/nouns/input_file.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iostream>

namespace tradewind::cli {

namespace {
constexpr std::size_t largest_import = std::size_t{256} << 20;
}  // namespace

Result<std::string> read_input(const std::string& name) {
  std::ifstream file;
  if (name != "-") {
    file.open(name, std::ios::binary);
    if (!file) return fail(Fault::not_found, fmt::format("cannot read {}", name));
  }
  std::istream& input = name == "-" ? std::cin : file;
  std::string text;
  std::array<char, 1 << 16> piece{};
  while (input.read(piece.data(), piece.size()) || input.gcount() > 0) {
    text.append(piece.data(), static_cast<std::size_t>(input.gcount()));
    if (text.size() > largest_import) return fail(Fault::invalid, fmt::format("{} is larger than 256 MiB", name));
  }
  return text;
}

}  // namespace tradewind::cli
