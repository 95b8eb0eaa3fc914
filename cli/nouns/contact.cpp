// contact list, show, add, edit.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/relation_repository.hpp"

namespace tradewind::cli {

namespace {

Record to_record(const Session& session, const crm::Contact& contact) {
  crm::Store& store = session.store;
  return Record()
      .add("id", contact.id)
      .add("name", contact.name)
      .add_known("title", contact.title)
      .add("customer", contact.customer_id)
      .add("customer_name", name_of(store, crm::RecordType::customer, contact.customer_id))
      .add("addresses", contact.addresses)
      .add_known("phone", contact.phone)
      .add_known("language", contact.language)
      .add_known("key", contact.external_key)
      .add("tags", crm::RelationRepository(store.database()).tags_of(crm::RecordType::contact, contact.id))
      .add("related", related_texts(session, crm::RecordType::contact, contact.id))
      .add_time("removed_at", contact.removed_at)
      .add("version", contact.version);
}

void take_fields(const Arguments& arguments, crm::Contact& contact) {
  take_text(arguments, "name", contact.name);
  take_text(arguments, "phone", contact.phone);
  take_text(arguments, "title", contact.title);
  take_text(arguments, "language", contact.language);
  take_texts(arguments, "email", contact.addresses);
}

Result<int> answer(Context& context, const Session& session, crm::RecordId id, const std::string& text) {
  if (context.out().for_people())
    context.out().message(text);
  else
    context.out().records(
        {with_custom(context, session, crm::RecordType::contact, id,
                     to_record(session, *crm::CustomerRepository(session.store.database()).find_contact(id)))});
  return exit_ok;
}

}  // namespace

Result<int> run_contact_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  crm::ContactFilter filter;
  filter.match = arguments.value("match");
  if (auto taken = take_id(arguments, "customer", "customer", filter.customer_id); !taken) return pass_on(taken);
  auto selection = custom_selection(*session, crm::RecordType::contact, arguments);
  if (!selection) return pass_on(selection);
  filter.custom = *std::move(selection);
  const auto contacts = crm::Sight(session->store, session->actor).contacts(filter, page->limit, page->offset);
  if (!contacts) return pass_on(contacts);
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 12},
                     {"title", "TITLE", Column::Align::left, 8},
                     {"customer_name", "CUSTOMER", Column::Align::left, 12},
                     {"addresses", "ADDRESSES", Column::Align::left, 20},
                     {"phone", "PHONE"}};
  listing.none = "no contacts";
  for (const crm::Contact& contact : *contacts) listing.records.push_back(to_record(*session, contact));
  CustomPage custom(context, *session, crm::RecordType::contact, ids_of(*contacts));
  custom.add_to(listing.records);
  if (auto chosen = custom.choose_columns(arguments, to_record(*session, crm::Contact()), listing); !chosen)
    return pass_on(chosen);
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_contact_show(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "contact");
  if (!id) return pass_on(id);
  const auto contact = crm::Sight(session->store, session->actor).contact(*id);
  if (!contact) return pass_on(contact);
  Record record = to_record(*session, *contact);
  const CustomPage custom(context, *session, crm::RecordType::contact, std::span(&*id, 1));
  custom.add_to(record, *id);
  Output& out = context.out();
  if (!out.for_people()) {
    out.records({record});
    return exit_ok;
  }
  out.field("Contact", std::to_string(contact->id));
  out.field("Name", contact->name, Style::bold);
  out.field("Title", contact->title);
  out.field("Customer", fmt::format("{} ({})", people_text(*record.find("customer_name")), contact->customer_id));
  out.field("Addresses", people_text(*record.find("addresses")));
  out.field("Phone", contact->phone);
  out.field("Language", contact->language);
  custom.print(out, *id);
  out.field("Tags", people_text(*record.find("tags")));
  out.field("Related", people_text(*record.find("related")));
  out.field("Deleted", people_text(*record.find("removed_at")), Style::warn);
  out.field("Version", std::to_string(contact->version));
  return exit_ok;
}

Result<int> run_contact_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto customer = parse_id(arguments.positionals[0], "customer");
  if (!customer) return pass_on(customer);
  crm::Contact contact;
  contact.customer_id = *customer;
  contact.name = arguments.positionals[1];
  take_fields(arguments, contact);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  const auto id = crm::Records(session->store).add_contact(session->actor, contact, *custom);
  if (!id) return pass_on(id);
  return answer(context, *session, *id, fmt::format("added {} as contact {}", contact.name, *id));
}

Result<int> run_contact_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "contact");
  if (!id) return pass_on(id);
  auto contact = crm::Sight(session->store, session->actor).contact(*id);
  if (!contact) return pass_on(contact);
  take_fields(arguments, *contact);
  std::optional<crm::RecordId> customer = contact->customer_id;
  if (auto taken = take_id(arguments, "customer", "customer", customer); !taken) return pass_on(taken);
  contact->customer_id = customer.value_or(contact->customer_id);
  if (auto taken = take_version(arguments, contact->version); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  if (auto changed = crm::Records(session->store).change_contact(session->actor, *contact, *custom); !changed)
    return pass_on(changed);
  return answer(context, *session, *id, fmt::format("contact {} is changed", *id));
}

}  // namespace tradewind::cli
