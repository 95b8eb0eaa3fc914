// A document named by the end of its number, as people who know which one is meant do: "case no. 31", "our order 0704".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

// What a text says of a document's number: the figures behind a word for such a document.
struct ShortNumber {
  crm::RecordType type = crm::RecordType::quotation;
  std::vector<std::string> groups;  // "26/0704": "26", "0704"
  bool marked = false;              // "no.", "#", "nr", "号" stands before them
};

// At most 20, of the first 6,000 bytes. Amounts ("order 5000 pieces") are left out as far as their shape shows it.
[[nodiscard]] std::vector<ShortNumber> find_short_numbers(std::string_view text);

// Of `documents`, all of customers who write or are written to, the one of this type whose number (or whose customer's
// own number) ends so; nullptr when none does or several do. One or two figures need a mark or a leading zero.
[[nodiscard]] const crm::DocumentFacts* named_by(const ShortNumber& said,
                                                 std::span<const crm::DocumentFacts> documents);

}  // namespace tradewind::archiver
