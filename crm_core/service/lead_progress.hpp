// How mail moves leads: an inquiry makes one, our answer makes it contacted, the buyer's next mail or a quotation makes
// it qualified. Times are those of the mail, so the outcome does not depend on the order in which the messages were
// archived (backfill brings the newest first).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "crm_core/model/actor.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::crm {

class LeadProgress {
 public:
  LeadProgress(database::Database& database, const Actor& actor)
      : database_(database), actor_(actor), leads_(database), messages_(database) {}

  // The inquiry's lead, with all progress that mail archived before shows.
  RecordId make(const LeadDraft& draft, const StoredMessage& inquiry);
  // The message belongs to the lead (or to what it was merged into): an inquiry again, or more about it. Nothing if
  // there is no such lead.
  std::optional<RecordId> join(RecordId lead, const StoredMessage& message, bool repeats);
  // A message arrived in the thread of leads. `documents`: a quotation or order is filed with it. The newest of those
  // leads, if there is one.
  std::optional<RecordId> follow(const StoredMessage& message, bool documents);
  // We wrote to these addresses (lower case) outside every thread of a lead, as platform and form inquiries are
  // answered: the newest open lead that had asked by then takes the thread in. That lead, if there is one.
  std::optional<RecordId> answer_apart(const StoredMessage& answer, std::span<const std::string> addresses);
  // Looks at all mail of the lead again (after a merge of leads or threads, or when other things qualify it).
  void reconsider(RecordId lead);

 private:
  void event(RecordId lead, EpochSeconds at, std::string_view event, std::string detail);
  [[nodiscard]] bool answer(Lead& lead);  // sets answered_at from its threads; true if that changed
  [[nodiscard]] std::optional<RecordId> wrote_again(const Lead& lead);
  void advance(Lead& lead, LeadStatus status, EpochSeconds at, std::string why);
  [[nodiscard]] std::string document_that_qualifies(const Lead& lead);  // "" for none
  void settle(Lead& lead, const StoredMessage* arrived, bool documents);

  database::Database& database_;
  const Actor& actor_;
  LeadRepository leads_;
  MessageRepository messages_;
};

}  // namespace tradewind::crm
