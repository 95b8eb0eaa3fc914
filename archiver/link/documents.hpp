// The quotations, orders and cases that a message speaks of: by signed ids, by their numbers, by customers' own
// numbers. Whether it is filed to them is the ladder's to say (ladder.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archiver/link/numbers.hpp"
#include "archiver/link/relation.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

// Where a signed id stood.
constexpr std::string_view own_id_place = "Message-ID", answered_id_place = "In-Reply-To";

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

}  // namespace tradewind::archiver
