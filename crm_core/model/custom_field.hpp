// Fields that a firm adds to its records, and their values as texts.
//
// A value has one written form, which can be typed again: a text as it is, "12.5", "5000.00 EUR", "2026-12-31", the
// name of a choice, several names with "; " between, "customer:12". Empty: not known. What is typed comes into that
// form by service/custom_text.hpp; stored it is in rows that can be compared and sorted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/base/time.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

enum class FieldType { text, number, money, date, choice, multi_choice, link };

// "text", "number", "money", "date", "choice", "multi-choice", "link".
[[nodiscard]] std::string_view to_text(FieldType type);
[[nodiscard]] std::optional<FieldType> field_type_from_text(std::string_view text);

struct CustomChoice {
  std::string name, label;
  bool retired = false;  // not offered any more
  friend bool operator==(const CustomChoice&, const CustomChoice&) = default;
};

struct CustomField {
  RecordId id = 0;
  RecordType of = RecordType::customer;
  std::string name;   // lower-case ASCII letters, digits and '_'
  std::string label;  // in any language
  FieldType type = FieldType::text;
  std::optional<RecordType> link_to;
  bool required = false;
  std::string preset;  // as it is typed
  std::string help;
  std::int64_t position = 100;
  std::vector<CustomChoice> choices;  // in their order
  std::vector<Role> hidden_from;
  std::optional<EpochSeconds> retired_at, purged_at;
  EpochSeconds created_at = 0;
  std::int64_t version = 1;

  [[nodiscard]] bool has_choices() const { return type == FieldType::choice || type == FieldType::multi_choice; }
  [[nodiscard]] bool hides_from(Role role) const;
  friend bool operator==(const CustomField&, const CustomField&) = default;
};

// What somebody types for custom fields, by name; an empty text clears.
using CustomTexts = std::vector<std::pair<std::string, std::string>>;

// One row of the store: see schemas/0013_custom_fields.sql.
struct CustomCell {
  std::string text, currency;
  std::optional<std::int64_t> number;
};

// A written value as rows, and back. Of a choice that the field does not have there is no row.
[[nodiscard]] std::vector<CustomCell> cells_of(const CustomField& field, std::string_view written);
[[nodiscard]] std::string written_of(const CustomField& field, const std::vector<CustomCell>& cells);

// Decimal text in ten-thousandths: at most 14 digits before the point and four behind it. Nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_scaled(std::string_view text);
// "12.5"; with at least so many places: "12.50".
[[nodiscard]] std::string scaled_text(std::int64_t scaled, int places);

// The names in a written multi-choice.
[[nodiscard]] std::vector<std::string> choices_in(std::string_view written);
// "5000.00" and "EUR" of a written sum.
[[nodiscard]] std::pair<std::string, std::string> sum_in(std::string_view written);
// 12 of "customer:12".
[[nodiscard]] RecordId record_in(std::string_view written);
// The value for people, with the labels of choices; of a link "customer 12".
[[nodiscard]] std::string labelled(const CustomField& field, std::string_view written);

inline constexpr std::string_view custom_prefix = "custom.";  // of their names in audit, rules and files

}  // namespace tradewind::crm
