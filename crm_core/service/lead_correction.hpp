// A person's word that a message is a lead, or that it is none. Pinned: no later run overrides it. Each is undone by
// the other.
#pragma once

#include <optional>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// The message is an inquiry now, and a lead made of it with what `draft` says; a lead that was made of it before and
// put away comes back instead, as it was. The lead's number. Fault::conflict when it belongs to a lead already.
[[nodiscard]] Result<RecordId> make_lead_of(Store& store, const Actor& actor, RecordId message, const LeadDraft& draft);
// The lead that was made of the message is put away; of one that it only belongs to it is taken out. `kind`: what the
// message is instead. Fault::conflict when it belongs to no lead, or its lead is converted.
[[nodiscard]] Result<void> take_lead_from(Store& store, const Actor& actor, RecordId message,
                                          std::optional<MessageKind> kind);

}  // namespace tradewind::crm
