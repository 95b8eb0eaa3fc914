#include "cli/nouns/record_reference.hpp"

#include <fmt/format.h>

#include <charconv>

#include "cli/context.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/user_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::cli {

namespace {

using crm::RecordId;
using crm::RecordType;

std::optional<RecordId> whole_number(std::string_view text) {
  RecordId number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number <= 0) return {};
  return number;
}

std::optional<RecordId> document_by_number(crm::DocumentRepository& documents, RecordType type,
                                           std::string_view number) {
  if (type == RecordType::quotation) {
    if (const auto found = documents.find_quotation_by_number(number)) return found->id;
  } else if (type == RecordType::order) {
    if (const auto found = documents.find_order_by_number(number)) return found->id;
  } else if (type == RecordType::service_case) {
    if (const auto found = documents.find_case_by_number(number)) return found->id;
  }
  return {};
}

Result<RecordId> customer_by_name(crm::Store& store, std::string_view name) {
  const auto found = crm::CustomerRepository(store.database()).find_by_name(name);
  if (found.size() == 1) return found.front();
  if (found.empty())
    return fail(Fault::not_found, fmt::format("no customer is named \"{}\"", name), "crm customer list --match TEXT");
  return fail(Fault::conflict, fmt::format("{} customers are named \"{}\"", found.size(), name),
              fmt::format("say which: customer:{}", found.front()));
}

}  // namespace

Result<RecordId> parse_id(std::string_view text, std::string_view what) {
  if (const auto number = whole_number(text)) return *number;
  return fail(Fault::invalid, fmt::format("\"{}\" is no number of a {}", text, what));
}

Result<RecordReference> parse_record(crm::Store& store, std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view type_name = text.substr(0, colon);
  const auto type = type_name == "quote" ? std::optional(RecordType::quotation) : crm::record_type_from_text(type_name);
  if (!type || colon == std::string_view::npos || colon + 1 == text.size()) {
    return fail(Fault::invalid, fmt::format("\"{}\" names no record", text),
                "write TYPE:NUMBER, with customer, contact, supplier, quotation, order, case, opportunity or lead: "
                "customer:12");
  }
  const std::string_view reference = text.substr(colon + 1);
  crm::DocumentRepository documents(store.database());
  if (const auto by_number = document_by_number(documents, *type, reference)) return RecordReference{*type, *by_number};
  if (const auto id = whole_number(reference); id && documents.name_of(*type, *id)) return RecordReference{*type, *id};
  if (*type == RecordType::customer && !whole_number(reference)) {
    const auto id = customer_by_name(store, reference);
    if (!id) return pass_on(id);
    return RecordReference{*type, *id};
  }
  return fail(Fault::not_found, fmt::format("there is no {} {}", to_text(*type), reference));
}

Result<RecordId> user_id_of(crm::Store& store, std::string_view login) {
  if (const auto user = crm::UserRepository(store.database()).find_by_login(login)) return user->id;
  return fail(Fault::not_found, fmt::format("there is no user \"{}\"", login), "crm user list");
}

std::string login_of(crm::Store& store, std::optional<RecordId> user) {
  if (!user) return {};
  const auto found = crm::UserRepository(store.database()).find(*user);
  return found ? found->login : std::string();
}

std::string name_of(crm::Store& store, RecordType type, std::optional<RecordId> id) {
  if (!id) return {};
  return crm::DocumentRepository(store.database()).name_of(type, *id).value_or("");
}

std::string seen_name_of(const Session& session, RecordType type, RecordId id) {
  if (!crm::Visibility(session.store.database(), session.actor).sees(type, id)) return {};
  return name_of(session.store, type, id);
}

std::vector<std::string> related_texts(const Session& session, RecordType type, RecordId id) {
  std::vector<std::string> texts;
  const auto relations = crm::Relations(session.store).relations(session.actor, type, id);
  if (!relations) return texts;
  for (const auto& relation : *relations) {
    const bool forth = relation.from_type == type && relation.from == id;
    const RecordType other_type = forth ? relation.to_type : relation.from_type;
    const RecordId other = forth ? relation.to : relation.from;
    texts.push_back(fmt::format("{}: {} ({} {})", forth ? relation.relation : "is " + relation.relation + " of",
                                name_of(session.store, other_type, other), to_text(other_type), other));
  }
  return texts;
}

}  // namespace tradewind::cli
