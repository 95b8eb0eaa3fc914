#include "crm_core/service/rule_actions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/pool.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/staff.hpp"
#include "crm_core/service/stages.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/rule_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

class Performance {
 public:
  Performance(Store& store, const Actor& actor, const rules::ReadyRule& rule, const rules::Action& action,
              RuleFacts& facts)
      : store_(store),
        database_(store.database()),
        actor_(actor),
        rule_(rule),
        action_(action),
        facts_(facts),
        origin_(fmt::format("rule {}", rule.rule.id)) {}

  Result<std::string> go() {
    const auto about = facts_.about(*rule_.event);
    if (!about && action_.verb != "task" && action_.verb != "notify")
      return fail(Fault::not_found, "there is no record to do it to");
    if (action_.verb == "task") return task(about);
    if (action_.verb == "notify") return notify(about);
    if (action_.verb == "tag") return tag(*about);
    if (action_.verb == "assign") return assign(*about);
    if (action_.verb == "set") return set();
    if (action_.verb == "stage") return stage();
    if (action_.verb == "release") return release(*about);
    return judge();
  }

 private:
  using About = RuleFacts::About;
  std::string why() const { return action_.text.empty() ? rule_.rule.name : action_.text; }

  // "owner" of the record, or of the task that is due; "manager" over him or her; else a login.
  Result<RecordId> person(const std::optional<About>& about) {
    if (action_.who != "owner" && action_.who != "manager") {
      const auto user = UserRepository(database_).find_by_login(action_.who);
      if (user && user->active) return user->id;
      return fail(Fault::not_found, fmt::format("there is no active user \"{}\"", action_.who));
    }
    std::optional<RecordId> owner;
    if (about) owner = facts_.owner_of(*about);
    if (const auto& due = facts_.task(); due && due->owner_id) owner = due->owner_id;
    if (action_.who == "manager") {
      if (const auto manager = manager_over(database_, owner)) return manager->id;
      return fail(Fault::not_found, "there is no manager");
    }
    if (owner) return *owner;
    return fail(Fault::not_found, "nobody owns the record");
  }

  Result<std::string> task(const std::optional<About>& about) {
    const auto owner = person(about);
    if (!owner) return pass_on(owner);
    if (about) {
      TaskFilter same;
      same.about_type = about->type;
      same.about_id = about->id;
      same.owner_id = *owner;
      constexpr int enough = 100;
      for (const auto& open : TaskRepository(database_).list(same, enough, 0))
        if (open.origin == origin_ && open.title == action_.text) return std::string();
    }
    Task made;
    made.title = action_.text;
    made.kind = "follow_up";
    made.owner_id = *owner;
    if (about) {
      made.about_type = about->type;
      made.about_id = about->id;
    }
    constexpr EpochSeconds day = 86'400;
    made.due_at = local_midnight(local_date(now() + action_.days * day)) + day - 1;
    made.all_day = true;
    made.origin = origin_;
    const auto id = Tasks(store_).add(actor_, made);
    if (!id) return pass_on(id);
    return fmt::format("task {} for {}", *id, login_of(*owner));
  }

  Result<std::string> notify(const std::optional<About>& about) {
    const auto user = person(about);
    if (!user) return pass_on(user);
    Notification made;
    made.user = *user;
    made.at = now();
    made.text = action_.text;
    if (about) {
      made.about_type = about->type;
      made.about_id = about->id;
    }
    made.origin = origin_;
    RuleRepository(database_).notify(made);
    return fmt::format("told {}", login_of(*user));
  }

  Result<std::string> tag(const About& about) {
    Relations relations(store_);
    const auto tags = relations.tags(actor_, about.type, about.id);
    if (tags && std::find(tags->begin(), tags->end(), action_.text) != tags->end()) return std::string();
    const std::string added[] = {action_.text};
    if (auto done = relations.tag(actor_, about.type, about.id, added, {}); !done) return pass_on(done);
    return fmt::format("tagged {}", action_.text);
  }

  Result<std::string> assign(const About& about) {
    const auto user = assignee(database_, action_);
    if (!user) return pass_on(user);
    if (facts_.owner_of(about) == user->id) return std::string();
    Result<void> done;
    if (about.type == RecordType::lead) {
      done = Leads(store_).assign(actor_, about.id, user->id, why());
    } else if (about.type == RecordType::customer) {
      auto customer = *CustomerRepository(database_).find(about.id);
      customer.owner_id = user->id;
      done = Records(store_).change_customer(actor_, customer);
    } else {
      auto deal = *OpportunityRepository(database_).find(about.id);
      deal.owner_id = user->id;
      done = Opportunities(store_).change(actor_, deal);
    }
    if (!done) return pass_on(done);
    return fmt::format("assigned to {}", user->login);
  }

  Result<std::string> set() {
    const std::string_view field = action_.field;
    const std::string said = fmt::format("{} is {} now", field, action_.text);
    if (field == "lead.country") {
      const auto id = facts_.subject().lead;
      if (!id) return fail(Fault::not_found, "there is no lead");
      auto lead = *LeadRepository(database_).find(*id);
      if (lead.draft.country == action_.text) return std::string();
      lead.draft.country = action_.text;
      if (auto done = Leads(store_).change(actor_, lead); !done) return pass_on(done);
      return said;
    }
    const auto id = facts_.subject().customer;
    if (!id) return fail(Fault::not_found, "there is no customer");
    auto customer = *CustomerRepository(database_).find(*id);
    std::string& value = field == "customer.level"    ? customer.level
                         : field == "customer.status" ? customer.status
                                                      : customer.country;
    if (value == action_.text) return std::string();
    value = action_.text;
    if (auto done = Records(store_).change_customer(actor_, customer); !done) return pass_on(done);
    return said;
  }

  // Forward only: mail that comes late does not throw a deal back.
  Result<std::string> stage() {
    const auto id = facts_.subject().opportunity;
    if (!id) return fail(Fault::not_found, "there is no deal");
    OpportunityRepository deals(database_);
    const auto deal = deals.find(*id);
    if (const auto known = known_stage(database_, deal->stage); known && known->outcome != "open") return std::string();
    const auto stages = deals.stages();
    const auto place = [&](std::string_view name) {
      return std::find_if(stages.begin(), stages.end(), [&](const auto& each) { return each.name == name; });
    };
    if (place(action_.field) <= place(deal->stage)) return std::string();
    if (auto moved = Opportunities(store_).move(actor_, *id, action_.field, why()); !moved) return pass_on(moved);
    return fmt::format("opportunity {} is in stage {}", *id, action_.field);
  }

  Result<std::string> release(const About& about) {
    if (!facts_.owner_of(about)) return std::string();
    if (auto done = Pool(store_).release(actor_, about.type, about.id, why()); !done) return pass_on(done);
    return std::string("released into the pool");
  }

  Result<std::string> judge() {
    const auto id = facts_.subject().lead;
    if (!id) return fail(Fault::not_found, "there is no lead");
    const bool good = action_.verb == "qualify";
    const LeadStatus wanted = good ? LeadStatus::qualified : LeadStatus::disqualified;
    if (LeadRepository(database_).find(*id)->status == wanted) return std::string();
    const auto done = good ? Leads(store_).qualify(actor_, *id, why()) : Leads(store_).disqualify(actor_, *id, why());
    if (!done) return pass_on(done);
    return std::string(to_text(wanted));
  }

  std::string login_of(RecordId user) {
    const auto found = UserRepository(database_).find(user);
    return found ? found->login : fmt::format("user {}", user);
  }

  Store& store_;
  database::Database& database_;
  const Actor& actor_;
  const rules::ReadyRule& rule_;
  const rules::Action& action_;
  RuleFacts& facts_;
  std::string origin_;
};

}  // namespace

Result<std::string> perform(Store& store, const Actor& actor, const rules::ReadyRule& rule, const rules::Action& action,
                            RuleFacts& facts) {
  return Performance(store, actor, rule, action, facts).go();
}

Result<User> assignee(database::Database& database, const rules::Action& action) {
  UserRepository users(database);
  if (!action.team) {
    if (auto user = users.find_by_login(action.who); user && user->active) return *std::move(user);
    return fail(Fault::not_found, fmt::format("there is no active user \"{}\"", action.who));
  }
  for (const auto& team : users.teams())
    if (team.name == action.who) {
      if (auto next = next_in_turn(database, team.id)) return std::move(next->user);
      return fail(Fault::not_found, fmt::format("nobody of team {} takes leads", action.who));
    }
  return fail(Fault::not_found, fmt::format("there is no team \"{}\"", action.who));
}

}  // namespace tradewind::crm
