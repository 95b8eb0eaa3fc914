#include "crm_core/service/rule_facts.hpp"

#include <fmt/format.h>

#include "crm_core/service/policy.hpp"
#include "crm_core/service/response_clock.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/relation_repository.hpp"
#include "crm_core/store/task_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

using rules::decimal_value;
using rules::number_value;
using rules::text_value;
using rules::Unknown;
using rules::Value;

constexpr EpochSeconds day = 86'400, hour = 3'600;

Value days_since(EpochSeconds at) { return number_value((now() - at) / day); }

std::string domain_of(std::string_view address) { return MailAddress{{}, std::string(address)}.domain(); }

}  // namespace

RuleFacts::RuleFacts(database::Database& database, RuleSubject subject)
    : database_(database), subject_(std::move(subject)) {
  if (subject_.task) {
    const auto& found = task();
    if (found && found->about_type) {
      if (found->about_type == RecordType::lead) subject_.lead = found->about_id;
      if (found->about_type == RecordType::customer) subject_.customer = found->about_id;
      if (found->about_type == RecordType::opportunity) subject_.opportunity = found->about_id;
    }
  }
  if (subject_.message) add_records_of_mail();
  if (!subject_.message && subject_.lead)
    if (const auto lead = LeadRepository(database_).find(*subject_.lead)) subject_.message = lead->message_id;
  if (subject_.opportunity && !subject_.customer)
    if (const auto deal = OpportunityRepository(database_).find(*subject_.opportunity))
      subject_.customer = deal->customer_id;
}

void RuleFacts::add_records_of_mail() {
  for (const auto& filed : MessageRepository(database_).links_of(*subject_.message)) {
    if (filed.removed) continue;
    const auto take = [&](std::optional<RecordId>& into) {
      if (!into) into = filed.link.id;
    };
    switch (filed.link.type) {
      case RecordType::lead:
        take(subject_.lead);
        break;
      case RecordType::customer:
        take(subject_.customer);
        break;
      case RecordType::opportunity:
        take(subject_.opportunity);
        break;
      case RecordType::quotation:
        filed_to_quotation_ = true;
        break;
      case RecordType::order:
        filed_to_order_ = true;
        break;
      case RecordType::service_case:
        filed_to_case_ = true;
        break;
      default:
        break;
    }
  }
  if (!subject_.opportunity && subject_.customer) add_deal_of_customer();
}

// Mail of a customer with one open deal is about that deal.
void RuleFacts::add_deal_of_customer() {
  OpportunityFilter open;
  open.customer_id = subject_.customer;
  open.only_open = true;
  const auto deals = OpportunityRepository(database_).list(open, 2, 0);
  if (deals.size() == 1) subject_.opportunity = deals.front().id;
}

const std::optional<Task>& RuleFacts::task() {
  if (!task_ && subject_.task) task_ = TaskRepository(database_).find(*subject_.task);
  return task_;
}

std::optional<RuleFacts::About> RuleFacts::about(const rules::EventInfo& event) const {
  const std::string_view noun = event.about();
  if (noun == "lead" && subject_.lead) return About{RecordType::lead, *subject_.lead};
  if (noun == "customer" && subject_.customer) return About{RecordType::customer, *subject_.customer};
  if (subject_.opportunity) return About{RecordType::opportunity, *subject_.opportunity};
  if (subject_.lead) return About{RecordType::lead, *subject_.lead};
  if (subject_.customer) return About{RecordType::customer, *subject_.customer};
  return {};
}

std::optional<RecordId> RuleFacts::owner_of(const About& about) {
  if (about.type == RecordType::lead)
    if (const auto lead = LeadRepository(database_).find(about.id)) return lead->owner_id;
  if (about.type == RecordType::customer)
    if (const auto customer = CustomerRepository(database_).find(about.id)) return customer->owner_id;
  if (about.type == RecordType::opportunity)
    if (const auto deal = OpportunityRepository(database_).find(about.id)) return deal->owner_id;
  return {};
}

Value RuleFacts::read(std::string_view name) {
  const std::size_t dot = name.find('.');
  const std::string_view noun = name.substr(0, dot), field = name.substr(dot + 1);
  if (field.starts_with(custom_prefix)) return of_custom(noun, field.substr(custom_prefix.size()));
  if (noun == "mail") return of_mail(field);
  if (noun == "lead") return of_lead(field);
  if (noun == "customer") return of_customer(field);
  if (noun == "opportunity") return of_opportunity(field);
  if (noun == "task") return of_task(field);
  return text_value(field == "field" ? subject_.field : field == "before" ? subject_.before : subject_.after);
}

Value RuleFacts::of_custom(std::string_view noun, std::string_view field) {
  const auto type = record_type_from_text(noun);
  const auto& record = noun == "lead" ? subject_.lead : noun == "customer" ? subject_.customer : subject_.opportunity;
  if (!type || !record) return Unknown{};
  return custom_.read(*type, *record, field);
}

rules::ReadField RuleFacts::reader(const rules::ReadyRule& rule) {
  return [this, &rule](std::size_t field) { return read(rule.fields[field]); };
}

Value RuleFacts::login(std::optional<RecordId> user) {
  const auto found = user ? UserRepository(database_).find(*user) : std::nullopt;
  return found ? text_value(found->login) : Unknown{};
}

Value RuleFacts::tags(RecordType type, RecordId id) { return RelationRepository(database_).tags_of(type, id); }

Value RuleFacts::silence(RecordType type, RecordId id, std::string_view field) {
  const auto [theirs, ours] = PoolRepository(database_).last_mail(type, id);
  if (field == "silent_days") return theirs ? days_since(*theirs) : Unknown{};
  return ours && (!theirs || *ours > *theirs) ? days_since(*ours) : Unknown{};
}

Value RuleFacts::of_mail(std::string_view field) {
  if (!message_ && subject_.message) message_ = MessageRepository(database_).find(*subject_.message);
  if (!message_) return Unknown{};
  if (field == "subject") return text_value(message_->subject);
  if (field == "from") return text_value(message_->author.address);
  if (field == "domain") return text_value(message_->author.domain());
  if (field == "kind") return text_value(to_text(message_->kind));
  if (field == "direction") return text_value(to_text(message_->direction));
  if (field == "language") return text_value(message_->language);
  if (field == "automatic") return message_->automatic;
  if (field == "attachments") return number_value(message_->attachment_count);
  if (field == "quotation") return filed_to_quotation_;
  return field == "order" ? filed_to_order_ : filed_to_case_;
}

Value RuleFacts::of_lead(std::string_view field) {
  if (!lead_ && subject_.lead) lead_ = LeadRepository(database_).find(*subject_.lead);
  if (!lead_) return Unknown{};
  const LeadDraft& draft = lead_->draft;
  if (field == "status") return text_value(to_text(lead_->status));
  if (field == "score") return decimal_value(fmt::format("{:.2f}", draft.score));
  if (field == "company") return text_value(draft.company);
  if (field == "email") return text_value(draft.email);
  if (field == "domain") return text_value(domain_of(draft.email));
  if (field == "country") return text_value(draft.country);
  if (field == "language") return text_value(draft.language);
  if (field == "source") return text_value(draft.platform);
  if (field == "owner") return login(lead_->owner_id);
  if (field == "answered") return lead_->answered_at.has_value();
  if (field == "age_days") return days_since(lead_->arrived_at);
  if (field == "tags") return tags(RecordType::lead, lead_->id);
  if (field == "products" || field == "wants") {
    std::vector<std::string> products;
    std::string wants;
    for (const auto& item : draft.items)
      for (const std::string& name : {item.sku, item.product})
        if (!name.empty()) {
          products.push_back(name);
          wants += (wants.empty() ? "" : "; ") + name;
        }
    if (field == "wants") return text_value(wants);
    return products;
  }
  if (field == "waited_hours") {
    if (lead_->answered_at) return Unknown{};
    return number_value(working_seconds(lead_->arrived_at, now(), policy(database_).working_hours) / hour);
  }
  return silence(RecordType::lead, lead_->id, field);
}

Value RuleFacts::of_customer(std::string_view field) {
  if (!customer_ && subject_.customer) customer_ = CustomerRepository(database_).find(*subject_.customer);
  if (!customer_) return Unknown{};
  if (field == "name") return text_value(customer_->name);
  if (field == "country") return text_value(customer_->country);
  if (field == "level") return text_value(customer_->level);
  if (field == "status") return text_value(customer_->status);
  if (field == "owner") return login(customer_->owner_id);
  if (field == "tags") return tags(RecordType::customer, customer_->id);
  return silence(RecordType::customer, customer_->id, field);
}

Value RuleFacts::of_opportunity(std::string_view field) {
  OpportunityRepository deals(database_);
  if (!opportunity_ && subject_.opportunity) opportunity_ = deals.find(*subject_.opportunity);
  if (!opportunity_) return Unknown{};
  if (field == "name") return text_value(opportunity_->name);
  if (field == "stage") return text_value(opportunity_->stage);
  if (field == "amount") return decimal_value(opportunity_->amount);
  if (field == "currency") return text_value(opportunity_->currency);
  if (field == "owner") return login(opportunity_->owner_id);
  if (field == "tags") return tags(RecordType::opportunity, opportunity_->id);
  if (field == "close_in_days") {
    if (!opportunity_->expected_close) return Unknown{};
    const CivilDate today = local_date(now());
    return number_value(*opportunity_->expected_close / day - days_from_civil(today));
  }
  if (field == "days_in_stage") {
    const auto steps = deals.steps(opportunity_->id);
    return days_since(steps.empty() ? opportunity_->created_at : steps.back().at);
  }
  return silence(RecordType::customer, opportunity_->customer_id, field);
}

Value RuleFacts::of_task(std::string_view field) {
  const auto& found = task();
  if (!found) return Unknown{};
  if (field == "title") return text_value(found->title);
  if (field == "kind") return text_value(found->kind);
  if (field == "priority") return text_value(found->priority);
  if (field == "owner") return login(found->owner_id);
  return found->due_at ? days_since(*found->due_at) : Unknown{};
}

}  // namespace tradewind::crm
