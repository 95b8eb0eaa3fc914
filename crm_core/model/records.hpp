// The records of trade as plain values: people of ours, customers, suppliers, products, documents of a sale. What the
// repositories read and write. Ids are 0 in a value that is not stored yet. Empty text: not known.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/time.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

// The names of the roles as stored and typed: "rep", "assistant", "manager", "administrator", "auditor" ("system":
// never stored).
[[nodiscard]] std::string_view to_text(Role role);
[[nodiscard]] std::optional<Role> role_from_text(std::string_view text);

// The words that statuses are stored and typed as.
inline constexpr std::array<std::string_view, 5> customer_statuses{"prospect", "active", "dormant", "lost",
                                                                   "blacklisted"};
inline constexpr std::array<std::string_view, 7> quotation_statuses{"draft",    "in_approval", "approved", "sent",
                                                                    "accepted", "lost",        "expired"};
inline constexpr std::array<std::string_view, 3> order_statuses{"open", "done", "cancelled"};
inline constexpr std::array<std::string_view, 3> case_statuses{"open", "solved", "closed"};

struct User {
  RecordId id = 0;
  std::string login;
  std::string name;
  Role role = Role::rep;
  bool active = true;
  std::int64_t capacity = 1;           // weight in the round robin of new leads; 0: gets none
  std::vector<std::string> addresses;  // lower case
  std::optional<RecordId> team_id = {};
  friend bool operator==(const User&, const User&) = default;
};

struct Team {
  RecordId id = 0;
  std::string name;
};

struct Firm {
  std::string name;
  std::vector<std::string> own_domains;  // lower case
  std::string home_country;              // ISO 3166-1 alpha-2
  friend bool operator==(const Firm&, const Firm&) = default;
};

struct Contact {
  RecordId id = 0;
  RecordId customer_id = 0;
  std::string name, title, phone, language;
  std::vector<std::string> addresses;  // lower case
  std::string external_key;
  std::int64_t version = 1;
  std::optional<EpochSeconds> removed_at;  // deleted, or merged into another
  friend bool operator==(const Contact&, const Contact&) = default;
};

struct Customer {
  RecordId id = 0;
  std::string name;
  std::string country;  // ISO 3166-1 alpha-2
  std::string website;
  std::string level;                // "A", "B", ...
  std::string status = "prospect";  // prospect, active, dormant, lost, blacklisted
  std::optional<RecordId> owner_id;
  std::optional<RecordId> parent_id;
  std::string external_key;
  std::vector<std::string> aliases;
  std::vector<std::string> domains;  // lower case
  EpochSeconds created_at = 0;
  std::int64_t version = 1;
  std::optional<EpochSeconds> removed_at;  // deleted, or merged into another
  friend bool operator==(const Customer&, const Customer&) = default;
};

struct SupplierContact {
  RecordId id = 0;
  std::string name;
  std::vector<std::string> addresses;  // lower case
  friend bool operator==(const SupplierContact&, const SupplierContact&) = default;
};

struct Supplier {
  RecordId id = 0;
  std::string name;
  std::string external_key;
  std::vector<std::string> domains;  // lower case
  std::vector<SupplierContact> contacts;
  std::int64_t version = 1;
  std::optional<EpochSeconds> removed_at = {};  // deleted, or merged into another
  friend bool operator==(const Supplier&, const Supplier&) = default;
};

struct Product {
  RecordId id = 0;
  std::string sku, name, category;
  std::vector<std::string> aliases;
  friend bool operator==(const Product&, const Product&) = default;
};

// '#' in the pattern is a digit, everything else stands for itself.
struct NumberPattern {
  RecordType type = RecordType::quotation;  // quotation, order or service_case
  std::string pattern;
  friend bool operator==(const NumberPattern&, const NumberPattern&) = default;
};

struct QuotationLine {
  std::string sku;
  std::string quantity;  // decimal text
  std::string unit;
  std::string price, currency;  // decimal text and ISO 4217
  friend bool operator==(const QuotationLine&, const QuotationLine&) = default;
};

struct Quotation {
  RecordId id = 0;
  std::string number;
  std::optional<RecordId> customer_id, contact_id;
  std::optional<EpochSeconds> issued_on;
  std::string status = "draft";  // draft, in_approval, approved, sent, accepted, lost, expired
  std::vector<QuotationLine> lines;
  friend bool operator==(const Quotation&, const Quotation&) = default;
};

struct Order {
  RecordId id = 0;
  std::string number;
  std::string customer_po;
  std::optional<RecordId> customer_id, quotation_id;
  std::string status = "open";  // open, done, cancelled
  friend bool operator==(const Order&, const Order&) = default;
};

struct ServiceCase {
  RecordId id = 0;
  std::string number;
  std::optional<RecordId> customer_id;
  std::string subject;
  std::string status = "open";  // open, solved, closed
  friend bool operator==(const ServiceCase&, const ServiceCase&) = default;
};

struct Opportunity {
  RecordId id = 0;
  std::string name;
  RecordId customer_id = 0;
  std::optional<RecordId> contact_id, owner_id;
  std::string stage;                           // one of the firm's (OpportunityStage); "" of a new one: the first
  std::string amount, currency;                // decimal text and ISO 4217: both or none
  std::optional<EpochSeconds> expected_close;  // a day: midnight UTC at its start
  std::string lost_reason;
  EpochSeconds created_at = 0;
  std::int64_t version = 1;
  std::optional<EpochSeconds> removed_at;  // deleted, or merged into another
  friend bool operator==(const Opportunity&, const Opportunity&) = default;
};

// Where a deal of this stage stands: it goes on, or how it ended.
inline constexpr std::array<std::string_view, 3> stage_outcomes{"open", "won", "lost"};

struct OpportunityStage {
  std::string name;
  int probability = 0;           // of being won, in per cent; 100 of won ones, 0 of lost ones
  std::string outcome = "open";  // open, won, lost
};

// A deal came into a stage.
struct OpportunityStep {
  RecordId opportunity_id = 0;
  EpochSeconds at = 0;
  std::string actor, stage, why;
};

}  // namespace tradewind::crm
