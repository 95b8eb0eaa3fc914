// One record goes from one of our people to another, audited: as handovers do it, and take it back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

class OwnerChange {
 public:
  // `action`: what stands in audit and history, "handed over". Both must outlive this.
  OwnerChange(database::Database& database, const Actor& actor, std::string_view action)
      : database_(database), actor_(actor), action_(action) {}

  // Its name; nothing when it is somebody else's than `from`'s, or nobody's. `what`: customer, lead, opportunity, task,
  // mailbox.
  [[nodiscard]] std::optional<std::string> give(std::string_view what, RecordId id, const User& from, const User& to);

 private:
  template <class Repository, class Text>
  std::optional<std::string> give_in(std::string_view what, RecordId id, const User& from, const User& to,
                                     Text text_of);
  std::optional<std::string> give_mailbox(RecordId id, const User& from, const User& to);
  void audit(std::string_view what, RecordId id, const std::string& before, const std::string& after);

  database::Database& database_;
  const Actor& actor_;
  std::string_view action_;
};

}  // namespace tradewind::crm
