// What one of our people is told.
#pragma once

#include <optional>
#include <string>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct Notification {
  RecordId id = 0;
  RecordId user = 0;
  EpochSeconds at = 0;
  std::string text;
  std::optional<RecordType> about_type;  // both or none
  std::optional<RecordId> about_id;
  std::string origin;  // "rule 12"
};

}  // namespace tradewind::crm
