// Who inquires, in the form in which two inquiries are compared, and what speaks for their being one buyer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// One thing that speaks for or against two inquiries being one. Points add up like the logarithm of odds.
struct DuplicateSign {
  double points = 0;
  std::string what;  // for people
};

struct BuyerFacts {
  std::string_view email, author, phone, country, company, person, platform;
};

struct BuyerMarks {
  std::vector<std::string> addresses;  // address_key() of the e-mail given and of the author
  std::vector<std::string> providers;  // "gmail": of those of them that are free mail
  std::vector<std::string> local;      // their local parts, letters and digits only
  std::string phone, country, platform;
  std::string company;               // name_key()
  std::string squeezed;              // letters and digits only of name_key()
  std::string squeezed_long;         // of the company as written
  std::string domain, label;         // registrable, "" when it is free mail or a platform's; the name in it, squeezed
  std::vector<std::string> person;   // the words of the name, sorted
  std::vector<std::string> sounded;  // consonants of each in Latin letters, sorted; {} when one has none

  [[nodiscard]] bool empty() const { return addresses.empty() && phone.empty() && company.empty() && person.empty(); }
};

[[nodiscard]] BuyerMarks make_marks(const BuyerFacts& facts);

// What the later inquiry's text says of the earlier one.
struct SaidOfEarlier {
  explicit SaidOfEarlier(std::string_view text);
  std::string folded;              // the beginning of the text
  std::string squeezed;            // letters and digits of it
  std::vector<std::string> words;  // sorted
  bool again = false;              // "I wrote to you last week", "再送", "повторно"
};

// Signs that the buyer who writes now is the one of the earlier inquiry.
[[nodiscard]] std::vector<DuplicateSign> same_buyer(const BuyerMarks& now, const SaidOfEarlier& said,
                                                    const BuyerMarks& earlier);

}  // namespace tradewind::archiver
