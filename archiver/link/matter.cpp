#include "archiver/link/matter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/link/subject.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t read_text = 4'000;
constexpr std::size_t shingle = 14;  // bytes
constexpr std::size_t shortest_word = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Words of four letters and more; of scripts without blanks each pair of neighbours stands for a word.
std::vector<std::string> telling_words(std::string_view folded) {
  std::vector<std::string> words;
  for (const std::string_view word : words_of(folded)) {
    std::size_t at = 0;
    if (!is_unspaced(next_character(word, at))) {
      if (word.size() >= shortest_word) words.emplace_back(word);
      continue;
    }
    for (std::size_t begin = 0, middle = at; middle < word.size();) {
      std::size_t end = middle;
      static_cast<void>(next_character(word, end));
      words.emplace_back(word.substr(begin, end - begin));
      begin = middle;
      middle = end;
    }
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

// Numbers of three digits and more, thousands' marks taken out; no years.
std::vector<std::string> amounts_in(std::string_view folded) {
  std::vector<std::string> amounts;
  std::string digits;
  const auto close = [&] {
    const bool year = digits.size() == 4 && digits.starts_with("20") && digits[2] <= '3' && digits != "2000";
    if (digits.size() >= 3 && digits.size() <= 8 && !year) amounts.push_back(digits);
    digits.clear();
  };
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const bool between = !digits.empty() && (folded[i] == ',' || folded[i] == '.' || folded[i] == '\'') &&
                         i + 1 < folded.size() && is_digit(folded[i + 1]);
    if (is_digit(folded[i]))
      digits.push_back(folded[i]);
    else if (!between)
      close();
  }
  close();
  std::sort(amounts.begin(), amounts.end());
  amounts.erase(std::unique(amounts.begin(), amounts.end()), amounts.end());
  return amounts;
}

std::vector<std::uint32_t> shingles_of(std::string_view folded) {
  std::string letters;
  for (const char c : folded) {
    if (is_word_character(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80) letters.push_back(c);
  }
  std::vector<std::uint32_t> hashes;
  for (std::size_t at = 0; at + shingle <= letters.size(); ++at) {
    std::uint32_t hash = 2'166'136'261U;  // FNV-1a
    for (std::size_t i = 0; i < shingle; ++i) hash = (hash ^ static_cast<unsigned char>(letters[at + i])) * 16'777'619U;
    hashes.push_back(hash);
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

// 500 is everybody's quantity, 3,250 is not.
double weight_of(std::string_view amount) {
  std::string_view telling = amount;
  while (telling.size() > 1 && telling.back() == '0') telling.remove_suffix(1);
  return amount.size() < 3 ? 1 : telling.size() == 1 ? 1.5 : 2;
}

}  // namespace

SaidMatter::SaidMatter(std::string_view subject, std::string_view text, const crm::LeadDraft& draft)
    : draft_(draft),
      folded_(fold(std::string(subject.substr(0, 300)) + "\n" + std::string(text.substr(0, read_text)))),
      subject_key_(split_subject(subject).key),
      words_(telling_words(folded_)),
      amounts_(amounts_in(folded_)),
      shingles_(shingles_of(folded_)) {}

bool SaidMatter::says_amount(std::string_view quantity) const {
  if (quantity.size() >= 3 && std::find(amounts_.begin(), amounts_.end(), quantity) != amounts_.end()) return true;
  return !quantity.empty() && std::any_of(draft_.items.begin(), draft_.items.end(),
                                          [&](const crm::LeadItem& item) { return item.quantity == quantity; });
}

std::size_t SaidMatter::equal_quantities(const std::vector<crm::LeadItem>& earlier) const {
  return static_cast<std::size_t>(std::count_if(earlier.begin(), earlier.end(), [&](const crm::LeadItem& item) {
    return item.quantity.size() >= 3 && says_amount(item.quantity);
  }));
}

// The share of the earlier one's goods that is spoken of now: by the article number, or by two words or one and the
// quantity in the text, or by one word in the list of goods.
double SaidMatter::share_of_goods(const std::vector<crm::LeadItem>& earlier) const {
  std::size_t spoken = 0;
  for (const crm::LeadItem& item : earlier) {
    const auto words = telling_words(fold(item.product));
    const auto in_text =
        static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [&](const std::string& word) {
          return std::binary_search(words_.begin(), words_.end(), word);
        }));
    const bool listed = std::any_of(draft_.items.begin(), draft_.items.end(), [&](const crm::LeadItem& mine) {
      if (!item.sku.empty() && !mine.sku.empty()) return item.sku == mine.sku;
      const auto others = telling_words(fold(mine.product));
      return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::binary_search(others.begin(), others.end(), word);
      });
    });
    spoken += listed || in_text + (item.quantity.size() >= 3 && says_amount(item.quantity)) >= 2;
  }
  const std::size_t fewer = draft_.items.empty() ? earlier.size() : std::min(earlier.size(), draft_.items.size());
  return std::min(1.0, static_cast<double>(spoken) / static_cast<double>(std::max<std::size_t>(fewer, 1)));
}

double SaidMatter::share_of_text(std::string_view preview) const {
  const auto theirs = shingles_of(fold(preview));
  if (theirs.size() < 25 || shingles_.empty()) return 0;
  const auto common = std::count_if(theirs.begin(), theirs.end(), [&](std::uint32_t hash) {
    return std::binary_search(shingles_.begin(), shingles_.end(), hash);
  });
  return static_cast<double>(common) / static_cast<double>(theirs.size());
}

void SaidMatter::compare_amounts(const Earlier& earlier, std::vector<DuplicateSign>& signs) const {
  std::vector<std::string> theirs = amounts_in(fold(earlier.preview));
  for (const crm::LeadItem& item : earlier.items) {
    if (!item.quantity.empty()) theirs.push_back(item.quantity);
  }
  std::sort(theirs.begin(), theirs.end());
  theirs.erase(std::unique(theirs.begin(), theirs.end()), theirs.end());
  constexpr double most = 7;
  double points = 0;
  std::string which;
  for (const std::string& amount : theirs) {
    if (!says_amount(amount)) continue;
    points = std::min(most, points + weight_of(amount));
    which += (which.empty() ? "" : ", ") + amount;
  }
  if (points > 0) signs.push_back({points, "equal amounts " + which});
}

std::optional<std::vector<DuplicateSign>> SaidMatter::compare(const Earlier& earlier) const {
  std::vector<DuplicateSign> signs;
  compare_amounts(earlier, signs);
  const double goods = share_of_goods(earlier.items);
  if (goods > 0) signs.push_back({3 * goods, goods >= 1 ? "same goods" : "some of the same goods"});
  const SubjectParts subject = split_subject(earlier.subject);
  if (subject.key.size() >= 12 && subject.key == subject_key_) signs.push_back({2, "same subject"});
  const double text = share_of_text(earlier.preview);
  if (text >= 0.3) signs.push_back({text >= 0.6 ? 4.0 : 2.0, fmt::format("{:.0f}% of the text the same", 100 * text)});
  const bool told = !earlier.items.empty() && !draft_.items.empty();
  if (told && signs.empty()) return {};
  if (!earlier.port.empty() && folded_.find(fold(earlier.port)) != std::string::npos)
    signs.push_back({1, "same place " + std::string(earlier.port)});
  if (!earlier.target_price.empty() && earlier.target_price == draft_.target_price)
    signs.push_back({1.5, "same price " + draft_.target_price});
  return signs;
}

}  // namespace tradewind::archiver
