#include "archiver/text/html_writer.hpp"

#include <algorithm>

#include "archiver/text/ascii.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
constexpr std::size_t longest_label = 80;
constexpr std::size_t longest_value = 2'000;

std::string one_line(std::string_view text, std::size_t most) { return single_line(clip_utf8(trim(text), most)); }

// "Label: value" with a label of a few words, so that "Note: please ..." counts but no sentence and no URL does.
std::size_t label_end(std::string_view line) {
  const std::size_t ascii = line.find(':');
  const std::size_t wide = line.find("：");
  const std::size_t colon = std::min(ascii, wide);
  if (colon == std::string_view::npos || colon == 0 || colon > longest_label) return std::string_view::npos;
  const std::string_view label = line.substr(0, colon);
  if (std::count(label.begin(), label.end(), ' ') > 4 || label.find_first_of(".,;!?@<>") != std::string_view::npos)
    return std::string_view::npos;
  if (line.substr(colon).starts_with("://") || is_digit(label.back())) return std::string_view::npos;
  return colon;
}
}  // namespace

void HtmlWriter::write_breaks() {
  std::string& text = result_.text;
  if (text.empty()) {
    newlines_ = 0;
    for (int i = 0; i < quote_depth_; ++i) text.append("> ");
  }
  for (; newlines_ > 0; --newlines_) {
    text.push_back('\n');
    if (newlines_ == 1) {
      for (int i = 0; i < quote_depth_; ++i) text.append("> ");
    }
    space_ = false;
  }
  if (separator_ && !text.ends_with('\n')) text.push_back('\t');
  if (separator_) space_ = false;
  separator_ = false;
  if (item_pending_) text.append("- ");
  item_pending_ = false;
}

void HtmlWriter::put(std::string_view word) {
  std::string& text = result_.text;
  if (text.size() + word.size() > limits_.text_bytes) return;
  const bool inside_line = newlines_ == 0 && !separator_ && !text.empty();
  if (newlines_ > 0 || separator_ || item_pending_ || text.empty()) write_breaks();
  if (history_pending_) {
    const std::size_t line = text.rfind('\n');
    result_.history_at = line == std::string::npos ? 0 : line + 1;
    history_pending_ = false;
  }
  if (space_ && inside_line) text.push_back(' ');
  space_ = false;
  fresh_cell_ = false;
  text.append(word);
}

void HtmlWriter::add_text(std::string_view text) {
  while (!text.empty()) {
    if (preformatted_ && text.front() == '\n') {
      forced_break();
      text.remove_prefix(1);
      continue;
    }
    // Words with single blanks between them go out in one piece.
    std::size_t end = 0;
    while (end < text.size() && text[end] != '\xC2' &&
           (!is_space(text[end]) || (text[end] == ' ' && end > 0 && end + 1 < text.size() && !is_space(text[end + 1]) &&
                                     text[end + 1] != '\xC2'))) {
      ++end;
    }
    if (end > 0) put(text.substr(0, end));
    text.remove_prefix(end);
    if (text.empty()) break;
    if (text.front() == '\xC2') {  // the lead byte of a no-break space, or of another letter
      if (text.starts_with("\xC2\xA0")) {
        space_ = true;
        text.remove_prefix(2);
      } else {
        put(text.substr(0, 2));
        text.remove_prefix(std::min<std::size_t>(2, text.size()));
      }
      continue;
    }
    if (preformatted_ && text.front() == '\n') continue;
    space_ = true;
    text.remove_prefix(1);
  }
}

void HtmlWriter::break_line() {
  space_ = false;
  if (!fresh_cell_) newlines_ = std::max(newlines_, 1);
}

void HtmlWriter::break_paragraph() {
  space_ = false;
  if (!fresh_cell_) newlines_ = std::max(newlines_, 2);
}

void HtmlWriter::forced_break() {
  space_ = false;
  if (!fresh_cell_) newlines_ = std::min(newlines_ + 1, 3);
}

void HtmlWriter::begin_quote() {
  constexpr int deepest = 30;
  fresh_cell_ = false;
  break_line();
  if (quote_depth_ < deepest) ++quote_depth_;
}

void HtmlWriter::end_quote() {
  break_line();
  if (quote_depth_ > 0) --quote_depth_;
}

void HtmlWriter::mark_history() {
  if (result_.history_at == std::string::npos) history_pending_ = true;
}

void HtmlWriter::begin_row() {
  fresh_cell_ = false;
  break_line();
  rows_.emplace_back();
}

void HtmlWriter::end_row() {
  fresh_cell_ = false;
  separator_ = false;
  break_line();
  if (rows_.empty()) return;
  const std::vector<std::string> cells = std::move(rows_.back().cells);
  rows_.pop_back();
  if (cells.size() == 2 && quote_depth_ == 0) add_field(cells[0], cells[1]);
}

void HtmlWriter::begin_cell() {
  if (rows_.empty()) rows_.emplace_back();
  Row& row = rows_.back();
  if (!row.cells.empty()) {
    newlines_ = row.last_was_long ? 1 : 0;
    separator_ = !row.last_was_long;
  }
  row.cell_begin = result_.text.size();
  fresh_cell_ = true;
}

void HtmlWriter::end_cell() {
  fresh_cell_ = false;
  if (rows_.empty()) return;
  Row& row = rows_.back();
  const std::string_view cell =
      trim(std::string_view(result_.text).substr(std::min(row.cell_begin, result_.text.size())));
  if (cell.empty() || row.cells.size() > 2) return;
  newlines_ = std::min(newlines_, 1);  // the margin of a paragraph in a cell is no blank line between rows
  row.last_was_long = cell.find('\n') != std::string_view::npos;
  row.cells.emplace_back(clip_utf8(cell, longest_value));
}

void HtmlWriter::begin_term() {
  break_line();
  term_begin_ = result_.text.size();
}

void HtmlWriter::end_term() {
  term_ = one_line(std::string_view(result_.text).substr(std::min(term_begin_, result_.text.size())), longest_value);
}

void HtmlWriter::begin_description() {
  break_line();
  description_begin_ = result_.text.size();
}

void HtmlWriter::end_description() {
  if (!term_.empty())
    add_field(term_, std::string_view(result_.text).substr(std::min(description_begin_, result_.text.size())));
  term_.clear();
  break_line();
}

void HtmlWriter::add_field(std::string_view label, std::string_view value) {
  if (result_.fields.size() >= limits_.fields) return;
  std::string name = one_line(label, longest_value);
  while (name.ends_with(':') || name.ends_with(' ')) name.pop_back();
  if (name.ends_with("：")) name.resize(name.size() - std::string_view("：").size());
  if (name.empty() || name.size() > longest_label) return;
  while (value.starts_with(':') || (!value.empty() && is_space(value.front()))) value.remove_prefix(1);
  std::string text = one_line(value, longest_value);
  if (!text.empty()) result_.fields.emplace_back(std::move(name), std::move(text));
}

// Web forms write "<b>Company:</b> Acme<br>": lines, not tables.
void HtmlWriter::add_label_lines() {
  std::string_view rest = result_.text;
  while (!rest.empty() && result_.fields.size() < limits_.fields) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with('>') || line.find('\t') != std::string_view::npos) continue;
    const std::size_t colon = label_end(line);
    if (colon == std::string_view::npos) continue;
    const std::size_t width = line[colon] == ':' ? 1 : std::string_view("：").size();
    add_field(line.substr(0, colon), line.substr(colon + width));
  }
}

HtmlText HtmlWriter::finish() {
  add_label_lines();
  return std::move(result_);
}

}  // namespace tradewind::archiver
