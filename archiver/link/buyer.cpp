#include "archiver/link/buyer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "archiver/data_table.hpp"
#include "archiver/link/domains.hpp"
#include "archiver/phrase_table.hpp"
#include "archiver/text/romanized.hpp"
#include "crm_core/model/name_key.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t read_text = 4'000;
constexpr std::size_t telling_name = 9;  // bytes of a firm's name that is not found by chance
constexpr std::size_t telling_word = 6;

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Of folded text: letters and digits only.
std::string squeezed(std::string_view folded) {
  std::string made;
  for (const char c : folded) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || is_high(c)) made.push_back(c);
  }
  return made;
}

std::vector<std::string> sorted_words(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> words;
  for (const std::string_view word : words_of(folded)) words.emplace_back(word);
  std::sort(words.begin(), words.end());
  return words;
}

template <class T>
bool share(const std::vector<T>& a, const std::vector<T>& b) {
  return std::any_of(a.begin(), a.end(), [&](const T& each) { return std::find(b.begin(), b.end(), each) != b.end(); });
}

void take_address(std::string_view address, BuyerMarks& marks) {
  std::string key = crm::address_key(address);
  const std::size_t at = key.rfind('@');
  if (at == std::string::npos ||
      std::find(marks.addresses.begin(), marks.addresses.end(), key) != marks.addresses.end())
    return;
  const std::string domain = registrable_domain(fold(std::string_view(key).substr(at + 1)));
  const std::string name(domain.substr(0, domain.find('.')));
  if (is_free_mail(domain)) {
    marks.providers.push_back(name);
    if (std::string local = squeezed(key.substr(0, at)); local.size() >= telling_word)
      marks.local.push_back(std::move(local));
  } else if (marks.domain.empty()) {
    marks.domain = domain;
    marks.label = squeezed(name);
  }
  marks.addresses.push_back(std::move(key));
}

// "Precious A." and "Precious Adu", "永田" and "永田 浩二": what one has is in the other, but for initials.
bool shorter_name_fits(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto& shorter = a.size() <= b.size() ? a : b;
  const auto& longer = a.size() <= b.size() ? b : a;
  bool told = false;
  for (const std::string& word : shorter) {
    const bool initial = word.size() == 1;
    const bool found = std::any_of(longer.begin(), longer.end(), [&](const std::string& other) {
      return initial ? other.front() == word.front() : other == word;
    });
    if (!found) return false;
    told = told || (!initial && (word.size() >= 4 || is_high(word.front())));
  }
  return told;
}

// Short or common names of a firm are in many others.
bool one_firm_within_the_other(const BuyerMarks& a, const BuyerMarks& b) {
  if (a.squeezed.size() < telling_name || b.squeezed.size() < telling_name) return false;
  return a.squeezed_long.find(b.squeezed) != std::string::npos || b.squeezed_long.find(a.squeezed) != std::string::npos;
}

// A firm's name that makes the other's domain: "Osei Linen Shop" and osei-linen.example.
bool domain_is_of_firm(const BuyerMarks& with_domain, const BuyerMarks& with_firm) {
  const std::string &label = with_domain.label, &firm = with_firm.squeezed;
  if (label.size() < telling_word || firm.size() < telling_word) return false;
  return firm.starts_with(label) || label.starts_with(firm) || (label.size() >= telling_name && firm.ends_with(label));
}

// A private address made of the firm's or the person's name: "osei.linenshop@..." and "Osei Linen Shop".
bool local_part_tells(const BuyerMarks& with_local, const BuyerMarks& other) {
  return std::any_of(with_local.local.begin(), with_local.local.end(), [&](const std::string& local) {
    if (other.squeezed.size() >= telling_word && local.find(other.squeezed) != std::string::npos) return true;
    if (other.label.size() >= telling_word && local.find(other.label) != std::string::npos) return true;
    // The end of the local part, of six letters and more, is the end of the firm's name, or their beginnings agree.
    for (const std::string* name : {&other.squeezed, &other.label}) {
      std::size_t same = 0, least = std::min(local.size(), name->size());
      while (same < least && local[same] == (*name)[same]) ++same;
      if (same >= telling_word) return true;
      same = 0;
      while (same < least && local[local.size() - 1 - same] == (*name)[name->size() - 1 - same]) ++same;
      if (same >= telling_word) return true;
    }
    const auto words = std::count_if(other.person.begin(), other.person.end(), [&](const std::string& word) {
      return word.size() >= 3 && !is_high(word.front()) && local.find(word) != std::string::npos;
    });
    return words >= 2;
  });
}

bool same_phone(const BuyerMarks& a, const BuyerMarks& b) {
  const bool elsewhere = !a.country.empty() && !b.country.empty() && a.country != b.country;
  if (a.phone.empty() || b.phone.empty() || elsewhere) return false;
  // Seven digits are a whole number only within one country.
  const std::size_t digits = std::min({a.phone.size(), b.phone.size(), std::size_t{8}});
  if (digits < 8 && (a.country.empty() || a.country != b.country)) return false;
  return a.phone.substr(a.phone.size() - digits) == b.phone.substr(b.phone.size() - digits);
}

// The words of the earlier firm's name that nobody else's text has.
bool firm_is_named(const BuyerMarks& firm, const SaidOfEarlier& said) {
  const auto stands = [&](const std::string& name) {
    return name.size() >= telling_name && said.squeezed.find(name) != std::string::npos;
  };
  if (stands(firm.squeezed)) return true;
  const std::size_t blank = firm.company.find(' ');
  if (firm.company.empty() || blank == std::string::npos) return false;
  // "スパリゾート九州 購買課": the first word is the name where a script needs no more.
  const std::string first = firm.company.substr(0, blank);
  return is_high(first.front()) && first.size() >= 4 * 3 && stands(squeezed(fold(first)));
}

struct Channels {
  std::map<std::string, PhraseTable, std::less<>> by_code;

  Channels() {
    for_each_entry(shipped_table("channels.txt"), [&](std::string_view code, const std::vector<std::string_view>& all) {
      PhraseTable& table = by_code[std::string(code)];
      for (const std::string_view spelling : all) table.add(spelling, 0);
      table.freeze();
    });
  }

  [[nodiscard]] bool named(std::string_view code, std::string_view folded) const {
    if (code.empty()) return false;
    if (const auto known = by_code.find(code); known != by_code.end()) return known->second.occurs(folded);
    // The name itself, but not within an address or a domain.
    for (std::size_t at = folded.find(code); at != std::string_view::npos; at = folded.find(code, at + 1)) {
      const std::size_t end = at + code.size();
      const bool begins = at == 0 || !(is_word_character(static_cast<unsigned char>(folded[at - 1])) ||
                                       folded[at - 1] == '@' || folded[at - 1] == '.');
      if (begins && (end == folded.size() || !is_word_character(static_cast<unsigned char>(folded[end])))) return true;
    }
    return false;
  }
};

bool names_the_channel(const BuyerMarks& earlier, const SaidOfEarlier& said) {
  static const Channels channels;
  return channels.named(earlier.platform, said.folded) ||
         std::any_of(earlier.providers.begin(), earlier.providers.end(),
                     [&](const std::string& provider) { return channels.named(provider, said.folded); });
}

const PhraseTable& again_phrases() {
  static const PhraseTable made = [] {
    PhraseTable table;
    for_each_entry(shipped_table("again.txt"), [&](std::string_view, const std::vector<std::string_view>& phrases) {
      for (const std::string_view phrase : phrases) table.add(phrase, 0);
    });
    table.freeze();
    return table;
  }();
  return made;
}

// Each of the words of the earlier name in the beginning or the signature: display names are often others.
bool name_is_said(const BuyerMarks& earlier, const SaidOfEarlier& said) {
  std::size_t letters = 0;
  for (const std::string& word : earlier.person) letters += word.size() * (is_high(word.front()) ? 2 : 1);
  return earlier.person.size() >= 2 && letters >= 9 &&
         std::all_of(earlier.person.begin(), earlier.person.end(), [&](const std::string& word) {
           return std::binary_search(said.words.begin(), said.words.end(), word);
         });
}

void compare_names(const BuyerMarks& now, const SaidOfEarlier& said, const BuyerMarks& earlier,
                   std::vector<DuplicateSign>& signs) {
  if (earlier.person.empty()) return;
  const bool telling = earlier.person.size() >= 2 || is_high(earlier.person.front().front());
  const bool sounds = !now.sounded.empty() && !earlier.sounded.empty();
  if ((now.person == earlier.person && telling) || name_is_said(earlier, said))
    signs.push_back({3, "same name"});
  else if (sounds && now.sounded.size() >= 2 && now.sounded == earlier.sounded)
    signs.push_back({2.5, "same name in another spelling"});
  else if (!now.person.empty() && shorter_name_fits(now.person, earlier.person))
    signs.push_back({1.5, "part of the same name"});
}

void compare_firms(const BuyerMarks& now, const SaidOfEarlier& said, const BuyerMarks& earlier,
                   std::vector<DuplicateSign>& signs) {
  if (!now.domain.empty() && now.domain == earlier.domain) signs.push_back({4, "same company domain"});
  if (!now.company.empty() && now.company == earlier.company)
    signs.push_back({5, "same firm"});
  else if (one_firm_within_the_other(now, earlier))
    signs.push_back({4, "one firm's name within the other's"});
  else if (firm_is_named(earlier, said))
    signs.push_back({4, "the firm is named in the text"});
  else if (domain_is_of_firm(now, earlier) || domain_is_of_firm(earlier, now))
    signs.push_back({3.5, "one's domain is the other's firm"});
}

}  // namespace

BuyerMarks make_marks(const BuyerFacts& facts) {
  BuyerMarks made;
  take_address(facts.author, made);
  take_address(facts.email, made);
  made.phone = crm::phone_key(facts.phone);
  made.country = facts.country;
  made.platform = facts.platform;
  made.company = crm::name_key(facts.company);
  made.squeezed = squeezed(fold(made.company));
  made.squeezed_long = squeezed(fold(facts.company));
  made.person = sorted_words(facts.person);
  for (const std::string& word : made.person) {
    std::string sound = consonants_of(word);
    if (sound.empty()) {
      made.sounded.clear();
      break;
    }
    made.sounded.push_back(std::move(sound));
  }
  std::sort(made.sounded.begin(), made.sounded.end());
  return made;
}

SaidOfEarlier::SaidOfEarlier(std::string_view text)
    : folded(fold(text.substr(0, read_text))),
      squeezed(archiver::squeezed(folded)),
      words(sorted_words(folded)),
      again(again_phrases().occurs(folded)) {}

std::vector<DuplicateSign> same_buyer(const BuyerMarks& now, const SaidOfEarlier& said, const BuyerMarks& earlier) {
  std::vector<DuplicateSign> signs;
  const bool address_said =
      std::any_of(earlier.addresses.begin(), earlier.addresses.end(),
                  [&](const std::string& address) { return said.folded.find(address) != std::string::npos; });
  if (share(now.addresses, earlier.addresses))
    signs.push_back({8, "same address"});
  else if (address_said)
    signs.push_back({8, "its address in the text"});
  if (same_phone(now, earlier)) signs.push_back({5, "same telephone number"});
  compare_firms(now, said, earlier, signs);
  compare_names(now, said, earlier, signs);
  if (signs.empty() || signs.front().points < 8) {
    if (local_part_tells(now, earlier) || local_part_tells(earlier, now))
      signs.push_back({2, "a private address of that name"});
  }
  const bool any = !signs.empty();
  if (any && names_the_channel(earlier, said))
    signs.push_back({said.again ? 2.0 : 1.5, "says by which way it came first"});
  if (any && said.again) signs.push_back({1, "says that it is written again"});
  if (any && !now.country.empty() && !earlier.country.empty()) {
    if (now.country == earlier.country)
      signs.push_back({0.5, "same country"});
    else
      signs.push_back({-2, "another country"});
  }
  return signs;
}

}  // namespace tradewind::archiver
