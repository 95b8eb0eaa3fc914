#include "archiver/extract/items.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/counted.hpp"
#include "archiver/extract/item_entry.hpp"
#include "archiver/extract/item_line.hpp"
#include "archiver/extract/item_sentence.hpp"
#include "archiver/extract/item_table.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/extract/sentences.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_text = 20'000;
constexpr std::size_t longest_list_line = 160;

// A line with a telephone number, a mail address or a link is of the writer's card, not of his list.
bool is_address_line(std::string_view line) {
  if (line.find('@') != std::string_view::npos) {
    const std::size_t at = line.find('@');
    if (at > 0 && line[at - 1] != ' ' && at + 1 < line.size() && line[at + 1] != ' ') return true;
  }
  if (line.find("http") != std::string_view::npos || line.find("www.") != std::string_view::npos) return true;
  const std::size_t plus = line.find('+');
  std::size_t digits = 0;
  for (std::size_t i = plus == std::string_view::npos ? line.size() : plus + 1; i < line.size(); ++i) {
    if (is_digit(line[i]))
      ++digits;
    else if (line[i] != ' ' && line[i] != '-' && line[i] != '(' && line[i] != ')' && line[i] != '.')
      break;
  }
  return digits >= 8;
}

// 0 for fractions.
std::uint64_t amount_of(std::string_view amount) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(amount.data(), amount.data() + amount.size(), value);
  return error == std::errc() && end == amount.data() + amount.size() ? value : 0;
}

std::uint64_t whole_amount(const ItemFound& item) { return amount_of(item.item.quantity); }

// "1000 backpacks: / black 500 / blue 300 / pink 200": what adds up to the quantity above it is no goods of its own.
void drop_breakdowns(std::vector<ItemFound>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::uint64_t total = whole_amount(items[i]);
    std::uint64_t sum = 0;
    for (std::size_t j = i + 1; j < items.size() && total > 0 && items[j].item.sku.empty() && sum < total; ++j) {
      sum += whole_amount(items[j]);
      if (whole_amount(items[j]) == 0) break;
      if (sum == total && j > i + 1)
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                    items.begin() + static_cast<std::ptrdiff_t>(j) + 1);
    }
  }
}

// Reads the lines of lists; a line that is of none is left to the sentences.
class ListReading {
 public:
  ListReading(std::vector<ItemFound>& items, const Catalogue& catalogue) : items_(items), catalogue_(catalogue) {}

  void read(std::string_view line) {
    if (trim_wide(line).empty() || is_address_line(line)) return;
    std::vector<Quantity> quantities;
    const std::string_view size = size_of_line(line, quantities, catalogue_);
    if (size.empty()) {
      heading_ = {};
    } else if (heading_.empty()) {
      heading_ = heading_of(above_, catalogue_);
      // What the heading seemed to be by itself ("valve, 2 piece, NPT") gives way to its sizes.
      if (!heading_.empty() && !items_.empty() && items_.back().source == above_.substr(0, 160)) items_.pop_back();
    }
    above_ = line;
    if (!heading_.empty()) {
      enter_item(items_, std::string(heading_) + " " + std::string(size), quantities.data(), line, catalogue_);
      ++lines_;
    } else if (read_sku_line(line, items_, catalogue_)) {
      ++lines_;
    } else if (trim_wide(line).ends_with(':') || trim_wide(line).ends_with("：")) {
      read_head(line);
    } else if (read_row(line)) {
      ++lines_;
    } else if (line.size() <= longest_list_line &&
               read_list_line(line, lines_ > 0 || headed_ || line.find("....") != std::string_view::npos, items_,
                              catalogue_)) {
      ++lines_;
    } else {
      headed_ = false;
    }
  }

  [[nodiscard]] std::size_t lines() const { return lines_; }

 private:
  // "300 x bracket, 150 x housing": several articles of ours on one line, each with its number.
  bool read_row(std::string_view line) {
    if (line.size() > longest_list_line || line.find_first_of(",;") == std::string_view::npos) return false;
    std::vector<ItemFound> row;
    read_sentence(line, true, row, catalogue_);
    if (row.size() < 2) return false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].item.sku.empty() || row[i].item.quantity.empty()) return false;
      for (std::size_t j = 0; j < i; ++j) {
        if (row[j].item.sku == row[i].item.sku) return false;
      }
    }
    for (ItemFound& item : row) items_.push_back(std::move(item));
    return true;
  }

  // "We would like 1000 backpacks:", but not "One mixed container:".
  void read_head(std::string_view line) {
    headed_ = behind_request(line) > 0;
    std::vector<ItemFound> told;
    read_sentence(line, true, told, catalogue_);
    std::erase_if(told, [](const ItemFound& item) { return item.item.product.empty() || item.container; });
    lines_ += told.size();
    for (ItemFound& item : told) items_.push_back(std::move(item));
  }

  std::vector<ItemFound>& items_;
  const Catalogue& catalogue_;
  std::string_view above_, heading_;
  std::size_t lines_ = 0;
  bool headed_ = false;  // the line above asks for what follows: "kindly quote:"
};

// "Sizes 40 - 100 pairs, 41 - 150 pairs, 42 - 200 pairs. Total 450 pairs": of the one article the total counts.
void take_total(std::string_view text, ItemFound& item) {
  static const PhraseTable totals = listed_phrases("total");
  if (item.item.quantity.empty()) return;
  for (const std::string_view sentence : sentences_of(text)) {
    const FoldedText folded = fold_with_origin(sentence.substr(0, 1000));
    for (const PhraseHit& hit : totals.find_longest(folded.text)) {
      const std::size_t end = folded.origin[hit.offset + hit.size];
      for (const Quantity& quantity : find_counts(sentence)) {
        const std::string_view between = quantity.begin >= end ? sentence.substr(end, quantity.begin - end) : "far off";
        const bool same =
            quantity.unit.empty() || item.item.unit.empty() || fold(quantity.unit) == fold(item.item.unit);
        if (!strip_edge_words(between).empty() || !same) continue;
        if (amount_of(quantity.amount) > whole_amount(item)) item.item.quantity = quantity.amount;
        return;
      }
    }
  }
}

}  // namespace

std::vector<ItemFound> find_items(std::string_view whole, const Catalogue& catalogue, ItemFound* elsewhere) {
  const std::string text = unwrapped(whole.substr(0, most_text));
  const std::vector<std::string_view> lines = lines_of(text);
  std::vector<ItemFound> items;
  read_tables(lines, items, catalogue);
  if (!items.empty()) return items;
  ListReading list(items, catalogue);
  for (const std::string_view line : lines) list.read(line);
  if (list.lines() == 0) items.clear();
  // Beside a list only what is surely a product of ours: "and 10 complete machines to try".
  std::vector<ItemFound> told;
  const bool asked = behind_request(text) > 0;
  for (const std::string_view sentence : sentences_of(text)) {
    if (list.lines() == 0 || split(sentence, " ").size() > 4) read_sentence(sentence, asked, told, catalogue);
  }
  for (ItemFound& each : told) {
    const bool known = std::any_of(items.begin(), items.end(), [&](const ItemFound& item) {
      return item.item.sku == each.item.sku || item.source.find(each.item.product) != std::string::npos;
    });
    if (list.lines() == 0 || (!each.item.sku.empty() && !known)) items.push_back(std::move(each));
  }
  const auto nameless = [](const ItemFound& item) { return item.item.product.empty(); };
  const auto first = std::find_if(items.begin(), items.end(), nameless);
  if (first != items.end() && elsewhere != nullptr) *elsewhere = *first;
  std::erase_if(items, nameless);
  drop_breakdowns(items);
  if (items.size() == 1)
    take_total(text, items.front());
  else if (items.empty() && elsewhere != nullptr)
    take_total(text, *elsewhere);
  return items;
}

}  // namespace tradewind::archiver
