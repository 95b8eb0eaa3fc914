#include "crm_core/service/conversion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/custom_carry.hpp"
#include "crm_core/service/lead_duplicates.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view rule = "conversion";
constexpr int most_messages = 10'000;  // of one lead that go along

std::string first_given(std::initializer_list<std::string_view> texts) {
  for (const auto text : texts)
    if (!text.empty()) return std::string(text);
  return {};
}

// The domain that stands for the buyer's firm; "" for a free-mail or relay address.
std::string firm_domain(const std::string& email) {
  const std::string domain = MailAddress{{}, address_key(email)}.domain();
  return domain.empty() || is_free_mail_domain(domain) ? std::string() : domain;
}

class Converter {
 public:
  Converter(database::Database& database, const Actor& actor)
      : database_(database),
        actor_(actor),
        customers_(database),
        deals_(database),
        leads_(database),
        messages_(database) {}

  // Without a customer one is made.
  Conversion convert(Lead lead, const CustomerChoice& choice) {
    const std::string before = to_json(lead);
    Conversion made;
    made.lead_id = lead.id;
    made.why = choice.why;
    if (choice.customer)
      made.customer_id = *choice.customer;
    else
      make_customer(lead, made);
    find_contact(lead, made);
    make_opportunity(lead, made);
    take_mail_along(lead, made);
    lead.status = LeadStatus::converted;
    lead.customer_id = made.customer_id;
    lead.contact_id = made.contact_id;
    lead.opportunity_id = made.opportunity_id;
    leads_.update(lead);
    const nlohmann::ordered_json detail{
        {"customer", made.customer_id},
        {"customer_made", made.customer_made},
        {"contact", made.contact_id ? nlohmann::ordered_json(*made.contact_id) : nullptr},
        {"contact_made", made.contact_made},
        {"opportunity", made.opportunity_id},
        {"why", made.why}};
    leads_.add_event({0, lead.id, now(), actor_.name, "converted",
                      detail.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)});
    AuditLog(database_).write(actor_, "lead", lead.id, "converted", before, to_json(lead));
    bump_records_version(database_);
    return made;
  }

 private:
  void make_customer(const Lead& lead, Conversion& made) {
    const auto& draft = lead.draft;
    Customer customer;
    customer.name = first_given({draft.company, draft.contact_name, draft.email, fmt::format("Lead {}", lead.id)});
    customer.country = draft.country.size() == 2 ? draft.country : std::string();
    customer.owner_id = lead.owner_id;
    if (const std::string domain = firm_domain(draft.email); !domain.empty()) customer.domains = {domain};
    made.customer_id = customers_.insert(customer);
    made.customer_made = true;
    const CustomEdit custom = custom_of_conversion(database_, actor_, lead.id, RecordType::customer);
    custom.write(database_, made.customer_id);
    AuditLog(database_).write(actor_, "customer", made.customer_id, "created", "", custom.after(to_json(customer)));
  }

  void find_contact(const Lead& lead, Conversion& made) {
    const auto& draft = lead.draft;
    for (const auto& contact : customers_.contacts_by_address(draft.email))
      if (contact.customer_id == made.customer_id) return made.contact_id = contact.id, void();
    if (draft.email.empty() && draft.contact_name.empty() && draft.phone.empty()) return;
    Contact contact;
    contact.customer_id = made.customer_id;
    contact.name = first_given({draft.contact_name, draft.email, draft.phone});
    contact.phone = draft.phone;
    contact.language = draft.language;
    if (!draft.email.empty()) contact.addresses = {address_key(draft.email)};
    made.contact_id = customers_.insert_contact(contact);
    made.contact_made = true;
    const CustomEdit custom = custom_of_conversion(database_, actor_, lead.id, RecordType::contact);
    custom.write(database_, *made.contact_id);
    AuditLog(database_).write(actor_, "contact", *made.contact_id, "created", "", custom.after(to_json(contact)));
  }

  void make_opportunity(const Lead& lead, Conversion& made) {
    std::string products;
    for (const auto& item : lead.draft.items)
      if (products.size() < 80) products += (products.empty() ? "" : ", ") + item.product;
    std::string subject;
    if (products.empty() && lead.message_id)
      if (const auto inquiry = messages_.find(*lead.message_id)) subject = inquiry->subject;
    Opportunity opportunity;
    opportunity.name = first_given({products, subject, fmt::format("Inquiry of lead {}", lead.id)});
    opportunity.customer_id = made.customer_id;
    opportunity.contact_id = made.contact_id;
    opportunity.owner_id = lead.owner_id;
    opportunity.stage = deals_.first_stage();
    if (leads_.has_document(lead.id, RecordType::quotation, lead.arrived_at) ||
        leads_.has_document(lead.id, RecordType::order, lead.arrived_at))
      for (const auto& stage : deals_.stages())  // where the firm still calls it so
        if (stage.name == "quotation" && stage.outcome == "open") opportunity.stage = stage.name;
    made.opportunity_id = deals_.insert(opportunity);
    deals_.add_step({made.opportunity_id, now(), actor_.name, opportunity.stage, fmt::format("lead {}", lead.id)});
    const CustomEdit custom = custom_of_conversion(database_, actor_, lead.id, RecordType::opportunity);
    custom.write(database_, made.opportunity_id);
    AuditLog(database_).write(actor_, "opportunity", made.opportunity_id, "created", "",
                              custom.after(to_json(opportunity)));
  }

  void take_mail_along(const Lead& lead, const Conversion& made) {
    auto mails = messages_.of_record(RecordType::lead, lead.id, most_messages, 0);
    for (const RecordId thread : leads_.threads_of(lead.id))
      for (auto& mail : messages_.of_thread(thread, most_messages)) mails.push_back(std::move(mail));
    const std::string evidence = fmt::format("mail of lead {}", lead.id);
    for (const auto& mail : mails) {
      messages_.write_link(mail.id, {RecordType::opportunity, made.opportunity_id, std::string(rule), 1, evidence},
                           actor_.name, now());
      file_unless_filed(mail.id, {RecordType::customer, made.customer_id, std::string(rule), 1, evidence});
      if (made.contact_id && address_key(mail.author.address) == address_key(lead.draft.email))
        file_unless_filed(mail.id, {RecordType::contact, *made.contact_id, std::string(rule), 1, evidence});
    }
  }

  // What a decision on the mail found is kept with its own evidence; another customer's mail is not taken away.
  void file_unless_filed(RecordId mail, const RecordLink& link) {
    for (const auto& filed : messages_.links_of(mail))
      if (filed.link.type == link.type) return;
    messages_.write_link(mail, link, actor_.name, now());
  }

  database::Database& database_;
  const Actor& actor_;
  CustomerRepository customers_;
  OpportunityRepository deals_;
  LeadRepository leads_;
  MessageRepository messages_;
};

Result<CustomerChoice> chosen_customer(Store& store, const Actor& actor, const LeadDraft& draft,
                                       const ConversionWish& wish) {
  if (wish.into) {
    if (auto present = check_present(store.database(), actor, RecordType::customer, *wish.into); !present)
      return pass_on(present);
    return CustomerChoice{wish.into, "chosen by hand"};
  }
  auto choice = customer_of(store, actor, draft);
  if (choice && wish.anyway && choice->customer)
    return CustomerChoice{
        {}, fmt::format("one of its own by hand, though customer {} is there, {}", *choice->customer, choice->why)};
  return choice;
}

}  // namespace

Result<Conversion> convert_lead(Store& store, const Actor& actor, RecordId id, const ConversionWish& wish) {
  if (auto allowed = require(actor, Act::convert_leads); !allowed) return pass_on(allowed);
  auto& database = store.database();
  database::Transaction transaction(database);
  auto lead = LeadRepository(database).find(id);
  if (!lead) return fail(Fault::not_found, fmt::format("no lead {}", id), "see: crm lead list");
  if (lead->status == LeadStatus::converted)
    return Conversion{id,
                      lead->customer_id.value_or(0),
                      lead->contact_id,
                      lead->opportunity_id.value_or(0),
                      false,
                      false,
                      true,
                      "converted before"};
  if (lead->status == LeadStatus::merged || lead->status == LeadStatus::disqualified)
    return fail(Fault::conflict, fmt::format("lead {} is {}", id, to_text(lead->status)),
                lead->merged_into ? fmt::format("convert lead {}", *lead->merged_into) : "qualify it first");
  if (lead->status != LeadStatus::qualified && !wish.force)
    return fail(Fault::conflict, fmt::format("lead {} is not qualified yet", id),
                fmt::format("crm lead qualify {0}, or: crm lead convert {0} --force", id));
  if (auto present = check_present(database, actor, RecordType::lead, id); !present) return pass_on(present);
  const auto choice = chosen_customer(store, actor, lead->draft, wish);
  if (!choice) return pass_on(choice);
  const Conversion made = Converter(database, actor).convert(*std::move(lead), *choice);
  transaction.commit();
  return made;
}

Result<void> undo_conversion(Store& store, const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::convert_leads); !allowed) return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  LeadRepository leads(database);
  auto lead = leads.find(id);
  if (!lead) return fail(Fault::not_found, fmt::format("no lead {}", id), "see: crm lead list");
  if (auto seen = check_seen(database, actor, RecordType::lead, id); !seen) return seen;
  if (lead->status != LeadStatus::converted) return fail(Fault::conflict, fmt::format("lead {} is not converted", id));
  const std::string before = to_json(*lead);
  nlohmann::json detail;
  for (const auto& event : leads.history(id))
    if (event.event == "converted") detail = nlohmann::json::parse(event.detail, nullptr, false);
  const auto was_made = [&](const char* name) { return detail.is_object() && detail.value(name, false); };
  const RecordId customer = lead->customer_id.value_or(0), contact = lead->contact_id.value_or(0),
                 opportunity = lead->opportunity_id.value_or(0);

  MessageRepository messages(database);
  for (const auto& mail : messages.of_record(RecordType::opportunity, opportunity, most_messages, 0)) {
    messages.remove_link(mail.id, RecordType::opportunity, opportunity, rule);
    messages.remove_link(mail.id, RecordType::customer, customer, rule);
    messages.remove_link(mail.id, RecordType::contact, contact, rule);
  }
  lead->status = LeadStatus::qualified;
  lead->customer_id = lead->contact_id = lead->opportunity_id = {};
  leads.update(*lead);

  // In this order, since each refers to the next.
  CustomerRepository customers(database);
  OpportunityRepository deals(database);
  AuditLog audit(database);
  std::string kept;
  const auto remove = [&](std::string_view what, RecordId record, const std::string& was, bool referred, auto&& act) {
    if (referred) {
      kept += fmt::format("{}{} {} stays, since something else refers to it", kept.empty() ? "" : "; ", what, record);
      return;
    }
    act();
    CustomValueRepository(database).remove_record(*record_type_from_text(what), record);
    audit.write(actor, what, record, "removed", was, "");
  };
  if (const auto deal = deals.find(opportunity))
    remove("opportunity", opportunity, to_json(*deal),
           deal->version != 1 || !messages.of_record(RecordType::opportunity, opportunity, 1, 0).empty(),
           [&] { deals.remove(opportunity); });
  if (const auto person = customers.find_contact(contact); person && was_made("contact_made"))
    remove("contact", contact, to_json(*person), person->version != 1 || customers.is_contact_referred_to(contact),
           [&] { customers.remove_contact(contact); });
  if (const auto firm = customers.find(customer); firm && was_made("customer_made"))
    remove("customer", customer, to_json(*firm), firm->version != 1 || customers.is_referred_to(customer),
           [&] { customers.remove(customer); });
  leads.add_event({0, id, now(), actor.name, "conversion undone", kept});
  audit.write(actor, "lead", id, "conversion undone", before, to_json(*lead));
  bump_records_version(database);
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm
