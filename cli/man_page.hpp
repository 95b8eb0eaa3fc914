// The manual page crm(1), made from the table.
#pragma once

#include <string>

namespace tradewind::cli {

// man(7) macros; UTF-8, as man-db and groff -K utf8 take it.
[[nodiscard]] std::string man_page();

}  // namespace tradewind::cli
