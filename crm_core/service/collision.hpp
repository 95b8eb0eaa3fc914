// 撞单: two of our reps at work on one lead without knowing of each other. Seen in the mail itself: the inquiry came into
// both mailboxes, or one writes to the buyer whom the other owns or has written to.
#pragma once

#include <string>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/model/mailbox.hpp"

namespace tradewind::crm {

// Looks whether this message of the lead (our answer, or its inquiry again) makes one, and tells each of the reps by a
// standing notice. Mail from before a lead was given to its owner does not count, nor what is older than 30 days.
void flag_collision(database::Database& database, const Actor& actor, const Lead& lead, const StoredMessage& message);
// Somebody decided whose the lead is, or that it is none.
void settle_collision(database::Database& database, RecordId lead);
// What the standing notices say, one line a rep; none when there is no collision.
[[nodiscard]] std::vector<std::string> collisions_of(database::Database& database, RecordId lead);

}  // namespace tradewind::crm
