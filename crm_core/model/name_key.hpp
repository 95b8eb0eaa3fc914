// Keys by which names, telephone numbers and addresses are compared: two spellings of one thing have one key.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::crm {

// A company name folded for the duplicate check: compatibility-normalised, case and diacritics folded, punctuation
// removed, legal forms at the end (and, where a language puts them there, at the beginning) removed: "Nordhaus Garten
// GmbH & Co. KG" -> "berger mobel", "ООО «Ромашка»" -> "ромашка", "青岛海风有限公司" -> "青岛海风". A name of
// nothing but a legal form keeps it. "" only for a name without letters and digits. At most 400 bytes of UTF-8; invalid
// UTF-8 is replaced.
[[nodiscard]] std::string name_key(std::string_view name);

// The last nine digits of a telephone number, so that national and international writing meet; "" if it has fewer than
// seven. A key finds candidates: numbers of two countries may share one.
[[nodiscard]] std::string phone_key(std::string_view phone);

// A mail address for comparing: ASCII letters lower case, blanks around it removed. (RFC 5321 §2.4 lets local parts
// differ by case; no mail provider in use does.)
[[nodiscard]] std::string address_key(std::string_view address);

}  // namespace tradewind::crm
