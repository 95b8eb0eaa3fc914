// The fields that conditions read, of one event's records. Each is looked up when it is asked for, once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crm_core/model/lead.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/model/policy.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/model/task.hpp"
#include "crm_core/rules/rule.hpp"
#include "crm_core/rules/value.hpp"
#include "crm_core/service/rule_fields.hpp"
#include "crm_core/store/pool_repository.hpp"

namespace tradewind::crm {

// What an event is about: the records of which something can be said.
struct RuleSubject {
  std::optional<RecordId> message, lead, customer, opportunity, task;
  std::string field, before, after;  // of a change
};

class RuleFacts {
 public:
  // Fills in what belongs to it: the lead, customer and deal of a message or task, the inquiry of a lead.
  RuleFacts(database::Database& database, RuleSubject subject);

  [[nodiscard]] rules::Value read(std::string_view field);
  // For the rule's condition; both must outlive it.
  [[nodiscard]] rules::ReadField reader(const rules::ReadyRule& rule);

  [[nodiscard]] const RuleSubject& subject() const { return subject_; }
  // What a rule of this event is about, and whose it is. Of mail: the deal, else the lead, else the customer.
  struct About {
    RecordType type = RecordType::lead;
    RecordId id = 0;
  };
  [[nodiscard]] std::optional<About> about(const rules::EventInfo& event) const;
  [[nodiscard]] std::optional<RecordId> owner_of(const About& about);
  [[nodiscard]] const std::optional<Task>& task();

 private:
  [[nodiscard]] rules::Value of_custom(std::string_view noun, std::string_view field);
  [[nodiscard]] rules::Value of_mail(std::string_view field);
  [[nodiscard]] rules::Value of_lead(std::string_view field);
  [[nodiscard]] rules::Value of_customer(std::string_view field);
  [[nodiscard]] rules::Value of_opportunity(std::string_view field);
  [[nodiscard]] rules::Value of_task(std::string_view field);
  [[nodiscard]] rules::Value silence(RecordType type, RecordId id, std::string_view field);
  [[nodiscard]] rules::Value tags(RecordType type, RecordId id);
  [[nodiscard]] rules::Value login(std::optional<RecordId> user);
  void add_records_of_mail();
  void add_deal_of_customer();

  database::Database& database_;
  RuleSubject subject_;
  bool filed_to_quotation_ = false, filed_to_order_ = false, filed_to_case_ = false;
  std::optional<StoredMessage> message_;
  std::optional<Lead> lead_;
  std::optional<Customer> customer_;
  std::optional<Opportunity> opportunity_;
  std::optional<Task> task_;
  CustomFacts custom_{database_};
};

}  // namespace tradewind::crm
