// The country of an address by the form of its postal code.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// ISO 3166-1 of the first postal code in these lines whose form only one country has: "Ames, IA 50010", "Hull HU3 2BB",
// "H3G 2B1", "D-80331", "3011 AB Rotterdam", "80010-000"; "" if there is none.
[[nodiscard]] std::string country_of_postal_code(std::string_view address);

}  // namespace tradewind::archiver
