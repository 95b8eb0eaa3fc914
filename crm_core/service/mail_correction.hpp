// A person's word about a message. It is pinned: no later run overrides it.
#pragma once

#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

class MailCorrection {
 public:
  explicit MailCorrection(Store& store) : store_(store) {}

  // Belongs to this record (a contact brings its customer, a document its customer along). Fault::not_found.
  [[nodiscard]] Result<void> file(const Actor& actor, RecordId message, RecordType type, RecordId record);
  [[nodiscard]] Result<void> unfile(const Actor& actor, RecordId message, RecordType type, RecordId record);
  [[nodiscard]] Result<void> set_kind(const Actor& actor, RecordId message, MessageKind kind);

 private:
  Store& store_;
};

}  // namespace tradewind::crm
