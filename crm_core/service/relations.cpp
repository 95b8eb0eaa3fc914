#include "crm_core/service/relations.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/relation_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_relation = 100;

Result<void> may_read(database::Database& database, const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require(actor, type == RecordType::lead ? Act::read_leads : Act::read_records); !allowed)
    return allowed;
  return check_seen(database, actor, type, record);
}

Result<void> may_edit(database::Database& database, const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require(actor, type == RecordType::lead ? Act::edit_leads : Act::edit_records); !allowed)
    return allowed;
  return check_present(database, actor, type, record);
}

std::string relation_json(const RecordRelation& relation) {
  return Json{{"to", fmt::format("{}:{}", to_text(relation.to_type), relation.to)}, {"relation", relation.relation}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string plain(const Json& value) {
  if (value.is_null()) return "none";
  if (value.is_string()) return value.get<std::string>().empty() ? "none" : value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<std::vector<std::string>> Relations::tags(const Actor& actor, RecordType type, RecordId record) {
  if (auto fine = may_read(store_.database(), actor, type, record); !fine) return pass_on(fine);
  return RelationRepository(store_.database()).tags_of(type, record);
}

Result<void> Relations::tag(const Actor& actor, RecordType type, RecordId record, std::span<const std::string> added,
                            std::span<const std::string> removed) {
  auto& database = store_.database();
  database::Transaction transaction(database);
  if (auto fine = may_edit(database, actor, type, record); !fine) return fine;
  for (const auto& tag : added)
    if (auto fine = check_tag(tag); !fine) return fine;
  RelationRepository repository(database);
  const auto before = repository.tags_of(type, record);
  for (const auto& tag : removed) repository.remove_tag(type, record, tag);
  for (const auto& tag : added) repository.add_tag(type, record, tag);
  const auto after = repository.tags_of(type, record);
  if (before == after) return {};
  AuditLog(database).write(actor, to_text(type), record, "tagged", tags_json(before), tags_json(after));
  transaction.commit();
  return {};
}

Result<std::vector<RecordRelation>> Relations::relations(const Actor& actor, RecordType type, RecordId record) {
  if (auto fine = may_read(store_.database(), actor, type, record); !fine) return pass_on(fine);
  auto found = RelationRepository(store_.database()).relations_of(type, record);
  const Visibility visibility(store_.database(), actor);
  std::erase_if(found, [&](const RecordRelation& relation) {
    return !visibility.sees(relation.from_type, relation.from) || !visibility.sees(relation.to_type, relation.to);
  });
  return found;
}

Result<void> Relations::relate(const Actor& actor, const RecordRelation& relation) {
  auto& database = store_.database();
  database::Transaction transaction(database);
  if (auto fine = may_edit(database, actor, relation.from_type, relation.from); !fine) return fine;
  if (auto present = check_present(database, actor, relation.to_type, relation.to); !present) return present;
  if (relation.from_type == relation.to_type && relation.from == relation.to)
    return fail(Fault::invalid, "a record is not linked to itself");
  if (relation.relation.size() > longest_relation) return fail(Fault::invalid, "relation: at most 100 bytes");
  RelationRepository(database).add_relation(relation);
  AuditLog(database).write(actor, to_text(relation.from_type), relation.from, "linked", "", relation_json(relation));
  transaction.commit();
  return {};
}

Result<void> Relations::separate(const Actor& actor, const RecordRelation& relation) {
  auto& database = store_.database();
  database::Transaction transaction(database);
  if (auto fine = may_edit(database, actor, relation.from_type, relation.from); !fine) return fine;
  if (RelationRepository(database).remove_relations(relation.from_type, relation.from, relation.to_type, relation.to) ==
      0)
    return fail(Fault::not_found, fmt::format("{} {} is not linked to {} {}", to_text(relation.from_type),
                                              relation.from, to_text(relation.to_type), relation.to));
  AuditLog(database).write(actor, to_text(relation.from_type), relation.from, "unlinked", relation_json(relation), "");
  transaction.commit();
  return {};
}

Result<std::vector<AuditEntry>> Relations::history(const Actor& actor, RecordType type, RecordId record) {
  if (auto fine = may_read(store_.database(), actor, type, record); !fine) return pass_on(fine);
  auto entries = AuditLog(store_.database()).of_record(to_text(type), record);
  const AuditMask mask(store_.database(), actor);
  for (auto& entry : entries) {
    entry.before = mask.of(entry.record_type, std::move(entry.before));
    entry.after = mask.of(entry.record_type, std::move(entry.after));
  }
  return entries;
}

std::vector<std::string> differences(std::string_view before, std::string_view after, const LoginOf& login_of) {
  const Json old_fields = Json::parse(before, nullptr, false), new_fields = Json::parse(after, nullptr, false);
  const bool from_nothing = !old_fields.is_object();
  std::vector<std::string> lines;
  if (!new_fields.is_object()) return lines;
  const auto text = [&](const std::string& name, const Json& value) {
    if (value.is_number_integer() && (name == "owner" || name == "user"))
      if (auto login = login_of(value.get<RecordId>()); !login.empty()) return login;
    return plain(value);
  };
  for (const auto& [name, value] : new_fields.items()) {
    const Json was = from_nothing || !old_fields.contains(name) ? Json() : old_fields.at(name);
    if (was == value || plain(was) == plain(value)) continue;
    const bool nothing_said = from_nothing && (value.is_array() || value.is_object()) && value.empty();
    if (nothing_said) continue;
    lines.push_back(from_nothing ? fmt::format("{}: {}", name, text(name, value))
                                 : fmt::format("{}: {} -> {}", name, text(name, was), text(name, value)));
  }
  return lines;
}

}  // namespace tradewind::crm
