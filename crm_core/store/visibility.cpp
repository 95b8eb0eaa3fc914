#include "crm_core/store/visibility.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/model/records.hpp"

namespace tradewind::crm {

namespace {
constexpr std::array<std::string_view, 3> scope_names{"own", "team", "all"};
constexpr std::array<std::string_view, 4> type_names{"customer", "lead", "opportunity", "mail"};

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return {};
  return static_cast<Enum>(found - names.begin());
}
}  // namespace

std::string_view to_text(Scope scope) { return scope_names[static_cast<std::size_t>(scope)]; }
std::optional<Scope> scope_from_text(std::string_view text) { return named<Scope>(scope_names, text); }
std::string_view to_text(SeenType type) { return type_names[static_cast<std::size_t>(type)]; }
std::optional<SeenType> seen_type_from_text(std::string_view text) { return named<SeenType>(type_names, text); }

Visibility::Visibility(database::Database& database, const Actor& actor, std::string_view schema)
    : database_(database), schema_(schema), user_(actor.user_id.value_or(0)) {
  // Whoever owns the shell is no user of ours and reads the files anyhow.
  if (actor.role == Role::system || (!actor.user_id && actor.role == Role::administrator)) return;
  auto rows = database.query(fmt::format("SELECT record_type, scope FROM {}visibility WHERE role = ?", schema_),
                             to_text(actor.role));
  while (rows->step()) {
    const auto type = seen_type_from_text(rows->view(0));
    const auto scope = scope_from_text(rows->view(1));
    if (type && scope) scopes_[static_cast<std::size_t>(*type)] = *scope;
  }
}

// "= 12", or the team he or she is in.
std::string Visibility::users(SeenType type) const {
  if (scope(type) == Scope::own) return fmt::format("= {}", user_);
  return fmt::format(
      "IN (SELECT u.id FROM {0}crm_user u WHERE u.id = {1} OR u.team_id = (SELECT team_id FROM {0}crm_user WHERE id ="
      " {1}))",
      schema_, user_);
}

std::string Visibility::owned(SeenType type, std::string_view alias) const {
  return fmt::format(
      "({0}.owner_id {1} OR EXISTS (SELECT 1 FROM {2}record_share s WHERE s.record_type = '{3}' AND s.record_id = "
      "{0}.id"
      " AND s.user_id = {4}))",
      alias, users(type), schema_, to_text(type), user_);
}

std::string Visibility::customers(std::string_view alias) const {
  if (scope(SeenType::customer) == Scope::all) return "1";
  return fmt::format("({}.owner_id IS NULL OR {})", alias, owned(SeenType::customer, alias));
}

std::string Visibility::contacts(std::string_view alias) const {
  if (scope(SeenType::customer) == Scope::all) return "1";
  return fmt::format("EXISTS (SELECT 1 FROM {}customer vc WHERE vc.id = {}.customer_id AND {})", schema_, alias,
                     customers("vc"));
}

std::string Visibility::leads(std::string_view alias) const {
  if (scope(SeenType::lead) == Scope::all) return "1";
  return fmt::format("({}.owner_id IS NULL OR {})", alias, owned(SeenType::lead, alias));
}

std::string Visibility::opportunities(std::string_view alias) const {
  if (scope(SeenType::opportunity) == Scope::all) return "1";
  return fmt::format(
      "({} OR {})", owned(SeenType::opportunity, alias),
      scope(SeenType::customer) == Scope::all ? fmt::format("{}.owner_id IS NULL", alias) : contacts(alias));
}

std::string Visibility::tasks(std::string_view alias) const {
  if (scope(SeenType::customer) == Scope::all) return "1";
  return fmt::format("({0}.owner_id IS NULL OR {0}.owner_id {1})", alias, users(SeenType::customer));
}

std::string Visibility::mail(std::string_view alias) const {
  if (scope(SeenType::mail) == Scope::all) return "1";
  const std::string filed_to =
      fmt::format("SELECT 1 FROM {0}filing vf WHERE vf.message_id = {1}.id AND vf.removed = 0 AND", schema_, alias);
  const auto to = [&](std::string_view type, std::string_view table_alias, const std::string& condition) {
    return fmt::format(
        "EXISTS ({0} vf.record_type = '{1}' AND EXISTS (SELECT 1 FROM {2}{1} {3} WHERE {3}.id ="
        " vf.record_id AND {4}))",
        filed_to, type, schema_, table_alias, condition);
  };
  const std::string delivered = fmt::format(
      "EXISTS (SELECT 1 FROM {0}delivery vd JOIN {0}folder vo ON vo.id = vd.folder_id JOIN {0}account va ON va.id ="
      " vo.account_id WHERE vd.message_id = {1}.id AND va.user_id",
      schema_, alias);
  return fmt::format(
      "({0} {1}) OR {2} OR {3} OR {4} OR ({0} IS NULL) AND NOT EXISTS ({5} vf.record_type IN ('customer', 'lead',"
      " 'opportunity'))))",
      delivered, users(SeenType::mail), to("customer", "mc", customers("mc")), to("lead", "ml", leads("ml")),
      to("opportunity", "mo", opportunities("mo")), filed_to);
}

bool Visibility::holds(std::string_view table, std::string_view alias, RecordId id,
                       const std::string& condition) const {
  if (condition == "1") return true;
  auto rows = database_.query(
      fmt::format("SELECT ({3}) FROM {0}{1} {2} WHERE {2}.id = ?", schema_, table, alias, condition), id);
  return !rows->step() || rows->boolean(0);
}

bool Visibility::sees(RecordType type, RecordId record) const {
  switch (type) {
    case RecordType::customer:
      return holds("customer", "r", record, customers("r"));
    case RecordType::contact:
      return holds("contact", "r", record, contacts("r"));
    case RecordType::lead:
      return holds("lead", "r", record, leads("r"));
    case RecordType::opportunity:
      return holds("opportunity", "r", record, opportunities("r"));
    case RecordType::quotation:
    case RecordType::order:
    case RecordType::service_case: {
      if (scope(SeenType::customer) == Scope::all) return true;
      const std::string_view table = type == RecordType::quotation ? "quotation"
                                     : type == RecordType::order   ? "sales_order"
                                                                   : "service_case";
      return holds(table, "r", record, "r.customer_id IS NULL OR " + contacts("r"));
    }
    case RecordType::supplier:
      return true;
  }
  return true;
}

bool Visibility::sees_mail(RecordId message) const { return holds("message", "m", message, mail("m")); }

bool Visibility::sees_task(RecordId task) const { return holds("task", "t", task, tasks("t")); }

bool Visibility::sees_named(std::string_view type, RecordId record) const {
  if (type == "message") return sees_mail(record);
  if (type == "task") return sees_task(record);
  const auto known = record_type_from_text(type);
  return known && sees(*known, record);
}

}  // namespace tradewind::crm
