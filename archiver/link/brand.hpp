// Brands whose names swindlers write under: parcel services, banks, clouds (link/data/brands.txt).
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// The brand that a sender shown as `shown` from `registrable` (a registrable domain, lower case) pretends to be: its
// name is shown or stands inside the domain, and the domain is not the brand's own. "" if none.
[[nodiscard]] std::string borrowed_brand(std::string_view shown, std::string_view registrable);

}  // namespace tradewind::archiver
