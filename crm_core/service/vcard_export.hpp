// Contacts as vCards, for address books and telephones.
#pragma once

#include <string>

#include "crm_core/model/records.hpp"

namespace tradewind::crm {

enum class VCardVersion { v3, v4 };  // RFC 2426, RFC 6350

// One card: name, firm, title, addresses, telephone, language (4.0 only), and of the
// firm its country and website.
void append_vcard(std::string& text, const Contact& contact, const Customer& customer, VCardVersion version);

}  // namespace tradewind::crm
