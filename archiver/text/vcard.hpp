// Business cards as address books and telephones write them: vCard 4.0 (RFC 6350), 3.0 (RFC 2426) and, as far as it is
// still met, 2.1 with quoted-printable values in charsets of their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::archiver {

// Of each property the first, or the one that is marked as preferred. One line each, without blanks around, but `note`.
struct VCard {
  std::int64_t line = 0;     // in which it begins, the first being 1
  std::string name;          // FN, else put together of N
  std::string organisation;  // ORG without its units
  std::string title;
  std::string language;  // LANG: "de" of "de-AT"
  std::string country;   // of ADR, as it is written there, or its CC parameter (RFC 8605)
  std::string website;   // URL, but none that is marked as that of a home
  std::string note;
  bool has_street = false;             // ADR says more than a country
  std::vector<std::string> addresses;  // EMAIL, the preferred one first
  std::vector<std::string> phones;     // TEL, likewise; no fax
  std::string defect;                  // why nothing can be made of it; else ""
};

// The cards of a file, in their order; lines of no card are passed over. A card that breaks a limit (64 KiB a line that
// is read, 1,000 bytes a field, 50 addresses, 50 telephones) or has no end says so in `defect`. Fault::invalid when
// there is no card at all. No recursion; takes time and memory in proportion to the file.
[[nodiscard]] Result<std::vector<VCard>> parse_vcards(std::string_view bytes);

}  // namespace tradewind::archiver
