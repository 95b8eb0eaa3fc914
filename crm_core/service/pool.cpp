#include "crm_core/service/pool.hpp"

#include <fmt/format.h>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/policy.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/user_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds day = 86'400;

bool is_open(LeadStatus status) {
  return status == LeadStatus::fresh || status == LeadStatus::assigned || status == LeadStatus::contacted ||
         status == LeadStatus::qualified;
}

// A lead or customer that is there, seen and open; its owner.
Result<std::optional<RecordId>> owner_of(database::Database& database, const Actor& actor, RecordType type,
                                         RecordId record) {
  if (type != RecordType::lead && type != RecordType::customer)
    return fail(Fault::invalid, fmt::format("the pool holds leads and customers, not a {}", to_text(type)));
  if (auto present = check_present(database, actor, type, record); !present) return pass_on(present);
  if (type == RecordType::customer) return CustomerRepository(database).find(record)->owner_id;
  const auto lead = LeadRepository(database).find(record);
  if (is_open(lead->status)) return lead->owner_id;
  return fail(Fault::conflict, fmt::format("lead {} is {}", record, to_text(lead->status)));
}

std::string login_of(database::Database& database, RecordId user) {
  const auto found = UserRepository(database).find(user);
  return found ? found->login : fmt::format("user {}", user);
}

// One record changes hands, with its open deals, audit and history.
class Move {
 public:
  Move(database::Database& database, const Actor& actor, PoolMove move)
      : database_(database), actor_(actor), move_(std::move(move)) {}

  void make(std::optional<RecordId> from, std::optional<RecordId> to) {
    if (move_.type == RecordType::lead)
      move_lead(to);
    else
      move_customer(from, to);
    PoolRepository pool(database_);
    if (!to) pool.set_pooled(move_.type, move_.record, move_.at);
    pool.add_move(move_);
    bump_records_version(database_);
  }

 private:
  std::string said() const {
    const std::string who = login_of(database_, move_.user);
    if (move_.move == "taken") return fmt::format("to {}: taken from the pool", who);
    return fmt::format("by {}{}{}", who, move_.why.empty() ? "" : ": ", move_.why);
  }
  void move_lead(std::optional<RecordId> to) {
    LeadRepository leads(database_);
    auto lead = *leads.find(move_.record);
    const std::string before = to_json(lead);
    lead.owner_id = to;
    if (to && lead.status == LeadStatus::fresh) lead.status = LeadStatus::assigned;
    if (!to && lead.status == LeadStatus::assigned) lead.status = LeadStatus::fresh;
    leads.update(lead);
    leads.add_event({0, lead.id, move_.at, actor_.name, move_.move, said()});
    AuditLog(database_).write(actor_, "lead", lead.id, move_.move, before, to_json(lead));
  }
  void move_customer(std::optional<RecordId> from, std::optional<RecordId> to) {
    CustomerRepository customers(database_);
    auto customer = *customers.find(move_.record);
    const std::string before = to_json(customer);
    customer.owner_id = to;
    customers.update(customer);
    AuditLog(database_).write(actor_, "customer", customer.id, move_.move, before, to_json(customer));
    OpportunityRepository deals(database_);
    OpportunityFilter of_customer;
    of_customer.customer_id = customer.id;
    of_customer.only_open = true;
    constexpr int most_deals = 10'000;
    for (auto& deal : deals.list(of_customer, most_deals, 0)) {
      if (deal.owner_id != from) continue;
      const std::string deal_before = to_json(deal);
      deal.owner_id = to;
      deals.update(deal);
      AuditLog(database_).write(actor_, "opportunity", deal.id, "changed", deal_before, to_json(deal));
    }
  }

  database::Database& database_;
  const Actor& actor_;
  PoolMove move_;
};

}  // namespace

Result<void> check_take(database::Database& database, const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require(actor, Act::take_from_pool); !allowed) return allowed;
  if (!actor.user_id) return fail(Fault::invalid, "nobody takes it", "say who: --as USER");
  const Policy rules = policy(database);
  PoolRepository pool(database);
  const EpochSeconds at = now();
  if (rules.takes_a_day > 0 && pool.taken_since(*actor.user_id, at - day) >= rules.takes_a_day)
    return fail(Fault::conflict, fmt::format("{} took {} in the last 24 hours", actor.name, rules.takes_a_day),
                "no more are allowed a day: crm policy list");
  if (rules.most_held > 0 && pool.held_by(*actor.user_id) >= rules.most_held)
    return fail(Fault::conflict, fmt::format("{} has {} leads and customers or more", actor.name, rules.most_held),
                "whoever has so many takes no more: crm pool release");
  for (const std::string_view lost : {"dropped", "released"}) {
    const auto last = pool.last_move(type, record, lost);
    if (last && last->user == *actor.user_id && at - last->at < rules.retake_days * day)
      return fail(Fault::conflict,
                  fmt::format("{} {} was {} by {} on {}", to_text(type), record, lost, actor.name,
                              to_rfc3339(last->at).substr(0, 10)),
                  fmt::format("others may take it; he or she after {} days", rules.retake_days));
  }
  return {};
}

Result<std::vector<PoolEntry>> Pool::list(const Actor& actor, PoolFilter filter, int limit, int offset) {
  for (const Act act : {Act::read_records, Act::read_leads})
    if (auto allowed = require(actor, act); !allowed) return pass_on(allowed);
  const Visibility visibility(store_.database(), actor);
  filter.seen_leads = visibility.leads("l");
  filter.seen_customers = visibility.customers("c");
  return PoolRepository(store_.database()).list(filter, limit, offset);
}

Result<void> Pool::take(const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require(actor, Act::take_from_pool); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  const auto owner = owner_of(database, actor, type, record);
  if (!owner) return pass_on(owner);
  if (*owner && *owner == actor.user_id) return {};
  if (*owner)
    return fail(Fault::conflict, fmt::format("{} {} is {}'s", to_text(type), record, login_of(database, **owner)),
                "only what is in the pool can be taken: crm pool list");
  if (auto fine = check_take(database, actor, type, record); !fine) return fine;
  Move(database, actor, {type, record, now(), "taken", *actor.user_id, actor.name, ""}).make({}, actor.user_id);
  transaction.commit();
  return {};
}

Result<void> Pool::release(const Actor& actor, RecordType type, RecordId record, std::string_view why) {
  if (auto allowed = require(actor, Act::take_from_pool); !allowed) return allowed;
  return give_up(actor, type, record, "released", why);
}

Result<void> Pool::drop(const Actor& actor, RecordType type, RecordId record, std::string_view why) {
  if (auto allowed = require(actor, Act::run_nightly); !allowed) return allowed;
  return give_up(actor, type, record, "dropped", why);
}

Result<void> Pool::give_up(const Actor& actor, RecordType type, RecordId record, std::string_view move,
                           std::string_view why) {
  auto& database = store_.database();
  database::Transaction transaction(database);
  const auto owner = owner_of(database, actor, type, record);
  if (!owner) return pass_on(owner);
  if (!*owner) return fail(Fault::conflict, fmt::format("{} {} is in the pool already", to_text(type), record));
  if (*owner != actor.user_id)
    if (auto allowed = require(actor, Act::assign_leads); !allowed) return allowed;
  Move(database, actor, {type, record, now(), std::string(move), **owner, actor.name, std::string(why)})
      .make(*owner, {});
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm
