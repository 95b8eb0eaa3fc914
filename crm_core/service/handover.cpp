#include "crm_core/service/handover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/rule_facts.hpp"
#include "crm_core/service/users.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/handover_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
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
        had_(database) {}

  Handover make() {
    // Looked up before anything has another owner.
    made_.unanswered = had_.unanswered_mail(from_.id, now() - mail_looks_back);
    for (auto& matter : made_.unanswered) matter.to = receivers_.front().user.login;
    made_.quotations = had_.open_quotations(from_.id);
    quoted_customers();
    for (const auto& record : had_.customers_of(from_.id)) move_customer(record);
    for (const auto& record : had_.leads_of(from_.id)) move_lead(record);
    for (const auto& record : had_.opportunities_of(from_.id)) move_deal(record);
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
  void note(std::string_view what, RecordId id, std::string name, const User& to) {
    made_.moved.push_back({std::string(what), id, std::move(name), to.login});
  }
  std::string name_of(RecordType type, RecordId id) {
    return DocumentRepository(database_).name_of(type, id).value_or("");
  }
  void audit(std::string_view what, RecordId id, const std::string& before, const std::string& after) {
    AuditLog(database_).write(actor_, what, id, "handed over", before, after);
  }

  void move_customer(const OwnedRecord& record) {
    CustomerRepository customers(database_);
    auto customer = *customers.find(record.id);
    const std::string before = to_json(customer);
    const User& to = receiver_of(record);
    customer.owner_id = to.id;
    customers.update(customer);
    audit("customer", customer.id, before, to_json(customer));
    note("customer", customer.id, customer.name, to);
  }
  void move_lead(const OwnedRecord& record) {
    LeadRepository leads(database_);
    auto lead = *leads.find(record.id);
    const std::string before = to_json(lead);
    const User& to = receiver_of(record, lead.id);
    lead.owner_id = to.id;
    leads.update(lead);
    leads.add_event(
        {0, lead.id, now(), actor_.name, "handed over", fmt::format("from {} to {}", from_.login, to.login)});
    audit("lead", lead.id, before, to_json(lead));
    std::string name = name_of(RecordType::lead, lead.id);
    const bool waits = lead.status == LeadStatus::fresh || lead.status == LeadStatus::assigned;
    if (waits && !lead.answered_at && !lead.removed_at)
      made_.unanswered.push_back({"lead", lead.id, name, lead.arrived_at, to.login});
    note("lead", lead.id, std::move(name), to);
  }
  void move_deal(const OwnedRecord& record) {
    OpportunityRepository deals(database_);
    auto deal = *deals.find(record.id);
    const std::string before = to_json(deal);
    const User& to = receiver_of(record);
    deal.owner_id = to.id;
    deals.update(deal);
    audit("opportunity", deal.id, before, to_json(deal));
    note("opportunity", deal.id, deal.name, to);
  }
  void move_task(const OwnedRecord& record) {
    TaskRepository tasks(database_);
    auto task = *tasks.find(record.id);
    const bool of_lead = task.about_type == RecordType::lead;
    const auto lead = of_lead ? LeadRepository(database_).find(*task.about_id) : std::nullopt;
    const auto lead_owner = lead && lead->owner_id ? UserRepository(database_).find(*lead->owner_id) : std::nullopt;
    const bool follows = lead_owner && std::any_of(receivers_.begin(), receivers_.end(), [&](const Receiver& receiver) {
                           return receiver.user.id == lead_owner->id;
                         });
    const User& to = follows ? *lead_owner : receiver_of(record);
    task.owner_id = to.id;
    tasks.update(task);
    const auto json = [](const std::string& login) { return json_text("owner", login); };
    audit("task", task.id, json(from_.login), json(to.login));
    if (task.due_at) made_.tasks.push_back({"task", task.id, task.title, task.due_at, to.login});
    note("task", task.id, task.title, to);
  }
  void move_mail_rights() {
    const User& first = receivers_.front().user;
    AccountRepository accounts(database_);
    for (const auto& record : had_.accounts_of(from_.id)) {
      accounts.set_user(record.id, first.id);
      audit("account", record.id, json_text("user", from_.login), json_text("user", first.login));
      for (const auto& account : accounts.list())
        if (account.id == record.id) note("mailbox", record.id, account.name, first);
    }
    if (const std::int64_t shares = had_.move_shares(from_.id, first.id); shares > 0)
      note("share", shares, fmt::format("{} records shared with {}", shares, from_.login), first);
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
  }
  if (!request.dry_run) transaction.commit();
  return made;
}

}  // namespace tradewind::crm
