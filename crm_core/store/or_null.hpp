// Texts that are not known are NULL in the store and empty in the values.
#pragma once

#include <optional>
#include <string_view>

namespace tradewind::crm {

[[nodiscard]] inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace tradewind::crm
