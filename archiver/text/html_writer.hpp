// Turns the events of an HTML parser into readable text: line breaks, quote marks, table rows. No HTML names in here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archiver/text/html_text.hpp"

namespace tradewind::archiver {

class HtmlWriter {
 public:
  explicit HtmlWriter(const HtmlLimits& limits) : limits_(limits) {}

  void add_text(std::string_view text);  // white space collapses, unless preformatted
  void break_line();                     // what follows stands on a line of its own
  void break_paragraph();                // ... with a blank line between
  void forced_break();                   // <br>: two of them make a blank line
  void set_preformatted(bool on) { preformatted_ = on; }
  void begin_item() {
    break_line();
    item_pending_ = true;
  }
  void begin_quote();
  void end_quote();
  void mark_history();  // the history begins with the next text, unless one was marked already

  void begin_row();
  void end_row();
  void begin_cell();
  void end_cell();
  void begin_term();  // <dt>
  void end_term();
  void begin_description();  // <dd>
  void end_description();

  [[nodiscard]] HtmlText finish();
  [[nodiscard]] std::vector<std::string>& links() { return result_.links; }

 private:
  struct Row {
    std::vector<std::string> cells;  // the first three that are not empty
    std::size_t cell_begin = 0;
    bool last_was_long = false;  // the cell before had several lines
  };

  void put(std::string_view word);
  void write_breaks();
  void add_field(std::string_view label, std::string_view value);
  void add_label_lines();

  HtmlLimits limits_;
  HtmlText result_;
  std::vector<Row> rows_;
  std::size_t term_begin_ = 0, description_begin_ = 0;
  std::string term_;
  int newlines_ = 0;  // line breaks owed before the next text
  int quote_depth_ = 0;
  bool space_ = false;  // a blank owed before the next word
  bool preformatted_ = false;
  bool item_pending_ = false;
  bool separator_ = false;   // a tab owed before the next cell's text
  bool fresh_cell_ = false;  // no text yet in this cell: breaks in front of it mean nothing
  bool history_pending_ = false;
};

}  // namespace tradewind::archiver
