// Texts as conditions compare them.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::crm::rules {

// Case and width folded (Unicode NFKC_Casefold); bytes that are no UTF-8 are U+FFFD.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace tradewind::crm::rules
