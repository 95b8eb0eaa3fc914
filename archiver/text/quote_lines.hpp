// The lines of a text, and the marks among them where a quoted mail begins.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/text/quote_lexicon.hpp"

namespace tradewind::archiver {

struct TextLine {
  std::string_view whole;    // as it stands, without LF
  std::string_view content;  // without quote marks and blanks at either end
  int depth = 0;             // number of '>' marks
  std::size_t offset = 0;    // in the text
};

[[nodiscard]] std::vector<TextLine> split_lines(std::string_view text);
// The line without its first `marks` quote marks and the blank behind the last.
[[nodiscard]] std::string_view without_marks(std::string_view line, int marks);

// Lines [first, behind) that introduce a quoted mail.
struct QuoteMark {
  std::size_t first = 0;
  std::size_t behind = 0;
  bool attribution = false;  // "On ... X wrote:"; else a separator, a header block, or both
  std::optional<lexicon::SeparatorKind> separator;
  std::string attribution_text;  // its lines joined
  // Values of a header block, "" for what it does not say.
  std::string from, to, cc, subject, date;
};

// The mark that stands at this line, or nothing.
[[nodiscard]] std::optional<QuoteMark> find_mark(const std::vector<TextLine>& lines, std::size_t at);

// Where the verb of an attribution stands in its folded text, npos if there is none; `length` is set to the verb's.
[[nodiscard]] std::size_t find_verb(std::string_view folded, std::size_t& length);

}  // namespace tradewind::archiver
