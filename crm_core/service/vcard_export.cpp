#include "crm_core/service/vcard_export.hpp"

#include <fmt/format.h>

#include "crm_core/base/content_line.hpp"

namespace tradewind::crm {

void append_vcard(std::string& text, const Contact& contact, const Customer& customer, VCardVersion version) {
  const bool old = version == VCardVersion::v3;
  const auto add = [&](std::string_view property, std::string_view value) {
    if (!value.empty()) append_content_line(text, fmt::format("{}:{}", property, escaped_content(value)));
  };
  append_content_line(text, "BEGIN:VCARD");
  append_content_line(text, old ? "VERSION:3.0" : "VERSION:4.0");
  append_content_line(text, "PRODID:-//Tradewind//Contacts//EN");
  add("FN", contact.name);
  // RFC 2426 §3.1.2 wants its parts, and we do not know which word of a name is which.
  if (old) append_content_line(text, fmt::format("N:{};;;;", escaped_content(contact.name)));
  add("ORG", customer.name);
  add("TITLE", contact.title);
  for (const auto& address : contact.addresses) add(old ? "EMAIL;TYPE=INTERNET" : "EMAIL;TYPE=work", address);
  add(old ? "TEL;TYPE=WORK,VOICE" : "TEL;TYPE=\"work,voice\"", contact.phone);
  if (!customer.country.empty())
    append_content_line(text, old ? fmt::format("ADR;TYPE=WORK:;;;;;;{}", escaped_content(customer.country))
                                  : fmt::format("ADR;TYPE=work;CC={0}:;;;;;;{0}", escaped_content(customer.country)));
  // A URI is no text (RFC 6350 §4.2): nothing in it is escaped, and a line break has no place in it.
  if (customer.website.find_first_of("\r\n") == std::string::npos && !customer.website.empty())
    append_content_line(text, "URL;TYPE=work:" + customer.website);
  if (!old) add("LANG", contact.language);
  append_content_line(text, "END:VCARD");
}

}  // namespace tradewind::crm
