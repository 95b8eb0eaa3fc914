#include "crm_core/service/record_import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_importer.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/relation_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

ImportCounts RecordImporter::run(const Fields::Json& document) {
  const Fields world(document, "");
  if (const auto* firm = world.find("firm")) read_firm(Fields(*firm, "firm"));
  if (const auto* patterns = world.find("number_patterns")) read_patterns(Fields(*patterns, "number_patterns"));
  for (const auto& [value, path] : world.list("custom_fields")) read_custom_field(Fields(*value, path));
  for (const auto& [value, path] : world.list("users")) read_user(Fields(*value, path));
  for (const auto& [value, path] : world.list("customers")) read_customer(Fields(*value, path));
  for (const auto& [value, path] : world.list("customers")) read_parent(Fields(*value, path));
  for (const auto& [value, path] : world.list("suppliers")) read_supplier(Fields(*value, path));
  for (const auto& [value, path] : world.list("products")) read_product(Fields(*value, path));
  for (const auto& [value, path] : world.list("quotes")) read_quotation(Fields(*value, path));
  for (const auto& [value, path] : world.list("orders")) read_order(Fields(*value, path));
  for (const auto& [value, path] : world.list("cases")) read_case(Fields(*value, path));
  read_custom_of_parties(world);
  return counts_;
}

void RecordImporter::read_firm(const Fields& fields) {
  const Firm before = firm(database_);
  Firm changed = before;
  changed.name = fields.needed("name");
  changed.own_domains = fields.texts("own_domains");
  must(tidy_domains(changed.own_domains, fields.path("own_domains")));
  changed.home_country = fields.text("home_country");
  must(tidy_country(changed.home_country, fields.path("home_country")));
  if (changed == before) return;
  set_firm(database_, changed);
  AuditLog(database_).write(actor_, "firm", 0, "changed", to_json(before), to_json(changed));
}

void RecordImporter::read_patterns(const Fields& fields) {
  DocumentRepository documents(database_);
  for (const auto& [name, type] :
       {std::pair{"quote", RecordType::quotation}, {"order", RecordType::order}, {"case", RecordType::service_case}}) {
    // One pattern, or a list of them.
    const auto* given = fields.find(name);
    const auto all = given != nullptr && given->is_array() ? fields.texts(name) : std::vector{fields.text(name)};
    for (const auto& pattern : all)
      if (!pattern.empty()) documents.add_number_pattern({type, pattern});
  }
}

void RecordImporter::read_user(const Fields& fields) {
  UserRepository users(database_);
  const std::string login = fields.needed("login");
  const auto before = users.find_by_login(login);
  User user = before.value_or(User{});
  user.login = login;
  user.name = fields.needed("name");
  const std::string role = fields.text("role");
  const auto known = role_from_text(role == "admin" ? "administrator" : role.empty() ? "rep" : role);
  if (!known || *known == Role::system) refuse(fields.path("role"), fmt::format("'{}' is no role", role));
  user.role = *known;
  user.addresses = fields.texts("emails");
  must(tidy_addresses(user.addresses, fields.path("emails")));
  for (const auto& address : user.addresses)
    if (const auto other = users.find_by_address(address); other && other->login != login)
      refuse(fields.path("emails"), fmt::format("{} belongs to user {}", address, other->login));
  if (const auto* active = fields.find("active")) {
    if (!active->is_boolean()) refuse(fields.path("active"), "neither true nor false");
    user.active = active->get<bool>();
  }
  if (const auto* capacity = fields.find("capacity")) {
    if (!capacity->is_number_unsigned()) refuse(fields.path("capacity"), "not a whole number");
    user.capacity = capacity->get<std::int64_t>();
  }
  if (const std::string team = fields.text("team"); !team.empty()) {
    const auto teams = users.teams();
    const auto found = std::find_if(teams.begin(), teams.end(), [&](const Team& each) { return each.name == team; });
    user.team_id = found != teams.end() ? found->id : users.insert_team(team);
  }
  users_[login] = keep(
      "user", before, user, counts_.users, [&](const User& it) { return users.insert(it); },
      [&](const User& it) { users.update(it); });
}

void RecordImporter::read_tags(RecordType type, RecordId record, const Fields& fields) {
  if (!fields.says("tags")) return;
  RelationRepository relations(database_);
  const auto before = relations.tags_of(type, record);
  auto wanted = fields.texts("tags");
  tidy_names(wanted);
  if (before == wanted) return;
  for (const auto& tag : before) relations.remove_tag(type, record, tag);
  for (const auto& tag : wanted) {
    if (auto fine = check_tag(tag); !fine) refuse(fields.path("tags"), fine.error().message);
    relations.add_tag(type, record, tag);
  }
  AuditLog(database_).write(actor_, to_text(type), record, "tagged", tags_json(before), tags_json(wanted));
}

RecordId RecordImporter::user_named(const std::string& login, const std::string& path) {
  if (const auto found = users_.find(login); found != users_.end()) return found->second;
  const auto user = UserRepository(database_).find_by_login(login);
  if (!user) refuse(path, fmt::format("no user {}", login));
  return user->id;
}

Result<ImportCounts> import_records(Store& store, const Actor& actor, std::string_view text) {
  if (auto allowed = require(actor, Act::import_records); !allowed) return pass_on(allowed);
  try {
    const auto document = Fields::Json::parse(text);
    database::Transaction transaction(store.database());
    const ImportCounts counts = RecordImporter(store, actor).run(document);
    bump_records_version(store.database());
    transaction.commit();
    return counts;
  } catch (const Fields::Json::parse_error& error) {
    return fail(Fault::invalid, fmt::format("not JSON: {}", error.what()));
  } catch (const FieldError& field) {
    return tl::unexpected(field.error);
  }
}

}  // namespace tradewind::crm
