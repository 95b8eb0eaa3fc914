#include "archiver/extract/bare_price.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/container.hpp"
#include "archiver/extract/decimal.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

std::vector<Money> find_bare_prices(std::string_view text) {
  static const PhraseTable before_it = listed_phrases("before price");
  // "0.28 each", "3.2/pc": a fraction of money a piece.
  static const PhraseTable behind_it = listed_phrases("behind price");
  std::vector<Money> found;
  const FoldedText folded = fold_with_origin(text.substr(0, 20'000));
  const std::string_view plain = folded.text;
  const auto add = [&](std::size_t from, std::size_t begin, std::size_t end) {
    Money money;
    money.amount = decimal_of(plain.substr(begin, end - begin));
    money.begin = folded.origin[from];
    money.end = folded.origin[end];
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const Money& each) { return each.end == money.end; });
    if (!money.amount.empty() && !known && found.size() < 40) found.push_back(std::move(money));
  };
  const auto number_behind = [&](std::size_t at) {
    static constexpr std::string_view links[] = {
        ":",        "：",      "=",    "~",   "≈",     "<",    "-",      "is ",    "of ", "around ", "about ",
        "approx. ", "approx ", "ca. ", "ca ", "max. ", "max ", "under ", "below ", "de ", "unter ",  "около "};
    for (int i = 0; i < 3; ++i) {
      at = skip_blanks(plain, at);
      for (const std::string_view link : links) {
        if (plain.substr(at).starts_with(link)) {
          at = skip_blanks(plain, at + link.size());
          break;
        }
      }
    }
    return at;
  };
  for (const PhraseHit& hit : before_it.find_longest(plain)) {
    const std::size_t begin = number_behind(hit.offset + hit.size);
    if (begin >= plain.size() || !is_digit(plain[begin])) continue;
    const std::size_t end = number_end(plain, begin);
    // "price 500 pcs", "preço de 200 cadeiras": a count.
    const std::size_t behind = skip_blanks(plain, end);
    const bool goes_on = behind < plain.size() &&
                         std::string_view("/,.;)").find(plain[behind]) == std::string_view::npos &&
                         !behind_it.longest_at(plain, behind);
    if (goes_on && plain.substr(begin, end - begin).find_first_of(".,") == std::string_view::npos) continue;
    add(hit.offset, begin, end);
  }
  for (std::size_t at = plain.find('@'); at != std::string_view::npos; at = plain.find('@', at + 1)) {
    const std::size_t begin = skip_blanks(plain, at + 1);
    const bool address = at > 0 && plain[at - 1] != ' ' && !is_digit(plain[at - 1]);
    if (!address && begin < plain.size() && is_digit(plain[begin])) add(at, begin, number_end(plain, begin));
  }
  behind_it.find(plain, [&](const PhraseHit& hit) {
    std::size_t end = hit.offset;
    while (end > 0 && plain[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && (is_digit(plain[begin - 1]) || plain[begin - 1] == '.' || plain[begin - 1] == ',')) --begin;
    const std::string_view number = plain.substr(begin, end - begin);
    if (!number.empty() && is_digit(number.front()) && number.find_first_of(".,") != std::string_view::npos)
      add(begin, begin, end);
  });
  return found;
}

}  // namespace tradewind::archiver
