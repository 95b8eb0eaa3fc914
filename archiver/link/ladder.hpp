// The ladder: what a message is filed to. References, document numbers, contact address, company domain, signature -
// each rung only where the participants fit: wrong filing is worse than none.
#pragma once

#include <string>
#include <vector>

#include "archiver/classify/automatic.hpp"
#include "archiver/extract/catalogue.hpp"
#include "archiver/link/documents.hpp"
#include "archiver/link/relation.hpp"
#include "archiver/link/thread.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct LadderInput {
  crm::Direction direction = crm::Direction::inbound;
  crm::MessageKind kind = crm::MessageKind::unknown;
  const std::vector<Party>& counterparts;  // the author first
  const std::vector<DocumentFound>& documents;
  const ThreadFound& thread;
  const Automatic& automatic;
  std::string_view text;  // what the author wrote, signature included
  const Catalogue& catalogue;
  bool suspicious = false;  // a lookalike or the like: nothing of a real customer's is filed
};

struct LadderResult {
  std::vector<crm::RecordLink> links;
  std::vector<crm::Decision> decisions;
};

[[nodiscard]] LadderResult climb(const LadderInput& input, crm::Knowledge& knowledge);

}  // namespace tradewind::archiver
