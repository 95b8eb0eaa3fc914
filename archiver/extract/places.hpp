// Incoterms, ports and countries named in a text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct TermFound {
  std::string code;  // Incoterms 2020
  std::size_t begin = 0, end = 0;
};
// All in the text, in order. Short codes only in a context of their own: "cif" as a word, never within another.
[[nodiscard]] std::vector<TermFound> find_incoterms(std::string_view text);

struct PlaceFound {
  std::string text;     // as written
  std::string country;  // ISO 3166-1 alpha-2
  std::size_t begin = 0, end = 0;
};
[[nodiscard]] std::vector<PlaceFound> find_ports(std::string_view text);

// The place named with an incoterm ("CIF Apapa port", "DAP Linz inkl. ...") or before it ("FOB价..."), known port or
// not; nothing if none is.
[[nodiscard]] std::optional<PlaceFound> place_of_term(std::string_view text, const TermFound& term);

// The place behind words of delivery that no table of ports knows: "delivered to Leeuwarden"; capitalised words only.
[[nodiscard]] std::optional<PlaceFound> place_of_delivery(std::string_view text);

// Countries named, in order, each once. Names in some thirty languages (Unicode CLDR by ICU) and the short forms of
// data/countries.txt. The first call makes the table (some 30 ms).
[[nodiscard]] std::vector<PlaceFound> find_countries(std::string_view text);

}  // namespace tradewind::archiver
