// Deals: made by hand or by converting a lead, moved through their stages, each step kept. Every change is audited.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/amount.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// A stage a deal was in, with the time it stayed there; until now for the one it is in.
struct StageStay {
  OpportunityStep step;
  EpochSeconds seconds = 0;
  bool current = false;
};

// The deals of one stage in one currency ("" for those without an amount).
struct FunnelRow {
  std::string stage, currency;
  int probability = 0;
  std::int64_t deals = 0;
  Amount total, weighted;
};

class Opportunities {
 public:
  explicit Opportunities(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<Opportunity>> list(const Actor& actor, const OpportunityFilter& filter, int limit,
                                                      int offset);
  [[nodiscard]] Result<Opportunity> show(const Actor& actor, RecordId id);
  // Fault::invalid names the field, Fault::not_found what it refers to.
  // Custom fields: service/custom_edit.hpp.
  [[nodiscard]] Result<RecordId> add(const Actor& actor, Opportunity opportunity, std::string_view why,
                                     const std::optional<CustomTexts>& custom = {});
  // Everything but the stage. Fault::conflict when the value's version is not the stored one.
  [[nodiscard]] Result<void> change(const Actor& actor, Opportunity opportunity,
                                    const std::optional<CustomTexts>& custom = {});
  // Into one where deals are lost only with a reason; out of it again is a step like any other. The same stage: nothing
  // happens.
  [[nodiscard]] Result<void> move(const Actor& actor, RecordId id, std::string_view stage, std::string_view why);
  [[nodiscard]] Result<std::vector<StageStay>> stays(const Actor& actor, RecordId id);
  // Stages in order, currencies by name; lost ones too, so that the funnel shows where deals end.
  [[nodiscard]] Result<std::vector<FunnelRow>> funnel(const Actor& actor, const OpportunityFilter& filter);

 private:
  Store& store_;
};

}  // namespace tradewind::crm
