// The forms of address that stand round a person's name in many countries.
#pragma once

#include <string_view>

namespace tradewind::archiver {

// "Ing. Rodrigo Fuentes", "Mme Benali", "Dr Hannah Webb BDS", "박서준 드림" -> the name alone; the whole where nothing
// would be left.
[[nodiscard]] std::string_view without_title(std::string_view name);

}  // namespace tradewind::archiver
