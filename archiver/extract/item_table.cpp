#include "archiver/extract/item_table.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/decimal.hpp"
#include "archiver/extract/item_entry.hpp"
#include "archiver/extract/money.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/phrase_table.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

enum class Column : std::uint8_t { product, code, quantity, unit, target, other, unknown };

const PhraseTable& headings() {
  static const PhraseTable table = [] {
    static constexpr std::pair<std::string_view, Column> sorts[] = {
        {"product", Column::product}, {"code", Column::code},     {"quantity", Column::quantity},
        {"unit", Column::unit},       {"target", Column::target}, {"other", Column::other}};
    PhraseTable made;
    for_each_entry(shipped_table("columns.txt"),
                   [&](std::string_view sort, const std::vector<std::string_view>& spellings) {
                     for (const auto& [name, value] : sorts) {
                       if (name != sort) continue;
                       for (const std::string_view spelling : spellings)
                         made.add(spelling, static_cast<std::uint32_t>(value));
                     }
                   });
    made.freeze();
    return made;
  }();
  return table;
}

struct Heading {
  Column column = Column::unknown;
  std::string aside;  // "pcs" of "Qty (pcs)", "USD" of "Target (USD)"
};

// Only a cell that says nothing else is a heading.
Heading heading_of_cell(std::string_view cell) {
  Heading heading;
  cell = strip_marks(cell);
  const std::size_t open = cell.find_first_of("([");
  if (open != std::string_view::npos && open > 0) {
    heading.aside = std::string(strip_marks(cell.substr(open + 1, cell.find_first_of(")]", open) - open - 1)));
    cell = strip_marks(cell.substr(0, open));
  }
  const std::string folded = fold(cell);
  if (folded.empty() || folded.size() > 40) return heading;
  const auto hit = headings().longest_at(folded, 0);
  if (hit && hit->size == folded.size()) heading.column = static_cast<Column>(hit->value);
  return heading;
}

// "Req. qty", "Target price US$", "Artikel / Ausführung": a heading among other words of its cell, a price or a
// quantity before the rest.
Heading heading_in_cell(std::string_view cell) {
  Heading heading = heading_of_cell(cell);
  const std::string folded = fold(cell);
  if (heading.column != Column::unknown || folded.size() > 40 ||
      folded.find_first_of("0123456789") != std::string::npos)
    return heading;
  for (const PhraseHit& hit : headings().find_longest(folded)) {
    const auto column = static_cast<Column>(hit.value);
    const auto rank = [](Column sort) {
      return sort == Column::target ? 4 : sort == Column::quantity ? 3 : sort == Column::unknown ? 0 : 1;
    };
    if (hit.size >= 3 && rank(column) > rank(heading.column)) heading.column = column;
  }
  return heading;
}

// Tabs keep empty cells; blanks and bars have none.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  if (line.find('\t') != std::string_view::npos) {
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      cells.push_back(trim_wide(line.substr(begin, end - begin)));
      begin = end + 1;
    }
    return cells;
  }
  return split(line, line.find('|') != std::string_view::npos ? "|" : "  ");
}

class Table {
 public:
  // Nothing if the line is no row of headings: it needs one of goods and one of their quantity.
  static std::optional<Table> begun_by(std::string_view line) {
    if (line.size() > 400) return {};
    Table table;
    bool goods = false, counted = false;
    const std::vector<std::string_view> cells = cells_of(line);
    if (cells.size() < 2 || cells.size() > 20) return {};
    std::size_t known = 0;
    for (const std::string_view cell : cells) {
      table.headings_.push_back(heading_in_cell(cell));
      const Column column = table.headings_.back().column;
      goods = goods || column == Column::product || column == Column::code;
      counted = counted || column == Column::quantity;
      known += column != Column::unknown ? 1U : 0U;
    }
    // "Sl | Item | Qty": of several the first numbers the rows.
    if (std::count_if(table.headings_.begin() + 1, table.headings_.end(),
                      [](const Heading& heading) { return heading.column == Column::quantity; }) > 0 &&
        table.headings_.front().column == Column::quantity)
      table.headings_.front().column = Column::other;
    if (!goods && counted) goods = table.take_unknown_as_goods(cells);
    table.prefer_described();
    return goods && counted && known * 2 >= cells.size() ? std::optional(std::move(table)) : std::nullopt;
  }

  // The mark before decimals of its figures, where a cell of it shows which it is; 0 where none does.
  void set_decimal_mark(char mark) { decimal_mark_ = mark; }

  // False when the line is no row of the table.
  bool read_row(std::string_view line, std::vector<ItemFound>& items, const Catalogue& catalogue) const {
    const std::vector<std::string_view> cells = cells_of(line);
    if (cells.size() < 2 || cells.size() > headings_.size() || cells.size() + 1 < headings_.size()) return false;
    // A row without its number, or without a last remark.
    const bool unnumbered =
        cells.size() < headings_.size() && headings_.front().column == Column::other && has_words(cells.front());
    std::string_view product, code, unit, target, aside, currency;
    std::optional<Quantity> quantity;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Heading& heading = headings_[i + (unnumbered ? 1 : 0)];
      if (heading.column == Column::product && product.empty()) product = cells[i];
      if (heading.column == Column::code && code.empty()) code = cells[i];
      if (heading.column == Column::unit) unit = cells[i];
      if (heading.column == Column::target) {
        target = cells[i];
        currency = heading.aside;
      }
      if (heading.column == Column::quantity && !quantity) {
        quantity = quantity_of(cells[i]);
        aside = heading.aside;
      }
    }
    if (product.empty()) product = code;
    if (!quantity || product.empty()) return false;
    if (quantity->unit.empty()) quantity->unit = std::string(unit.empty() ? aside : unit);
    const std::size_t before = items.size();
    enter_item(items, product, &*quantity, line, catalogue, true, true);
    if (items.size() > before && !target.empty())
      items.back().target = std::string(target) + " " + std::string(currency);
    return true;
  }

 private:
  // "No | Instrument | Size | Qty": the first column of an unknown name holds the goods.
  bool take_unknown_as_goods(const std::vector<std::string_view>& cells) {
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (headings_[i].column != Column::unknown || !has_words(cells[i]) || cells[i].size() > 40) continue;
      headings_[i].column = Column::product;
      return true;
    }
    return false;
  }

  // Of "Item | Description" the first only numbers or names the sort.
  void prefer_described() {
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (headings_[i].column == Column::product) named.push_back(i);
    }
    if (named.size() > 1 && named.front() == 0) headings_[0].column = Column::other;
  }

  [[nodiscard]] std::optional<Quantity> quantity_of(std::string_view cell) const {
    std::string plain;
    for (const char c : cell) {
      const bool groups = (c == '.' || c == ',') && decimal_mark_ != '\0' && c != decimal_mark_;
      if (!groups) plain.push_back(c == decimal_mark_ ? '.' : c);
    }
    // Decimals that are all nought say nothing.
    if (const std::size_t point = plain.find(".000"); decimal_mark_ != '\0' && point != std::string::npos)
      plain.erase(point, 4);
    const std::vector<Quantity> all = find_quantities(plain);
    if (!all.empty()) return all.front();
    Quantity bare;
    bare.amount = decimal_of(fold(plain));
    return bare.amount.empty() ? std::nullopt : std::optional(bare);
  }

  std::vector<Heading> headings_;
  char decimal_mark_ = '\0';
};

// "48,000.000" among the cells below a heading says how to read "600.000" beside it.
char decimal_mark_of(std::span<const std::string_view> lines) {
  constexpr std::size_t most_lines = 60;
  for (const std::string_view line : lines.first(std::min(lines.size(), most_lines))) {
    for (const std::string_view cell : cells_of(line)) {
      const std::size_t dot = cell.rfind('.'), comma = cell.rfind(',');
      if (dot == std::string_view::npos || comma == std::string_view::npos || !is_digit(cell.front())) continue;
      const std::size_t last = std::max(dot, comma);
      const std::size_t end = cell.find_first_not_of("0123456789", last + 1);
      if ((end == std::string_view::npos ? cell.size() : end) - last == 4) return cell[last];
    }
  }
  return '\0';
}

// "Product: LED bulb" / "Quantity: 500 pcs", one article after the other; or the article's name alone above its
// quantity: "2) Bow shackle, galvanised" / "Qty: 120 pcs".
class LabelledLines {
 public:
  LabelledLines(std::vector<ItemFound>& items, const Catalogue& catalogue) : items_(items), catalogue_(catalogue) {}

  void read(std::string_view line) {
    const std::size_t colon = std::min(line.find(':'), line.find("："));
    const bool labelled = colon != std::string_view::npos && colon <= 40;
    const std::string_view value =
        labelled ? trim_wide(line.substr(colon + (line[colon] == ':' ? 1 : std::string_view("：").size())))
                 : std::string_view{};
    const Column column =
        value.empty() ? Column::unknown : heading_of_cell(strip_numbering(trim_wide(line.substr(0, colon)))).column;
    if (column == Column::product) {
      product_ = value;
      above_ = {};
    } else if (column == Column::quantity) {
      read_quantity(value, line);
    } else if (column == Column::unknown) {
      remember(trim_wide(line));
    }
  }

 private:
  // A numbered line is the article, whatever its further lines say; else it is the line above.
  void remember(std::string_view line) {
    const bool numbered = strip_numbering(line).size() != line.size();
    if (!numbered && strip_numbering(above_).size() != above_.size()) return;
    const bool plain = line.size() <= 120 && line.find_first_of("?!") == std::string_view::npos &&
                       !line.ends_with('.') && !line.ends_with(':') && behind_request(line) == 0;
    above_ = plain ? line : std::string_view{};
  }

  void read_quantity(std::string_view value, std::string_view line) {
    const std::vector<Quantity> all = find_quantities(value);
    const std::string_view article = product_.empty() ? strip_marks(above_) : product_;
    const bool goods = has_words(article) && !names_no_goods(article) && split(article, " ").size() <= 14;
    if (!all.empty() && (goods || !product_.empty()))
      enter_item(items_, article, &all.front(), line, catalogue_, false);
    if (all.empty() && !product_.empty()) return;
    product_ = above_ = {};
  }

  std::vector<ItemFound>& items_;
  const Catalogue& catalogue_;
  std::string_view product_, above_;
};

}  // namespace

void read_tables(const std::vector<std::string_view>& lines, std::vector<ItemFound>& items,
                 const Catalogue& catalogue) {
  std::optional<Table> table;
  LabelledLines labelled(items, catalogue);
  int missed = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (trim_wide(line).empty()) continue;
    if (table) {
      if (table->read_row(line, items, catalogue)) {
        missed = 0;
      } else if (++missed > 2) {
        table.reset();
      }
      continue;
    }
    table = Table::begun_by(line);
    missed = 0;
    if (table)
      table->set_decimal_mark(decimal_mark_of(std::span(lines).subspan(i + 1)));
    else
      labelled.read(line);
  }
}

}  // namespace tradewind::archiver
