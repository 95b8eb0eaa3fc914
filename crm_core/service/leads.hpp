// The acts on a lead (deleting and merging: removals.hpp). Every one is written to its history and to the audit log.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/model/qualification.hpp"
#include "crm_core/service/lead_duplicates.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// What became of a lead that was to be added.
struct LeadAddition {
  RecordId lead = 0;             // 0: it was not added, for its twin
  std::optional<LeadTwin> twin;  // the lead or customer that it repeats
};

class Leads {
 public:
  explicit Leads(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<Lead>> list(const Actor& actor, const LeadFilter& filter, int limit, int offset);
  [[nodiscard]] Result<Lead> show(const Actor& actor, RecordId lead);
  [[nodiscard]] Result<std::vector<LeadEvent>> history(const Actor& actor, RecordId lead);
  // 撞单: which of our reps work on it without knowing of each other, one line for each; none when all is well.
  [[nodiscard]] Result<std::vector<std::string>> collisions(const Actor& actor, RecordId lead);
  // One that no mail of ours brought: its draft, its owner (then it is assigned) and when it arrived (0: now).
  // Nothing is added of one that would repeat a lead or customer (twin_of), unless `anyway`. Fault::invalid without an
  // address and a telephone; Fault::forbidden when the twin is one that the actor does not see. Custom fields:
  // service/custom_edit.hpp.
  [[nodiscard]] Result<LeadAddition> add(const Actor& actor, Lead lead, bool anyway = false,
                                         const std::optional<CustomTexts>& custom = {});
  // Status new becomes assigned; later ones stay. A rep may take a lead that nobody owns (as Pool::take does), giving
  // one to others is a manager's act.
  [[nodiscard]] Result<void> assign(const Actor& actor, RecordId lead, RecordId user, std::string_view why);
  [[nodiscard]] Result<void> qualify(const Actor& actor, RecordId lead, std::string_view why);
  [[nodiscard]] Result<void> disqualify(const Actor& actor, RecordId lead, std::string_view why);
  // Company, contact name, email, phone, country. Fault::conflict when the value's version is not the stored one.
  [[nodiscard]] Result<void> change(const Actor& actor, const Lead& lead,
                                    const std::optional<CustomTexts>& custom = {});
  // Which mail qualifies leads from now on; the nightly job looks at the open ones again.
  [[nodiscard]] Result<void> set_qualification(const Actor& actor, const Qualification& qualification);

 private:
  Store& store_;
};

}  // namespace tradewind::crm
