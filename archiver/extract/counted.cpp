#include "archiver/extract/counted.hpp"

#include <algorithm>

#include "archiver/extract/article_words.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/extract/unit_words.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

bool is_whole(const Quantity& quantity) { return quantity.amount.find('.') == std::string::npos; }

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

// 1987, 2025: rather a year than a count, unless it is round.
bool is_year(const Quantity& quantity) {
  return quantity.amount.size() == 4 && !quantity.worded &&
         (quantity.amount.starts_with("19") || quantity.amount.starts_with("20")) && !quantity.amount.ends_with("00") &&
         !quantity.amount.ends_with("50");
}

// "60 of them", "3 de chaque": of what is named elsewhere.
bool refers(std::string_view behind) {
  static const PhraseTable words = phrases(
      {"of them", "of these", "of those", "of each", "of it", "de chaque", "de ellos", "de cada", "davon", "von jedem",
       "von beiden", "de cada uno", "deles", "di ciascuno", "każdego", "каждого", "из них", "تا از هر", "من كل"});
  return words.longest_at(fold(trim_wide(behind).substr(0, 30)), 0).has_value();
}

// "after 40 washes", "within 30 days", "for over 20 years": a span, not a count.
bool stands_behind_span(std::string_view before) {
  static const PhraseTable spans = listed_phrases("before span");
  before = trim_wide(before);
  const std::string word = fold(before.substr(before.find_last_of(' ') + 1));
  const auto hit = spans.longest_at(word, 0);
  return hit && hit->size == word.size();
}

// "curtains (approx. 260)", "garden gloves (5,000)": a bare number that stands alone in a bracket behind goods, about
// so many or a round one; "stainless steel (316) flanges" is of a grade.
bool stands_in_bracket(std::string_view sentence, const Quantity& quantity) {
  if (quantity.sort || !is_whole(quantity) || quantity.amount.size() < 2 || is_year(quantity)) return false;
  const std::size_t open = sentence.rfind('(', quantity.begin), close = sentence.find(')', quantity.end);
  if (open == std::string_view::npos || close == std::string_view::npos || open < 3) return false;
  const std::string_view inside = strip_marks(sentence.substr(open + 1, quantity.begin - open - 1));
  const bool alone = inside.find(')') == std::string_view::npos && without_edge_words_behind(inside).empty() &&
                     trim_wide(sentence.substr(quantity.end, close - quantity.end)).empty();
  const std::string_view behind = trim_wide(sentence.substr(close + 1));
  const bool ends = behind.empty() || std::string_view(",.;?!").find(behind.front()) != std::string_view::npos ||
                    ends_with_edge_word(behind.substr(0, behind.find(' ')));
  const bool counts = !inside.empty() || quantity.amount.ends_with('0');
  return alone && ends && counts && has_words(sentence.substr(0, open));
}

// "120 perfumeries", "18 employees", "22 años": of the writer's business, not of goods; the word behind the number.
bool counts_establishments(std::string_view behind) {
  static const PhraseTable words = listed_phrases("establishment");
  const std::string folded = fold(trim_wide(behind).substr(0, 60));
  if (words.longest_at(folded, 0)) return true;
  // "5 express facial bars", "18 own shops": one word between.
  const std::size_t blank = folded.find(' ');
  return blank != std::string::npos && blank + 1 < folded.size() && words.longest_at(folded, blank + 1).has_value();
}

// A bare number that begins the words of goods: "please send price for 150 fenders F3, 80 anchors".
bool opens_goods(std::string_view sentence, const Quantity& quantity, bool asked, bool others, bool several,
                 const Catalogue& catalogue) {
  const std::string_view behind = sentence.substr(quantity.end);
  // 5550167 is of a telephone.
  if (quantity.amount.size() >= 6 && !quantity.amount.ends_with("00")) return false;
  if (!is_whole(quantity) || !behind.starts_with(' ') || !has_letter_behind(behind.substr(0, 60))) return false;
  if (refers_elsewhere(sentence, quantity)) return true;
  if (starts_aside(behind) || stands_behind_span(sentence.substr(0, quantity.begin))) return false;
  // "we would like | a quotation for": an article as often as a number.
  if (quantity.worded && quantity.amount == "1" && behind_request(behind.substr(0, 24)) > 0) return false;
  if (std::string_view("([{\"").find(trim_wide(behind).front()) != std::string_view::npos) return false;
  const std::string_view goods = strip_edge_words(behind.substr(0, clause_end(behind)));
  if (!has_words(goods) || names_no_goods(goods) || (is_digit(goods.front()) && !quantity.worded)) return false;
  const bool worded_few = quantity.worded && quantity.amount.size() <= 2;  // "for two persons" may be of the name
  if (const auto match = catalogue.match(goods); !worded_few && match.score >= 0.5) {
    // "patches, 36 dots, 30,000 packs": the number is of the product's name.
    const std::size_t size = quantity.end - quantity.begin;
    const auto named = catalogue.match(std::string(sentence.substr(quantity.begin, size)) + " " + std::string(goods));
    return !(several && named.sku == match.sku && named.score > match.score);
  }
  if (counts_establishments(behind)) return false;
  if (!asked || is_year(quantity)) return false;
  const std::string_view before = trim_wide(sentence.substr(0, quantity.begin));
  const std::size_t request = behind_request(before);
  const bool directly = request > 0 && !has_words(strip_edge_words(before.substr(request)));
  if (directly) return true;
  // "2 rotary ovens and one mixer": few only in a row that has begun, or at the front; not "with 2 doors".
  const bool few = quantity.amount.size() == 1 || (quantity.worded && quantity.amount.size() == 2);
  if (describes(before.substr(before.rfind(' ') == std::string_view::npos ? 0 : before.rfind(' ')))) return false;
  if (before.empty()) return !few || (!quantity.worded && asked);
  if (few && !others) return false;
  static constexpr std::string_view marks[] = {",", ";", ":", "-", "–", "&", "+", "،", "؛", "、", "，", "："};
  return std::any_of(std::begin(marks), std::end(marks),
                     [&](std::string_view mark) { return before.ends_with(mark); }) ||
         ends_with_edge_word(before);
}

// "shower heads, 3000" , "masks 30,000": a bare number at the end of its clause behind goods, in a row of counted goods
// or behind goods of ours.
bool closes_goods(std::string_view sentence, const Quantity& quantity, bool others, const Catalogue& catalogue) {
  if (quantity.worded || !is_whole(quantity) || is_year(quantity)) return false;
  const std::string_view behind = trim_wide(sentence.substr(quantity.end));
  const bool ends = behind.empty() || std::string_view(",.;)?!/").find(behind.front()) != std::string_view::npos ||
                    behind.starts_with("，") || behind.starts_with("、") || behind.starts_with("。");
  if (!ends || (behind.starts_with('.') && behind.size() > 1 && is_digit(behind[1]))) return false;
  const std::string_view before = trim_wide(sentence.substr(0, quantity.begin));
  const bool comma = before.ends_with(',') || before.ends_with(':') || before.ends_with("，") ||
                     before.ends_with("：") || before.ends_with(" -") || before.ends_with(" –");
  const bool round = quantity.amount.size() >= 3 && quantity.amount.ends_with('0');
  // "press brake - 1, forklift: 2"
  const bool dash = before.ends_with(" -") || before.ends_with(" –") || before.ends_with(':') || before.ends_with(" =");
  if (!round && !dash) return false;
  if (!comma && !dash && quantity.amount.size() < 4) return false;  // "paprika ASTA 120"
  if (!others && !dash && behind_request(before) == 0) return false;
  std::size_t begin = 0;
  for (const std::string_view mark : {", ", "; ", ": ", ". ", "，", "、", "。", "："}) {
    const std::size_t found = before.substr(0, before.size() - (comma ? 1 : 0)).rfind(mark);
    if (found != std::string_view::npos) begin = std::max(begin, found + mark.size());
  }
  const std::string_view goods = strip_edge_words(before.substr(begin));
  if (!has_words(goods) || is_digit(goods.back())) return false;
  const auto match = catalogue.match(goods);
  if (comma && others && match.score < 0.5) return has_goods_word(goods);
  // A number that the product's own name has is no count: "gate valve type 300".
  return match.score >= 0.5 && catalogue.match(sentence.substr(begin, quantity.end - begin)).score <= match.score;
}

// "we have 12 shops and 45 people", "contamos con 3 tiendas": what the writer has he does not want. `begin`: of the
// number.
bool is_owned(std::string_view sentence, std::size_t begin) {
  static const PhraseTable owning = listed_phrases("owning");
  const FoldedText folded = fold_with_origin(sentence.substr(0, begin));
  const std::vector<PhraseHit> hits = owning.find_longest(folded.text);
  if (hits.empty()) return false;
  const std::string_view behind = sentence.substr(folded.origin[hits.back().offset + hits.back().size]);
  const std::string_view between = behind.substr(0, static_cast<std::size_t>(sentence.data() + begin - behind.data()));
  // "avem nevoie de", "máme zájem o": to have is the beginning of asking.
  const std::size_t owned_at = folded.origin[hits.back().offset];
  for (const Request& request : find_requests(sentence.substr(0, begin))) {
    if (request.begin <= owned_at && sentence.data() + request.end > behind.data()) return false;
  }
  if (behind_request(between) > 0) return false;
  return behind_request(sentence.substr(begin)) == 0 || strip_edge_words(between).empty();
}

}  // namespace

bool counts_goods(const Quantity& quantity) {
  if (!quantity.sort) return false;
  switch (*quantity.sort) {
    case UnitSort::kilogram:
    case UnitSort::gram:
    case UnitSort::metre:
    case UnitSort::cubic:
    case UnitSort::litre:
      return false;
    default:
      return true;
  }
}

bool is_bulk(const Quantity& quantity) {
  return (quantity.sort == UnitSort::kilogram || quantity.sort == UnitSort::metre ||
          quantity.sort == UnitSort::litre) &&
         quantity.amount.size() >= 3 && quantity.amount.find('.') == std::string::npos;
}

bool refers_elsewhere(std::string_view sentence, const Quantity& quantity) {
  if (quantity.sort || !is_whole(quantity)) return false;
  const std::string_view behind = sentence.substr(quantity.end);
  if (refers(behind)) return true;
  static const PhraseTable about = listed_phrases("about");
  const std::string before = fold(trim_wide(sentence.substr(0, quantity.begin)));
  const auto hit = about.longest_at(before, 0);
  return hit && hit->size == before.size() && starts_aside(behind);
}

bool stands_behind_times(std::string_view sentence, const Quantity& quantity) {
  const std::string_view before = trim_wide(sentence.substr(0, quantity.begin));
  return !quantity.sort && is_whole(quantity) &&
         (before.ends_with(" x") || before.ends_with(" X") || before.ends_with("×") || before.ends_with(" *")) &&
         before.size() > 4;
}

std::vector<Quantity> find_counted_goods(std::string_view sentence, bool asked, const Catalogue& catalogue) {
  const std::vector<Quantity> all = find_counts(sentence);
  // "100 m drum", "25 kg bags": the size of a package.
  const auto sizes_package = [&](const Quantity& quantity) {
    const std::string behind = fold(sentence.substr(quantity.end, 24));
    const std::size_t at = behind.find_first_not_of(' ');
    const bool apart = quantity.end < sentence.size() && sentence[quantity.end] == ' ' && at != std::string::npos;
    const auto unit = apart ? unit_words().longest_at(behind, at) : std::nullopt;
    return unit && unit->size >= 3;
  };
  const auto by_unit = [&](const Quantity& quantity) {
    return (counts_goods(quantity) || (is_bulk(quantity) && !sizes_package(quantity))) &&
           !catalogue.is_measure(sentence.substr(quantity.begin, quantity.end - quantity.begin), sentence,
                                 all.size() > 1);
  };
  // "925 silver clasps (5,000 pcs)": counted in the bracket behind them.
  const auto counted_in_bracket = [&](std::size_t i) {
    if (i + 1 >= all.size() || (!by_unit(all[i + 1]) && !stands_in_bracket(sentence, all[i + 1]))) return false;
    const std::string_view between = sentence.substr(all[i].end, all[i + 1].begin - all[i].end);
    const std::size_t open = between.rfind('(');
    static const PhraseTable links =
        phrases({"and", "und", "y", "e", "et", "и", "und", "en", "i", "та", "ve", "og", "och"});
    if (between.find(')') != std::string_view::npos || links.occurs(fold(between))) return false;
    return open != std::string_view::npos && clause_end(between.substr(0, open)) >= open &&
           strip_edge_words(between.substr(open + 1)).empty();
  };
  std::vector<Quantity> counted;
  const bool question = sentence.find('?') != std::string_view::npos;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Quantity& quantity = all[i];
    if (is_owned(sentence, quantity.begin) ||
        ((!quantity.sort || quantity.sort == UnitSort::tonne) && counted_in_bracket(i)))
      continue;
    if (by_unit(quantity)) {
      counted.push_back(quantity);
    } else if (!quantity.sort) {
      const bool wanted =
          asked || question || !counted.empty() || behind_request(sentence.substr(0, quantity.begin)) > 0;
      if (stands_behind_times(sentence, quantity) || (wanted && stands_in_bracket(sentence, quantity)) ||
          opens_goods(sentence, quantity, wanted, !counted.empty(), all.size() > 1, catalogue) ||
          (wanted && closes_goods(sentence, quantity, !counted.empty(), catalogue)))
        counted.push_back(quantity);
    }
  }
  return counted;
}

const Quantity* best_quantity(std::string_view line, const std::vector<Quantity>& all, bool list_line,
                              const Catalogue& catalogue) {
  // Behind leaders stands the column of quantities: "cool box 30 litres ..... 200".
  const std::size_t leaders = line.rfind("...");
  if (leaders != std::string_view::npos) {
    const auto behind =
        std::find_if(all.begin(), all.end(), [&](const Quantity& quantity) { return quantity.begin > leaders; });
    if (behind != all.end() && (behind->sort || !has_words(line.substr(behind->end)))) return &*behind;
  }
  const Quantity *best = nullptr, *measure = nullptr;
  for (const Quantity& quantity : all) {
    if (!counts_goods(quantity)) continue;
    if (catalogue.is_measure(line.substr(quantity.begin, quantity.end - quantity.begin), line, all.size() > 1)) {
      if (measure == nullptr) measure = &quantity;
      continue;
    }
    if (best == nullptr || rank_of(quantity) < rank_of(*best)) best = &quantity;
  }
  // A small number in words alone may be a name: Otto.
  const auto stands_alone = [](const Quantity& quantity) {
    return !quantity.sort && (!quantity.worded || quantity.amount.size() >= 3);
  };
  const auto at_front = [&]() -> const Quantity* {
    if (!list_line || all.empty() || !stands_alone(all.front())) return nullptr;
    const bool whole = all.front().amount.find('.') == std::string::npos;
    const std::string_view front = strip_marks(line.substr(0, all.front().begin));
    return whole && (front.empty() || (front == "(" && line.substr(all.front().end).starts_with(')'))) &&
                   has_letter_behind(line.substr(all.front().end))
               ? &all.front()
               : nullptr;
  };
  if (best != nullptr && rank_of(*best) == 0) return best;
  if (const Quantity* const front = at_front()) return front;
  if (best != nullptr && measure == nullptr) return best;
  if (list_line) {
    for (std::size_t i = all.size(); i-- > 0;) {
      if (!stands_alone(all[i]) || (all[i].amount.size() >= 6 && !all[i].amount.ends_with("00"))) continue;
      const std::string_view behind = strip_marks(line.substr(all[i].end));
      const std::string_view before = trim_wide(line.substr(0, all[i].begin));
      if ((behind.empty() || behind.front() == '(') && before.size() >= 3) return &all[i];
    }
  }
  if (best != nullptr) return best;
  for (const Quantity& quantity : all) {
    if (quantity.sort && !counts_goods(quantity) && quantity.amount.size() >= 3 &&
        quantity.amount.find('.') == std::string::npos &&
        !catalogue.is_measure(line.substr(quantity.begin, quantity.end - quantity.begin), line, all.size() > 1))
      return &quantity;
  }
  return nullptr;
}

}  // namespace tradewind::archiver
