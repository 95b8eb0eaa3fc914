// What the history of a lead says, for people.
#pragma once

#include <string>

#include "crm_core/model/lead.hpp"

namespace tradewind::cli {

// The detail of an event; that of a conversion is JSON (service/conversion.hpp) and becomes "customer 3 (new),
// opportunity 1: ...".
[[nodiscard]] std::string event_text(const crm::LeadEvent& event);

}  // namespace tradewind::cli
