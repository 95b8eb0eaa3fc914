#include "crm_core/service/custom_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "crm_core/service/custom_edit.hpp"
#include "crm_core/store/custom_field_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

std::string CustomView::written(RecordId record, const CustomField& field) const {
  const auto found = values.find(record);
  if (found == values.end()) return {};
  const auto value = found->second.find(field.id);
  return value == found->second.end() ? std::string() : value->second;
}

CustomView custom_view(database::Database& database, const Actor& actor, RecordType type,
                       std::span<const RecordId> records) {
  CustomView view;
  view.fields = visible_fields(database, actor, type);
  view.values = CustomValueRepository(database).of_records(type, records, view.fields);
  return view;
}

std::string people_form(database::Database& database, const Actor& actor, const CustomField& field,
                        std::string_view written) {
  const std::string text = labelled(field, written);
  if (field.type != FieldType::link || written.empty()) return text;
  const RecordType type = field.link_to.value_or(RecordType::customer);
  const RecordId record = record_in(written);
  if (!Visibility(database, actor).sees(type, record)) return text;
  return fmt::format("{} ({})", DocumentRepository(database).name_of(type, record).value_or("gone"), text);
}

AuditMask::AuditMask(database::Database& database, const Actor& actor) {
  for (const auto& field : CustomFieldRepository(database).all())
    if (field.hides_from(actor.role))
      hidden_.emplace(std::string(to_text(field.of)), fmt::format("{}{}", custom_prefix, field.name));
}

std::string AuditMask::of(std::string_view record_type, std::string json) const {
  const auto [first, last] = hidden_.equal_range(record_type);
  if (first == last || json.empty()) return json;
  auto fields = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!fields.is_object()) return json;
  for (auto hidden = first; hidden != last; ++hidden) fields.erase(hidden->second);
  return fields.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace tradewind::crm
