// The part of a Filing that is no decision: envelope, attachments, preview, the text for the index.
#pragma once

#include "archiver/mime/parsed_message.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

[[nodiscard]] crm::Filing make_envelope(const ParsedMessage& message);

// What can be stored of a message that could not be decided.
[[nodiscard]] crm::Filing make_quarantined(const ParsedMessage& message, EpochSeconds internal_date,
                                           std::string reason);

}  // namespace tradewind::archiver
