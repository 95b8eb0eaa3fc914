// Document numbers in a text: the firm's own by their patterns, and words that may be a customer's order number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/records.hpp"

namespace tradewind::archiver {

struct NumberHit {
  crm::RecordType type = crm::RecordType::quotation;
  std::string number;  // in the pattern's own spelling, as the store has it
  std::string where;   // "subject", "text", "quoted text", "attachment name"
};

// Finds numbers by pattern: '#' is a digit; separators may be missing, doubled or another one ("SFQ 26/0311" for
// "SFQ26-0311"); letters in any case. A number inside a longer word or number is none. One pass over the text for all
// patterns.
class NumberFinder {
 public:
  explicit NumberFinder(std::vector<crm::NumberPattern> patterns) : patterns_(std::move(patterns)) {}
  // Adds what `text` has that `hits` has not yet.
  void find(std::string_view text, std::string_view where, std::vector<NumberHit>& hits) const;
  [[nodiscard]] bool has(crm::RecordType type) const;

 private:
  std::vector<crm::NumberPattern> patterns_;
};

struct NumberWord {
  std::string word;  // upper case (ASCII)
  std::string where;
};
// Words that could be a document number of anybody: four characters or more, three digits or more, of letters (of
// any script with blanks between its words), digits and "-/._#"; three digits do with capitals and a blank before them.
// Dates, times, phone numbers and amounts are left out as far as their shape shows it. At most `most` in all.
void find_number_words(std::string_view text, std::string_view where, std::size_t most, std::vector<NumberWord>& words);

}  // namespace tradewind::archiver
