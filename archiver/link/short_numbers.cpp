#include "archiver/link/short_numbers.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t read_text = 6'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const PhraseTable& document_words() {
  static const PhraseTable made = [] {
    PhraseTable table;
    for_each_entry(shipped_table("document_words.txt"),
                   [&](std::string_view type, const std::vector<std::string_view>& words) {
                     const auto value = type == "quotation" ? crm::RecordType::quotation
                                        : type == "order"   ? crm::RecordType::order
                                                            : crm::RecordType::service_case;
                     for (const std::string_view word : words) table.add(word, static_cast<std::uint32_t>(value));
                   });
    table.freeze();
    return table;
  }();
  return made;
}

// What people write between the word and the figures, the longer before those they begin with.
const std::vector<std::string>& marks() {
  static const std::vector<std::string> made = [] {
    std::vector<std::string> folded;
    for (const std::string_view mark :
         {"numbers", "number", "nummer", "numero", "numer", "numara", "číslo", "nos.",  "no.",  "no",
          "nr.",     "nr",     "n.",     "n°",     "nº",    "num.",   "num",   "ref.",  "ref",  "№",
          "#",       ":",      "号",     "號",     "番号",  "번호",   "رقم",   "شماره", "מספר", "เลขที่"})
      folded.push_back(fold(mark));
    return folded;
  }();
  return made;
}

// The runs of digits of a number: "SO-2026/0704" has "2026" and "0704".
std::vector<std::string> groups_of(std::string_view number) {
  std::vector<std::string> groups;
  for (std::size_t at = 0; at < number.size();) {
    std::size_t end = at;
    while (end < number.size() && is_digit(number[end])) ++end;
    if (end > at) groups.emplace_back(number.substr(at, end - at));
    at = end + 1;
  }
  return groups;
}

std::string_view significant(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

bool same_group(std::string_view said, std::string_view stored) {
  if (significant(said) == significant(stored)) return true;
  // "26" for "2026"
  return said.size() == 2 && stored.size() == 4 && stored.starts_with("20") && stored.ends_with(said);
}

// What stands behind the word for a document: a mark perhaps, then figures.
ShortNumber figures_behind(std::string_view folded, std::size_t at) {
  ShortNumber said;
  constexpr std::size_t most_marks = 4;
  for (std::size_t i = 0; i < most_marks; ++i) {
    while (at < folded.size() && (folded[at] == ' ' || folded[at] == '(' || folded[at] == '-')) ++at;
    std::size_t length = 0;
    for (const std::string& mark : marks()) {
      if (folded.substr(std::min(at, folded.size())).starts_with(mark)) {
        length = mark.size();
        break;
      }
    }
    if (length == 0) break;
    said.marked = true;
    at += length;
  }
  while (at < folded.size() && folded[at] == ' ') ++at;
  std::size_t end = at;
  while (end < folded.size() &&
         (is_digit(folded[end]) || folded[end] == '-' || folded[end] == '/' || folded[end] == '.'))
    ++end;
  // Letters or a figure's fraction go on: an amount, an article, another's number.
  std::size_t next = end;
  if (next < folded.size() && is_word_character(next_character(folded, next))) {
    std::size_t here = end;
    if (!is_unspaced(next_character(folded, here))) return {};
  }
  said.groups = groups_of(folded.substr(at, end - at));
  // "order 5000 pieces" is an amount; "order 0704 is late" and "订单4471什么时候发货" are none.
  const bool may_be_amount = !said.marked && !said.groups.empty() && said.groups.back().front() != '0';
  if (may_be_amount) {
    while (end < folded.size() && folded[end] == ' ') ++end;
    if (end == folded.size() || folded[end] == '\n') return said;
    std::size_t letter = end;
    const char32_t follows = next_character(folded, letter);
    if (is_word_character(follows) && !(is_unspaced(follows) && said.groups.back().size() >= 4)) return {};
  }
  return said;
}

bool ends_so(const ShortNumber& said, std::string_view number) {
  const std::vector<std::string> stored = groups_of(number);
  if (said.groups.size() > stored.size()) return false;
  bool all = true;
  for (std::size_t i = 0; i < said.groups.size(); ++i)
    all = all && same_group(said.groups[said.groups.size() - 1 - i], stored[stored.size() - 1 - i]);
  // "4471" of "HD2604471": the number has no parts.
  const std::string& last = said.groups.back();
  const bool tail = said.groups.size() == 1 && last.size() >= 4 && stored.back().size() > last.size() &&
                    stored.back().ends_with(last);
  return all || tail;
}

bool is_telling(const ShortNumber& said) {
  if (said.groups.empty()) return false;
  const std::string& last = said.groups.back();
  if (last.size() > 12) return false;
  return said.marked || last.size() >= 3 || (last.size() == 2 && last.front() == '0');
}

}  // namespace

std::vector<ShortNumber> find_short_numbers(std::string_view text) {
  constexpr std::size_t most = 20;
  std::vector<ShortNumber> found;
  const std::string folded = fold(text.substr(0, read_text));
  for (const PhraseHit& word : document_words().find_longest(folded)) {
    ShortNumber said = figures_behind(folded, word.offset + word.size);
    if (!is_telling(said) || found.size() == most) continue;
    said.type = static_cast<crm::RecordType>(word.value);
    found.push_back(std::move(said));
  }
  return found;
}

const crm::DocumentFacts* named_by(const ShortNumber& said, std::span<const crm::DocumentFacts> documents) {
  const crm::DocumentFacts* found = nullptr;
  for (const crm::DocumentFacts& document : documents) {
    if (document.type != said.type || !(ends_so(said, document.number) || ends_so(said, document.customer_po)))
      continue;
    if (found != nullptr) return nullptr;
    found = &document;
  }
  return found;
}

}  // namespace tradewind::archiver
