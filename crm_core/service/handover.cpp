#include "crm_core/service/handover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "crm_core/service/owner_change.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/rule_facts.hpp"
#include "crm_core/service/users.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/handover_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/task_repository.hpp"
#include "crm_core/store/user_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds mail_looks_back = 90 * 86'400;

struct Receiver {
  User user;
  std::int64_t given = 0;
};

// Who gets the next one: whoever has got least for the weight that is his or hers.
Receiver& next_in_turn(std::vector<Receiver>& receivers) {
  const auto weight = [](const Receiver& receiver) { return std::max<std::int64_t>(1, receiver.user.capacity); };
  return *std::min_element(receivers.begin(), receivers.end(), [&](const Receiver& a, const Receiver& b) {
    return (a.given + 1) * weight(b) < (b.given + 1) * weight(a);
  });
}

// A rule made ready, with the place of its receiver.
struct ReadyHandoverRule {
  std::size_t receiver = 0;
  rules::Condition condition;
};

std::span<const rules::FieldInfo> handover_fields() {
  static const auto fields = [] {
    std::vector<rules::FieldInfo> found;
    for (const auto& field : rules::all_fields())
      if (field.name.starts_with("customer.") || field.name.starts_with("lead.")) found.push_back(field);
    return found;
  }();
  return fields;
}

Result<std::vector<ReadyHandoverRule>> ready_rules(const HandoverRequest& request,
                                                   const std::vector<Receiver>& receivers) {
  std::vector<ReadyHandoverRule> ready;
  for (const auto& rule : request.rules) {
    const auto receiver = std::find_if(receivers.begin(), receivers.end(),
                                       [&](const Receiver& each) { return each.user.login == rule.to; });
    if (receiver == receivers.end())
      return fail(Fault::invalid, fmt::format("rule: {} is none of those who receive", rule.to));
    auto condition = rules::Condition::parse(rule.condition, handover_fields());
    if (!condition)
      return fail(Fault::invalid, fmt::format("rule of {}: {}", rule.to, condition.error().message),
                  condition.error().hint);
    ready.push_back({static_cast<std::size_t>(receiver - receivers.begin()), *std::move(condition)});
  }
  return ready;
}

class HandoverAct {
 public:
  HandoverAct(database::Database& database, const Actor& actor, User from, std::vector<Receiver> to,
              std::vector<ReadyHandoverRule> rules)
      : database_(database),
        actor_(actor),
        from_(std::move(from)),
        receivers_(std::move(to)),
        rules_(std::move(rules)),
        had_(database),
        owners_(database, actor, "handed over") {}

  Handover make() {
    made_.id = had_.insert({0, now(), actor_.name, from_.id});
    // Looked up before anything has another owner.
    made_.unanswered = had_.unanswered_mail(from_.id, now() - mail_looks_back);
    for (auto& matter : made_.unanswered) matter.to = receivers_.front().user.login;
    made_.quotations = had_.open_quotations(from_.id);
    quoted_customers();
    for (const auto& record : had_.customers_of(from_.id)) move("customer", record.id, receiver_of(record));
    for (const auto& record : had_.leads_of(from_.id)) move_lead(record);
    for (const auto& record : had_.opportunities_of(from_.id)) move("opportunity", record.id, receiver_of(record));
    for (const auto& record : had_.tasks_of(from_.id)) move_task(record);
    move_mail_rights();
    for (auto& matter : made_.quotations) matter.to = quoted_to(matter.id);
    nlohmann::ordered_json counts{{"from", from_.login}};
    for (const auto& item : made_.moved) counts[item.what] = counts.value(item.what, 0) + 1;
    AuditLog(database_).write(actor_, "user", from_.id, "handed over", "", counts.dump());
    bump_records_version(database_);
    return std::move(made_);
  }

 private:
  std::optional<std::size_t> by_rule(std::optional<RecordId> customer, std::optional<RecordId> lead) {
    if (rules_.empty() || (!customer && !lead)) return {};
    RuleSubject subject;
    subject.customer = customer;
    subject.lead = lead;
    RuleFacts facts(database_, subject);
    const auto read = [&](std::size_t field) { return facts.read(handover_fields()[field].name); };
    for (const auto& rule : rules_)
      if (rule.condition.holds(read)) return rule.receiver;
    return {};
  }
  // What belongs to one customer goes to one receiver.
  const User& receiver_of(const OwnedRecord& record, std::optional<RecordId> lead = {}) {
    if (record.customer)
      if (const auto known = by_customer_.find(*record.customer); known != by_customer_.end())
        return receivers_[known->second].user;
    const auto chosen = by_rule(record.customer, lead);
    Receiver& next = chosen ? receivers_[*chosen] : next_in_turn(receivers_);
    ++next.given;
    if (record.customer) by_customer_[*record.customer] = static_cast<std::size_t>(&next - receivers_.data());
    return next.user;
  }
  // Its name.
  std::string move(std::string_view what, RecordId id, const User& to) {
    std::string name = owners_.give(what, id, from_, to).value_or("");
    had_.add_row(made_.id, what, id, to.id);
    made_.moved.push_back({std::string(what), id, name, to.login});
    return name;
  }
  void move_lead(const OwnedRecord& record) {
    const auto lead = *LeadRepository(database_).find(record.id);
    const User& to = receiver_of(record, lead.id);
    std::string name = move("lead", lead.id, to);
    const bool waits = lead.status == LeadStatus::fresh || lead.status == LeadStatus::assigned;
    if (waits && !lead.answered_at && !lead.removed_at)
      made_.unanswered.push_back({"lead", lead.id, std::move(name), lead.arrived_at, to.login});
  }
  // A lead's task goes with the lead.
  void move_task(const OwnedRecord& record) {
    const auto task = *TaskRepository(database_).find(record.id);
    const bool of_lead = task.about_type == RecordType::lead;
    const auto lead = of_lead ? LeadRepository(database_).find(*task.about_id) : std::nullopt;
    const auto follows = std::find_if(receivers_.begin(), receivers_.end(), [&](const Receiver& receiver) {
      return lead && lead->owner_id == receiver.user.id;
    });
    const User& to = follows != receivers_.end() ? follows->user : receiver_of(record);
    move("task", task.id, to);
    if (task.due_at) made_.tasks.push_back({"task", task.id, task.title, task.due_at, to.login});
  }
  void move_mail_rights() {
    const User& first = receivers_.front().user;
    for (const auto& record : had_.accounts_of(from_.id)) move("mailbox", record.id, first);
    std::int64_t shares = 0;
    for (const auto& [what, record] : had_.shares_of(from_.id)) {
      had_.move_share(what, record, from_.id, first.id);
      had_.add_row(made_.id, what, record, first.id);
      ++shares;
    }
    if (shares > 0)
      made_.moved.push_back(
          {"share", shares, fmt::format("{} records shared with {}", shares, from_.login), first.login});
  }
  void quoted_customers() {
    for (const auto& matter : made_.quotations)
      if (const auto quotation = DocumentRepository(database_).find_quotation(matter.id))
        customer_of_quotation_[matter.id] = quotation->customer_id.value_or(0);
  }
  std::string quoted_to(RecordId quotation) {
    const auto receiver = by_customer_.find(customer_of_quotation_[quotation]);
    return receiver == by_customer_.end() ? std::string() : receivers_[receiver->second].user.login;
  }

  database::Database& database_;
  const Actor& actor_;
  User from_;
  std::vector<Receiver> receivers_;
  std::vector<ReadyHandoverRule> rules_;
  HandoverRepository had_;
  OwnerChange owners_;
  std::map<RecordId, std::size_t> by_customer_;
  std::map<RecordId, RecordId> customer_of_quotation_;
  Handover made_;
};

Result<User> user_named(database::Database& database, const std::string& login) {
  if (auto user = UserRepository(database).find_by_login(login)) return *std::move(user);
  return fail(Fault::not_found, fmt::format("there is no user \"{}\"", login), "crm user list");
}

Result<std::vector<Receiver>> receivers_of(database::Database& database, const HandoverRequest& request) {
  std::vector<Receiver> receivers;
  for (const auto& login : request.to) {
    auto user = user_named(database, login);
    if (!user) return pass_on(user);
    if (!user->active) return fail(Fault::invalid, fmt::format("to: {} is not active", login));
    if (login == request.from) return fail(Fault::invalid, fmt::format("to: {} is who hands over", login));
    for (const auto& other : receivers)
      if (other.user.id == user->id) return fail(Fault::invalid, fmt::format("to: {} stands there twice", login));
    receivers.push_back({*std::move(user), 0});
  }
  if (receivers.empty()) return fail(Fault::invalid, "to: nobody is named", "--to li,wang");
  return receivers;
}

// Nobody hands over, or is told of, what he or she does not see.
Result<void> check_sees_all(database::Database& database, const Actor& actor) {
  const Visibility visibility(database, actor);
  for (const SeenType type : {SeenType::customer, SeenType::lead, SeenType::opportunity, SeenType::mail})
    if (visibility.scope(type) != Scope::all)
      return fail(Fault::forbidden, fmt::format("{} does not see all of {}", actor.name, to_text(type)),
                  "whoever hands over sees all: crm visibility list");
  return {};
}

}  // namespace

Result<Handover> hand_over(Store& store, const Actor& actor, const HandoverRequest& request) {
  if (auto allowed = require(actor, Act::hand_over); !allowed) return pass_on(allowed);
  if (request.deactivate)
    if (auto allowed = require(actor, Act::manage_users); !allowed) return pass_on(allowed);
  auto& database = store.database();
  if (auto allowed = check_sees_all(database, actor); !allowed) return pass_on(allowed);
  database::Transaction transaction(database);
  auto from = user_named(database, request.from);
  if (!from) return pass_on(from);
  auto receivers = receivers_of(database, request);
  if (!receivers) return pass_on(receivers);
  auto rules = ready_rules(request, *receivers);
  if (!rules) return pass_on(rules);
  Handover made = HandoverAct(database, actor, *from, *std::move(receivers), *std::move(rules)).make();
  if (request.deactivate && from->active) {
    from->active = false;
    if (auto changed = Users(store).change(actor, *from); !changed) return pass_on(changed);
    made.deactivated = true;
    HandoverRepository(database).set_deactivated(made.id);
  }
  if (request.dry_run)
    made.id = 0;
  else
    transaction.commit();
  return made;
}

Result<HandoverUndone> undo_handover(Store& store, const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::hand_over); !allowed) return pass_on(allowed);
  auto& database = store.database();
  if (auto allowed = check_sees_all(database, actor); !allowed) return pass_on(allowed);
  database::Transaction transaction(database);
  HandoverRepository handovers(database);
  const auto made = handovers.find(id);
  if (!made) return fail(Fault::not_found, fmt::format("no handover {}", id));
  if (made->undone_at)
    return fail(Fault::conflict,
                fmt::format("handover {} was taken back on {}", id, to_rfc3339(*made->undone_at).substr(0, 10)));
  UserRepository users(database);
  auto from = users.find(made->from).value();
  HandoverUndone undone{from.login, {}, {}, false};
  if (!from.active) {
    if (!made->deactivated)
      return fail(Fault::conflict, fmt::format("{} is not active", from.login),
                  fmt::format("crm user edit {} --active yes", from.login));
    if (auto allowed = require(actor, Act::manage_users); !allowed) return pass_on(allowed);
    from.active = undone.activated = true;
    if (auto changed = Users(store).change(actor, from); !changed) return pass_on(changed);
  }
  OwnerChange owners(database, actor, "handover taken back");
  for (const auto& row : handovers.rows(id)) {
    const auto to = users.find(row.to).value();
    const bool share = row.what.starts_with("share ");
    std::optional<std::string> name;
    if (!share)
      name = owners.give(row.what, row.record, to, from);
    else if (handovers.move_share(row.what, row.record, to.id, from.id))
      name = "";
    (name ? undone.back : undone.kept).push_back({row.what, row.record, name.value_or(""), to.login});
  }
  handovers.set_undone(id, now());
  AuditLog(database).write(actor, "user", from.id, "handover taken back", "",
                           nlohmann::ordered_json{{"handover", id}, {"records", undone.back.size()}}.dump());
  bump_records_version(database);
  transaction.commit();
  return undone;
}

}  // namespace tradewind::crm
