// The columns of a sheet for custom fields: "custom.budget".
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"

namespace tradewind::crm {

class CustomColumns {
 public:
  // Those that the actor may see, behind the built-in ones.
  CustomColumns(database::Database& database, const Actor& actor, RecordType type,
                std::span<const std::string_view> built_in);
  CustomColumns(const CustomColumns&) = delete;
  CustomColumns& operator=(const CustomColumns&) = delete;

  [[nodiscard]] std::span<const std::string_view> fields() const { return fields_; }
  // Of a row: what stands in its cells, empty ones aside.
  [[nodiscard]] CustomTexts texts(const std::vector<std::string>& values) const;

 private:
  std::deque<std::string> names_;
  std::vector<std::string_view> fields_;
  std::size_t built_in_;
};

}  // namespace tradewind::crm
