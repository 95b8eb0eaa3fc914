#include "crm_core/service/rule_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/custom_edit.hpp"
#include "crm_core/store/custom_field_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view currency_part = "currency", days_part = "in_days";

rules::Type type_of(FieldType type) {
  switch (type) {
    case FieldType::number:
    case FieldType::money:
    case FieldType::link:
      return rules::Type::number;
    case FieldType::multi_choice:
      return rules::Type::list;
    default:
      return rules::Type::text;
  }
}

std::string help_of(const CustomField& field) {
  switch (field.type) {
    case FieldType::money:
      return field.label + ": the amount";
    case FieldType::date:
      return field.label + ": 2026-12-31";
    case FieldType::link:
      return fmt::format("{}: number of the {}", field.label, to_text(field.link_to.value_or(RecordType::customer)));
    case FieldType::choice:
    case FieldType::multi_choice:
      return field.label + ": key of the choice";
    default:
      return field.label;
  }
}

}  // namespace

std::vector<rules::ExtraField> rule_fields(database::Database& database, const Actor& actor) {
  std::vector<rules::ExtraField> found;
  for (const RecordType type : {RecordType::lead, RecordType::customer, RecordType::opportunity})
    for (const auto& field : visible_fields(database, actor, type)) {
      const std::string name = fmt::format("{}.{}{}", to_text(type), custom_prefix, field.name);
      found.push_back({name, type_of(field.type), help_of(field)});
      if (field.type == FieldType::money)
        found.push_back({fmt::format("{}.{}", name, currency_part), rules::Type::text, field.label + ": ISO 4217"});
      if (field.type == FieldType::date)
        found.push_back({fmt::format("{}.{}", name, days_part), rules::Type::number,
                         field.label + ": days until then; below 0: it is past"});
    }
  return found;
}

std::vector<rules::ExtraField> rule_fields(database::Database& database) {
  return rule_fields(database, Actor::system("rules", ""));
}

rules::Value CustomFacts::read(RecordType type, RecordId record, std::string_view name) {
  Read& known = read_[type];
  if (known.record != record) {
    known.record = record;
    known.fields = CustomFieldRepository(database_).of(type);
    known.values = CustomValueRepository(database_).of_record(type, record, known.fields);
  }
  const std::size_t dot = std::min(name.find('.'), name.size());
  const std::string_view part = name.substr(std::min(dot + 1, name.size()));
  const auto field = std::find_if(known.fields.begin(), known.fields.end(),
                                  [&](const CustomField& each) { return each.name == name.substr(0, dot); });
  if (field == known.fields.end()) return rules::Unknown{};
  const auto value = known.values.find(field->id);
  if (value == known.values.end()) return rules::Unknown{};
  const std::string& written = value->second;
  switch (field->type) {
    case FieldType::number:
      return rules::decimal_value(written);
    case FieldType::money:
      return part == currency_part ? rules::text_value(sum_in(written).second)
                                   : rules::decimal_value(sum_in(written).first);
    case FieldType::date: {
      if (part != days_part) return rules::text_value(written);
      const auto date = parse_iso_date(written);
      return rules::number_value(days_from_civil(date.value_or(CivilDate())) - days_from_civil(local_date(now())));
    }
    case FieldType::link:
      return rules::number_value(record_in(written));
    case FieldType::multi_choice:
      return choices_in(written);
    default:
      return rules::text_value(written);
  }
}

}  // namespace tradewind::crm
