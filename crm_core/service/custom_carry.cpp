#include "crm_core/service/custom_carry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crm_core/service/custom_text.hpp"
#include "crm_core/store/custom_field_repository.hpp"

namespace tradewind::crm {

namespace {

// In use or deleted, not purged.
std::vector<CustomField> kept_fields(database::Database& database, RecordType type) {
  auto fields = CustomFieldRepository(database).all();
  std::erase_if(fields, [&](const CustomField& field) { return field.of != type || field.purged_at; });
  return fields;
}

std::string value_of(const CustomValues& values, RecordId field) {
  const auto found = values.find(field);
  return found == values.end() ? std::string() : found->second;
}

bool hides_at_least(const CustomField& field, const CustomField& other) {
  return std::all_of(other.hidden_from.begin(), other.hidden_from.end(),
                     [&](Role role) { return field.hides_from(role); });
}

}  // namespace

CustomEdit custom_of_merge(database::Database& database, RecordType type, RecordId from, RecordId into) {
  CustomEdit edit;
  const auto fields = kept_fields(database, type);
  const RecordId both[] = {from, into};
  auto values = CustomValueRepository(database).of_records(type, both, fields);
  for (const auto& field : fields) {
    const std::string taken = value_of(values[from], field.id);
    if (!taken.empty() && value_of(values[into], field.id).empty()) edit.add(field, "", taken);
  }
  return edit;
}

CustomEdit custom_of_unmerge(database::Database& database, RecordType type, RecordId into, const nlohmann::json& kept,
                             const nlohmann::json& kept_after) {
  CustomEdit edit;
  const auto fields = kept_fields(database, type);
  const CustomValues values = CustomValueRepository(database).of_record(type, into, fields);
  for (const auto& field : fields) {
    const std::string key = fmt::format("{}{}", custom_prefix, field.name);
    if (!kept.contains(key) || !kept_after.contains(key)) continue;
    const std::string now = value_of(values, field.id);
    if (now == kept_after.at(key)) edit.add(field, now, kept.at(key).get<std::string>());
  }
  return edit;
}

CustomEdit custom_of_conversion(database::Database& database, const Actor& actor, RecordId lead, RecordType type) {
  CustomEdit edit;
  CustomFieldRepository repository(database);
  const auto fields = repository.of(type);
  if (fields.empty()) return edit;
  const auto sources = repository.of(RecordType::lead);
  const CustomValues values = CustomValueRepository(database).of_record(RecordType::lead, lead, sources);
  const Actor machine = Actor::system(actor.name, actor.cause);
  for (const auto& field : fields) {
    const auto source = std::find_if(sources.begin(), sources.end(), [&](const CustomField& each) {
      return each.name == field.name && each.type == field.type && each.link_to == field.link_to;
    });
    std::string said = field.preset;
    if (source != sources.end() && hides_at_least(field, *source))
      if (std::string value = value_of(values, source->id); !value.empty()) said = std::move(value);
    // A choice that the lead knows and the other kind does not is left behind.
    if (auto written = written_from(database, machine, field, said); written && !written->empty())
      edit.add(field, "", *std::move(written));
  }
  return edit;
}

}  // namespace tradewind::crm
