#include "crm_core/service/custom_query.hpp"

#include <fmt/format.h>

#include <array>

#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/custom_text.hpp"

namespace tradewind::crm {

namespace {

struct Sign {
  std::string_view text;
  CustomSign sign;
};
// The longer ones first.
constexpr std::array<Sign, 7> signs{{{"!=", CustomSign::unequal},
                                     {"<=", CustomSign::at_most},
                                     {">=", CustomSign::at_least},
                                     {"=", CustomSign::equal},
                                     {"<", CustomSign::less},
                                     {">", CustomSign::more},
                                     {"~", CustomSign::contains}}};

bool is_ordered(FieldType type) {
  return type == FieldType::number || type == FieldType::money || type == FieldType::date;
}

Result<void> check_sign(const CustomField& field, const Sign& sign) {
  const bool is_equality = sign.sign == CustomSign::equal || sign.sign == CustomSign::unequal;
  const bool fits =
      sign.sign == CustomSign::contains ? field.type == FieldType::text : is_equality || is_ordered(field.type);
  if (fits) return {};
  return fail(
      Fault::invalid,
      fmt::format("{}{}: a {} cannot be asked with {}", custom_prefix, field.name, to_text(field.type), sign.text),
      "=, != of all; <, <=, >, >= of numbers, money and days; ~ (has a part) of texts");
}

Result<CustomCondition> condition_of(database::Database& database, const Actor& actor,
                                     const std::vector<CustomField>& fields, RecordType type, std::string_view text) {
  const std::size_t at = text.find_first_of("!<>=~");
  const Sign* sign = nullptr;
  for (const Sign& each : signs)
    if (sign == nullptr && at != std::string_view::npos && text.substr(at).starts_with(each.text)) sign = &each;
  if (sign == nullptr)
    return fail(Fault::invalid, fmt::format("\"{}\" compares nothing", text.substr(0, 100)),
                "KEY=VALUE, with = != < <= > >= or ~ between");
  std::string_view key = text.substr(0, at);
  while (key.ends_with(' ')) key.remove_suffix(1);
  const auto found = find_field(fields, type, key);
  if (!found) return pass_on(found);
  CustomField field = **found;
  if (auto fits = check_sign(field, *sign); !fits) return pass_on(fits);
  for (auto& choice : field.choices) choice.retired = false;  // they still stand in records
  CustomCondition condition{field.id, field.type == FieldType::text, sign->sign, {}};
  const std::string_view typed = text.substr(at + sign->text.size());
  const auto written = written_from(database, actor, field, typed);
  if (!written) return pass_on(written);
  condition.cells = cells_of(field, *written);
  if (condition.cells.empty() && sign->sign != CustomSign::equal && sign->sign != CustomSign::unequal)
    return fail(Fault::invalid, fmt::format("\"{}\" compares with nothing", text.substr(0, 100)),
                fmt::format("{0}= finds those without it, {0}!= those with it", key));
  if (condition.cells.empty())
    condition.sign = sign->sign == CustomSign::equal ? CustomSign::unknown : CustomSign::known;
  return condition;
}

}  // namespace

Result<CustomSelection> custom_selection(database::Database& database, const Actor& actor, RecordType type,
                                         std::span<const std::string> conditions, std::string_view sort) {
  CustomSelection selection;
  selection.type = type;
  if (conditions.empty() && sort.empty()) return selection;
  const auto fields = visible_fields(database, actor, type);
  for (const auto& text : conditions) {
    auto condition = condition_of(database, actor, fields, type, text);
    if (!condition) return pass_on(condition);
    selection.conditions.push_back(*std::move(condition));
  }
  if (sort.empty()) return selection;
  const bool descending = sort.starts_with('-');
  const auto field = find_field(fields, type, sort.substr(descending ? 1 : 0));
  if (!field) return pass_on(field);
  selection.order = CustomOrder{(*field)->id, (*field)->type == FieldType::text, descending};
  return selection;
}

}  // namespace tradewind::crm
