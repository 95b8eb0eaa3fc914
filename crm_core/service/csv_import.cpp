#include "crm_core/service/csv_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/duplicates.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/sheet_import.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr auto fields = std::to_array<std::string_view>({"name", "country", "level", "status", "website", "owner",
                                                         "domains", "aliases", "contact", "email", "phone", "title"});

class CustomerImport {
 public:
  CustomerImport(Store& store, const Actor& actor) : store_(store), actor_(actor), customers_(store.database()) {}

  // `values` are those of `fields`.
  Result<void> take(const std::vector<std::string>& values, const CustomTexts& custom, ImportOutcome& outcome) {
    outcome.name = values[0];
    Customer customer;
    customer.name = values[0];
    customer.country = values[1];
    customer.level = values[2];
    if (!values[3].empty()) customer.status = values[3];
    customer.website = values[4];
    if (!values[5].empty()) {
      const auto owner = UserRepository(store_.database()).find_by_login(values[5]);
      if (!owner)
        return fail(Fault::not_found, fmt::format("owner: there is no user \"{}\"", values[5].substr(0, 100)));
      customer.owner_id = owner->id;
    }
    customer.domains = split_cell(values[6]);
    customer.aliases = split_cell(values[7]);
    auto addresses = split_cell(values[9]);
    if (auto fine = tidy_addresses(addresses, "email"); !fine) return fine;
    if (const auto known = matching(customer, addresses, values[10], outcome.why)) {
      outcome.outcome = "matched";
      outcome.customer = *known;
    } else {
      const auto added = Records(store_, Records::For::import).add_customer(actor_, customer, custom);
      if (!added) return pass_on(added);
      outcome.outcome = "created";
      outcome.customer = *added;
    }
    return add_contact(values, std::move(addresses), outcome);
  }

 private:
  std::optional<RecordId> matching(const Customer& customer, const std::vector<std::string>& addresses,
                                   const std::string& phone, std::string& why) {
    DuplicateQuestion question{{customer.name}, customer.domains, addresses, {}, customer.website, {}};
    if (!phone.empty()) question.phones.push_back(phone);
    const auto found = find_duplicates(store_, actor_, question);
    if (!found || found->empty() || found->front().score < same_firm) return {};
    why = explained(found->front());
    return found->front().customer;
  }

  Result<void> add_contact(const std::vector<std::string>& values, std::vector<std::string> addresses,
                           ImportOutcome& outcome) {
    Contact contact;
    contact.customer_id = outcome.customer;
    contact.name = values[8];
    contact.addresses = std::move(addresses);
    contact.phone = values[10];
    contact.title = values[11];
    if (contact.name.empty() && contact.addresses.empty()) return {};
    for (const auto& address : contact.addresses)
      for (const auto& known : customers_.contacts_by_address(address))
        if (known.customer_id == outcome.customer) {  // he or she is there already
          outcome.contact = known.id;
          return {};
        }
    const auto added = Records(store_, Records::For::import).add_contact(actor_, contact);
    if (!added) return pass_on(added);
    outcome.contact = *added;
    return {};
  }

  Store& store_;
  const Actor& actor_;
  CustomerRepository customers_;
};

}  // namespace

Result<std::vector<ImportOutcome>> import_customers(Store& store, const Actor& actor, const std::vector<CsvRow>& rows,
                                                    const CsvOptions& options) {
  return take_sheet<CustomerImport>(store, actor, rows, options,
                                    {RecordType::customer, fields, std::span(fields).first(1)});
}

}  // namespace tradewind::crm
