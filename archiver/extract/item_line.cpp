#include "archiver/extract/item_line.hpp"

#include <algorithm>
#include <optional>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/counted.hpp"
#include "archiver/extract/item_entry.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_unspaced_line = 75;  // bytes, of a list line that ends in a full stop

bool is_bullet(std::string_view line) {
  line = trim_wide(line);
  for (const std::string_view mark : {"-", "*", "•", "·", "・", "●", "–", "+", "▪", "■", "○", "□", "①", "②",
                                      "③", "④", "⑤", "⑥", "⑦",  "⑧", "‣", "◦", "→", "➢", "✓", "✔", "о "}) {
    if (line.starts_with(mark)) return true;
  }
  return strip_numbering(line).size() != line.size();
}

// A sentence though it is short: it asks, or goes on behind a full stop, or counts several things in a script without
// blanks.
bool is_prose(std::string_view line, const std::vector<Quantity>& all, bool asks) {
  if (asks) return true;
  const std::size_t stop = line.find("。");
  if (stop != std::string_view::npos && (stop + 3 < line.size() || line.size() > longest_unspaced_line)) return true;
  if (std::count_if(all.begin(), all.end(), counts_goods) < 2) return false;
  for (std::size_t at = 0; at < line.size();) {
    if (is_unspaced(next_character(line, at))) return true;
  }
  return false;
}

}  // namespace

bool read_list_line(std::string_view line, bool in_list, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  const bool bullet = is_bullet(line);
  std::string_view body = strip_numbering(strip_marks(line));
  if (body.size() > 200 || body.empty()) return false;
  const std::vector<Quantity> all = find_counts(body);
  const Quantity* const quantity = best_quantity(body, all, true, catalogue);
  if (quantity == nullptr) return false;
  const std::string_view all_before = body.substr(0, quantity->begin);
  const std::size_t request = behind_request(all_before);
  if (!bullet && is_prose(body, all, request > 0 && !in_list)) return false;
  // A full stop behind more words ends a sentence: "Our budget is 3 USD for 5000 dozen gloves."
  if (!bullet && !in_list && trim_wide(line).ends_with('.') && has_words(body.substr(quantity->end)) &&
      split(body, " ").size() > 5)
    return false;
  std::string_view before = strip_edge_words(all_before);
  const std::string_view behind = strip_edge_words(body.substr(quantity->end));
  const std::size_t words_before = split(before, " ").size(), words_behind = split(behind, " ").size();
  if (!bullet) {
    const std::string_view asked = strip_edge_words(all_before.substr(request));
    if (has_words(asked) || has_words(behind)) before = asked;
  }
  // A sentence is no list line: many words and no mark of a list.
  const bool sentence = (!bullet && !in_list && words_before + words_behind > 9) || body.find('?') < body.size() / 2;
  if (sentence) return false;
  const bool measure_only = !before.empty() && is_digit(before.front()) && !items.empty();
  const bool numbered = !catalogue.mentions(before).empty();
  if ((has_words(before) || numbered || (measure_only && !has_words(behind))) && words_before <= 14) {
    enter_item(items, before, quantity, line, catalogue, true);
    return true;
  }
  if (has_words(behind) && !starts_aside(body.substr(quantity->end))) {
    enter_item(items,
               behind.substr(0, words_behind > 6 || behind.find(", ") != std::string_view::npos ? clause_end(behind)
                                                                                                : behind.size()),
               quantity, line, catalogue, true);
    return true;
  }
  return false;
}

bool read_sku_line(std::string_view line, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  const std::vector<Catalogue::Mention> mentions = catalogue.mentions(line.substr(0, 1000));
  if (mentions.size() < 2) return false;
  const auto counted = [&](std::string_view part) -> std::optional<Quantity> {
    for (const Quantity& quantity : find_counts(part)) {
      if (!quantity.sort || counts_goods(quantity)) return quantity;
    }
    return {};
  };
  // Quantities stand before the SKUs when one stands before the first and none behind the last.
  const bool before = counted(line.substr(0, mentions.front().begin)) && !counted(line.substr(mentions.back().end));
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const Catalogue::Mention& mention = mentions[i];
    const std::size_t end = i + 1 < mentions.size() ? mentions[i + 1].begin : line.size();
    const std::size_t begin = i > 0 ? mentions[i - 1].end : 0;
    const auto quantity =
        counted(before ? line.substr(begin, mention.begin - begin) : line.substr(mention.end, end - mention.end));
    enter_item(items, line.substr(mention.begin, mention.end - mention.begin), quantity ? &*quantity : nullptr, line,
               catalogue);
  }
  return true;
}

std::string_view size_of_line(std::string_view line, std::vector<Quantity>& quantities, const Catalogue& catalogue) {
  if (line.size() > 60) return {};
  line = strip_numbering(strip_marks(line));
  quantities = find_counts(line);
  const Quantity* const quantity = best_quantity(line, quantities, true, catalogue);
  if (quantity == nullptr) return {};
  const std::string_view size = strip_marks(line.substr(0, quantity->begin));
  const std::string_view behind = line.substr(quantity->end);
  const bool plain = !size.empty() && !has_words(size) && size.find_first_of("0123456789") != std::string_view::npos;
  std::swap(quantities.front(), quantities[static_cast<std::size_t>(quantity - quantities.data())]);
  return plain && !has_words(behind) ? size : std::string_view{};
}

std::string_view heading_of(std::string_view line, const Catalogue& catalogue) {
  const std::string_view body = strip_numbering(strip_marks(line));
  if (body.empty() || body.size() > 160) return {};
  const std::vector<Quantity> all = find_counts(body);
  const Quantity* const quantity = best_quantity(body, all, true, catalogue);
  if (quantity != nullptr && !trim_wide(line).ends_with(':') && !has_words(body.substr(quantity->end))) return {};
  const std::string_view article = strip_edge_words(body.substr(behind_request(body)));
  return has_words(article) && !names_no_goods(article) && split(article, " ").size() <= 12 ? article
                                                                                            : std::string_view{};
}

}  // namespace tradewind::archiver
