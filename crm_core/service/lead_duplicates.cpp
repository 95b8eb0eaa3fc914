#include "crm_core/service/lead_duplicates.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/duplicates.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"

namespace tradewind::crm {

namespace {

DuplicateQuestion question_of(const LeadDraft& draft) {
  DuplicateQuestion question;
  if (!draft.company.empty()) question.names.push_back(draft.company);
  if (!draft.phone.empty()) question.phones.push_back(draft.phone);
  if (draft.email.empty()) return question;
  const std::string address = address_key(draft.email);
  question.addresses.push_back(address);
  // A branch may write from a domain below the firm's.
  std::string domain = MailAddress{{}, address}.domain();
  for (auto dot = domain.find('.'); dot != std::string::npos; dot = domain.find('.')) {
    domain.erase(0, dot + 1);
    if (domain.find('.') != std::string::npos) question.domains.push_back(domain);
  }
  return question;
}

// The likeliest first. A name alone is no mark of a firm in another country.
Result<std::vector<Duplicate>> same_firms(Store& store, const Actor& actor, const LeadDraft& draft) {
  auto found = find_duplicates(store, actor, question_of(draft));
  if (!found || draft.country.empty()) return found;
  CustomerRepository customers(store.database());
  std::erase_if(*found, [&](const Duplicate& duplicate) {
    const bool only_name = std::all_of(duplicate.marks.begin(), duplicate.marks.end(), [](const DuplicateMark& mark) {
      return mark.what == "name" || mark.what == "similar name";
    });
    const auto customer = only_name ? customers.find(duplicate.customer) : std::nullopt;
    return customer && !customer->country.empty() && customer->country != draft.country;
  });
  return found;
}

// A telephone may be a whole firm's: it tells only who has no address.
Result<std::optional<LeadTwin>> known_lead(Store& store, const Actor& actor, const LeadDraft& draft) {
  const std::string address = address_key(draft.email), phone = phone_key(draft.phone);
  if (address.empty() && phone.empty()) return std::nullopt;
  LeadRepository leads(store.database());
  const auto found = leads.of_address_or_phone(address, phone);
  if (found.empty()) return std::nullopt;
  const auto lead = leads.find(found.front()).value();
  if (auto seen = check_seen(store.database(), actor, RecordType::lead, lead.id); !seen) return pass_on(seen);
  return LeadTwin{lead.id, 0,
                  fmt::format("{} {} ({})", address.empty() ? "phone" : "address",
                              address.empty() ? draft.phone : address, to_text(lead.status))};
}

}  // namespace

Result<std::optional<LeadTwin>> twin_of(Store& store, const Actor& actor, const LeadDraft& draft) {
  auto lead = known_lead(store, actor, draft);
  if (!lead || *lead) return lead;
  const auto found = same_firms(store, actor, draft);
  if (!found) return pass_on(found);
  if (found->empty() || found->front().score < same_firm) return std::nullopt;
  if (!found->front().taken.empty())
    return fail(Fault::forbidden, found->front().taken, "ask him or her, or a manager");
  return LeadTwin{0, found->front().customer, explained(found->front())};
}

Result<CustomerChoice> customer_of(Store& store, const Actor& actor, const LeadDraft& draft) {
  const auto found = same_firms(store, actor, draft);
  if (!found) return pass_on(found);
  if (found->empty()) return CustomerChoice{{}, "no customer has its address, domain, telephone or name"};
  const Duplicate& likeliest = found->front();
  if (likeliest.score < same_firm) {
    if (!likeliest.taken.empty()) return CustomerChoice{{}, "no customer counts as the same firm"};
    return CustomerChoice{{},
                          fmt::format("no customer counts as the same firm; the nearest is {}, {}", likeliest.customer,
                                      explained(likeliest))};
  }
  if (found->size() > 1 && (*found)[1].score == likeliest.score)
    return CustomerChoice{{},
                          fmt::format("customers {} and {} are equally likely, {}", likeliest.customer,
                                      (*found)[1].customer, explained(likeliest))};
  if (!likeliest.taken.empty()) return fail(Fault::forbidden, likeliest.taken, "ask him or her, or a manager");
  return CustomerChoice{likeliest.customer, explained(likeliest)};
}

}  // namespace tradewind::crm
