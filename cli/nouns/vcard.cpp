// import vcard, export vcard.
#include <fmt/format.h>

#include "archiver/text/vcard.hpp"
#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/import_report.hpp"
#include "cli/nouns/input_file.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/contact_import.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/vcard_export.hpp"
#include "crm_core/store/customer_repository.hpp"

namespace tradewind::cli {

namespace {

bool is_country_code(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  return text.size() == 2 && letter(text[0]) && letter(text[1]);
}

crm::ContactRow to_row(archiver::VCard card) {
  crm::ContactRow row;
  const auto leave_out = [&row](std::string_view what) {
    row.left_out += fmt::format("{}{}", row.left_out.empty() ? "" : ", ", what);
  };
  if (!card.phones.empty()) row.phone = card.phones.front();
  for (std::size_t i = 1; i < card.phones.size(); ++i) leave_out(fmt::format("telephone {}", card.phones[i]));
  if (card.has_street) leave_out("street");
  if (is_country_code(card.country))
    row.country = card.country;
  else if (!card.country.empty())
    leave_out(fmt::format("country {}", card.country));
  if (!card.note.empty()) leave_out("note");
  row.line = card.line;
  row.name = std::move(card.name);
  row.title = std::move(card.title);
  row.language = std::move(card.language);
  row.addresses = std::move(card.addresses);
  row.company = std::move(card.organisation);
  row.website = std::move(card.website);
  row.defect = std::move(card.defect);
  return row;
}

}  // namespace

Result<int> run_import_vcard(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto file = read_input(arguments.positionals[0]);
  if (!file) return pass_on(file);
  auto cards = archiver::parse_vcards(*file);
  if (!cards) return pass_on(cards);
  std::vector<crm::ContactRow> rows;
  for (auto& card : *cards) rows.push_back(to_row(std::move(card)));
  const auto manner = manner_of(arguments);
  const auto outcomes = crm::import_contacts(session->store, session->actor, rows, manner);
  if (!outcomes) return pass_on(outcomes);
  return report(context, *outcomes, manner, {"card", true, false});
}

Result<int> run_export_vcard(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::Sight sight(session->store, session->actor);
  const auto version = arguments.value("format") == "3.0" ? crm::VCardVersion::v3 : crm::VCardVersion::v4;
  const auto write = [&](const crm::Contact& contact) {
    const auto customer = crm::CustomerRepository(session->store.database()).find(contact.customer_id);
    std::string card;
    crm::append_vcard(card, contact, customer.value_or(crm::Customer{}), version);
    context.out().bytes(card);
  };
  if (!arguments.positionals.empty()) {
    if (arguments.has("customer")) return fail(Fault::invalid, "--customer and numbers of contacts exclude each other");
    for (const auto& text : arguments.positionals) {
      const auto id = parse_id(text, "contact");
      if (!id) return pass_on(id);
      const auto contact = sight.contact(*id);
      if (!contact) return pass_on(contact);
      write(*contact);
    }
    return exit_ok;
  }
  crm::ContactFilter filter;
  if (auto taken = take_id(arguments, "customer", "customer", filter.customer_id); !taken) return pass_on(taken);
  constexpr int slice = 10'000;
  for (int offset = 0;; offset += slice) {
    const auto contacts = sight.contacts(filter, slice, offset);
    if (!contacts) return pass_on(contacts);
    for (const auto& contact : *contacts) write(contact);
    if (static_cast<int>(contacts->size()) < slice) return exit_ok;
  }
}

}  // namespace tradewind::cli
