#include "crm_core/store/custom_field_repository.hpp"

#include <algorithm>

#include "crm_core/model/records.hpp"

namespace tradewind::crm {

namespace {

CustomField read_field(const database::Statement& row) {
  CustomField field;
  field.id = row.int64(0);
  field.of = record_type_from_text(row.view(1)).value_or(RecordType::customer);
  field.name = row.text(2);
  field.label = row.text(3);
  field.type = field_type_from_text(row.view(4)).value_or(FieldType::text);
  field.link_to = record_type_from_text(row.view(5));
  field.required = row.boolean(6);
  field.preset = row.text(7);
  field.help = row.text(8);
  field.position = row.int64(9);
  field.retired_at = row.optional_int64(10);
  field.purged_at = row.optional_int64(11);
  field.created_at = row.int64(12);
  field.version = row.int64(13);
  return field;
}

}  // namespace

std::vector<CustomField> CustomFieldRepository::read(std::string_view condition, std::optional<std::string_view> type,
                                                     std::optional<std::string_view> name) {
  std::vector<CustomField> fields;
  const std::string which =
      std::string("(?1 IS NULL OR f.record_type = ?1) AND (?2 IS NULL OR f.name = ?2) AND ").append(condition);
  {
    auto rows = database_.query(
        "SELECT f.id, f.record_type, f.name, f.label, f.type, f.link_type, f.required,"
        " f.preset, f.help, f.position, f.retired_at, f.purged_at, f.created_at, f.version"
        " FROM custom_field f WHERE " +
            which + " ORDER BY f.record_type, f.position, f.name, f.id",
        type, name);
    while (rows->step()) fields.push_back(read_field(*rows));
  }
  if (fields.empty()) return fields;
  const auto field_of = [&](RecordId id) -> CustomField& {
    return *std::find_if(fields.begin(), fields.end(), [&](const CustomField& field) { return field.id == id; });
  };
  {
    auto rows = database_.query(
        "SELECT c.field_id, c.name, c.label, c.retired FROM custom_choice c JOIN custom_field f"
        " ON f.id = c.field_id WHERE " +
            which + " ORDER BY c.field_id, c.position, c.name",
        type, name);
    while (rows->step()) field_of(rows->int64(0)).choices.push_back({rows->text(1), rows->text(2), rows->boolean(3)});
  }
  auto rows =
      database_.query("SELECT m.field_id, m.role FROM custom_mask m JOIN custom_field f ON f.id = m.field_id WHERE " +
                          which + " ORDER BY m.field_id, m.role",
                      type, name);
  while (rows->step())
    if (const auto role = role_from_text(rows->view(1))) field_of(rows->int64(0)).hidden_from.push_back(*role);
  return fields;
}

std::vector<CustomField> CustomFieldRepository::of(RecordType type) {
  return read("f.retired_at IS NULL", to_text(type), {});
}

std::vector<CustomField> CustomFieldRepository::all() { return read("1 = 1", {}, {}); }

std::optional<CustomField> CustomFieldRepository::find(RecordType type, std::string_view name) {
  auto found = read("f.purged_at IS NULL", to_text(type), name);
  if (found.empty()) return {};
  return std::move(found.front());
}

RecordId CustomFieldRepository::insert(const CustomField& field) {
  const std::string_view type = to_text(field.type);
  const auto link_to = field.link_to ? std::optional(to_text(*field.link_to)) : std::nullopt;
  database_.run(
      "INSERT INTO custom_field (record_type, name, label, type, link_type, required, preset, help, position,"
      " retired_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      to_text(field.of), field.name, field.label, type, link_to, field.required, field.preset, field.help,
      field.position, field.retired_at, field.created_at);
  CustomField stored = field;
  stored.id = database_.last_insert_id();
  write_parts(stored);
  return stored.id;
}

void CustomFieldRepository::update(const CustomField& field) {
  database_.run(
      "UPDATE custom_field SET name = ?, label = ?, required = ?, preset = ?, help = ?, position = ?, retired_at = ?,"
      " purged_at = ?, version = version + 1 WHERE id = ?",
      field.name, field.label, field.required, field.preset, field.help, field.position, field.retired_at,
      field.purged_at, field.id);
  database_.run("DELETE FROM custom_choice WHERE field_id = ?", field.id);
  database_.run("DELETE FROM custom_mask WHERE field_id = ?", field.id);
  write_parts(field);
  if (field.has_choices())
    database_.run(
        "UPDATE custom_value SET number_value = (SELECT c.position FROM custom_choice c WHERE c.field_id ="
        " custom_value.field_id AND c.name = custom_value.text_value) WHERE field_id = ?",
        field.id);
}

void CustomFieldRepository::write_parts(const CustomField& field) {
  std::int64_t position = 0;
  for (const auto& choice : field.choices)
    database_.run("INSERT INTO custom_choice (field_id, name, label, position, retired) VALUES (?, ?, ?, ?, ?)",
                  field.id, choice.name, choice.label, position++, choice.retired);
  for (const Role role : field.hidden_from)
    database_.run("INSERT INTO custom_mask (field_id, role) VALUES (?, ?)", field.id, to_text(role));
}

}  // namespace tradewind::crm
