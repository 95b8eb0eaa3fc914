// The same inquiry again: in another mailbox, through a platform, resent.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "archiver/link/author.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct DuplicateFound {
  crm::RecordId lead = 0;
  std::optional<crm::RecordId> message;  // the inquiry of that lead
  double confidence = 0;
  std::string evidence;
};

// What tells a buyer apart, in the form in which it is compared.
struct BuyerMarks {
  std::vector<std::string> addresses;  // address_key() of the e-mail given and of the author
  std::string phone, country;
  std::string company;                          // name_key()
  std::string squeezed_company, squeezed_name;  // letters and digits only: of the company as written, of its name_key()
  std::string domain;                           // registrable, of the author; "" when it is free mail
  std::vector<std::string> person;              // the words of the name, sorted
};

// Compares a new inquiry with the leads of the 60 days before it: who (address, telephone, firm, domain, name) and what
// (products, place). Keeps the marks of the leads it has read, so that each of hundreds costs a comparison only. One a
// thread.
class DuplicateFinder {
 public:
  // `text`: the buyer's words. `message`: of the inquiry, if it is filed already; its own lead is no duplicate.
  [[nodiscard]] std::optional<DuplicateFound> find(const crm::LeadDraft& draft, const crm::MailAddress& author,
                                                   std::string_view text, EpochSeconds arrived_at,
                                                   std::optional<crm::RecordId> message, crm::Knowledge& knowledge);

 private:
  struct Known {
    std::int64_t version = 0;
    EpochSeconds arrived_at = 0;  // an id whose batch was rolled back is given again
    BuyerMarks marks;
  };
  const BuyerMarks& marks_of(const crm::LeadMark& lead, crm::Knowledge& knowledge);

  std::unordered_map<crm::RecordId, Known> known_;
};

}  // namespace tradewind::archiver
