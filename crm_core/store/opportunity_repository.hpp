// Opportunities (deals), the stages they go through, and their steps. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/custom_selection.hpp"

namespace tradewind::crm {

struct OpportunityFilter {
  std::optional<RecordId> customer_id, owner_id;
  std::string stage;       // "": any
  bool only_open = false;  // in a stage that is neither won nor lost
  std::string seen = "1";  // a condition on `o`: store/visibility.hpp
  CustomSelection custom = {};
};

class OpportunityRepository {
 public:
  explicit OpportunityRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Opportunity> find(RecordId id);
  [[nodiscard]] std::vector<Opportunity> list(const OpportunityFilter& filter, int limit, int offset);  // newest first
  RecordId insert(const Opportunity& opportunity);
  void update(const Opportunity& opportunity);  // version counts up
  void remove(RecordId id);                     // with its steps (undo of a conversion)

  [[nodiscard]] std::vector<OpportunityStage> stages();           // in the order in which a deal goes through them
  [[nodiscard]] std::string first_stage();                        // the first that is open
  void set_stages(const std::vector<OpportunityStage>& stages);   // all of them, in their order
  void rename_stage(std::string_view from, std::string_view to);  // of the deals in it; their steps keep the old name
  [[nodiscard]] std::vector<RecordId> in_stage(std::string_view stage);  // deleted ones too
  void add_step(const OpportunityStep& step);
  [[nodiscard]] std::vector<OpportunityStep> steps(RecordId opportunity);  // oldest first

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm
