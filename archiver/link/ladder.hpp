// The ladder: what a message is filed to. References, document numbers, contact address, company domain, signature -
// each rung only where the participants fit: wrong filing is worse than none.
#pragma once

#include <string>
#include <vector>

#include "archiver/classify/automatic.hpp"
#include "archiver/extract/catalogue.hpp"
#include "archiver/link/numbers.hpp"
#include "archiver/link/relation.hpp"
#include "archiver/link/thread.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct DocumentFound {
  crm::DocumentFacts facts;
  NumberHit hit;
  std::string rule;  // "signed-id", "document-number", "customer-po", "short-number"
};

// The documents that signed ids of ours speak of: in In-Reply-To and References, and in the Message-ID of what we send.
[[nodiscard]] std::vector<DocumentFound> find_signed(const ParsedMessage& message, crm::Direction direction,
                                                     crm::Knowledge& knowledge);

// `found`: what signed ids gave, to which the rest is added. Looks the numbers up. With patterns only what matches them
// is asked for; words that could be numbers are tried where the firm has no pattern for a type, and as customers' order
// numbers: among those of the known customers first. `text` is what the author wrote, subject included: documents of
// these customers are found in it by the ends of their numbers too.
[[nodiscard]] std::vector<DocumentFound> find_documents(const std::vector<NumberHit>& hits,
                                                        const std::vector<NumberWord>& words, std::string_view text,
                                                        const NumberFinder& finder,
                                                        const std::vector<Party>& counterparts,
                                                        std::vector<DocumentFound> found, crm::Knowledge& knowledge);

struct LadderInput {
  crm::Direction direction = crm::Direction::inbound;
  crm::MessageKind kind = crm::MessageKind::unknown;
  const std::vector<Party>& counterparts;  // the author first
  const std::vector<DocumentFound>& documents;
  const ThreadFound& thread;
  const Automatic& automatic;
  std::string_view text;    // what the author wrote, signature included
  const Catalogue& catalogue;
  bool suspicious = false;  // a lookalike or the like: nothing of a real customer's is filed
};

struct LadderResult {
  std::vector<crm::RecordLink> links;
  std::vector<crm::Decision> decisions;
};

[[nodiscard]] LadderResult climb(const LadderInput& input, crm::Knowledge& knowledge);

}  // namespace tradewind::archiver
