#include "crm_core/service/contact_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/conversion.hpp"
#include "crm_core/service/csv_import.hpp"
#include "crm_core/service/custom_columns.hpp"
#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/duplicates.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/customer_repository.hpp"

namespace tradewind::crm {

namespace {

struct Firm {
  RecordId id = 0;
  std::string why;  // "" of a new one
};

class ContactImport {
 public:
  ContactImport(Store& store, const Actor& actor) : store_(store), actor_(actor), customers_(store.database()) {}

  Result<void> take(ContactRow row, ImportOutcome& outcome) {
    outcome.name = row.name;
    if (!row.defect.empty()) return fail(Fault::invalid, row.defect);
    if (auto fine = tidy_addresses(row.addresses, "email"); !fine) return fine;
    if (auto fine = tidy_country(row.country); !fine) return fine;
    if (row.name.empty() && !row.addresses.empty()) outcome.name = row.name = row.addresses.front();
    if (auto fine = check_given(row.name, "name"); !fine) return fine;
    auto known = known_by_address(row, outcome.why);
    if (!known) return pass_on(known);
    if (*known) return complete(**known, row, outcome);
    const auto firm = firm_of(row);
    if (!firm) return pass_on(firm);
    outcome.customer = firm->id;
    outcome.why = firm->why;
    if (!firm->why.empty())
      if (const auto namesake = known_by_name(row, firm->id)) {
        outcome.why = fmt::format("the name {} at this customer", namesake->name);
        return complete(*namesake, row, outcome);
      }
    return add(row, outcome);
  }

 private:
  Result<std::optional<Contact>> known_by_address(const ContactRow& row, std::string& why) {
    std::optional<Contact> known;
    for (const auto& address : row.addresses)
      for (const auto& contact : customers_.contacts_by_address(address)) {
        if (contact.removed_at) continue;
        if (known && known->id != contact.id)
          return fail(Fault::conflict, fmt::format("email: the addresses are those of the contacts {} and {}",
                                                   std::min(known->id, contact.id), std::max(known->id, contact.id)));
        if (auto seen = check_seen(store_.database(), actor_, RecordType::contact, contact.id); !seen)
          return pass_on(seen);
        if (!known) why = fmt::format("address {}", address);
        known = contact;
      }
    return known;
  }

  std::optional<Contact> known_by_name(const ContactRow& row, RecordId customer) {
    const std::string key = name_key(row.name);
    for (auto& contact : customers_.contacts_of(customer))
      if (contact.name == row.name || (!key.empty() && name_key(contact.name) == key)) return std::move(contact);
    return {};
  }

  // A contact that is there gets what it lacks.
  Result<void> complete(const Contact& before, const ContactRow& row, ImportOutcome& outcome) {
    Contact contact = before;
    std::string added;
    const auto fill = [&](std::string& field, const std::string& value, std::string_view name) {
      if (!field.empty() || value.empty()) return;
      field = value;
      added += fmt::format("{}{}", added.empty() ? "" : ", ", name);
    };
    fill(contact.title, row.title, "title");
    fill(contact.phone, row.phone, "phone");
    fill(contact.language, row.language, "language");
    for (const auto& address : row.addresses)
      if (std::find(contact.addresses.begin(), contact.addresses.end(), address) == contact.addresses.end()) {
        contact.addresses.push_back(address);
        added += fmt::format("{}address {}", added.empty() ? "" : ", ", address);
      }
    const CustomTexts custom = missing(before.id, row, added);
    if (contact != before || !custom.empty())
      if (auto changed = Records(store_).change_contact(actor_, contact, custom); !changed) return changed;
    outcome.outcome = "matched";
    outcome.customer = contact.customer_id;
    outcome.contact = contact.id;
    if (!added.empty()) outcome.why += fmt::format("; gets {}", added);
    say_left_out(row, outcome);
    return {};
  }

  // What the row says of custom fields that are empty.
  CustomTexts missing(RecordId contact, const ContactRow& row, std::string& added) {
    CustomTexts texts = row.custom.value_or(CustomTexts());
    if (texts.empty()) return texts;
    const auto view = custom_view(store_.database(), actor_, RecordType::contact, std::span(&contact, 1));
    std::erase_if(texts, [&](const auto& text) {
      const auto field = find_field(view.fields, RecordType::contact, text.first);
      return field && !view.written(contact, **field).empty();
    });
    for (const auto& [name, text] : texts) added += fmt::format("{}{}", added.empty() ? "" : ", ", name);
    return texts;
  }

  Result<void> add(const ContactRow& row, ImportOutcome& outcome) {
    Contact contact;
    contact.customer_id = outcome.customer;
    contact.name = row.name;
    contact.title = row.title;
    contact.phone = row.phone;
    contact.language = row.language;
    contact.addresses = row.addresses;
    const auto added = Records(store_).add_contact(actor_, contact, row.custom);
    if (!added) return pass_on(added);
    outcome.outcome = "created";
    outcome.contact = *added;
    outcome.why = outcome.why.empty() ? "with a new customer" : fmt::format("customer by {}", outcome.why);
    say_left_out(row, outcome);
    return {};
  }

  // The customer that is the same firm, or a new one.
  Result<Firm> firm_of(const ContactRow& row) {
    DuplicateQuestion question{{}, {}, row.addresses, {}, row.website, {}};
    if (!row.company.empty()) question.names.push_back(row.company);
    if (!row.phone.empty()) question.phones.push_back(row.phone);
    const auto found = find_duplicates(store_, actor_, question);
    if (!found) return pass_on(found);
    if (!found->empty() && found->front().score >= same_firm) {
      if (!found->front().taken.empty()) return fail(Fault::forbidden, found->front().taken);
      return Firm{found->front().customer, explained(found->front())};
    }
    Customer customer;
    for (const auto& address : row.addresses)
      if (std::string domain = address.substr(address.rfind('@') + 1); !is_free_mail_domain(domain))
        customer.domains.push_back(std::move(domain));
    customer.name = row.company;
    if (customer.name.empty() && !customer.domains.empty()) customer.name = customer.domains.front();
    if (customer.name.empty())
      return fail(Fault::invalid, "company: no firm is named, and no address has a domain of its own");
    customer.website = row.website;
    customer.country = row.country;
    const auto added = Records(store_).add_customer(actor_, customer);
    if (!added) return pass_on(added);
    return Firm{*added, ""};
  }

  static void say_left_out(const ContactRow& row, ImportOutcome& outcome) {
    if (!row.left_out.empty()) outcome.why += fmt::format("; left out: {}", row.left_out);
  }

  Store& store_;
  const Actor& actor_;
  CustomerRepository customers_;
};

}  // namespace

Result<std::vector<ImportOutcome>> import_contacts(Store& store, const Actor& actor,
                                                   const std::vector<ContactRow>& rows, const ImportManner& manner) {
  if (auto allowed = require(actor, Act::import_records); !allowed) return pass_on(allowed);
  ContactImport import(store, actor);
  return take_rows(store, rows, manner,
                   [&](const ContactRow& row, ImportOutcome& outcome) { return import.take(row, outcome); });
}

Result<std::vector<ImportOutcome>> import_contacts(Store& store, const Actor& actor, const std::vector<CsvRow>& rows,
                                                   const CsvOptions& options) {
  static constexpr auto fields =
      std::to_array<std::string_view>({"name", "email", "phone", "title", "language", "company", "website", "country"});
  const CustomColumns custom(store.database(), actor, RecordType::contact, fields);
  const auto columns = NamedColumns::read(rows, custom.fields(), std::span(fields).first(2), options.columns);
  if (!columns) return pass_on(columns);
  std::vector<ContactRow> contacts;
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    ContactRow contact;
    contact.line = row->line;
    if (auto values = columns->values(*row)) {
      contact.name = std::move((*values)[0]);
      contact.addresses = split_cell((*values)[1]);
      contact.phone = std::move((*values)[2]);
      contact.title = std::move((*values)[3]);
      contact.language = std::move((*values)[4]);
      contact.company = std::move((*values)[5]);
      contact.website = std::move((*values)[6]);
      contact.country = std::move((*values)[7]);
      contact.custom = custom.texts(*values);
    } else {
      contact.defect = values.error().message;
    }
    contacts.push_back(std::move(contact));
  }
  return import_contacts(store, actor, contacts, options.manner);
}

}  // namespace tradewind::crm
