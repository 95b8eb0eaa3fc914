// A person's word about a message. It is pinned: no later run overrides it.
#pragma once

#include <optional>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

class MailCorrection {
 public:
  explicit MailCorrection(Store& store) : store_(store) {}

  // Belongs to this record (a contact brings its customer, a document its customer along). Fault::not_found.
  [[nodiscard]] Result<void> file(const Actor& actor, RecordId message, RecordType type, RecordId record);
  [[nodiscard]] Result<void> unfile(const Actor& actor, RecordId message, RecordType type, RecordId record);
  // The message is of this kind, and later mail like it is held for it sooner (see KindLesson).
  [[nodiscard]] Result<void> set_kind(const Actor& actor, RecordId message, MessageKind kind);
  // Takes such a word back: the message is what it was before, and nothing is learned from it any more. That kind.
  // Fault::conflict when nobody said what it is.
  [[nodiscard]] Result<MessageKind> forget_kind(const Actor& actor, RecordId message);

 private:
  Store& store_;
};

// For the services, inside their transaction and before they set the kind: a lesson that the message is of this kind
// (unknown: no inquiry).
void teach_kind(database::Database& database, const Actor& actor, const StoredMessage& message, MessageKind kind);
// The lesson is forgotten and the message is what it was before it; that kind, nothing when there was no lesson.
std::optional<MessageKind> unteach_kind(database::Database& database, const StoredMessage& message);

}  // namespace tradewind::crm
