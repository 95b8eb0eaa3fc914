// Names of the query language and their spelling help.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

enum class FieldWord { plain, before, after };  // before: and after: are names for one side of date:

struct FieldName {
  std::string_view name;
  Field field;
  FieldWord word = FieldWord::plain;
};

// All names, the first of each field being its own.
[[nodiscard]] std::span<const FieldName> field_names();
// By name or by what people also write ("sender", "filename"); ASCII letters of any case.
[[nodiscard]] const FieldName* find_field(std::string_view name);
[[nodiscard]] std::string_view name_of(Field field);
[[nodiscard]] bool is_text_field(Field field);

// The known words of has:, is: and kind:; nothing if the field takes any value.
[[nodiscard]] std::span<const std::string_view> words_of(Field field);
// The word among `known` that was most likely meant, "" if none is near.
[[nodiscard]] std::string_view nearest(std::string_view typed, std::span<const std::string_view> known);
[[nodiscard]] std::string_view nearest_field(std::string_view typed);

}  // namespace tradewind::crm::search
