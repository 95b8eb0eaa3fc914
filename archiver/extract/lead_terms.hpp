// Terms of a lead: incoterm, place, price and currency wanted.
#pragma once

#include <optional>
#include <string_view>

#include "archiver/extract/notice.hpp"
#include "archiver/extract/signature.hpp"
#include "archiver/link/author.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

void read_lead_terms(const Author& author, const std::optional<Notice>& notice, const Card& card, crm::LeadDraft& lead);

}  // namespace tradewind::archiver
