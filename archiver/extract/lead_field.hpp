// The fields of a lead while it is read: what is said first stays, with the words it was read from.
#pragma once

#include <string>
#include <string_view>

#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

// Sets `field` of the lead, if it is empty and the value is not, and notes the source under `name`.
inline void set_field(crm::LeadDraft& lead, std::string& field, std::string_view name, std::string value,
                      std::string_view source) {
  if (!field.empty() || value.empty()) return;
  field = std::move(value);
  lead.sources.emplace_back(std::string(name), std::string(source.substr(0, 200)));
}

}  // namespace tradewind::archiver
