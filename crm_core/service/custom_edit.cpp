#include "crm_core/service/custom_edit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/custom_text.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/custom_field_repository.hpp"

namespace tradewind::crm {

namespace {

std::string with(std::string json, std::string_view name, std::string_view written) {
  json.pop_back();
  return json + (json.size() > 1 ? "," : "") + json_text(fmt::format("{}{}", custom_prefix, name), written).substr(1);
}

tl::unexpected<Error> not_given(const CustomField& field) {
  return fail(Fault::invalid, fmt::format("{}{}: must be given", custom_prefix, field.name), field.help);
}

}  // namespace

std::vector<CustomField> visible_fields(database::Database& database, const Actor& actor, RecordType type) {
  auto fields = CustomFieldRepository(database).of(type);
  std::erase_if(fields, [&](const CustomField& field) { return field.hides_from(actor.role); });
  return fields;
}

Result<const CustomField*> find_field(const std::vector<CustomField>& fields, RecordType type, std::string_view name) {
  if (name.starts_with(custom_prefix)) name.remove_prefix(custom_prefix.size());
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const CustomField& field) { return field.name == name; });
  if (found != fields.end()) return &*found;
  std::string names;
  for (const auto& field : fields) names += fmt::format("{}{}", names.empty() ? "" : ", ", field.name);
  return fail(Fault::invalid, fmt::format("there is no custom field {}.{}", to_text(type), name.substr(0, 100)),
              names.empty() ? fmt::format("crm field add {} NAME makes one", to_text(type))
                            : fmt::format("there are: {}", names));
}

Result<CustomEdit> CustomEdit::of_new(database::Database& database, const Actor& actor, RecordType type,
                                      const std::optional<CustomTexts>& texts, bool complete) {
  CustomEdit edit;
  // Presets are also for fields that the actor does not see.
  const auto all = CustomFieldRepository(database).of(type);
  auto seen = all;
  std::erase_if(seen, [&](const CustomField& field) { return field.hides_from(actor.role); });
  CustomValues given;
  for (const auto& [name, typed] : texts.value_or(CustomTexts())) {
    const auto field = find_field(seen, type, name);
    if (!field) return pass_on(field);
    auto written = written_from(database, actor, **field, typed);
    if (!written) return pass_on(written);
    given[(*field)->id] = *std::move(written);
  }
  for (const auto& field : all) {
    std::string written;
    if (const auto said = given.find(field.id); said != given.end()) {
      written = said->second;
    } else if (!field.preset.empty()) {
      auto preset = written_from(database, Actor::system(actor.name, actor.cause), field, field.preset);
      if (preset) written = *std::move(preset);
    }
    if (written.empty() && field.required && texts && complete && !field.hides_from(actor.role))
      return not_given(field);
    if (!written.empty()) edit.add(field, "", std::move(written));
  }
  return edit;
}

Result<CustomEdit> CustomEdit::of_stored(database::Database& database, const Actor& actor, RecordType type,
                                         RecordId record, const std::optional<CustomTexts>& texts) {
  CustomEdit edit;
  if (!texts || texts->empty()) return edit;
  const auto fields = visible_fields(database, actor, type);
  const CustomValues stored = CustomValueRepository(database).of_record(type, record, fields);
  CustomValues given;
  for (const auto& [name, typed] : *texts) {
    const auto field = find_field(fields, type, name);
    if (!field) return pass_on(field);
    const auto was = stored.find((*field)->id);
    // What stands there may stand there: also a choice that is no longer offered.
    auto written = was != stored.end() && was->second == typed ? Result<std::string>(was->second)
                                                               : written_from(database, actor, **field, typed);
    if (!written) return pass_on(written);
    if (written->empty() && (*field)->required && was != stored.end()) return not_given(**field);
    given[(*field)->id] = *std::move(written);
  }
  for (const auto& field : fields) {
    const auto said = given.find(field.id);
    if (said == given.end()) continue;
    const auto was = stored.find(field.id);
    std::string before = was == stored.end() ? std::string() : was->second;
    if (before != said->second) edit.add(field, std::move(before), said->second);
  }
  return edit;
}

void CustomEdit::add(const CustomField& field, std::string before, std::string after) {
  changes_.push_back({field, std::move(before), std::move(after)});
}

void CustomEdit::write(database::Database& database, RecordId record) const {
  CustomValueRepository values(database);
  for (const auto& changed : changes_) values.write(changed.field, record, changed.after);
}

std::string CustomEdit::before(std::string json) const {
  for (const auto& changed : changes_) json = with(std::move(json), changed.field.name, changed.before);
  return json;
}

std::string CustomEdit::after(std::string json) const {
  for (const auto& changed : changes_) json = with(std::move(json), changed.field.name, changed.after);
  return json;
}

}  // namespace tradewind::crm
