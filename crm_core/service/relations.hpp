// Tags, relations and history: the same for customers, contacts, leads and opportunities.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/notice.hpp"
#include "crm_core/model/removal.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

class Relations {
 public:
  explicit Relations(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<std::string>> tags(const Actor& actor, RecordType type, RecordId record);
  // Those added and those taken away, in one step. A tag is one line of at most 100 bytes; "classification:value" gives
  // a value in one of several classifications. Fault::invalid names the tag.
  [[nodiscard]] Result<void> tag(const Actor& actor, RecordType type, RecordId record,
                                 std::span<const std::string> added, std::span<const std::string> removed);

  // To records that the actor sees.
  [[nodiscard]] Result<std::vector<RecordRelation>> relations(const Actor& actor, RecordType type, RecordId record);
  [[nodiscard]] Result<void> relate(const Actor& actor, const RecordRelation& relation);
  // Fault::not_found when there is none from the one to the other.
  [[nodiscard]] Result<void> separate(const Actor& actor, const RecordRelation& relation);

  // Every change of the record, oldest first, without the custom fields that the actor does not see.
  [[nodiscard]] Result<std::vector<AuditEntry>> history(const Actor& actor, RecordType type, RecordId record);

 private:
  Store& store_;
};

// "" of somebody who is not there.
using LoginOf = std::function<std::string(RecordId user)>;
// "owner: li -> wang": what differs between two JSON objects of the audit, one line a field. People stand in them by
// number.
[[nodiscard]] std::vector<std::string> differences(std::string_view before, std::string_view after,
                                                   const LoginOf& login_of);

}  // namespace tradewind::crm
