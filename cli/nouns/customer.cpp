// customer list, show, add, edit.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/message_record.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/timeline.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/relation_repository.hpp"

namespace tradewind::cli {

namespace {

constexpr int latest_mail = 10;

Record to_record(const Session& session, const crm::Customer& customer) {
  crm::Store& store = session.store;
  return Record()
      .add("id", customer.id)
      .add("name", customer.name)
      .add_known("country", customer.country)
      .add_known("level", customer.level)
      .add("status", customer.status)
      .add_known("owner", login_of(store, customer.owner_id))
      .add_known("website", customer.website)
      .add("aliases", customer.aliases)
      .add("domains", customer.domains)
      .add_known("key", customer.external_key)
      .add("tags", crm::RelationRepository(store.database()).tags_of(crm::RecordType::customer, customer.id))
      .add("related", related_texts(session, crm::RecordType::customer, customer.id))
      .add_number("parent", customer.parent_id)
      .add_time("created_at", customer.created_at)
      .add_time("removed_at", customer.removed_at)
      .add("version", customer.version);
}

Result<void> take_fields(crm::Store& store, const Arguments& arguments, crm::Customer& customer) {
  take_text(arguments, "name", customer.name);
  take_text(arguments, "country", customer.country);
  take_text(arguments, "level", customer.level);
  take_text(arguments, "status", customer.status);
  take_text(arguments, "website", customer.website);
  take_texts(arguments, "domain", customer.domains);
  take_texts(arguments, "alias", customer.aliases);
  if (auto taken = take_user(store, arguments, "owner", customer.owner_id); !taken) return taken;
  return take_id(arguments, "parent", "customer", customer.parent_id);
}

Result<crm::CustomerFilter> filter_of(const Session& session, const Arguments& arguments) {
  crm::CustomerFilter filter;
  crm::Store& store = session.store;
  if (auto taken = take_user(store, arguments, "owner", filter.owner_id); !taken) return pass_on(taken);
  filter.unowned = arguments.value("owner") == "none";
  filter.country = arguments.value("country");
  filter.level = arguments.value("level");
  filter.status = arguments.value("status");
  filter.tag = arguments.value("tag");
  filter.match = arguments.value("match");
  auto custom = custom_selection(session, crm::RecordType::customer, arguments);
  if (!custom) return pass_on(custom);
  filter.custom = *std::move(custom);
  return filter;
}

Result<int> answer(Context& context, const Session& session, crm::RecordId id, const std::string& text) {
  if (context.out().for_people())
    context.out().message(text);
  else
    context.out().records(
        {with_custom(context, session, crm::RecordType::customer, id,
                     to_record(session, *crm::CustomerRepository(session.store.database()).find(id)))});
  return exit_ok;
}

std::vector<Record> contact_records(crm::CustomerRepository& customers, crm::RecordId customer) {
  std::vector<Record> records;
  for (const crm::Contact& contact : customers.contacts_of(customer)) {
    records.push_back(Record()
                          .add("id", contact.id)
                          .add("name", contact.name)
                          .add_known("title", contact.title)
                          .add("addresses", contact.addresses)
                          .add_known("phone", contact.phone));
  }
  return records;
}

// Midnight of a day in our zone; nothing given: since ever.
Result<EpochSeconds> since_of(const Arguments& arguments) {
  const std::string text = arguments.value("since");
  if (text.empty()) return 0;
  const auto day = parse_iso_date(text);
  if (!day)
    return fail(Fault::invalid, fmt::format("--since: \"{}\" is no day", text), "a day such as 2026-08-01, or 2026-08");
  return local_midnight(*day);
}

Result<std::vector<Record>> timeline_records(const Session& session, crm::RecordId customer,
                                             const Arguments& arguments) {
  crm::TimelineRequest request;
  const auto limit = arguments.number("limit", request.limit, 1, 100'000);
  if (!limit) return pass_on(limit);
  request.limit = static_cast<int>(*limit);
  const auto since = since_of(arguments);
  if (!since) return pass_on(since);
  request.since = *since;
  if (const auto given = arguments.options.find("kind"); given != arguments.options.end())
    request.kinds = given->second;
  const auto entries = crm::timeline(session.store, session.actor, customer, request);
  if (!entries) return pass_on(entries);
  std::vector<Record> records;
  for (const auto& entry : *entries)
    records.push_back(Record()
                          .add_time("at", entry.at)
                          .add("kind", entry.kind)
                          .add("what", entry.what)
                          .add_known("who", entry.who)
                          .add("record_type", entry.record_type)
                          .add("record", entry.record)
                          .add("reference", fmt::format("{} {}", entry.record_type, entry.record))
                          .add("customer", entry.customer));
  return records;
}

void print(Output& out, const Record& customer, const CustomPage& custom, const std::vector<Record>& contacts,
           const std::vector<Record>& timeline) {
  const auto field = [&](std::string_view label, std::string_view key, Style style = Style::plain) {
    out.field(label, people_text(*customer.find(key)), style);
  };
  field("Customer", "id");
  field("Name", "name", Style::bold);
  field("Country", "country");
  field("Level", "level");
  field("Status", "status");
  field("Owner", "owner");
  field("Website", "website");
  field("Aliases", "aliases");
  field("Domains", "domains");
  field("Tags", "tags");
  field("Related", "related");
  field("Parent", "parent");
  custom.print(out, std::get<std::int64_t>(*customer.find("id")));
  field("Deleted", "removed_at", Style::warn);
  field("Version", "version");
  if (!contacts.empty()) {
    out.text("\n");
    out.list({{{"id", "CONTACT", Column::Align::right},
               {"name", "NAME", Column::Align::left, 12},
               {"title", "TITLE", Column::Align::left, 8},
               {"addresses", "ADDRESSES", Column::Align::left, 20},
               {"phone", "PHONE"}},
              contacts});
  }
  if (!timeline.empty()) {
    out.text("\n");
    out.list({{{"at", "WHEN"},
               {"kind", "KIND"},
               {"what", "WHAT", Column::Align::left, 30},
               {"who", "WHO", Column::Align::left, 8},
               {"reference", "RECORD"}},
              timeline});
  }
}

}  // namespace

Result<int> run_customer_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto filter = filter_of(*session, arguments);
  if (!filter) return pass_on(filter);
  const auto customers = crm::Sight(session->store, session->actor).customers(*filter, page->limit, page->offset);
  if (!customers) return pass_on(customers);
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"country", "COUNTRY"},
                     {"level", "LEVEL"},
                     {"status", "STATUS"},
                     {"owner", "OWNER"},
                     {"domains", "DOMAINS", Column::Align::left, 16}};
  listing.none = "no customers";
  for (const crm::Customer& customer : *customers) listing.records.push_back(to_record(*session, customer));
  CustomPage custom(context, *session, crm::RecordType::customer, ids_of(*customers));
  custom.add_to(listing.records);
  if (auto chosen = custom.choose_columns(arguments, to_record(*session, crm::Customer()), listing); !chosen)
    return pass_on(chosen);
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_customer_show(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "customer");
  if (!id) return pass_on(id);
  crm::CustomerRepository customers(session->store.database());
  crm::Sight sight(session->store, session->actor);
  const auto customer = sight.customer(*id);
  if (!customer) return pass_on(customer);
  Record record = to_record(*session, *customer);
  const CustomPage custom(context, *session, crm::RecordType::customer, std::span(&*id, 1));
  custom.add_to(record, *id);
  std::vector<Record> contacts = contact_records(customers, *id);
  auto timeline = timeline_records(*session, *id, arguments);
  if (!timeline) return pass_on(timeline);
  if (context.out().for_people()) {
    print(context.out(), record, custom, contacts, *timeline);
    return exit_ok;
  }
  std::vector<Record> mail;
  if (const auto latest = sight.mail_of(crm::RecordType::customer, *id, latest_mail))
    for (const auto& message : *latest) mail.push_back(message_record(message));
  context.out().records({record.add("contacts", std::move(contacts))
                             .add("latest_mail", std::move(mail))
                             .add("timeline", *std::move(timeline))});
  return exit_ok;
}

Result<int> run_customer_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::Customer customer;
  customer.name = arguments.positionals[0];
  if (auto taken = take_fields(session->store, arguments, customer); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  const auto id = crm::Records(session->store).add_customer(session->actor, customer, *custom);
  if (!id) return pass_on(id);
  return answer(context, *session, *id, fmt::format("added {} as customer {}", customer.name, *id));
}

Result<int> run_customer_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "customer");
  if (!id) return pass_on(id);
  auto customer = crm::Sight(session->store, session->actor).customer(*id);
  if (!customer) return pass_on(customer);
  if (auto taken = take_fields(session->store, arguments, *customer); !taken) return pass_on(taken);
  if (auto taken = take_version(arguments, customer->version); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  if (auto changed = crm::Records(session->store).change_customer(session->actor, *customer, *custom); !changed)
    return pass_on(changed);
  return answer(context, *session, *id, fmt::format("customer {} is changed", *id));
}

}  // namespace tradewind::cli
