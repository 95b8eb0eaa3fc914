// The lead that an inquiry makes: its fields, each with the text it was read from, and a score.
#pragma once

#include <optional>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/notice.hpp"
#include "archiver/link/author.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

// `home_country`: ours, never taken for the buyer's without evidence. `language`: of the author's text, as
// detect_language() gave it.
[[nodiscard]] crm::LeadDraft read_lead(const Author& author, const std::optional<Notice>& notice,
                                       const PlatformCatalogue& platforms, const Catalogue& catalogue,
                                       std::string_view home_country, std::string_view language);

}  // namespace tradewind::archiver
