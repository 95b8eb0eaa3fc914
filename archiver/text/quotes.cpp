#include "archiver/text/quotes.hpp"

#include <algorithm>

#include "archiver/text/address.hpp"
#include "archiver/text/ascii.hpp"
#include "archiver/text/date.hpp"
#include "archiver/text/quote_lexicon.hpp"
#include "archiver/text/quote_lines.hpp"
#include "archiver/text/signature.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
constexpr std::size_t most_blocks = 50;
constexpr std::size_t no_line = static_cast<std::size_t>(-1);

// "FW: ...", "转发: ...": whoever sent this mail sends on what another wrote. Only the outermost prefix tells.
bool says_forward(std::string_view subject) {
  const std::size_t ascii = subject.find(':');
  const std::size_t wide = subject.find("：");
  const std::size_t colon = std::min(ascii, wide);
  if (colon == std::string_view::npos || colon > 24) return false;
  const std::string prefix = fold_case(trim(subject.substr(0, colon)));
  const auto prefixes = lexicon::forward_prefixes();
  return std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end();
}

// "Derek Hollis" out of "On Fri, Nov 6, 2026 at 2:02 PM Derek Hollis": what follows the last word with a digit, or
// AM/PM.
std::string_view behind_date(std::string_view text) {
  std::size_t cut = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end]) && text[end] != ',') ++end;
    const std::string_view word = text.substr(at, end - at);
    const bool digits = std::any_of(word.begin(), word.end(), is_digit);
    if (digits || equal_nocase(word, "am") || equal_nocase(word, "pm") || equal_nocase(word, "uhr") || word == "г." ||
        word == "p.m." || word == "a.m.")
      cut = end;
    at = end + 1;
  }
  return text.substr(std::min(cut, text.size()));
}

std::string clean_name(std::string_view text) {
  constexpr std::string_view junk = " \t,:;<>()[]\"'*";
  const auto strip = [&] {
    while (!text.empty() && junk.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && junk.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    for (const std::string_view wide : {"，", "：", "、"}) {
      while (text.starts_with(wide)) text.remove_prefix(wide.size());
      while (text.ends_with(wide)) text.remove_suffix(wide.size());
    }
  };
  strip();
  strip();
  constexpr std::size_t longest = 120;
  return std::string(clip_utf8(text, longest));
}

std::size_t length_of(std::string_view folded) {
  std::size_t length = 0;
  static_cast<void>(find_verb(folded, length));
  return length;
}

// Who is said to have written, in an attribution line.
std::optional<MailAddress> attributed_author(std::string_view text) {
  const std::string folded = fold_case(text);
  const std::size_t verb = folded.size() == text.size() ? [&] {
    std::size_t length = 0;
    return find_verb(folded, length);
  }() : std::string_view::npos;
  MailAddress author;
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    const std::size_t open = text.find_last_of("<([ \t\"", at);
    const std::size_t begin = open == std::string_view::npos ? 0 : open + 1;
    const std::size_t end = std::min(text.find_first_of(">)] \t\":,", at), text.size());
    const auto found = parse_addresses(text.substr(begin, end - begin), {}, 1);
    if (!found.empty()) author.address = found.front().address;
    std::string_view before = text.substr(0, begin);
    if (verb != std::string_view::npos && verb + length_of(folded) <= begin)
      before = text.substr(verb + length_of(folded), begin - verb - length_of(folded));
    author.name = clean_name(behind_date(before));
  } else if (verb != std::string_view::npos) {
    author.name = clean_name(behind_date(text.substr(0, verb)));
    if (author.name.empty()) author.name = clean_name(text.substr(verb + length_of(folded)));
  }
  if (author.name == author.address) author.name.clear();
  if (author.name.empty() && author.address.empty()) return {};
  return author;
}

QuotedBlock make_block(const QuoteMark& mark, bool forward, int offset_minutes) {
  QuotedBlock block;
  if (mark.attribution) {
    // Below a forwarded message's rule some programs name the author in an attribution.
    if (forward) block.kind = QuotedBlock::Kind::forward;
    block.from = attributed_author(mark.attribution_text);
    block.date_text = mark.attribution_text;
    const std::size_t address = mark.attribution_text.find('<');
    if (const auto date = parse_written_date(mark.attribution_text.substr(0, address), offset_minutes))
      block.date = date->time;
    return block;
  }
  block.kind = forward ? QuotedBlock::Kind::forward : QuotedBlock::Kind::reply;
  if (auto from = parse_addresses(mark.from, {}, 1); !from.empty()) block.from = std::move(from.front());
  block.to = parse_addresses(mark.to, {}, 200);
  block.subject = mark.subject;
  block.date_text = mark.date;
  if (const auto date = parse_written_date(mark.date, offset_minutes)) block.date = date->time;
  return block;
}

void append_line(std::string& text, std::string_view line) {
  text.append(line);
  text.push_back('\n');
}

// Without blank lines at either end, and none doubled inside.
std::string tidy(std::string_view text) {
  std::string tidied;
  tidied.reserve(text.size());
  int blank = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    if (line.empty()) {
      ++blank;
      continue;
    }
    if (!tidied.empty()) tidied.append(blank > 0 ? 2 : 1, '\n');
    tidied.append(line);
    blank = 0;
  }
  return tidied;
}

class Splitter {
 public:
  Splitter(std::string_view whole, const QuoteContext& context)
      : context_(context), forwarded_(says_forward(context.subject)), lines_(split_lines(whole)) {}

  SplitText split(std::string_view whole) {
    quoted_lines_ = has_quoted_lines();
    for (std::size_t at = 0; at < lines_.size();) {
      if (auto mark = find_mark(lines_, at)) {
        at = take_mark(*mark);
      } else {
        take_line(at++);
      }
    }
    SplitText result;
    result.body.whole = tidy(whole);
    result.body.quoted = tidy(quoted_);
    WrittenText written = split_signature(tidy(written_));
    result.body.written = std::move(written.written);
    result.body.signature = std::move(written.signature);
    for (QuotedBlock& block : blocks_) block.text = tidy(block.text);
    result.blocks = std::move(blocks_);
    return result;
  }

 private:
  // One marked line alone is a comparison (">1000 pcs") or a decoration, not a quote.
  [[nodiscard]] bool has_quoted_lines() const {
    return std::count_if(lines_.begin(), lines_.end(), [](const TextLine& line) { return line.depth > 0; }) >= 2;
  }

  std::size_t take_mark(const QuoteMark& mark) {
    const TextLine& line = lines_[mark.first];
    const bool in_history = cut_ || line.depth > 0;
    // An attribution above marked lines leaves the answers between them to the writer; every other mark ends his part.
    const bool marked_quote = mark.attribution && next_line_depth(mark.behind) > line.depth;
    if (!in_history && !marked_quote) cut_ = true;
    if (marked_quote) quoted_lines_ = true;
    for (std::size_t i = mark.first; i < mark.behind; ++i) {
      if (in_history || cut_) append_line(quoted_, without_marks(lines_[i].whole, 1));
    }
    const bool announced = mark.separator == lexicon::SeparatorKind::forward || pending_forward_;
    pending_forward_ = false;
    const bool bare_separator = !mark.attribution && mark.from.empty();
    if (bare_separator) {
      pending_forward_ = mark.separator == lexicon::SeparatorKind::forward;
      return mark.behind;
    }
    if (blocks_.size() < most_blocks) {
      const bool first = blocks_.empty();
      blocks_.push_back(
          make_block(mark, announced || (first && forwarded_ && !mark.attribution), context_.offset_minutes));
      block_depth_ = next_line_depth(mark.behind);
      block_open_ = true;
    } else {
      block_open_ = false;
    }
    return mark.behind;
  }

  void take_line(std::size_t at) {
    const TextLine& line = lines_[at];
    if (!cut_ && line.offset >= context_.history_at && history_is_unmarked(at)) cut_ = true;
    const bool quoted = cut_ || (line.depth > 0 && quoted_lines_);
    append_line(quoted ? quoted_ : written_, quoted ? without_marks(line.whole, 1) : line.whole);
    if (!block_open_) return;
    if (line.depth >= block_depth_) {
      append_line(blocks_.back().text, without_marks(line.whole, block_depth_));
    } else if (!line.content.empty()) {
      block_open_ = cut_;
    }
  }

  // The HTML's own mark counts only where quote marks do not tell the parts apart already.
  bool history_is_unmarked(std::size_t at) {
    if (history_marked_ == no_line) {
      history_marked_ = 0;
      for (std::size_t i = at; i < lines_.size(); ++i) history_marked_ += lines_[i].depth > 0 ? 1U : 0U;
    }
    return history_marked_ == 0;
  }

  [[nodiscard]] int next_line_depth(std::size_t at) const {
    for (std::size_t i = at; i < std::min(lines_.size(), at + 4); ++i) {
      if (!lines_[i].content.empty() || lines_[i].depth > 0) return lines_[i].depth;
    }
    return 0;
  }

  QuoteContext context_;
  bool forwarded_;
  std::vector<TextLine> lines_;
  std::string written_, quoted_;
  std::vector<QuotedBlock> blocks_;
  bool cut_ = false;           // from here on everything is history
  bool quoted_lines_ = false;  // '>' means quoting in this text
  bool block_open_ = false;
  int block_depth_ = 0;
  bool pending_forward_ = false;
  std::size_t history_marked_ = no_line;
};
}  // namespace

SplitText split_quotes(std::string_view whole, const QuoteContext& context) {
  return Splitter(whole, context).split(whole);
}

}  // namespace tradewind::archiver
