// A firm that the running text names by its legal form: "our web shop (Otto Haus Kft., Vienna)", "ООО «Заря», Казань".
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// The first such name outside of the lines that greet somebody; "" if there is none. Looks at the first few thousand
// bytes.
[[nodiscard]] std::string firm_in_text(std::string_view text);

}  // namespace tradewind::archiver
