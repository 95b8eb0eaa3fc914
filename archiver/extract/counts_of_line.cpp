// The numbers of one line that may count goods: without what packages hold, what things measure and what prices are of.
#include <algorithm>

#include "archiver/extract/article_words.hpp"
#include "archiver/extract/bare_price.hpp"
#include "archiver/extract/counted.hpp"
#include "archiver/extract/money.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

bool is_package(const Quantity& quantity) {
  if (!quantity.sort) return false;
  switch (*quantity.sort) {
    case UnitSort::carton:
    case UnitSort::bag:
    case UnitSort::roll:
    case UnitSort::drum:
    case UnitSort::pallet:
    case UnitSort::package:
    case UnitSort::container:
    case UnitSort::set:
      return true;
    default:
      return false;
  }
}

// "200 boxes of 24 pieces", "500 cajas (12 docenas por caja)": what a package holds is no count of its own.
void drop_contents(std::string_view line, std::vector<Quantity>& all) {
  static const PhraseTable links = listed_phrases("holding");
  for (std::size_t i = 1; i < all.size(); ++i) {
    Quantity& outer = all[i - 1];
    if (!is_package(outer) || all[i].begin < outer.end) continue;
    const std::string between = fold(line.substr(outer.end, all[i].begin - outer.end));
    const std::string_view link = trim_wide(between);
    const auto hit = links.longest_at(link, 0);
    if (!hit || hit->size != link.size()) continue;
    outer.end = all[i].end;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    --i;
  }
}

// "tanks 3000 litres - 8 pieces", "net (2 m × 100 m) 50 rolls": what directly precedes a count of pieces is a measure.
void drop_measures_before_counts(std::string_view line, std::vector<Quantity>& all) {
  for (std::size_t i = 0; i + 1 < all.size();) {
    const bool measure = all[i].sort && !counts_goods(all[i]) && counts_goods(all[i + 1]) && !all[i + 1].worded &&
                         all[i + 1].begin >= all[i].end;
    const std::string_view between = measure ? line.substr(all[i].end, all[i + 1].begin - all[i].end) : "far off";
    const bool follows = between.find('(') == std::string_view::npos && between.find(',') == std::string_view::npos &&
                         between.find('=') == std::string_view::npos && !has_words(strip_edge_words(between)) &&
                         between.size() <= 12 && !trim_wide(between).empty();
    if (measure && follows)
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
}

// "cost per 1 piece", "1本あたり480円", "за 1 шт": what a price is of.
bool is_of_price(std::string_view line, const Quantity& quantity) {
  if (quantity.amount != "1" || quantity.worded) return false;
  static const PhraseTable before_words =
      phrases({"per", "for each", "за", "pro", "par", "por", "al", "za", "na", "à"});
  static const PhraseTable behind_words =
      phrases({"あたり", "当たり", "につき", "당", "基準", "başına", "başı", "ke liye"});
  const std::string behind = fold(trim_wide(line.substr(quantity.end)).substr(0, 24));
  if (behind_words.longest_at(behind, 0)) return true;
  const std::string before = fold(trim_wide(line.substr(0, quantity.begin)));
  const std::size_t word = before.find_last_of(' ') == std::string::npos ? 0 : before.find_last_of(' ') + 1;
  const auto hit = before.empty() ? std::nullopt : before_words.longest_at(before, word);
  return hit && hit->size == before.size() - word;
}

// "cases for 3 bottles", "estuches para 6 botellas": what one of them is for, beside another count.
void drop_purposes(std::string_view line, std::vector<Quantity>& all) {
  static const PhraseTable purposes = phrases(
      {"for", "para", "pour", "für", "per", "для", "voor", "dla", "pro", "için", "untuk", "cho", "สำหรับ", "برای", "ל"});
  std::erase_if(all, [&](const Quantity& quantity) {
    if (quantity.amount.size() > 2 || &quantity == all.data() || all.front().worded) return false;
    const std::string_view all_before = trim_wide(line.substr(0, quantity.begin));
    const std::size_t request = behind_request(all_before);
    if (request > 0 && trim_wide(all_before.substr(request)).empty()) return false;  // "price for | 40 boxes"
    const std::string before = fold(all_before);
    const std::size_t word = before.find_last_of(' ') + 1;
    const auto hit = word > 0 ? purposes.longest_at(before, word) : std::nullopt;
    return hit && hit->size == before.size() - word;
  });
}

// "valve, 2 pieces, PN 25 - qty 1,200": where a number is labelled the quantity no other is.
void keep_labelled(std::string_view line, std::vector<Quantity>& all) {
  static const PhraseTable labels = listed_phrases("quantity label");
  const auto labelled = [&](const Quantity& quantity) {
    std::string before = fold(trim_wide(line.substr(0, quantity.begin)));
    // "quantity will be about 3000"
    static const PhraseTable links = phrases({"is",     "will be", "would be", "of",    "about", "approx", "approx.",
                                              "around", "ca.",     "ca",       "ist",   "wäre",  "sería",  "es",
                                              "est",    "serait",  "environ",  "circa", "è",     "около",  "примерно"});
    for (int words = 0; words < 3; ++words) {
      while (!before.empty() && (before.back() == ':' || before.back() == ' ')) before.pop_back();
      bool cut = false;
      for (const PhraseHit& hit : links.find_longest(before)) {
        if (hit.offset == 0 || hit.offset + hit.size != before.size()) continue;
        before.resize(hit.offset);
        cut = true;
        break;
      }
      if (!cut) break;
    }
    while (!before.empty() && (before.back() == ':' || before.back() == ' ' || before.back() == '.')) before.pop_back();
    const std::vector<PhraseHit> hits = labels.find_longest(before);
    return !hits.empty() && hits.back().offset + hits.back().size == before.size();
  };
  for (Quantity& quantity : all) {
    if (!quantity.sort && !quantity.worded && labelled(quantity)) quantity.sort = UnitSort::piece;
  }
  if (all.size() < 2 || std::count_if(all.begin(), all.end(), labelled) != 1) return;
  const auto kept = std::find_if(all.begin(), all.end(), labelled);
  if (line.substr(kept->end).find_first_of("0123456789") != std::string_view::npos) return;
  Quantity only = std::move(*kept);
  if (!only.sort) only.sort = UnitSort::piece;
  all.clear();
  all.push_back(std::move(only));
}

}  // namespace

std::vector<Quantity> find_counts(std::string_view line) {
  std::vector<Quantity> all = find_quantities(line, Numbers::also_in_words);
  if (all.empty()) return all;
  drop_contents(line, all);
  std::erase_if(all, [&](const Quantity& quantity) { return is_of_price(line, quantity); });
  if (all.size() > 1) {
    drop_measures_before_counts(line, all);
    drop_purposes(line, all);
  }
  keep_labelled(line, all);
  std::vector<Money> prices = find_money(line);
  for (Money& price : find_bare_prices(line)) prices.push_back(std::move(price));
  std::erase_if(all, [&](const Quantity& quantity) {
    return std::any_of(prices.begin(), prices.end(),
                       [&](const Money& money) { return money.begin < quantity.end && quantity.begin < money.end; });
  });
  return all;
}

}  // namespace tradewind::archiver
