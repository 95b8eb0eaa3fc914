// What an inquiry says, read from a message that a person calls one, whatever the kind model thinks of it.
#pragma once

#include "archiver/decide.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

// Reads the store, writes nothing. Throws database::DatabaseError only.
[[nodiscard]] crm::LeadDraft draft_lead(const ParsedMessage& message, crm::Knowledge& knowledge,
                                        const DecisionOptions& options = {});

}  // namespace tradewind::archiver
