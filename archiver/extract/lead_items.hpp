// The product lines of a lead: what the letter counts, what it names without a number, what a notice's fields say.
#pragma once

#include <optional>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/notice.hpp"
#include "archiver/extract/signature.hpp"
#include "archiver/link/author.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

void read_lead_items(const Author& author, const std::optional<Notice>& notice, const Card& card,
                     const Catalogue& catalogue, crm::LeadDraft& lead);

}  // namespace tradewind::archiver
