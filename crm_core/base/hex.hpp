// Bytes as hexadecimal digits in lower case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tradewind {

[[nodiscard]] std::string to_hex(std::string_view bytes);
// Nothing for what to_hex() does not write.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

}  // namespace tradewind
