// The steps of the nightly job. Each works in short transactions of its own and may be repeated.
#pragma once

#include <string>
#include <vector>

#include "crm_core/model/lead.hpp"
#include "crm_core/service/nightly.hpp"
#include "crm_core/service/rule_run.hpp"

namespace tradewind::crm {

class NightlySteps {
 public:
  NightlySteps(Store& store, const Actor& actor, const NightlyOptions& options, std::vector<NightlyAct>& acts)
      : store_(store), actor_(actor), options_(options), acts_(acts) {}

  void reconcile();  // every folder's accounting; gaps are raised as notices, closed ones cleared
  void retry();      // quarantined messages are decided again
  void merge();      // leads of one buyer about the same time become one
  void assign();     // leads without an owner get one
  void qualify();    // open leads whose mail qualifies them by what holds now
  void convert();    // qualified leads become customer, contact and opportunity
  void clock();      // late answers are told to owners, later ones to managers
  void rules();      // what happened since the last run, and what holds by now
  void pool();       // owners of idle records are warned, then they drop

 private:
  struct Choice {
    RecordId user = 0;
    std::string login, why;
    std::optional<AssignmentRules::Choice> by_rule = {};
  };
  void act(std::string_view step, std::string record, std::string what, std::string why, bool done = true);
  // Calls each(lead) for every lead in one of the statuses, oldest id first.
  template <class Each>
  void for_each_lead(std::initializer_list<LeadStatus> statuses, Each&& each);
  [[nodiscard]] std::optional<RecordId> earlier_twin(const Lead& lead, std::string& why);
  [[nodiscard]] std::optional<Choice> owner_for(const Lead& lead, AssignmentRules& rules);
  [[nodiscard]] std::optional<Choice> owner_of_customer(const Lead& lead);
  [[nodiscard]] std::optional<Choice> recipient(const Lead& lead);
  [[nodiscard]] std::optional<Choice> next_in_turn();

  Store& store_;
  const Actor& actor_;
  const NightlyOptions& options_;
  std::vector<NightlyAct>& acts_;
};

}  // namespace tradewind::crm
