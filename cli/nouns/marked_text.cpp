#include "cli/nouns/marked_text.hpp"

#include <algorithm>
#include <string_view>

#include "cli/output/sanitise.hpp"
#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace tradewind::cli {

namespace {

using crm::search::MarkedText;
using crm::search::Span;

constexpr std::string_view ellipsis = "…";

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Where to start so that the first hit is seen: at the beginning, or a third of the width before the hit, at a word if
// there is one.
std::size_t visible_start(const MarkedText& text, std::size_t width) {
  if (text.marks.empty()) return 0;
  const std::string_view all = text.text;
  const Span& hit = text.marks.front();
  if (display_width(all.substr(0, hit.end)) + 3 <= width) return 0;
  std::size_t start = hit.begin;
  while (start > 0 && display_width(all.substr(start, hit.begin - start)) < width / 3) {
    --start;
    while (start > 0 && continues_character(all[start])) --start;
  }
  const std::size_t blank = all.find(' ', start);
  return blank < hit.begin ? blank + 1 : start;
}

}  // namespace

std::string marked(const MarkedText& text, std::optional<std::size_t> width, bool colour, Style base) {
  const std::string_view all = text.text;
  std::size_t at = width ? visible_start(text, *width) : 0;
  std::string shown;
  std::size_t used = 0;
  const auto add = [&](std::string_view piece, bool is_hit) {
    std::string clean = sanitise(piece);
    if (is_hit && !colour) clean = "[" + clean + "]";
    if (width && used + display_width(clean) > *width) clean = fit_to_width(clean, *width - std::min(*width, used));
    used += display_width(clean);
    shown += styled(clean, is_hit ? Style::accent : base, colour);
  };
  if (at > 0) add(ellipsis, false);
  for (const Span& mark : text.marks) {
    add(all.substr(at, mark.begin - at), false);
    add(all.substr(mark.begin, mark.end - mark.begin), true);
    at = mark.end;
  }
  add(all.substr(at), false);
  return shown;
}

}  // namespace tradewind::cli
