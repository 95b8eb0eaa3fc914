#include "archiver/extract/items.hpp"

#include <algorithm>
#include <array>

#include "archiver/classify/lexicon.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_items = 30;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Marks and dots around a product's words: bullets, numbering, leaders, brackets left open.
std::string_view strip_marks(std::string_view text) {
  static constexpr std::array<std::string_view, 30> marks = {"-",  "*",  "•",  "·",  "・", ":", "：", ",", ";", ".",
                                                             "、", "，", "。", "；", "–",  "—", "=",  "|", "/", "(",
                                                             ")",  "）", "（", "?",  "？", "!", "_",  ">", "»", "●"};
  for (bool changed = true; changed;) {
    changed = false;
    text = trim(text);
    for (const std::string_view mark : marks) {
      if (text.starts_with(mark) && mark != "(" && mark != "（") text.remove_prefix(mark.size()), changed = true;
      if (text.ends_with(mark) && !((mark == ")" && text.find('(') != std::string_view::npos) ||
                                    (mark == "）" && text.find("（") != std::string_view::npos))) {
        text.remove_suffix(mark.size());
        changed = true;
      }
    }
  }
  return text;
}

std::string_view strip_numbering(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at]) && at < 3) ++at;
  if (at > 0 && at < text.size() && (text[at] == '.' || text[at] == ')') &&
      (at + 1 >= text.size() || !is_digit(text[at + 1])))
    return trim(text.substr(at + 1));
  return text;
}

// Words of asking and of linking at the edges of a product's words, in many languages: "we need", "please quote", "of",
// "и", "de".
const PhraseTable& edge_words() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for (const std::string_view word : {"of",
                                        "the",
                                        "a",
                                        "an",
                                        "and",
                                        "also",
                                        "for",
                                        "our",
                                        "your",
                                        "with our logo",
                                        "please",
                                        "pls",
                                        "kindly",
                                        "quote",
                                        "we need",
                                        "i need",
                                        "need",
                                        "we want",
                                        "want",
                                        "looking for",
                                        "interested in",
                                        "price for",
                                        "price of",
                                        "about",
                                        "approx",
                                        "approx.",
                                        "approximately",
                                        "around",
                                        "roughly",
                                        "some",
                                        "plus",
                                        "then",
                                        "qty",
                                        "quantity",
                                        "each",
                                        "both",
                                        "as well",
                                        "possibly",
                                        "maybe",
                                        "say",
                                        "another",
                                        "first",
                                        "to buy",
                                        "to order",
                                        "to import",
                                        "to purchase",
                                        "for a",
                                        "und",
                                        "sowie",
                                        "ca",
                                        "ca.",
                                        "etwa",
                                        "wir suchen",
                                        "suchen",
                                        "benötigen",
                                        "brauchen",
                                        "bitte",
                                        "et",
                                        "aussi",
                                        "environ",
                                        "de",
                                        "des",
                                        "du",
                                        "d'",
                                        "y",
                                        "e",
                                        "más",
                                        "mas",
                                        "unas",
                                        "unos",
                                        "de la",
                                        "del",
                                        "precio de",
                                        "cotizar",
                                        "necesito",
                                        "necesitamos",
                                        "solicito",
                                        "cerca de",
                                        "и",
                                        "а также",
                                        "также",
                                        "около",
                                        "примерно",
                                        "нужно",
                                        "нужны",
                                        "ve",
                                        "oraz",
                                        "i",
                                        "około",
                                        "en",
                                        "ongeveer",
                                        "和",
                                        "及",
                                        "以及",
                                        "各",
                                        "约",
                                        "約",
                                        "需要",
                                        "想要",
                                        "询",
                                        "想詢問",
                                        "想询",
                                        "数量",
                                        "數量",
                                        "共",
                                        "と",
                                        "および",
                                        "約",
                                        "و",
                                        "عدد",
                                        "حوالي",
                                        "và",
                                        "và",
                                        "khoảng",
                                        "และ",
                                        "ประมาณ",
                                        "dan",
                                        "sekitar",
                                        "و",
                                        "von",
                                        "vom",
                                        "di",
                                        "da",
                                        "do",
                                        "dos",
                                        "cantidad",
                                        "quantidade",
                                        "menge",
                                        "total",
                                        "totally"}) {
      made.add(word, 0);
    }
    made.freeze();
    return made;
  }();
  return table;
}

std::string_view strip_edge_words(std::string_view text) {
  for (int i = 0; i < 6; ++i) {
    text = strip_marks(text);
    const FoldedText folded = fold_with_origin(text);
    const auto front = edge_words().longest_at(folded.text, 0);
    if (front && front->size < folded.text.size()) {
      text = text.substr(folded.origin[front->size]);
      continue;
    }
    bool cut = false;
    for (const PhraseHit& hit : edge_words().find_longest(folded.text)) {
      if (hit.offset > 0 && hit.offset + hit.size == folded.text.size() && folded.text[hit.offset - 1] == ' ') {
        text = text.substr(0, folded.origin[hit.offset]);
        cut = true;
      }
    }
    if (!cut) break;
  }
  return strip_marks(text);
}

// Where a product's words end inside a sentence: at the next clause.
std::size_t clause_end(std::string_view text) {
  static const PhraseTable breaks = [] {
    PhraseTable made;
    for (const std::string_view word :
         {"and",    "with our", "with logo", "to",      "for",       "in",        "fob",  "cif",  "cfr",  "ddp", "exw",
          "please", "und",      "mit",       "zu",      "et",        "avec",      "pour", "con",  "para", "y",   "com",
          "e",      "и",        "с",         "для",     "ve",        "için",      "oraz", "z",    "en",   "met", "on",
          "at",     "as",       "per",       "we",      "delivered", "from",      "by",   "if",   "is",   "are", "that",
          "which",  "at least", "ideally",   "printed", "plus",      "including", "incl", "incl."}) {
      made.add(word, 0);
    }
    made.freeze();
    return made;
  }();
  std::size_t end = text.size();
  for (const std::string_view mark :
       {", ", "; ", ". ", "? ", "! ", "，", "。", "；", "、", " - ", " – ", "؟", "،", "?"})
    end = std::min(end, text.find(mark));
  const FoldedText folded = fold_with_origin(text.substr(0, end));
  breaks.find(folded.text, [&](const PhraseHit& hit) {
    if (hit.offset > 2) end = std::min<std::size_t>(end, folded.origin[hit.offset]);
  });
  return end;
}

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

// The quantity of a product line: the one that counts goods; else weight or length when large; else a number that
// stands alone at the line's end.
const Quantity* best_quantity(std::string_view line, const std::vector<Quantity>& all, bool list_line) {
  const Quantity* best = nullptr;
  for (const Quantity& quantity : all) {
    if (counts_goods(quantity) && !names_currency_or_share(line, quantity)) {
      if (best == nullptr) best = &quantity;
    }
  }
  if (best != nullptr) return best;
  for (const Quantity& quantity : all) {
    if (quantity.sort && !counts_goods(quantity) && quantity.amount.size() >= 3 &&
        quantity.amount.find('.') == std::string::npos && !names_currency_or_share(line, quantity))
      return &quantity;
  }
  if (!list_line) return nullptr;
  for (std::size_t i = all.size(); i-- > 0;) {
    if (!all[i].sort && !names_currency_or_share(line, all[i])) {
      const std::string_view behind = strip_marks(line.substr(all[i].end));
      const std::string_view before = trim(line.substr(0, all[i].begin));
      if ((behind.empty() || behind.front() == '(') && before.size() >= 3) return &all[i];
    }
  }
  return nullptr;
}

bool is_bullet(std::string_view line) {
  line = trim(line);
  for (const std::string_view mark : {"-", "*", "•", "·", "・", "●", "–", "+", "▪", "■", "○", "□", "①", "②", "③"}) {
    if (line.starts_with(mark)) return true;
  }
  return strip_numbering(line).size() != line.size();
}

// A word that the line's product cannot do without: letters beside digits and marks.
bool has_words(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    letters += c >= 0x80 ? (is_word_character(c) ? (is_unspaced(c) ? 2U : 1U) : 0U)
                         : ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1U : 0U);
  }
  return letters >= 3;
}

// "40 kg" below "dumbbell 20kg": the article above with another measure.
std::string with_measure_of(std::string_view measure, const std::vector<ItemFound>& items) {
  if (items.empty() || measure.empty() || !is_digit(measure.front())) return "";
  std::string_view above = items.back().item.product;
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
  if (!has_words(product)) {
    found.item.product = with_measure_of(product, items);
    if (found.item.product.empty()) return;
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
  const Quantity* const quantity = best_quantity(body, all, true);
  if (quantity == nullptr) return false;
  const std::string_view before = strip_edge_words(body.substr(0, quantity->begin)),
                         behind = strip_edge_words(body.substr(quantity->end));
  const std::size_t words_before = split(before, " ").size(), words_behind = split(behind, " ").size();
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

// Products inside sentences: behind each quantity the words of its clause, before it if none follow.
void read_sentence(std::string_view sentence, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  const std::vector<Quantity> all = find_quantities(sentence);
  std::size_t done = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Quantity& quantity = all[i];
    const bool goods = counts_goods(quantity) || (quantity.sort == UnitSort::kilogram && quantity.amount.size() >= 4);
    if (!goods || names_currency_or_share(sentence, quantity)) continue;
    const std::size_t next = i + 1 < all.size() && counts_goods(all[i + 1]) ? all[i + 1].begin : sentence.size();
    std::string_view behind = sentence.substr(quantity.end, next - quantity.end);
    const std::string_view clause = strip_edge_words(behind.substr(0, clause_end(behind)));
    const std::string_view before_all = sentence.substr(done, quantity.begin - done);
    std::size_t cut = 0;
    for (const std::string_view mark :
         {", ", "; ", ": ", ". ", "，", "。", "；", "、", "：", " and ", " und ", " y ", " et ", " e ", "，"}) {
      const std::size_t found = trim(before_all).size() < before_all.size()
                                    ? before_all.substr(0, before_all.find_last_not_of(' ') + 1).rfind(mark)
                                    : before_all.rfind(mark);
      if (found != std::string_view::npos) cut = std::max(cut, found + mark.size());
    }
    const std::string_view before = strip_edge_words(before_all.substr(cut));
    const bool tight_before = !before.empty() && split(before, " ").size() <= 8;
    // "article (100 pairs)", "article, 80 pieces", "article: 50": the number follows its article.
    const std::size_t mark = before_all.find_last_not_of(' ');
    const bool follows = mark != std::string_view::npos &&
                         std::string_view("(,:=-").find(before_all[mark]) != std::string_view::npos &&
                         quantity.end < sentence.size() + 1 && tight_before &&
                         (before_all[mark] == '(' || clause.empty() || trim(behind).empty() ||
                          std::string_view(".,;)").find(trim(behind).front()) != std::string_view::npos);
    const bool unspaced_before = !before_all.empty() && static_cast<unsigned char>(before_all.back()) >= 0xE0;
    if (follows && has_words(before))
      add(items, before, &quantity, sentence, catalogue);
    else if (unspaced_before ||
             (static_cast<unsigned char>(before.empty() ? ' ' : before.back()) >= 0xE0 && has_words(before)))
      add(items, before, &quantity, sentence, catalogue);
    else if (has_words(clause))
      add(items, clause, &quantity, sentence, catalogue);
    else if (tight_before)
      add(items, before, &quantity, sentence, catalogue);
    done = quantity.end;
  }
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

std::vector<ItemFound> find_items(std::string_view text, const Catalogue& catalogue) {
  std::vector<ItemFound> items;
  text = text.substr(0, 20'000);
  const std::vector<std::string_view> lines = lines_of(text);
  std::size_t list_lines = 0;
  std::vector<std::string_view> prose;
  for (const std::string_view line : lines) {
    if (trim(line).empty() || is_address_line(line)) continue;
    const bool list =
        line.size() <= 160 &&
        read_list_line(line, list_lines > 0 || line.find("....") != std::string_view::npos, items, catalogue);
    if (list)
      ++list_lines;
    else
      prose.push_back(line);
  }
  if (list_lines == 0) {
    items.clear();
    for (const std::string_view sentence : sentences_of(text)) read_sentence(sentence, items, catalogue);
  }
  return items;
}

}  // namespace tradewind::archiver
