#include "crm_core/service/custom_columns.hpp"

#include "crm_core/service/custom_edit.hpp"

namespace tradewind::crm {

CustomColumns::CustomColumns(database::Database& database, const Actor& actor, RecordType type,
                             std::span<const std::string_view> built_in)
    : fields_(built_in.begin(), built_in.end()), built_in_(built_in.size()) {
  for (const auto& field : visible_fields(database, actor, type))
    fields_.push_back(names_.emplace_back(std::string(custom_prefix) + field.name));
}

CustomTexts CustomColumns::texts(const std::vector<std::string>& values) const {
  CustomTexts texts;
  for (std::size_t i = built_in_; i < values.size(); ++i)
    if (!values[i].empty()) texts.emplace_back(fields_[i], values[i]);
  return texts;
}

}  // namespace tradewind::crm
