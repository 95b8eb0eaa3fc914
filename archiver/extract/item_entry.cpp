#include "archiver/extract/item_entry.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/bare_price.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/extract/money.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_items = 30;

// Where an article's words stop because the terms of trade or its price begin: "sneakers @ 6,80 €".
std::string_view without_terms_and_price(std::string_view product) {
  std::size_t end = product.size();
  if (const auto terms = find_incoterms(product); !terms.empty()) end = std::min(end, terms.front().begin);
  for (const auto& prices : {find_money(product), find_bare_prices(product)}) {
    if (!prices.empty()) end = std::min(end, prices.front().begin);
  }
  product = product.substr(0, std::min(end, product.find(" @")));
  // "shutters (approx. | 260)": a bracket that is not closed before the number is of the number.
  const std::size_t open = product.rfind('(');
  const bool cut = open != std::string_view::npos && open > 2 && product.find(')', open) == std::string_view::npos;
  return cut ? product.substr(0, open) : product;
}

// "steel angles | a year", "15 000 équerres | par an": how often is not of the article.
std::string_view without_period(std::string_view product) {
  static const PhraseTable periods = listed_phrases("period");
  const FoldedText folded = fold_with_origin(product);
  for (const PhraseHit& hit : periods.find_longest(folded.text)) {
    if (hit.offset > 2 && hit.offset + hit.size == folded.text.size())
      return trim_wide(product.substr(0, folded.origin[hit.offset]));
  }
  return product;
}

// "lunch box x": the sign that stood between the article and its number.
std::string_view without_times(std::string_view product) {
  for (const std::string_view times : {" x", " X", " ×", " *"}) {
    if (product.ends_with(times)) return trim_wide(product.substr(0, product.size() - times.size()));
  }
  return product;
}

}  // namespace

std::string with_measure_of(std::string_view measure, const std::vector<ItemFound>& items) {
  const std::size_t number = measure.find_first_of("0123456789");
  if (items.empty() || number > 3) return "";
  const std::string_view above = items.back().item.product;
  if (number > 0) {
    std::size_t at = above.find(measure.substr(0, number));
    if (at == std::string_view::npos || (at > 0 && above[at - 1] != ' ')) return "";
    const std::size_t end = std::min(above.find_first_of(" ,;)", at), above.size());
    if (end == at + number || !is_digit(above[at + number])) return "";
    return std::string(above.substr(0, at)) + std::string(measure) + std::string(above.substr(end));
  }
  const std::size_t digit = above.find_first_of("0123456789");
  if (digit == std::string_view::npos || digit < 4) return "";
  return std::string(above.substr(0, digit)) + std::string(measure);
}

void enter_item(std::vector<ItemFound>& items, std::string_view product, const Quantity* quantity,
                std::string_view source, const Catalogue& catalogue, bool whole_line, bool each_counts) {
  product = without_times(strip_edge_words(strip_numbering(strip_marks(without_terms_and_price(product)))));
  product = without_period(product);
  if (product.size() > 160 || items.size() >= most_items) return;
  // "For a start I would like | rice bowls"; in Turkish the asking follows its goods.
  if (const std::size_t request = behind_request(product); request > 0) {
    const std::string_view behind = strip_edge_words(product.substr(request));
    const bool first =
        find_requests(product).front().begin == 0 ||
        (has_goods_word(behind) && !has_goods_word(product.substr(0, find_requests(product).front().begin)));
    if (has_words(behind) && first) product = behind;
  }
  ItemFound found;
  found.item.product = std::string(product);
  const bool numbered = !catalogue.mentions(product).empty();
  if (numbered) {
    // an article number needs no words
  } else if (!product.empty() && !has_words(product)) {
    found.item.product = with_measure_of(product, items);
    if (found.item.product.empty()) return;
  } else if (product.empty() || names_no_goods(product)) {
    // "20 pieces each": the quantity of what is named elsewhere.
    if (quantity == nullptr || !items.empty()) return;
    found.item.product.clear();
    found.item.quantity = quantity->amount;
    found.item.unit = quantity->unit;
    found.source = std::string(source.substr(0, 160));
    items.push_back(std::move(found));
    return;
  }
  found.item.sku = catalogue.match(found.item.product).sku;
  // "ten machines for sewing": what stands as the unit may be the head of the goods' name.
  if (found.item.sku.empty() && quantity != nullptr &&
      (quantity->sort == UnitSort::head || quantity->sort == UnitSort::package || quantity->sort == UnitSort::sheet))
    found.item.sku = catalogue.match(quantity->unit + " " + found.item.product).sku;
  if (found.item.sku.empty() && whole_line) found.item.sku = catalogue.match(source).sku;
  if (found.item.sku.empty()) found.item.sku = catalogue.likely(found.item.product).sku;
  if (quantity != nullptr) {
    found.container = quantity->sort == UnitSort::container;
    found.item.quantity = quantity->amount;
    found.item.unit = quantity->unit;
  }
  found.source = std::string(source.substr(0, 160));
  const std::string key = fold(found.item.product);
  const bool again = !each_counts && std::any_of(items.begin(), items.end(), [&](const ItemFound& known) {
    return fold(known.item.product) == key;
  });
  if (again) return;
  items.push_back(std::move(found));
}

}  // namespace tradewind::archiver
