// supplier list, show, add, edit.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/store/relation_repository.hpp"
#include "crm_core/store/supplier_repository.hpp"

namespace tradewind::cli {

namespace {

std::vector<Record> contact_records(const crm::Supplier& supplier) {
  std::vector<Record> records;
  for (const crm::SupplierContact& contact : supplier.contacts) {
    records.push_back(Record().add("id", contact.id).add("name", contact.name).add("addresses", contact.addresses));
  }
  return records;
}

Record to_record(const Session& session, const crm::Supplier& supplier) {
  return Record()
      .add("id", supplier.id)
      .add("name", supplier.name)
      .add("domains", supplier.domains)
      .add("contacts", contact_records(supplier))
      .add_known("key", supplier.external_key)
      .add("tags", crm::RelationRepository(session.store.database()).tags_of(crm::RecordType::supplier, supplier.id))
      .add("related", related_texts(session, crm::RecordType::supplier, supplier.id))
      .add_time("removed_at", supplier.removed_at)
      .add("version", supplier.version);
}

}  // namespace

Result<int> run_supplier_list(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::read_records);
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  auto selection = custom_selection(*session, crm::RecordType::supplier, arguments);
  if (!selection) return pass_on(selection);
  const crm::SupplierFilter filter{arguments.value("match"), arguments.value("tag"), *std::move(selection)};
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"contacts", "CONTACTS", Column::Align::right},
                     {"domains", "DOMAINS", Column::Align::left, 16}};
  listing.none = "no suppliers";
  const auto found = crm::SupplierRepository(session->store.database()).list(filter, page->limit, page->offset);
  for (const auto& supplier : found) listing.records.push_back(to_record(*session, supplier));
  CustomPage custom(context, *session, crm::RecordType::supplier, ids_of(found));
  custom.add_to(listing.records);
  if (auto chosen = custom.choose_columns(arguments, to_record(*session, crm::Supplier()), listing); !chosen)
    return pass_on(chosen);
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_supplier_show(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::read_records);
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "supplier");
  if (!id) return pass_on(id);
  const auto supplier = crm::SupplierRepository(session->store.database()).find(*id);
  if (!supplier) return fail(Fault::not_found, fmt::format("there is no supplier {}", *id));
  Output& out = context.out();
  Record record = to_record(*session, *supplier);
  const CustomPage custom(context, *session, crm::RecordType::supplier, std::span(&*id, 1));
  custom.add_to(record, *id);
  if (!out.for_people()) {
    out.records({record});
    return exit_ok;
  }
  out.field("Supplier", std::to_string(supplier->id));
  out.field("Name", supplier->name, Style::bold);
  out.field("Domains", people_text(*record.find("domains")));
  custom.print(out, *id);
  out.field("Tags", people_text(*record.find("tags")));
  out.field("Related", people_text(*record.find("related")));
  out.field("Deleted", people_text(*record.find("removed_at")), Style::warn);
  out.field("Version", std::to_string(supplier->version));
  if (!supplier->contacts.empty()) {
    out.text("\n");
    out.list({{{"name", "NAME"}, {"addresses", "ADDRESSES"}}, contact_records(*supplier)});
  }
  return exit_ok;
}

Result<int> run_supplier_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::Supplier supplier;
  supplier.name = arguments.positionals[0];
  if (arguments.has("domain")) supplier.domains = arguments.options.find("domain")->second;
  if (arguments.has("email")) supplier.contacts.push_back({0, supplier.name, arguments.options.find("email")->second});
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  const auto id = crm::Records(session->store).add_supplier(session->actor, supplier, *custom);
  if (!id) return pass_on(id);
  if (context.out().for_people())
    context.out().message(fmt::format("added {} as supplier {}", supplier.name, *id));
  else
    context.out().records(
        {with_custom(context, *session, crm::RecordType::supplier, *id,
                     to_record(*session, *crm::SupplierRepository(session->store.database()).find(*id)))});
  return exit_ok;
}

Result<int> run_supplier_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::read_records);
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "supplier");
  if (!id) return pass_on(id);
  crm::SupplierRepository suppliers(session->store.database());
  auto supplier = suppliers.find(*id);
  if (!supplier) return fail(Fault::not_found, fmt::format("there is no supplier {}", *id));
  take_text(arguments, "name", supplier->name);
  take_texts(arguments, "domain", supplier->domains);
  if (arguments.has("email")) {
    if (supplier->contacts.empty()) supplier->contacts.push_back({0, supplier->name, {}});
    take_texts(arguments, "email", supplier->contacts.front().addresses);
  }
  if (auto taken = take_version(arguments, supplier->version); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  if (auto changed = crm::Records(session->store).change_supplier(session->actor, *supplier, *custom); !changed)
    return pass_on(changed);
  if (context.out().for_people())
    context.out().message(fmt::format("supplier {} is changed", *id));
  else
    context.out().records(
        {with_custom(context, *session, crm::RecordType::supplier, *id, to_record(*session, *suppliers.find(*id)))});
  return exit_ok;
}

}  // namespace tradewind::cli
