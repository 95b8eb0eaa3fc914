// The daily digests, by mail to each of our people.
#pragma once

#include <string>

#include "cli/context.hpp"
#include "crm_core/service/digest.hpp"
#include "crm_core/settings/settings.hpp"

namespace tradewind::cli {

// What one of our people reads in the morning. Not sanitised.
[[nodiscard]] std::string digest_text(crm::Store& store, const crm::Digest& digest);

// Sends each its own, to the first address of its user. One that is refused is told in `problems` and sent again by the
// next run; the others go on. Nothing happens unless nightly.digests is set.
[[nodiscard]] Result<int> mail_digests(crm::Store& store, const crm::Actor& actor, const Settings& settings,
                                       std::vector<std::string>& problems);

}  // namespace tradewind::cli
