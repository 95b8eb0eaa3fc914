// libFuzzer: the members of a workbook, apart by a byte 0: workbook, relations, styles, shared strings, worksheet. All
// rows must have the width of the first at least, and nothing may be kept beyond the limits.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "archiver/text/xlsx.hpp"

namespace {

constexpr std::array<std::string_view, 5> names{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                                                "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tradewind;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::array<std::string_view, names.size()> members;
  for (auto& member : members) {
    member = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(member.size() + 1, rest.size()));
  }
  const archiver::MemberReader read = [&](std::string_view name, const archiver::MemberPieces& take) -> Result<void> {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == name && !members[i].empty()) return take(members[i]);
    return fail(Fault::not_found, "none");
  };
  archiver::XlsxLimits limits;
  limits.kept_bytes = 1U << 20;
  const auto rows = archiver::read_workbook(read, "", limits);
  if (!rows) return rows.error().message.empty() ? (std::abort(), 0) : 0;
  std::size_t bytes = 0;
  for (const auto& row : *rows) {
    if (row.cells.size() < rows->front().cells.size()) std::abort();
    for (const auto& cell : row.cells) bytes += cell.size();
  }
  if (bytes > limits.kept_bytes) std::abort();
  return 0;
}
