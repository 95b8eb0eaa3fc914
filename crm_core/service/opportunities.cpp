#include "crm_core/service/opportunities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/stages.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

tl::unexpected<Error> no_opportunity(RecordId id) {
  return fail(Fault::not_found, fmt::format("no opportunity {}", id), "see: crm opportunity list");
}

Result<void> check_money(Opportunity& opportunity) {
  for (char& c : opportunity.currency)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (!opportunity.amount.empty() && !Amount::parse(opportunity.amount))
    return fail(Fault::invalid, fmt::format("amount: '{}' is not an amount", opportunity.amount.substr(0, 100)),
                "digits with a point, such as 12500.00");
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!opportunity.currency.empty() &&
      (opportunity.currency.size() != 3 ||
       !std::all_of(opportunity.currency.begin(), opportunity.currency.end(), is_capital)))
    return fail(Fault::invalid, fmt::format("currency: '{}' is no currency", opportunity.currency.substr(0, 100)),
                "three letters of ISO 4217, such as USD");
  if (opportunity.amount.empty() != opportunity.currency.empty())
    return fail(Fault::invalid, "amount, currency: both or none", "an amount says nothing without its currency");
  return {};
}

Result<void> check(database::Database& database, const Actor& actor, Opportunity& opportunity) {
  CustomerRepository customers(database);
  if (auto fine = check_given(opportunity.name, "name"); !fine) return fine;
  if (auto present = check_present(database, actor, RecordType::customer, opportunity.customer_id); !present)
    return present;
  if (opportunity.contact_id) {
    const auto contact = customers.find_contact(*opportunity.contact_id);
    if (!contact) return fail(Fault::not_found, fmt::format("no contact {}", *opportunity.contact_id));
    if (contact->customer_id != opportunity.customer_id)
      return fail(Fault::invalid, fmt::format("contact: {} belongs to customer {}", contact->id, contact->customer_id));
  }
  if (opportunity.owner_id && !UserRepository(database).find(*opportunity.owner_id))
    return fail(Fault::not_found, fmt::format("no user {}", *opportunity.owner_id));
  return check_money(opportunity);
}

}  // namespace

Result<std::vector<Opportunity>> Opportunities::list(const Actor& actor, const OpportunityFilter& filter, int limit,
                                                     int offset) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  if (!filter.stage.empty())
    if (auto known = known_stage(store_.database(), filter.stage); !known) return pass_on(known);
  OpportunityFilter seen = filter;
  seen.seen = Visibility(store_.database(), actor).opportunities("o");
  return OpportunityRepository(store_.database()).list(seen, limit, offset);
}

Result<Opportunity> Opportunities::show(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto found = OpportunityRepository(store_.database()).find(id);
  if (!found) return no_opportunity(id);
  if (auto seen = check_seen(store_.database(), actor, RecordType::opportunity, id); !seen) return pass_on(seen);
  return *std::move(found);
}

Result<RecordId> Opportunities::add(const Actor& actor, Opportunity opportunity, std::string_view why,
                                    const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  OpportunityRepository deals(database);
  if (auto fine = check(database, actor, opportunity); !fine) return pass_on(fine);
  if (opportunity.stage.empty()) opportunity.stage = deals.first_stage();
  if (auto fine = known_stage(database, opportunity.stage); !fine) return pass_on(fine);
  const auto fields = CustomEdit::of_new(database, actor, RecordType::opportunity, custom);
  if (!fields) return pass_on(fields);
  const RecordId id = deals.insert(opportunity);
  fields->write(database, id);
  deals.add_step({id, now(), actor.name, opportunity.stage, std::string(why)});
  AuditLog(database).write(actor, "opportunity", id, "created", "", fields->after(to_json(opportunity)));
  bump_records_version(database);
  transaction.commit();
  return id;
}

Result<void> Opportunities::change(const Actor& actor, Opportunity opportunity,
                                   const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  OpportunityRepository deals(database);
  const auto before = deals.find(opportunity.id);
  if (!before) return no_opportunity(opportunity.id);
  if (auto present = check_present(database, actor, RecordType::opportunity, before->id); !present) return present;
  if (auto fine = check_version("opportunity", before->id, before->version, opportunity.version); !fine) return fine;
  opportunity.stage = before->stage;
  opportunity.lost_reason = before->lost_reason;
  if (auto fine = check(database, actor, opportunity); !fine) return fine;
  const auto fields = CustomEdit::of_stored(database, actor, RecordType::opportunity, opportunity.id, custom);
  if (!fields) return pass_on(fields);
  if (to_json(opportunity) == to_json(*before) && fields->changes_nothing()) return {};
  deals.update(opportunity);
  fields->write(database, opportunity.id);
  AuditLog(database).write(actor, "opportunity", opportunity.id, "changed", fields->before(to_json(*before)),
                           fields->after(to_json(opportunity)));
  bump_records_version(database);
  transaction.commit();
  return {};
}

Result<void> Opportunities::move(const Actor& actor, RecordId id, std::string_view stage, std::string_view why) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  OpportunityRepository deals(database);
  auto opportunity = deals.find(id);
  if (!opportunity) return no_opportunity(id);
  if (auto present = check_present(database, actor, RecordType::opportunity, id); !present) return present;
  const auto known = known_stage(database, stage);
  if (!known) return pass_on(known);
  if (opportunity->stage == stage) return {};
  const bool lost = known->outcome == "lost";
  if (lost && why.empty())
    return fail(Fault::invalid, "why: a deal is lost for a reason", "say it, for the reports: --why \"price\"");
  const std::string before = to_json(*opportunity);
  opportunity->stage = stage;
  opportunity->lost_reason = lost ? why : std::string_view();
  deals.update(*opportunity);
  deals.add_step({id, now(), actor.name, std::string(stage), std::string(why)});
  AuditLog(database).write(actor, "opportunity", id, "stage changed", before, to_json(*opportunity));
  transaction.commit();
  return {};
}

Result<std::vector<StageStay>> Opportunities::stays(const Actor& actor, RecordId id) {
  if (auto shown = show(actor, id); !shown) return pass_on(shown);
  std::vector<StageStay> stays;
  for (auto& step : OpportunityRepository(store_.database()).steps(id)) {
    if (!stays.empty()) stays.back().seconds = step.at - stays.back().step.at;
    stays.push_back({std::move(step), 0, false});
  }
  if (!stays.empty()) {
    stays.back().current = true;
    stays.back().seconds = now() - stays.back().step.at;
  }
  return stays;
}

Result<std::vector<FunnelRow>> Opportunities::funnel(const Actor& actor, const OpportunityFilter& filter) {
  std::map<std::pair<std::string, std::string>, FunnelRow> sums;
  constexpr int slice = 1'000;
  for (int offset = 0;; offset += slice) {
    const auto deals = list(actor, filter, slice, offset);
    if (!deals) return pass_on(deals);
    for (const auto& deal : *deals) {
      FunnelRow& row = sums[{deal.stage, deal.currency}];
      ++row.deals;
      if (const auto amount = Amount::parse(deal.amount)) row.total += *amount;
    }
    if (static_cast<int>(deals->size()) < slice) break;
  }
  std::vector<FunnelRow> rows;
  for (const auto& stage : OpportunityRepository(store_.database()).stages())
    for (auto& [key, row] : sums)
      if (key.first == stage.name)
        rows.push_back(
            {stage.name, key.second, stage.probability, row.deals, row.total, row.total.percent(stage.probability)});
  return rows;
}

}  // namespace tradewind::crm
