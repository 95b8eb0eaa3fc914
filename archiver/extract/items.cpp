#include "archiver/extract/items.hpp"

#include <algorithm>
#include <optional>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_items = 30;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool counts_goods(const Quantity& quantity) {
  if (!quantity.sort) return false;
  switch (*quantity.sort) {
    case UnitSort::kilogram:
    case UnitSort::gram:
    case UnitSort::metre:
    case UnitSort::cubic:
      return false;
    default:
      return true;
  }
}

bool names_currency_or_share(std::string_view line, const Quantity& quantity) {
  for (const Money& money : find_money(line)) {
    if (money.begin < quantity.end && quantity.begin < money.end) return true;
  }
  return false;
}

// How well a unit counts goods: pieces and packages before weights and volumes.
int rank_of(const Quantity& quantity) {
  switch (*quantity.sort) {
    case UnitSort::tonne:
    case UnitSort::square:
    case UnitSort::drum:
    case UnitSort::head:
    case UnitSort::sheet:
      return 1;
    default:
      return 0;
  }
}

bool has_letter_behind(std::string_view text) {
  text = strip_marks(text);
  std::size_t at = 0;
  return !text.empty() && !is_digit(text.front()) && is_word_character(next_character(text, at)) && has_words(text);
}

// The quantity of a product line: the one that counts goods, unless it is a measure in the name of one of our products
// ("socket set 108 pieces, 600 set"); else weight or length when large; else a number that stands alone at the line's
// beginning or end.
const Quantity* best_quantity(std::string_view line, const std::vector<Quantity>& all, bool list_line,
                              const Catalogue& catalogue) {
  // Behind leaders stands the column of quantities: "cool box 30 litres ..... 200".
  const std::size_t leaders = line.rfind("...");
  if (leaders != std::string_view::npos && !all.empty() && all.back().begin > leaders &&
      trim(line.substr(all.back().end)).empty() && !names_currency_or_share(line, all.back()))
    return &all.back();
  const Quantity *best = nullptr, *measure = nullptr;
  for (const Quantity& quantity : all) {
    if (!counts_goods(quantity) || names_currency_or_share(line, quantity)) continue;
    if (catalogue.is_measure(line.substr(quantity.begin, quantity.end - quantity.begin), line, all.size() > 1)) {
      if (measure == nullptr) measure = &quantity;
      continue;
    }
    if (best == nullptr || rank_of(quantity) < rank_of(*best)) best = &quantity;
  }
  const auto stands_alone = [&](const Quantity& quantity) {
    return !quantity.sort && !names_currency_or_share(line, quantity);
  };
  const auto at_front = [&]() -> const Quantity* {
    if (!list_line || all.empty() || !stands_alone(all.front())) return nullptr;
    const bool whole = all.front().amount.find('.') == std::string::npos;
    return whole && strip_marks(line.substr(0, all.front().begin)).empty() &&
                   has_letter_behind(line.substr(all.front().end))
               ? &all.front()
               : nullptr;
  };
  if (best != nullptr && rank_of(*best) == 0) return best;
  if (const Quantity* const front = at_front()) return front;
  if (best != nullptr && measure == nullptr) return best;
  if (list_line) {
    for (std::size_t i = all.size(); i-- > 0;) {
      if (!stands_alone(all[i])) continue;
      const std::string_view behind = strip_marks(line.substr(all[i].end));
      const std::string_view before = trim(line.substr(0, all[i].begin));
      if ((behind.empty() || behind.front() == '(') && before.size() >= 3) return &all[i];
    }
  }
  if (best != nullptr) return best;
  for (const Quantity& quantity : all) {
    if (quantity.sort && !counts_goods(quantity) && quantity.amount.size() >= 3 &&
        quantity.amount.find('.') == std::string::npos && !names_currency_or_share(line, quantity) &&
        !catalogue.is_measure(line.substr(quantity.begin, quantity.end - quantity.begin), line, all.size() > 1))
      return &quantity;
  }
  return nullptr;
}

bool is_bullet(std::string_view line) {
  line = trim(line);
  for (const std::string_view mark : {"-", "*", "•", "·", "・", "●", "–", "+", "▪", "■", "○", "□", "①", "②",
                                      "③", "④", "⑤", "⑥", "⑦",  "⑧", "‣", "◦", "→", "➢", "✓", "✔", "о "}) {
    if (line.starts_with(mark)) return true;
  }
  return strip_numbering(line).size() != line.size();
}

// "40 kg" below "dumbbell 20kg", "DN100" behind "valve DN80, cast iron": the article above with another measure.
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

// Where an article's words stop because the terms of trade begin.
std::string_view without_terms(std::string_view product) {
  const auto terms = find_incoterms(product);
  return terms.empty() ? product : product.substr(0, terms.front().begin);
}

void add(std::vector<ItemFound>& items, std::string_view product, const Quantity* quantity, std::string_view source,
         const Catalogue& catalogue, bool whole_line = false) {
  product = strip_edge_words(strip_numbering(strip_marks(without_terms(product))));
  if (product.size() > 160 || items.size() >= most_items) return;
  ItemFound found;
  found.item.product = std::string(product);
  const bool numbered = catalogue.match(product, false).how == "sku";
  if (numbered) {
    // an article number needs no words
  } else if (!has_words(product)) {
    found.item.product = with_measure_of(product, items);
    if (found.item.product.empty()) return;
  } else if (names_no_goods(product)) {
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
  if (found.item.sku.empty() && whole_line) found.item.sku = catalogue.match(source).sku;
  if (quantity != nullptr) {
    found.item.quantity = quantity->amount;
    found.item.unit = quantity->unit;
  }
  found.source = std::string(source.substr(0, 160));
  const std::string key = fold(found.item.product);
  for (const ItemFound& known : items) {
    if (fold(known.item.product) == key) return;
  }
  items.push_back(std::move(found));
}

// A line of a list: one product, its quantity before or behind it.
bool read_list_line(std::string_view line, bool in_list, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  const bool bullet = is_bullet(line);
  std::string_view body = strip_numbering(strip_marks(line));
  if (body.size() > 200 || body.empty()) return false;
  const std::vector<Quantity> all = find_quantities(body);
  const Quantity* const quantity = best_quantity(body, all, true, catalogue);
  if (quantity == nullptr) return false;
  std::string_view before = strip_edge_words(body.substr(0, quantity->begin));
  const std::string_view behind = strip_edge_words(body.substr(quantity->end));
  const std::size_t words_before = split(before, " ").size(), words_behind = split(behind, " ").size();
  if (!bullet) {
    const std::string_view asked = strip_edge_words(before.substr(behind_request(before)));
    if (has_words(asked) || has_words(behind)) before = asked;
  }
  // A sentence is no list line: many words and no mark of a list.
  const bool sentence = (!bullet && !in_list && words_before + words_behind > 9) || body.find('?') < body.size() / 2;
  if (sentence) return false;
  const bool measure_only = !before.empty() && is_digit(before.front()) && !items.empty();
  if ((has_words(before) || (measure_only && !has_words(behind))) && words_before <= 14) {
    add(items, before, quantity, line, catalogue, true);
    return true;
  }
  if (has_words(behind)) {
    add(items,
        behind.substr(
            0, words_behind > 6 || behind.find(", ") != std::string_view::npos ? clause_end(behind) : behind.size()),
        quantity, line, catalogue, true);
    return true;
  }
  return false;
}

// Where the article begins that stands before a quantity: behind the last clause's end. Commas end none behind words of
// asking, for they stand between an article and its properties: "please offer gate valve DN80, cast iron, 300 pcs".
std::size_t goods_begin(std::string_view before) {
  const std::string_view body = before.substr(0, before.find_last_not_of(' ') + 1);
  const auto behind_last = [&](std::initializer_list<std::string_view> marks) {
    std::size_t begin = 0;
    for (const std::string_view mark : marks) {
      const std::size_t found = body.rfind(mark);
      if (found != std::string_view::npos) begin = std::max(begin, found + mark.size());
    }
    return begin;
  };
  const std::size_t clause = behind_last({"; ", ": ", ". ", "。", "；", "：", " and ", " und ", " y ", " et ", " e ",
                                          " и ", " та ", " і ", " ve ", " oraz ", " και "});
  const std::size_t comma = behind_last({", ", "，", "、"});
  const std::size_t request = behind_request(body);
  const std::string_view asked = body.substr(request);
  if (request > clause && (ends_unspaced(body) || (has_words(asked) && split(asked, " ").size() <= 10))) return request;
  return std::max(clause, comma);
}

// Goods bought by weight or length come in hundreds at least: "500 m of cable".
bool is_bulk(const Quantity& quantity) {
  return (quantity.sort == UnitSort::kilogram || quantity.sort == UnitSort::metre) && quantity.amount.size() >= 3 &&
         quantity.amount.find('.') == std::string::npos;
}

// Words behind a quantity that add a property to what stands before it.
bool describes(std::string_view behind) {
  static const PhraseTable openers = [] {
    PhraseTable made;
    for (const std::string_view word : {"with", "incl", "including", "mit", "con", "com", "avec", "с", "ile", "z",
                                        "met", "带", "帶", "مع", "با", "dengan", "in black", "each"})
      made.add(word, 0);
    made.freeze();
    return made;
  }();
  const std::string folded = fold(trim(behind));
  return folded.starts_with("(") || folded.starts_with("（") || openers.longest_at(folded, 0).has_value();
}

// "white rice 3 tonnes and brown rice 1 tonne, CIF Mombasa": each quantity stands behind its article. So it is when
// goods stand before every quantity and none behind the last.
bool quantities_follow(std::string_view sentence, const std::vector<const Quantity*>& counted) {
  if (counted.size() < 2) return false;
  const std::string_view tail = trim(sentence.substr(counted.back()->end));
  const bool ended = tail.empty() || std::string_view(".,;)").find(tail.front()) != std::string_view::npos ||
                     !has_words(strip_edge_words(tail.substr(0, clause_end(tail))));
  if (!ended) return false;
  std::size_t done = 0;
  for (const Quantity* const quantity : counted) {
    const std::string_view all = sentence.substr(done, quantity->begin - done);
    const std::string_view before = strip_edge_words(all.substr(goods_begin(all)));
    if (!has_words(before) || names_no_goods(before) || split(before, " ").size() > 8) return false;
    done = quantity->end;
  }
  return true;
}

// Products inside sentences: behind each quantity the words of its clause, before it if none follow.
void read_sentence(std::string_view sentence, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  sentence = strip_numbering(trim(sentence));
  const std::vector<Quantity> all = find_quantities(sentence);
  std::size_t done = 0;
  std::vector<const Quantity*> counted;
  for (const Quantity& quantity : all) {
    if ((counts_goods(quantity) || is_bulk(quantity)) && !names_currency_or_share(sentence, quantity) &&
        !catalogue.is_measure(sentence.substr(quantity.begin, quantity.end - quantity.begin), sentence, all.size() > 1))
      counted.push_back(&quantity);
  }
  if (quantities_follow(sentence, counted)) {
    for (const Quantity* const quantity : counted) {
      const std::string_view before = sentence.substr(done, quantity->begin - done);
      add(items, before.substr(goods_begin(before)), quantity, sentence, catalogue);
      done = quantity->end;
    }
    return;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Quantity& quantity = all[i];
    bool goods = counts_goods(quantity) || is_bulk(quantity);
    if (names_currency_or_share(sentence, quantity)) continue;
    if (goods &&
        catalogue.is_measure(sentence.substr(quantity.begin, quantity.end - quantity.begin), sentence, all.size() > 1))
      continue;
    std::size_t next = sentence.size();
    for (std::size_t j = i + 1; j < all.size() && next == sentence.size(); ++j) {
      if (counts_goods(all[j]) &&
          !catalogue.is_measure(sentence.substr(all[j].begin, all[j].end - all[j].begin), sentence, true))
        next = all[j].begin;
    }
    std::string_view behind = sentence.substr(quantity.end, next - quantity.end);
    const std::string_view clause = strip_edge_words(behind.substr(0, clause_end(behind)));
    // A bare number counts what follows it if that is a product of ours: "et 80 tronçonneuses 52cc".
    if (!goods && !quantity.sort && quantity.amount.find('.') == std::string::npos && has_letter_behind(behind) &&
        catalogue.match(clause).score >= 0.5) {
      add(items, clause, &quantity, sentence, catalogue);
      done = quantity.end;
      continue;
    }
    if (!goods) continue;
    const std::string_view before_all = sentence.substr(done, quantity.begin - done);
    const std::string_view before = strip_edge_words(before_all.substr(goods_begin(before_all)));
    const bool tight_before = !before.empty() && split(before, " ").size() <= 8;
    // "article (100 pairs)", "article, 80 pieces", "article: 50": the number follows its article.
    const std::size_t mark = before_all.find_last_not_of(' ');
    const bool follows = mark != std::string_view::npos &&
                         std::string_view("(,:=-").find(before_all[mark]) != std::string_view::npos &&
                         quantity.end < sentence.size() + 1 && tight_before &&
                         (before_all[mark] == '(' || clause.empty() || trim(behind).empty() ||
                          std::string_view(".,;)").find(trim(behind).front()) != std::string_view::npos);
    // "sprayer 400 pieces with 12 V battery", "sprayer 400 pcs (12v8ah)": what follows only describes.
    if (tight_before && has_words(before) && describes(behind) && !catalogue.match(before).sku.empty()) {
      add(items, before, &quantity, sentence, catalogue);
      done = quantity.end;
      continue;
    }
    const bool variant = follows && !has_words(before) && !with_measure_of(before, items).empty();
    if (variant || (follows && has_words(before)))
      add(items, before, &quantity, sentence, catalogue);
    else if (ends_unspaced(before) && has_words(before) && !names_no_goods(before))
      add(items, before, &quantity, sentence, catalogue);
    else if (has_words(clause)) {
      add(items, clause, &quantity, sentence, catalogue);
      done = static_cast<std::size_t>(clause.data() - sentence.data()) + clause.size();
      continue;
    } else if (tight_before)
      add(items, before, &quantity, sentence, catalogue);
    done = quantity.end;
  }
}

// Several of our SKUs in a line, each with its quantity behind or before it: "AB-1 2k pcs, AB-2 5k pcs & AB-3 1k".
bool read_sku_line(std::string_view line, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  const std::vector<Catalogue::Mention> mentions = catalogue.mentions(line.substr(0, 1000));
  if (mentions.size() < 2) return false;
  const auto counted = [&](std::string_view part) -> std::optional<Quantity> {
    for (const Quantity& quantity : find_quantities(part)) {
      if (!names_currency_or_share(part, quantity) && (!quantity.sort || counts_goods(quantity))) return quantity;
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
    add(items, line.substr(mention.begin, mention.end - mention.begin), quantity ? &*quantity : nullptr, line,
        catalogue);
  }
  return true;
}

// '1/2" : 500 nos', "DN25 - 300 pcs": a size of the article that a heading names; the size, "" if the line is none.
std::string_view size_of_line(std::string_view line, std::vector<Quantity>& quantities, const Catalogue& catalogue) {
  if (line.size() > 60) return {};
  line = strip_numbering(strip_marks(line));
  quantities = find_quantities(line);
  const Quantity* const quantity = best_quantity(line, quantities, true, catalogue);
  if (quantity == nullptr) return {};
  const std::string_view size = strip_marks(line.substr(0, quantity->begin));
  const std::string_view behind = line.substr(quantity->end);
  const bool plain = !size.empty() && !has_words(size) && size.find_first_of("0123456789") != std::string_view::npos;
  std::swap(quantities.front(), quantities[static_cast<std::size_t>(quantity - quantities.data())]);
  return plain && !has_words(behind) ? size : std::string_view{};
}

// The article in the line above such sizes; "" if that line is an article of a list with a quantity of its own.
std::string_view heading_of(std::string_view line, const Catalogue& catalogue) {
  const std::string_view body = strip_numbering(strip_marks(line));
  if (body.empty() || body.size() > 160) return {};
  const std::vector<Quantity> all = find_quantities(body);
  const Quantity* const quantity = best_quantity(body, all, true, catalogue);
  if (quantity != nullptr && !trim(line).ends_with(':') && !has_words(body.substr(quantity->end))) return {};
  const std::string_view article = strip_edge_words(body.substr(behind_request(body)));
  return has_words(article) && !names_no_goods(article) && split(article, " ").size() <= 12 ? article
                                                                                            : std::string_view{};
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool stop =
        text[at] == '\n' || ((text[at] == '.' || text[at] == '?' || text[at] == '!') && at + 1 < text.size() &&
                             (text[at + 1] == ' ' || text[at + 1] == '\n') &&
                             !(at > 0 && is_digit(text[at - 1]) && at + 2 < text.size() && is_digit(text[at + 2])));
    if (stop) {
      sentences.push_back(text.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  sentences.push_back(text.substr(begin));
  return sentences;
}

// A line with a telephone number, a mail address or a link is of the writer's card, not of his list.
bool is_address_line(std::string_view line) {
  if (line.find('@') != std::string_view::npos || line.find("http") != std::string_view::npos ||
      line.find("www.") != std::string_view::npos)
    return true;
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

}  // namespace

std::vector<ItemFound> find_items(std::string_view text, const Catalogue& catalogue, crm::LeadItem* elsewhere) {
  std::vector<ItemFound> items;
  text = text.substr(0, 20'000);
  const std::vector<std::string_view> lines = lines_of(text);
  std::size_t list_lines = 0;
  std::string_view above, heading;
  for (const std::string_view line : lines) {
    if (trim(line).empty() || is_address_line(line)) continue;
    std::vector<Quantity> quantities;
    const std::string_view size = size_of_line(line, quantities, catalogue);
    if (size.empty()) {
      heading = {};
    } else if (heading.empty()) {
      heading = heading_of(above, catalogue);
      // What the heading seemed to be by itself ("valve, 2 piece, NPT") gives way to its sizes.
      if (!heading.empty() && !items.empty() && items.back().source == above.substr(0, 160)) items.pop_back();
    }
    above = line;
    if (!heading.empty()) {
      add(items, std::string(heading) + " " + std::string(size), quantities.data(), line, catalogue);
      ++list_lines;
      continue;
    }
    if (read_sku_line(line, items, catalogue)) {
      ++list_lines;
      continue;
    }
    if (line.size() <= 160 &&
        read_list_line(line, list_lines > 0 || line.find("....") != std::string_view::npos, items, catalogue))
      ++list_lines;
  }
  if (list_lines == 0) items.clear();
  // Beside a list only what is surely a product of ours: "and 10 complete machines to try".
  std::vector<ItemFound> told;
  for (const std::string_view sentence : sentences_of(text)) {
    if (list_lines == 0 || split(sentence, " ").size() > 4) read_sentence(sentence, told, catalogue);
  }
  for (ItemFound& each : told) {
    const bool known = std::any_of(items.begin(), items.end(), [&](const ItemFound& item) {
      return item.item.sku == each.item.sku || item.source.find(each.item.product) != std::string::npos;
    });
    if (list_lines == 0 || (!each.item.sku.empty() && !known)) items.push_back(std::move(each));
  }
  const auto nameless = [](const ItemFound& item) { return item.item.product.empty(); };
  const auto first = std::find_if(items.begin(), items.end(), nameless);
  if (first != items.end() && elsewhere != nullptr) *elsewhere = first->item;
  std::erase_if(items, nameless);
  return items;
}

}  // namespace tradewind::archiver
