// What an actor sees: conditions for SQL, so that nothing invisible is listed, counted or found.
//
// A customer, lead or deal is seen by its owner, by whom it is shared with, in the scope "team" by the owner's team,
// and by everybody when nobody owns it (it waits in the pool). A contact is seen with its customer, a deal also with
// its customer. Mail is seen by whose mailbox it came to, with the customer, lead or deal it is filed to, and by
// everybody when it came to a mailbox of nobody's and is filed to none of them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

enum class Scope { own, team, all };
enum class SeenType { customer, lead, opportunity, mail };

[[nodiscard]] std::string_view to_text(Scope scope);
[[nodiscard]] std::optional<Scope> scope_from_text(std::string_view text);
[[nodiscard]] std::string_view to_text(SeenType type);
[[nodiscard]] std::optional<SeenType> seen_type_from_text(std::string_view text);

class Visibility {
 public:
  // `schema`: "" or "crm." where the records are attached under that name. The system sees all.
  Visibility(database::Database& database, const Actor& actor, std::string_view schema = "");

  [[nodiscard]] Scope scope(SeenType type) const { return scopes_[static_cast<std::size_t>(type)]; }
  // True for the rows of `alias` that are seen; "1" when all are. The numbers in it are ours: nothing to escape.
  [[nodiscard]] std::string customers(std::string_view alias) const;
  [[nodiscard]] std::string contacts(std::string_view alias) const;
  [[nodiscard]] std::string leads(std::string_view alias) const;
  [[nodiscard]] std::string opportunities(std::string_view alias) const;
  [[nodiscard]] std::string tasks(std::string_view alias) const;  // in the scope of customers
  [[nodiscard]] std::string mail(std::string_view alias) const;

  // One record, whatever its type; true also for one that is not there. Quotations, orders and cases are seen with
  // their customer, suppliers by everybody.
  [[nodiscard]] bool sees(RecordType type, RecordId record) const;
  [[nodiscard]] bool sees_mail(RecordId message) const;
  [[nodiscard]] bool sees_task(RecordId task) const;
  // By the name of the type: "message" and "task" too. False for a type that is none.
  [[nodiscard]] bool sees_named(std::string_view type, RecordId record) const;

 private:
  [[nodiscard]] std::string users(SeenType type) const;
  [[nodiscard]] std::string owned(SeenType type, std::string_view alias) const;
  [[nodiscard]] bool holds(std::string_view table, std::string_view alias, RecordId id,
                           const std::string& condition) const;

  database::Database& database_;
  std::string schema_;
  RecordId user_ = 0;  // 0: none, owns nothing
  std::array<Scope, 4> scopes_{Scope::all, Scope::all, Scope::all, Scope::all};
};

}  // namespace tradewind::crm
