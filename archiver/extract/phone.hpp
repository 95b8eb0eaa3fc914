// Telephone numbers and their country by libphonenumber. The only libphonenumber include; its tables load at the first
// call (tens of milliseconds), so it is used for leads only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct PhoneFound {
  std::string text;     // as written
  std::string country;  // ISO 3166-1, "" if it cannot be told
  bool international = false;
  bool labelled = false;  // "Tel.", "โทร" stands before it
  std::size_t begin = 0, end = 0;
};

// Numbers in a signature or card, in order; `country` is the hint for national writing, "" for none. Not fax numbers,
// not registrations.
[[nodiscard]] std::vector<PhoneFound> find_phones(std::string_view text, std::string_view country);

}  // namespace tradewind::archiver
