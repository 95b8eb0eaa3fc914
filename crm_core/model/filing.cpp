#include "crm_core/model/filing.hpp"

#include <algorithm>
#include <array>

namespace tradewind::crm {

namespace {
constexpr std::array<std::string_view, 8> record_type_names{"customer", "contact", "supplier",    "quotation",
                                                            "order",    "case",    "opportunity", "lead"};
}

std::string_view to_text(RecordType type) { return record_type_names[static_cast<std::size_t>(type)]; }

std::optional<RecordType> record_type_from_text(std::string_view text) {
  const auto found = std::find(record_type_names.begin(), record_type_names.end(), text);
  if (found == record_type_names.end()) return {};
  return static_cast<RecordType>(found - record_type_names.begin());
}

}  // namespace tradewind::crm
