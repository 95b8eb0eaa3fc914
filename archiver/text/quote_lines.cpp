#include "archiver/text/quote_lines.hpp"

#include <algorithm>
#include <bitset>

#include "archiver/text/ascii.hpp"
#include "archiver/text/phrase_index.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
using lexicon::HeaderRole;
constexpr std::size_t longest_attribution = 500;

std::string_view strip_any(std::string_view text, std::string_view characters) {
  while (!text.empty() && characters.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && characters.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

struct LabelledLine {
  HeaderRole role;
  std::string_view value;
};

// "From: ...", "*Von:* ...", "发 件 人：...": a header line of a quoted mail.
std::optional<LabelledLine> read_label(std::string_view content) {
  constexpr std::size_t longest_label = 48;
  const std::string_view head = content.substr(0, longest_label);
  const std::size_t ascii = head.find(':');
  const std::size_t wide = head.find("：");
  const std::size_t colon = std::min(ascii, wide);
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view written = strip_any(head.substr(0, colon), " *_|\t-\"");
  if (written.empty()) return {};
  std::string label;
  for (const char c : written) {
    if (c != ' ' && c != '\t' && c != '*') label.push_back(c);
  }
  const auto role = lexicon::header_role(fold_case(label));
  if (!role) return {};
  const std::size_t width = content[colon] == ':' ? 1 : std::string_view("：").size();
  return LabelledLine{*role, strip_any(content.substr(colon + width), " *\t")};
}

void append_value(std::string& value, std::string_view more) {
  constexpr std::size_t longest_value = 4'096;
  if (more.empty() || value.size() + more.size() > longest_value) return;
  if (!value.empty()) value.push_back(' ');
  value.append(more);
}

std::string* value_of(QuoteMark& mark, HeaderRole role) {
  switch (role) {
    case HeaderRole::from:
      return &mark.from;
    case HeaderRole::date:
      return &mark.date;
    case HeaderRole::to:
      return &mark.to;
    case HeaderRole::cc:
      return &mark.cc;
    case HeaderRole::subject:
      return &mark.subject;
    case HeaderRole::other:
      break;
  }
  return nullptr;
}

// Enough labels to be sure: an address among them, or a subject. "From: Ningbo / To: Hamburg / Date: 5 May" is a route.
bool is_header_block(const QuoteMark& mark, int labels) {
  if (labels < 2 || mark.from.empty()) return false;
  const bool sender_address = mark.from.find('@') != std::string::npos;
  const bool any_address = sender_address || mark.to.find('@') != std::string::npos;
  if (any_address && (!mark.date.empty() || !mark.to.empty())) return sender_address || labels >= 3;
  return labels >= 3 && !mark.subject.empty() && (!mark.date.empty() || !mark.to.empty());
}

// Reads header lines from `at` on; a long address list goes on in unlabelled lines, and HTML leaves blank lines
// between.
bool read_header_block(const std::vector<TextLine>& lines, std::size_t at, QuoteMark& mark) {
  constexpr std::size_t most_lines = 60;
  const int depth = lines[at].depth;
  std::string* open = nullptr;
  int labels = 0, unlabelled = 0, gaps = 0;
  std::size_t behind = at;
  for (std::size_t i = at; i < std::min(lines.size(), at + most_lines) && lines[i].depth == depth; ++i) {
    const std::string_view content = lines[i].content;
    if (content.empty()) {
      const bool goes_on =
          i + 1 < lines.size() && lines[i + 1].depth == depth && read_label(lines[i + 1].content).has_value();
      if (!goes_on || ++gaps != labels) break;  // between all of them, or the blank line is the end
      continue;
    }
    if (const auto line = read_label(content)) {
      std::string* value = value_of(mark, line->role);
      if (value != nullptr && !value->empty()) break;  // the next block
      if (value != nullptr) append_value(*value, line->value);
      open = line->role == HeaderRole::to || line->role == HeaderRole::cc || line->role == HeaderRole::subject ||
                     line->role == HeaderRole::from
                 ? value
                 : nullptr;
      ++labels;
      unlabelled = 0;
    } else {
      const bool in_list = open == &mark.to || open == &mark.cc;
      const bool looks_like_list =
          content.find('@') != std::string_view::npos || content.ends_with(';') || content.ends_with(',');
      const bool next_is_label =
          i + 1 < lines.size() && lines[i + 1].depth == depth && read_label(lines[i + 1].content).has_value();
      if (open == nullptr || ++unlabelled > (in_list ? 30 : 1) || !(next_is_label || (in_list && looks_like_list)))
        break;
      append_value(*open, content);
    }
    behind = i + 1;
  }
  mark.behind = behind;
  return is_header_block(mark, labels);
}

std::optional<lexicon::SeparatorKind> read_separator(std::string_view content) {
  constexpr std::size_t longest = 120;
  if (content.size() > longest || content.size() < 6) return {};
  const auto dashes = std::count_if(content.begin(), content.end(),
                                    [](char c) { return c == '-' || c == '_' || c == '=' || c == '*' || c == '~'; });
  const bool colon = content.ends_with(':') || content.ends_with("：");
  if (dashes < 4 && !colon) return {};
  const std::string_view words = strip_any(content, "-_=*~# \t:>");
  if (words.empty()) return {};
  std::string folded = fold_case(words);
  if (folded.ends_with("：")) folded.resize(folded.size() - std::string_view("：").size());
  for (const lexicon::Separator& separator : lexicon::separators()) {
    if (folded == separator.text ||
        (dashes >= 4 && folded.starts_with(separator.text) && folded.size() < separator.text.size() + 60))
      return separator.kind;
  }
  return {};
}

bool is_rule(std::string_view content) {
  return content.size() >= 10 && content.find_first_not_of("_-=") == std::string_view::npos;
}

// A time or a year: attributions always have one.
bool has_date(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) continue;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view number = text.substr(at, end - at);
    if (number.size() == 4 && (number.starts_with("20") || number.starts_with("19") || number.starts_with("25")))
      return true;
    const bool clock = number.size() <= 2 && end + 2 < text.size() && (text[end] == ':' || text[end] == 'h') &&
                       is_digit(text[end + 1]) && is_digit(text[end + 2]);
    if (clock) return true;
    at = end;
  }
  return false;
}

bool next_is_deeper(const std::vector<TextLine>& lines, std::size_t at, int depth) {
  for (std::size_t i = at; i < std::min(lines.size(), at + 3); ++i) {
    if (lines[i].depth > depth) return true;
    if (!lines[i].content.empty()) return false;
  }
  return false;
}

bool is_attribution(std::string_view text, bool quoted_follows) {
  std::size_t length = 0;
  const bool verb = find_verb(fold_case(text), length) != std::string_view::npos;
  const bool address = text.find('@') != std::string_view::npos;
  const bool date = has_date(text);
  return (date && (verb || address) && (verb || quoted_follows || text.find('<') != std::string_view::npos)) ||
         (verb && (address || quoted_follows));
}

// Asked of every line; nearly none begins with two letters that one of the words begins with.
bool may_be_starter(std::string_view content) {
  static const auto beginnings = [] {
    std::bitset<1U << 14> pairs;
    for (const std::string_view word : lexicon::attribution_starters()) {
      if (is_high(word[0])) continue;
      const std::string_view seconds = word.size() > 1 ? word.substr(1, 1) : " ,\t";
      for (const char second : seconds)
        if (!is_high(second)) pairs.set(static_cast<std::size_t>(word[0] << 7 | second));
    }
    return pairs;
  }();
  if (content.size() < 2 || is_high(content[0]) || is_high(content[1])) return true;
  return beginnings.test(static_cast<std::size_t>(lower(content[0]) << 7 | lower(content[1])));
}

bool starts_attribution(std::string_view content) {
  if (!may_be_starter(content)) return false;
  const std::string word = fold_case(content.substr(0, content.find_first_of(" ,\t")));
  const auto starters = lexicon::attribution_starters();
  return std::find(starters.begin(), starters.end(), word) != starters.end();
}

bool ends_attribution(std::string_view content) {
  return content.ends_with(':') || content.ends_with("：") || content.ends_with(":*");
}

// "On ... wrote:", wrapped over up to four lines, the first of them at `at`.
std::optional<QuoteMark> read_attribution(const std::vector<TextLine>& lines, std::size_t at) {
  constexpr std::size_t most_lines = 4;
  std::string joined;
  for (std::size_t i = at; i < std::min(lines.size(), at + most_lines); ++i) {
    if (lines[i].depth != lines[at].depth || lines[i].content.empty()) return {};
    if (joined.size() + lines[i].content.size() > longest_attribution) return {};
    append_value(joined, lines[i].content);
    if (!ends_attribution(lines[i].content)) continue;
    const bool quoted_follows = next_is_deeper(lines, i + 1, lines[at].depth);
    // Wrapped lines must look like an attribution from their first word on, or text before it would be taken along.
    if (i > at && !starts_attribution(lines[at].content) && !has_date(lines[at].content)) return {};
    if (!is_attribution(joined, quoted_follows)) return {};
    QuoteMark mark;
    mark.first = at;
    mark.behind = i + 1;
    mark.attribution = true;
    mark.attribution_text = std::move(joined);
    return mark;
  }
  return {};
}

// Only lines that can begin an attribution are worth joining: they begin like one, or hold a date or an address and a
// colon.
bool may_start_attribution(std::string_view content) {
  if (content.size() > longest_attribution) return false;
  return ends_attribution(content) || starts_attribution(content) || (is_digit(content.front()) && has_date(content));
}
}  // namespace

std::vector<TextLine> split_lines(std::string_view text) {
  std::vector<TextLine> lines;
  lines.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    TextLine line;
    line.whole = text.substr(at, end - at);
    line.offset = at;
    std::string_view rest = line.whole;
    while (!rest.empty() && (rest.front() == '>' || (rest.front() == ' ' && rest.substr(0, 2) == " >"))) {
      if (rest.front() == '>') ++line.depth;
      rest.remove_prefix(1);
    }
    line.content = trim(rest);
    lines.push_back(line);
    at = end + 1;
  }
  return lines;
}

std::string_view without_marks(std::string_view line, int marks) {
  while (marks > 0 && !line.empty() && (line.front() == '>' || line.front() == ' ')) {
    if (line.front() == '>') --marks;
    line.remove_prefix(1);
  }
  if (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

std::size_t find_verb(std::string_view folded, std::size_t& length) {
  static const PhraseIndex verbs(lexicon::attribution_verbs());
  std::size_t best = std::string_view::npos;
  verbs.scan(folded, [&](std::size_t at, std::size_t, std::string_view verb) {
    if (best != std::string_view::npos && at > best) return false;
    const std::size_t end = at + verb.size();
    const bool word_start = at == 0 || is_high(verb.front()) || !is_alpha(folded[at - 1]);
    const bool word_end = is_high(verb.back()) || end == folded.size() || !is_alpha(folded[end]);
    if (word_start && word_end && (best != at || verb.size() > length)) {
      best = at;
      length = verb.size();
    }
    return true;
  });
  return best;
}

std::optional<QuoteMark> find_mark(const std::vector<TextLine>& lines, std::size_t at) {
  const TextLine& line = lines[at];
  if (line.content.empty()) return {};
  QuoteMark mark;
  mark.first = at;
  mark.separator = read_separator(line.content);
  if (mark.separator || is_rule(line.content)) {
    std::size_t next = at + 1;
    while (next < lines.size() && next < at + 3 && lines[next].content.empty()) ++next;
    if (next < lines.size() && lines[next].depth >= line.depth && !lines[next].content.empty() &&
        read_header_block(lines, next, mark))
      return mark;
    if (!mark.separator) return {};
    mark = QuoteMark{};
    mark.first = at;
    mark.behind = at + 1;
    mark.separator = read_separator(line.content);
    return mark;
  }
  if (read_label(line.content) && read_header_block(lines, at, mark)) return mark;
  return may_start_attribution(line.content) ? read_attribution(lines, at) : std::nullopt;
}

}  // namespace tradewind::archiver
