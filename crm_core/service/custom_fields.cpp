#include "crm_core/service/custom_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/custom_field_repository.hpp"
#include "crm_core/store/custom_value_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view audit_type = "custom field";

tl::unexpected<Error> no_field(RecordType of, std::string_view name) {
  return fail(Fault::not_found, fmt::format("there is no custom field {}.{}", to_text(of), name.substr(0, 100)),
              fmt::format("see: crm field list {}", to_text(of)));
}

// Choices that are left out but stand in records stay, behind the others.
std::vector<CustomChoice> with_used_choices(database::Database& database, const CustomField& before,
                                            std::vector<CustomChoice> wanted) {
  for (const auto& known : before.choices) {
    const bool named = std::any_of(wanted.begin(), wanted.end(),
                                   [&](const CustomChoice& choice) { return choice.name == known.name; });
    if (!named && CustomValueRepository(database).has_choice(before.id, known.name))
      wanted.push_back({known.name, known.label, true});
  }
  return wanted;
}

}  // namespace

Result<RecordType> custom_field_type(std::string_view text) {
  const auto type = record_type_from_text(text);
  if (type &&
      std::find(std::begin(custom_field_types), std::end(custom_field_types), *type) != std::end(custom_field_types))
    return *type;
  std::vector<std::string_view> names;
  for (const RecordType each : custom_field_types) names.push_back(to_text(each));
  return fail(Fault::invalid, fmt::format("\"{}\" has no custom fields", text.substr(0, 100)),
              fmt::format("one of {}", fmt::join(names, ", ")));
}

Result<std::vector<CustomField>> CustomFields::list(const Actor& actor, std::optional<RecordType> of, bool retired) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto fields = CustomFieldRepository(store_.database()).all();
  std::erase_if(fields, [&](const CustomField& field) {
    return (of && field.of != *of) || field.purged_at || (field.retired_at && !retired) || field.hides_from(actor.role);
  });
  return fields;
}

Result<CustomField> CustomFields::show(const Actor& actor, RecordType of, std::string_view name) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto field = CustomFieldRepository(store_.database()).find(of, name);
  if (!field || field->hides_from(actor.role)) return no_field(of, name);
  return *std::move(field);
}

Result<std::int64_t> CustomFields::records_with(const Actor& actor, const CustomField& field) {
  // How many there are tells of records that others do not see.
  if (auto allowed = require(actor, Act::manage_fields); !allowed) return pass_on(allowed);
  return CustomValueRepository(store_.database()).records_with(field.id);
}

Result<RecordId> CustomFields::add(const Actor& actor, CustomField field) {
  if (auto allowed = require(actor, Act::manage_fields); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  CustomFieldRepository fields(database);
  field.retired_at = field.purged_at = {};
  if (auto fine = check_custom_field(database, field); !fine) return pass_on(fine);
  if (const auto same = fields.find(field.of, field.name)) {
    const std::string kind(to_text(field.of));
    return fail(Fault::conflict, fmt::format("there is a custom field {}.{} already", kind, field.name),
                same->retired_at ? fmt::format("it is deleted: crm field restore {0} {1}, or crm field purge {0} {1}",
                                               kind, field.name)
                                 : fmt::format("crm field edit {} {}", kind, field.name));
  }
  if (fields.of(field.of).size() >= most_custom_fields)
    return fail(Fault::conflict,
                fmt::format("{}: {} custom fields are the most there may be", to_text(field.of), most_custom_fields));
  field.created_at = now();
  const RecordId id = fields.insert(field);
  AuditLog(database).write(actor, audit_type, id, "created", "", to_json(field));
  transaction.commit();
  return id;
}

Result<void> CustomFields::change(const Actor& actor, CustomField field) {
  if (auto allowed = require(actor, Act::manage_fields); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  CustomFieldRepository fields(database);
  const auto before = fields.find(field.of, field.name);
  if (!before || before->retired_at) return no_field(field.of, field.name);
  if (auto fine = check_version("custom field", before->id, before->version, field.version); !fine) return fine;
  field.id = before->id;
  field.type = before->type;
  field.link_to = before->link_to;
  field.retired_at = field.purged_at = {};
  field.choices = with_used_choices(database, *before, std::move(field.choices));
  if (auto fine = check_custom_field(database, field); !fine) return fine;
  if (to_json(*before) == to_json(field)) return {};
  fields.update(field);
  AuditLog(database).write(actor, audit_type, field.id, "changed", to_json(*before), to_json(field));
  transaction.commit();
  return {};
}

Result<void> CustomFields::retire(const Actor& actor, RecordType of, std::string_view name, std::string_view why) {
  if (auto allowed = require(actor, Act::manage_fields); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  CustomFieldRepository fields(database);
  auto field = fields.find(of, name);
  if (!field) return no_field(of, name);
  if (field->retired_at)
    return fail(Fault::conflict, fmt::format("the custom field {}.{} is deleted already", to_text(of), name),
                fmt::format("crm field restore {0} {1}, or crm field purge {0} {1}", to_text(of), name));
  field->retired_at = now();
  fields.update(*field);
  AuditLog(database).write(actor, audit_type, field->id, "deleted", "", why.empty() ? "" : json_text("why", why));
  transaction.commit();
  return {};
}

Result<void> CustomFields::restore(const Actor& actor, RecordType of, std::string_view name) {
  if (auto allowed = require(actor, Act::manage_fields); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  CustomFieldRepository fields(database);
  auto field = fields.find(of, name);
  if (!field) return no_field(of, name);
  if (!field->retired_at)
    return fail(Fault::conflict, fmt::format("the custom field {}.{} is not deleted", to_text(of), name));
  if (fields.of(of).size() >= most_custom_fields)
    return fail(Fault::conflict,
                fmt::format("{}: {} custom fields are the most there may be", to_text(of), most_custom_fields));
  field->retired_at.reset();
  fields.update(*field);
  AuditLog(database).write(actor, audit_type, field->id, "restored", "", "");
  transaction.commit();
  return {};
}

Result<std::int64_t> CustomFields::purge(const Actor& actor, RecordType of, std::string_view name) {
  if (auto allowed = require(actor, Act::manage_fields); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  CustomFieldRepository fields(database);
  CustomValueRepository values(database);
  auto field = fields.find(of, name);
  if (!field) return no_field(of, name);
  if (!field->retired_at)
    return fail(Fault::conflict, fmt::format("the custom field {}.{} is in use", to_text(of), name),
                fmt::format("delete it first: crm field delete {} {}", to_text(of), name));
  const std::int64_t records = values.records_with(field->id);
  values.remove_field(field->id);
  field->purged_at = now();
  fields.update(*field);
  AuditLog(database).write(actor, audit_type, field->id, "purged", to_json(*field),
                           fmt::format("{{\"records\":{}}}", records));
  transaction.commit();
  return records;
}

Result<std::vector<AuditEntry>> CustomFields::history(const Actor& actor, RecordType of, std::string_view name) {
  const auto field = show(actor, of, name);
  if (!field) return pass_on(field);
  return AuditLog(store_.database()).of_record(audit_type, field->id);
}

}  // namespace tradewind::crm
