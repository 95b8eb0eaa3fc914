// The stages that deals go through: the firm's own list, with what each weighs in the forecast and how a deal ends
// there. Every change is audited; history keeps the names of its time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// What is to be different; nothing: stays.
struct StageChange {
  std::optional<std::string> name;
  std::optional<int> probability;
  std::optional<std::string> outcome;
  std::optional<std::string> before;  // the stage that it goes in front of; "": to the end
};

// There is always one open stage at least, one won and one lost. Fault::invalid names the field.
class Stages {
 public:
  explicit Stages(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<OpportunityStage>> list(const Actor& actor);
  // In front of another, or (before: "") behind the last one.
  [[nodiscard]] Result<void> add(const Actor& actor, const OpportunityStage& stage, std::string_view before);
  // Deals follow a new name. Fault::conflict when a rule that is on names the old one.
  [[nodiscard]] Result<void> change(const Actor& actor, std::string_view stage, const StageChange& change);
  // Its deals go into another open stage, each with a step. Fault::conflict when it has some and none is given, and
  // when a rule that is on names it.
  [[nodiscard]] Result<void> remove(const Actor& actor, std::string_view stage, std::string_view into);

 private:
  Store& store_;
};

// Fault::invalid with the names of all.
[[nodiscard]] Result<OpportunityStage> known_stage(database::Database& database, std::string_view stage);

}  // namespace tradewind::crm
