// The same inquiry again: in another mailbox, through a platform, resent, by another address of the buyer.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "archiver/link/author.hpp"
#include "archiver/link/buyer.hpp"
#include "archiver/link/matter.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct DuplicateFound {
  crm::RecordId lead = 0;
  std::optional<crm::RecordId> message;  // the inquiry of that lead
  double confidence = 0;
  std::string evidence;   // "score 11.5: same name (+3), equal amounts 6000 (+1.5), ..."
  bool restated = false;  // the goods or amounts are said again, not only the buyer is the same
};

// Compares a new inquiry with the leads of the 60 days before it. Many weak signs of who (address, telephone, firm,
// domain, name, what the text says of the first mail) and of what (amounts, goods, place, price, text) make one score;
// a buyer who asks for other goods is no duplicate. Keeps the marks of the leads it has read, so that each of hundreds
// costs a comparison only. One a thread.
class DuplicateFinder {
 public:
  // `author`: of the inquiry, with what he wrote. `message`: of the inquiry, if it is filed already; its own lead is no
  // duplicate.
  [[nodiscard]] std::optional<DuplicateFound> find(const crm::LeadDraft& draft, const Author& author,
                                                   EpochSeconds arrived_at, std::optional<crm::RecordId> message,
                                                   crm::Knowledge& knowledge);

 private:
  struct Known {
    std::int64_t version = 0;
    EpochSeconds arrived_at = 0;  // an id whose batch was rolled back is given again
    BuyerMarks marks;
  };
  const BuyerMarks& marks_of(const crm::LeadMark& lead, crm::Knowledge& knowledge);

  std::unordered_map<crm::RecordId, Known> known_;
};

}  // namespace tradewind::archiver
