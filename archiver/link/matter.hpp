// What two inquiries ask for, and what speaks for their being about one matter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/link/buyer.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

// Of the inquiry that came now: all that its text says, as a list of products may have missed half of it.
class SaidMatter {
 public:
  SaidMatter(std::string_view subject, std::string_view text, const crm::LeadDraft& draft);

  struct Earlier {
    const std::vector<crm::LeadItem>& items;
    std::string_view port, target_price, subject, preview;
  };
  // Signs that it is the matter of the earlier inquiry; none where nothing is told. Nothing when it is another matter:
  // goods told on both sides, of which neither names nor amounts agree.
  [[nodiscard]] std::optional<std::vector<DuplicateSign>> compare(const Earlier& earlier) const;
  // The quantities of the earlier one that are said now.
  [[nodiscard]] std::size_t equal_quantities(const std::vector<crm::LeadItem>& earlier) const;

 private:
  [[nodiscard]] bool says_amount(std::string_view quantity) const;
  [[nodiscard]] double share_of_goods(const std::vector<crm::LeadItem>& earlier) const;
  [[nodiscard]] double share_of_text(std::string_view preview) const;
  void compare_amounts(const Earlier& earlier, std::vector<DuplicateSign>& signs) const;

  const crm::LeadDraft& draft_;
  std::string folded_;
  std::string subject_key_;
  std::vector<std::string> words_;       // sorted; of scripts without blanks pairs of characters
  std::vector<std::string> amounts_;     // digits only
  std::vector<std::uint32_t> shingles_;  // sorted hashes of each run of some letters
};

}  // namespace tradewind::archiver
