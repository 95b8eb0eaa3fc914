// The same inquiry again: in another mailbox, through a platform, resent.
#pragma once

#include <optional>
#include <string>

#include "archiver/link/author.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct DuplicateFound {
  crm::RecordId lead = 0;
  std::optional<crm::RecordId> message;  // the inquiry of that lead
  double confidence = 0;
  std::string evidence;
};

// Compares a new inquiry with the leads of the last 60 days: who (address, telephone, firm, domain, name) and what
// (products, place).
[[nodiscard]] std::optional<DuplicateFound> find_duplicate(const crm::LeadDraft& draft, const crm::MailAddress& author,
                                                           EpochSeconds arrived_at, crm::Knowledge& knowledge);

}  // namespace tradewind::archiver
