#include "crm_core/service/nightly_pool.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/policy.hpp"
#include "crm_core/service/pool.hpp"
#include "crm_core/service/staff.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds day = 86'400, hour = 3'600;
constexpr int slice = 500;

std::string named(database::Database& database, RecordType type, RecordId id) {
  return fmt::format("{} {} ({})", to_text(type), id, DocumentRepository(database).name_of(type, id).value_or("?"));
}

std::string login_of(database::Database& database, RecordId user) {
  const auto found = UserRepository(database).find(user);
  return found ? found->login : fmt::format("user {}", user);
}

std::optional<RecordId> present_owner(database::Database& database, RecordType type, RecordId record) {
  if (type == RecordType::lead) {
    const auto lead = LeadRepository(database).find(record);
    const bool open = lead && !lead->removed_at &&
                      (lead->status == LeadStatus::fresh || lead->status == LeadStatus::assigned ||
                       lead->status == LeadStatus::contacted);
    return open ? lead->owner_id : std::nullopt;
  }
  const auto customer = CustomerRepository(database).find(record);
  return customer && !customer->removed_at ? customer->owner_id : std::nullopt;
}

}  // namespace

DropTimes drop_times(const Policy& policy, int drop_days, EpochSeconds owned_since,
                     std::optional<EpochSeconds> exchanged, std::optional<EpochSeconds> taken,
                     std::optional<EpochSeconds> warned) {
  const EpochSeconds idle_since = std::max(owned_since, exchanged.value_or(0));
  EpochSeconds drop_at = idle_since + drop_days * day;
  if (taken) drop_at = std::max(drop_at, *taken + policy.protection_days * day);
  const EpochSeconds warn_at = drop_at - policy.warn_days * day;
  // Nothing drops whose owner was not warned, and had the time to do something about it.
  if (policy.warn_days > 0 && warned && *warned >= idle_since)
    drop_at = std::max(drop_at, *warned + policy.warn_days * day);
  return {warn_at, drop_at};
}

NightlyWatch::NightlyWatch(Store& store, const Actor& actor, std::vector<NightlyAct>& acts)
    : store_(store), actor_(actor), acts_(acts), policy_(policy(store.database())) {}

void NightlyWatch::act(std::string_view step, std::string record, std::string what, std::string why, bool done) {
  acts_.push_back({std::string(step), std::move(record), std::move(what), std::move(why), done});
}

bool NightlyWatch::tell(std::string_view origin, RecordType type, RecordId record, RecordId owner, std::string title,
                        EpochSeconds due_at, EpochSeconds since) {
  if (TaskRepository(store_.database()).was_made(origin, type, record, owner, since)) return false;
  Task task;
  task.title = std::move(title);
  task.kind = "follow_up";
  task.priority = "high";
  task.owner_id = owner;
  task.about_type = type;
  task.about_id = record;
  task.due_at = due_at;
  task.origin = origin;
  if (auto made = Tasks(store_).add(actor_, task); !made) {
    act(origin, named(store_.database(), type, record), "no task could be made", made.error().message, false);
    return false;
  }
  return true;
}

void NightlyWatch::clock() {
  for (const std::string_view origin : {"clock", "escalation"}) finish_settled(origin);
  for (int offset = 0;; offset += slice) {
    // A slice is one transaction: thousands of late answers are not thousands of waits for the disk.
    database::Transaction transaction(store_.database());
    const auto waiting = waiting_leads(store_, actor_, slice, offset);
    if (!waiting) return act("clock", "leads", "not looked at", waiting.error().message, false);
    for (const auto& each : *waiting)
      if (each.lateness != Lateness::in_time) watch(each);
    transaction.commit();
    if (static_cast<int>(waiting->size()) < slice) return;
  }
}

void NightlyWatch::watch(const WaitingLead& waiting) {
  auto& database = store_.database();
  const Lead& lead = waiting.lead;
  const std::string name = named(database, RecordType::lead, lead.id);
  const std::string why =
      fmt::format("no answer for {} h, {} h are allowed", waiting.waited / hour, policy_.answer_hours);
  database::Transaction transaction(database);
  if (lead.owner_id && tell("clock", RecordType::lead, lead.id, *lead.owner_id,
                            fmt::format("Answer the inquiry of {}", name), now(), lead.arrived_at))
    act("clock", name, fmt::format("late: a task for {}", login_of(database, *lead.owner_id)), why);
  if (waiting.lateness == Lateness::escalated) escalate(waiting, name, why);
  transaction.commit();
}

void NightlyWatch::escalate(const WaitingLead& waiting, const std::string& name, const std::string& why) {
  auto& database = store_.database();
  const Lead& lead = waiting.lead;
  const auto manager = manager_over(database, lead.owner_id);
  if (!manager) return;
  const std::string whose = lead.owner_id ? login_of(database, *lead.owner_id) + " has it" : "nobody has it";
  if (!tell("escalation", RecordType::lead, lead.id, manager->id, fmt::format("Unanswered: {}; {}", name, whose), now(),
            lead.arrived_at))
    return;
  LeadRepository(database).add_event(
      {0, lead.id, now(), actor_.name, "escalated", fmt::format("to {}: {}; {}", manager->login, why, whose)});
  act("clock", name, fmt::format("escalated: a task for {}", manager->login), why);
}

void NightlyWatch::pool() {
  finish_settled("drop");
  PoolRepository pool(store_.database());
  for (const RecordType type : {RecordType::lead, RecordType::customer}) {
    const auto days_of = [&](const HeldRecord& held) {
      return type == RecordType::lead ? policy_.lead_drop_days : policy_.customer_drop_days.of(held.level);
    };
    if (type == RecordType::lead ? policy_.lead_drop_days == 0 : policy_.customer_drop_days == LevelDays{}) continue;
    for (RecordId last = 0;;) {
      database::Transaction transaction(store_.database());
      const auto found = pool.held(type, now(), last, slice);
      for (const auto& held : found)
        if (const int days = days_of(held); days > 0) look_at(held, days);
      transaction.commit();
      if (static_cast<int>(found.size()) < slice) break;
      last = found.back().id;
    }
  }
}

void NightlyWatch::look_at(const HeldRecord& held, int drop_days) {
  const EpochSeconds at = now();
  // The least there can be: looking at the mail is what costs.
  if (at < held.owned_since + (drop_days - policy_.warn_days) * day) return;
  auto& database = store_.database();
  PoolRepository pool(database);
  const auto of_owner = [&](std::string_view move) -> std::optional<EpochSeconds> {
    const auto last = pool.last_move(held.type, held.id, move);
    return last && last->user == held.owner ? std::optional(last->at) : std::nullopt;
  };
  const auto exchanged = pool.last_exchange(held.type, held.id);
  const auto warned = of_owner("warned");
  const DropTimes times = drop_times(policy_, drop_days, held.owned_since, exchanged, of_owner("taken"), warned);
  const bool was_warned = warned && *warned >= std::max(held.owned_since, exchanged.value_or(0));
  if (policy_.warn_days > 0 && !was_warned) {
    if (at >= times.warn_at) warn(held, std::max(times.drop_at, at + policy_.warn_days * day));
    return;
  }
  if (at < times.drop_at) return;
  const std::string why =
      fmt::format("no mail both ways for {} days", (at - std::max(held.owned_since, exchanged.value_or(0))) / day);
  const std::string name = named(database, held.type, held.id);
  const auto dropped = Pool(store_).drop(actor_, held.type, held.id, why);
  act("pool", name, fmt::format("dropped by {}", login_of(database, held.owner)),
      dropped ? why : dropped.error().message, dropped.has_value());
}

void NightlyWatch::warn(const HeldRecord& held, EpochSeconds drop_at) {
  auto& database = store_.database();
  const std::string name = named(database, held.type, held.id), date = to_local_text(drop_at).substr(0, 10);
  const std::string text = fmt::format("it drops into the pool on {} unless mail goes both ways", date);
  database::Transaction transaction(database);
  PoolRepository(database).add_move({held.type, held.id, now(), "warned", held.owner, actor_.name, text});
  if (held.type == RecordType::lead)
    LeadRepository(database).add_event({0, held.id, now(), actor_.name, "warned", text});
  const std::string login = login_of(database, held.owner);
  if (tell("drop", held.type, held.id, held.owner, fmt::format("Write to {}: it drops on {}", name, date), drop_at,
           now()))
    act("pool", name, fmt::format("{} is warned", login), text);
  transaction.commit();
}

// Whether what the task tells of still holds: unanswered, or idle and its owner's.
bool NightlyWatch::still_stands(const Task& task) {
  auto& database = store_.database();
  if (task.origin == "drop")
    return present_owner(database, *task.about_type, *task.about_id) == task.owner_id &&
           PoolRepository(database).last_exchange(*task.about_type, *task.about_id).value_or(0) < task.created_at;
  const auto lead = LeadRepository(database).find(*task.about_id);
  const bool waits = lead && !lead->removed_at && !lead->answered_at &&
                     (lead->status == LeadStatus::fresh || lead->status == LeadStatus::assigned);
  return waits && (task.origin == "escalation" || lead->owner_id == task.owner_id);
}

void NightlyWatch::finish_settled(std::string_view origin) {
  TaskRepository tasks(store_.database());
  for (RecordId last = 0;;) {
    database::Transaction transaction(store_.database());
    const auto open = tasks.open_of(origin, last, slice);
    for (const auto& task : open) {
      if (!task.about_type || still_stands(task)) continue;
      if (auto done = Tasks(store_).finish(actor_, task.id); done)
        act(origin == "drop" ? "pool" : "clock", fmt::format("task {} ({})", task.id, task.title), "done",
            "its reason is gone");
    }
    transaction.commit();
    if (static_cast<int>(open.size()) < slice) return;
    last = open.back().id;
  }
}

}  // namespace tradewind::crm
