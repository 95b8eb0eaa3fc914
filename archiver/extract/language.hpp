// Language of a text by CLD2. The only CLD2 include.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// ISO 639-1, both Chinese scripts "zh"; "" when there is too little to tell. Looks at the first few thousand bytes.
// Thread-safe.
[[nodiscard]] std::string detect_language(std::string_view text);

}  // namespace tradewind::archiver
