#include "archiver/text/signature.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "archiver/text/ascii.hpp"
#include "archiver/text/phrase_index.hpp"
#include "archiver/text/quote_lexicon.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
constexpr std::size_t longest_signature = 30;  // lines
constexpr std::size_t longest_line = 160;      // bytes of a signature line; an address in Chinese or Russian is long
constexpr std::size_t longest_formula = 90;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(trim(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string join(std::span<const std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) text.append(line).push_back('\n');
  return std::string(trim(text));
}

std::string_view strip_ends(std::string_view text) {
  constexpr std::string_view junk = " \t,.!;:~*-_|\"";
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && junk.find(text.front()) != std::string_view::npos) text.remove_prefix(1), again = true;
    while (!text.empty() && junk.find(text.back()) != std::string_view::npos) text.remove_suffix(1), again = true;
    for (const std::string_view wide : {"，", "。", "！", "：", "~", "、"}) {
      if (text.ends_with(wide)) text.remove_suffix(wide.size()), again = true;
    }
  }
  return text;
}

std::size_t word_count(std::string_view text) {
  return text.empty() ? 0 : static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

// The formula alone, with a name behind it on the same line ("Best regards, Wang Lei"), or with thanks in front of it.
bool is_formula(std::string_view line, const PhraseIndex& formulas) {
  if (line.empty() || line.size() > longest_formula) return false;
  const std::string folded = fold_case(strip_ends(line));
  const bool ends = formulas.any_end(folded, [&](std::string_view formula) {
    constexpr std::size_t telling = 8;  // "best" or "att" at the end of a line is an ordinary word
    return formula.size() > telling && folded.size() > formula.size() &&
           !is_alpha(folded[folded.size() - formula.size() - 1]) && word_count(folded) <= 9;
  });
  return ends || formulas.any_start(folded, [&](std::string_view formula) {
    const std::string_view rest = std::string_view(folded).substr(formula.size());
    if (rest.empty()) return true;
    const bool boundary = !is_alpha(rest.front()) && !is_high(rest.front());
    return boundary && formula.size() > 4 && word_count(strip_ends(rest)) <= 4 &&
           rest.find_first_of("?0123456789") == std::string_view::npos;
  });
}

bool begins_with_any(std::string_view line, std::span<const std::string_view> beginnings) {
  if (line.empty() || line.size() > longest_line) return false;
  const std::string folded = fold_case(line);
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return folded.starts_with(beginning); });
}

// A paragraph of legal boilerplate: long, with two different words of that trade; or one line that nothing else says.
bool is_disclaimer(std::string_view paragraph) {
  static const PhraseIndex footers(lexicon::footer_lines());
  static const PhraseIndex words(lexicon::disclaimer_words());
  constexpr std::size_t shortest = 60;
  const std::string folded = fold_case(paragraph);
  bool footer = false;
  footers.scan(folded, [&](std::size_t, std::size_t, std::string_view) {
    footer = true;
    return false;
  });
  if (footer || paragraph.size() < shortest) return footer;
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t seen = none;
  bool two = false;
  words.scan(folded, [&](std::size_t, std::size_t number, std::string_view) {
    two = seen != none && seen != number;
    seen = number;
    return !two;
  });
  return two;
}

// A phone number: eight digits and more with nothing but number punctuation between them.
bool has_phone(std::string_view line) {
  std::size_t digits = 0;
  for (const char c : line) {
    if (is_digit(c)) {
      if (++digits >= 8) return true;
    } else if (std::string_view(" +-()./").find(c) == std::string_view::npos) {
      digits = 0;
    }
  }
  return false;
}

bool has_contact_label(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(":. \t+"), line.find("："));
  if (end == std::string_view::npos || end == 0 || end > 24) return false;
  const std::string label = fold_case(line.substr(0, end));
  const auto labels = lexicon::contact_labels();
  const bool marked = line[end] != ' ' || has_phone(line);
  return marked && std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool is_contact_line(std::string_view line) {
  if (line.size() > longest_line || line.find('?') != std::string_view::npos) return false;
  const bool web = line.find("www.") != std::string_view::npos || line.find("http") == 0;
  const bool mail = line.find('@') != std::string_view::npos && word_count(line) <= 5;
  return has_phone(line) || has_contact_label(line) || ((web || mail) && word_count(line) <= 8);
}

class Tail {
 public:
  explicit Tail(std::string_view text) : lines_(lines_of(text)), end_(lines_.size()) {}

  WrittenText split() {
    static const PhraseIndex strong(lexicon::closings());
    static const PhraseIndex weak(lexicon::weak_closings());
    drop_disclaimers();
    if (const std::size_t line = delimiter(); line < end_) {
      const std::span<const std::string_view> all(lines_);
      return {join(all.first(line)), join(all.subspan(line + 1, end_ - line - 1))};
    }
    std::size_t begin = closing(strong, longest_signature);
    if (begin == end_) begin = closing(weak, 8);
    if (begin == end_) begin = contact_paragraph();
    if (begin == end_) begin = footer();
    const std::span<const std::string_view> all(lines_);
    return {join(all.first(begin)), join(all.subspan(begin, end_ - begin))};
  }

 private:
  void skip_blank_end() {
    while (end_ > 0 &&
           (lines_[end_ - 1].empty() || lines_[end_ - 1].find_first_not_of("-_=* ") == std::string_view::npos) &&
           lines_[end_ - 1] != "--")
      --end_;
  }

  [[nodiscard]] std::size_t paragraph_begin(std::size_t end) const {
    while (end > 0 && !lines_[end - 1].empty()) --end;
    return end;
  }

  // From the last paragraph up, while they are boilerplate. What stands under a disclaimer goes with it.
  void drop_disclaimers() {
    constexpr int looked_at = 6;
    skip_blank_end();
    std::size_t cut = end_, end = end_;
    for (int i = 0; i < looked_at && end > 0; ++i) {
      const std::size_t begin = paragraph_begin(end);
      if (is_disclaimer(join(std::span(lines_).subspan(begin, end - begin)))) cut = only_boilerplate(begin, end);
      end = begin;
      while (end > 0 && lines_[end - 1].empty()) --end;
    }
    if (cut > 0) end_ = cut;  // a mail of nothing but such text keeps it
    skip_blank_end();
  }

  // The first line of the paragraph's boilerplate: a signature may stand in the same paragraph, above it.
  [[nodiscard]] std::size_t only_boilerplate(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (is_disclaimer(lines_[i])) return i;
    }
    return begin;
  }

  // The line "-- " (RFC 3676 §4.3); its blank is often lost.
  [[nodiscard]] std::size_t delimiter() const {
    for (std::size_t i = end_ > longest_signature ? end_ - longest_signature : 0; i < end_; ++i) {
      if (lines_[i] == "--" && i > 0) return i;
    }
    return end_;
  }

  [[nodiscard]] bool short_lines_from(std::size_t begin) const {
    return std::all_of(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
                       lines_.begin() + static_cast<std::ptrdiff_t>(end_), [](std::string_view line) {
                         return line.size() <= longest_line &&
                                (line.find('?') == std::string_view::npos || line.find("//") != std::string_view::npos);
                       });
  }

  // The first formula after which only short lines come.
  [[nodiscard]] std::size_t closing(const PhraseIndex& formulas, std::size_t most) const {
    for (std::size_t i = end_ > most ? end_ - most : 0; i < end_; ++i) {
      if (is_formula(lines_[i], formulas) && i > 0 && short_lines_from(i + 1)) return i;
    }
    return end_;
  }

  // The last paragraph, if it holds contact data and is not the whole mail: a name, a firm, a number, without a formula
  // above.
  [[nodiscard]] std::size_t contact_paragraph() const {
    constexpr std::size_t most_lines = 10;
    const std::size_t begin = paragraph_begin(end_);
    if (begin == 0 || end_ - begin > most_lines || !short_lines_from(begin)) return end_;
    std::size_t contacts = 0;
    for (std::size_t i = begin; i < end_; ++i) contacts += is_contact_line(lines_[i]) ? 1U : 0U;
    const bool mostly_names = std::all_of(
        lines_.begin() + static_cast<std::ptrdiff_t>(begin), lines_.begin() + static_cast<std::ptrdiff_t>(end_),
        [](std::string_view line) {
          return is_contact_line(line) || (word_count(line) <= 7 && (!line.ends_with('.') || word_count(line) <= 4));
        });
    return contacts > 0 && mostly_names ? begin : end_;
  }

  [[nodiscard]] std::size_t footer() const {
    for (std::size_t i = end_ > 4 ? end_ - 4 : 0; i < end_; ++i) {
      if (begins_with_any(lines_[i], lexicon::mobile_footers())) return i;
    }
    return end_;
  }

  std::vector<std::string_view> lines_;
  std::size_t end_;
};
}  // namespace

WrittenText split_signature(std::string_view text) { return Tail(text).split(); }

}  // namespace tradewind::archiver
