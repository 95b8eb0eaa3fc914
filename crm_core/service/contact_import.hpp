// People from address books and spreadsheets, row by row: each finds his customer, or brings it along.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/service/import_report.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct ContactRow {
  std::int64_t line = 0;
  std::string name, title, phone, language;
  std::vector<std::string> addresses;
  // Of the firm; what is not known is empty.
  std::string company, website, country;
  std::string left_out;                    // what the file says and no record has a place for: ends up in the report
  std::string defect;                      // why it is refused unseen; else ""
  std::optional<CustomTexts> custom = {};  // nothing: the file knows no custom fields
};

// A contact is known again by an address, else by the name at the customer; what it lacks it gets from the row, what it
// has stays. The customer is the contact's, else the one that the duplicate check takes for the same firm, else a new
// one named by `company`, else by the domain of the address, which no free mail provider's can be.
[[nodiscard]] Result<std::vector<ImportOutcome>> import_contacts(Store& store, const Actor& actor,
                                                                 const std::vector<ContactRow>& rows,
                                                                 const ImportManner& manner);

}  // namespace tradewind::crm
