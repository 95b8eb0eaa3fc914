#include "crm_core/service/nightly_steps.hpp"

#include <fmt/format.h>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/conversion.hpp"
#include "crm_core/service/lead_merging.hpp"
#include "crm_core/service/lead_progress.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/nightly_pool.hpp"
#include "crm_core/service/staff.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/notice_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr int slice = 200;
// Two open inquiries of one buyer within this time are one matter; later ones are a new one.
constexpr EpochSeconds same_matter = 90 * 86'400;

std::string lead_name(const Lead& lead) {
  const std::string& who = !lead.draft.company.empty()        ? lead.draft.company
                           : !lead.draft.contact_name.empty() ? lead.draft.contact_name
                                                              : lead.draft.email;
  return who.empty() ? fmt::format("lead {}", lead.id) : fmt::format("lead {} ({})", lead.id, who);
}

}  // namespace

void NightlySteps::act(std::string_view step, std::string record, std::string what, std::string why, bool done) {
  acts_.push_back({std::string(step), std::move(record), std::move(what), std::move(why), done});
}

template <class Each>
void NightlySteps::for_each_lead(std::initializer_list<LeadStatus> statuses, Each&& each) {
  LeadRepository leads(store_.database());
  for (const LeadStatus status : statuses)
    for (RecordId last = 0;;) {
      // By id, so that leads which leave the status meanwhile do not shift the rest.
      const auto found = leads.in_status(status, last, slice);
      for (const auto& lead : found) each(lead);
      if (static_cast<int>(found.size()) < slice) break;
      last = found.back().id;
    }
}

void NightlySteps::reconcile() {
  database::Transaction transaction(store_.database());
  AccountRepository accounts(store_.database());
  NoticeRepository notices(store_.database());
  for (const auto& account : accounts.list()) {
    for (const auto& folder : accounts.folders_of(account.id)) {
      const std::string about = fmt::format("folder {}", folder.id);
      const auto accounting = accounts.accounting(folder);
      const std::int64_t missing = folder.server_count - accounting.present();
      const bool counts =
          account.state != "local" && account.state != "disabled" && !folder.gone_at && folder.backfilled;
      if (!counts || missing <= 0) {
        notices.clear("gap", about, now());
        continue;
      }
      const std::string text = fmt::format("{} of {} messages of folder {} of {} are not accounted for", missing,
                                           folder.server_count, folder.name, account.name);
      notices.raise({0, now(), "error", "gap", about, text, {}});
      act("reconcile", fmt::format("folder {} of {}", folder.name, account.name), "gap raised", text);
    }
  }
  transaction.commit();
}

void NightlySteps::retry() {
  MessageRepository messages(store_.database());
  std::int64_t left = 0;
  for (RecordId last = 0;;) {
    const auto found = messages.in_state(MessageState::quarantined, last, slice);
    for (const auto& message : found) {
      const std::string name = fmt::format("message {}", message.id);
      if (!options_.retry || options_.dry_run) {
        ++left;
        if (options_.dry_run) act("retry", name, "would be tried again", message.state_reason);
        continue;
      }
      const auto retried = options_.retry(message.id);
      const auto after = messages.find(message.id);
      const bool filed = retried && after && after->state != MessageState::quarantined;
      if (!filed) ++left;
      act("retry", name, filed ? "filed" : "still quarantined",
          filed     ? message.state_reason
          : retried ? after->state_reason
                    : retried.error().message);
    }
    if (static_cast<int>(found.size()) < slice) break;
    last = found.back().id;
  }
  database::Transaction transaction(store_.database());
  NoticeRepository notices(store_.database());
  if (left == 0)
    notices.clear("quarantine", "", now());
  else
    notices.raise({0,
                   now(),
                   "warning",
                   "quarantine",
                   "",
                   fmt::format("{} messages could not be read and wait in quarantine", left),
                   {}});
  transaction.commit();
}

// The earliest other open lead of the same buyer: by address, or by telephone number and name.
std::optional<RecordId> NightlySteps::earlier_twin(const Lead& lead, std::string& why) {
  LeadRepository leads(store_.database());
  const auto same_time = [&](const Lead& other) {
    return other.id != lead.id && std::pair(other.arrived_at, other.id) < std::pair(lead.arrived_at, lead.id) &&
           lead.arrived_at - other.arrived_at <= same_matter;
  };
  if (!lead.draft.email.empty())
    for (const RecordId id : leads.open_by_email(address_key(lead.draft.email)))
      if (const auto other = leads.find(id); other && same_time(*other)) {
        why = fmt::format("same address {}", lead.draft.email);
        return id;
      }
  const std::string phone = phone_key(lead.draft.phone);
  if (phone.empty()) return {};
  const auto same = [](const std::string& a, const std::string& b) {
    return !name_key(a).empty() && name_key(a) == name_key(b);
  };
  for (const RecordId id : leads.open_by_phone(phone))
    if (const auto other = leads.find(id);
        other && same_time(*other) &&
        (same(other->draft.company, lead.draft.company) || same(other->draft.contact_name, lead.draft.contact_name))) {
      why = fmt::format("same telephone number and name ({})", lead.draft.phone);
      return id;
    }
  return {};
}

void NightlySteps::merge() {
  for_each_lead({LeadStatus::fresh, LeadStatus::assigned, LeadStatus::contacted, LeadStatus::qualified},
                [&](const Lead& lead) {
                  std::string why;
                  const auto twin = earlier_twin(lead, why);
                  if (!twin) return;
                  const auto merged = merge_leads(store_, actor_, lead.id, *twin, why);
                  act("merge", lead_name(lead), fmt::format("merged into lead {}", *twin),
                      merged ? why : merged.error().message, merged.has_value());
                });
}

void NightlySteps::assign() {
  Leads service(store_);
  AssignmentRules rules(store_.database());
  std::int64_t nobodys = 0;
  for_each_lead({LeadStatus::fresh, LeadStatus::contacted, LeadStatus::qualified}, [&](const Lead& lead) {
    if (lead.owner_id || lead.pooled_at) return;  // what was given up waits to be taken
    const auto choice = owner_for(lead, rules);
    if (!choice) {
      ++nobodys;
      return;
    }
    const auto assigned = service.assign(actor_, lead.id, choice->user, choice->why);
    if (assigned && choice->by_rule) rules.note(*choice->by_rule, lead.id);
    act("assign", lead_name(lead), fmt::format("assigned to {}", choice->login),
        assigned ? choice->why : assigned.error().message, assigned.has_value());
  });
  if (nobodys > 0)
    act("assign", fmt::format("{} lead{}", nobodys, nobodys == 1 ? "" : "s"), "not assigned",
        "no active user takes leads; \"crm user add\" makes one", false);
}

std::optional<NightlySteps::Choice> NightlySteps::owner_for(const Lead& lead, AssignmentRules& rules) {
  if (auto choice = owner_of_customer(lead)) return choice;
  if (const auto choice = rules.owner_for(lead.id))
    return Choice{choice->user.id, choice->user.login, choice->why, choice};
  if (auto choice = recipient(lead)) return choice;
  return next_in_turn();
}

// DOMAIN.md 2: the existing owner of the same customer or domain comes first.
std::optional<NightlySteps::Choice> NightlySteps::owner_of_customer(const Lead& lead) {
  CustomerRepository customers(store_.database());
  UserRepository users(store_.database());
  const auto owner = [&](RecordId id, std::string_view how) -> std::optional<Choice> {
    const auto customer = customers.find(id);
    if (!customer || !customer->owner_id) return {};
    const auto user = users.find(*customer->owner_id);
    if (!user || !user->active) return {};
    return Choice{user->id, user->login, fmt::format("owns customer {} ({})", customer->name, how)};
  };
  for (const auto& contact : customers.contacts_by_address(lead.draft.email))
    if (auto choice = owner(contact.customer_id, "same address")) return choice;
  const std::string domain = MailAddress{{}, address_key(lead.draft.email)}.domain();
  if (!domain.empty() && !is_free_mail_domain(domain))
    for (const RecordId id : customers.find_by_domain(domain))
      if (auto choice = owner(id, "same domain")) return choice;
  return {};
}

std::optional<NightlySteps::Choice> NightlySteps::recipient(const Lead& lead) {
  if (!lead.message_id) return {};
  const auto message = MessageRepository(store_.database()).find(*lead.message_id);
  if (!message || !message->handled_by) return {};
  const auto user = UserRepository(store_.database()).find(*message->handled_by);
  if (!user || !may_own(*user)) return {};
  return Choice{user->id, user->login, "the inquiry came to this mailbox"};
}

std::optional<NightlySteps::Choice> NightlySteps::next_in_turn() {
  const auto next = crm::next_in_turn(store_.database(), {});
  if (!next) return {};
  return Choice{next->user.id, next->user.login, next->why};
}

void NightlySteps::qualify() {
  LeadRepository leads(store_.database());
  for_each_lead({LeadStatus::fresh, LeadStatus::assigned, LeadStatus::contacted}, [&](const Lead& lead) {
    database::Transaction transaction(store_.database());
    LeadProgress(store_.database(), actor_).reconsider(lead.id);
    transaction.commit();
    if (const auto after = leads.find(lead.id); after && after->status != lead.status)
      act("qualify", lead_name(lead), fmt::format("{} now", to_text(after->status)),
          after->status == LeadStatus::qualified ? after->qualified_why : "we answered");
  });
}

void NightlySteps::clock() { NightlyWatch(store_, actor_, acts_).clock(); }

void NightlySteps::pool() { NightlyWatch(store_, actor_, acts_).pool(); }

void NightlySteps::rules() {
  const auto run = run_rules(store_, actor_, true);
  if (!run) return act("rules", "rules", "not run", run.error().message, false);
  for (const auto& firing : run->firings)
    act("rules", fmt::format("{} {}", firing.record_type, firing.record), firing.what,
        fmt::format("rule {}, {}", firing.chain, firing.outcome), firing.outcome != "failed");
  if (run->more) act("rules", "rules", "stopped at their limit", "the next run goes on", false);
}

void NightlySteps::convert() {
  for_each_lead({LeadStatus::qualified}, [&](const Lead& lead) {
    const auto made = convert_lead(store_, actor_, lead.id);
    if (!made) return act("convert", lead_name(lead), "not converted", made.error().message, false);
    act("convert", lead_name(lead),
        fmt::format("{} customer {}, opportunity {}", made->customer_made ? "made" : "joined", made->customer_id,
                    made->opportunity_id),
        fmt::format("{}; {}", lead.qualified_why, made->why));
  });
}

}  // namespace tradewind::crm
