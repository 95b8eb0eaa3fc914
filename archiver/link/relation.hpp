// Relation: whom an address belongs to, as far as the records say. Free-mail, platform and own domains never make a
// customer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archiver/extract/platform.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct Party {
  crm::MailAddress address;
  std::string domain;  // lower case
  std::string registrable;
  bool own = false;
  bool free_mail = false;
  bool platform = false;  // a platform's or relay's domain
  std::optional<crm::RecordId> customer, contact, supplier;
  std::string rule;  // how it was known: "contact-address", "company-domain", "supplier-address", "supplier-domain",
                     // "name-and-firm"
  double confidence = 0;
  std::string evidence;
  std::vector<std::string> alternatives;

  [[nodiscard]] bool known() const { return customer || supplier; }
};

// Two spellings of one person's name: "Hemi Walker" and "WALKER, Hemi". A single Latin word is no name to know by.
[[nodiscard]] bool same_person(std::string_view a, std::string_view b);

[[nodiscard]] Party resolve_party(const crm::MailAddress& address, crm::Knowledge& knowledge,
                                  const PlatformCatalogue& platforms);

// A stranger's address, but the signature may name a firm we know together with the name or telephone number of its
// contact: two of the three are needed. Changes `party` when that is so; else notes what was near. `text` is what he
// wrote, signature included.
void recognise_by_signature(Party& party, std::string_view text, crm::Knowledge& knowledge);

// The contact among a customer's whom a name or a telephone number in the text shows: for a person writing from another
// address.
[[nodiscard]] std::optional<crm::RecordId> contact_by_name(const crm::CustomerFacts& customer,
                                                           std::string_view display_name, std::string_view text,
                                                           std::string& evidence);

}  // namespace tradewind::archiver
