// Conversion: a lead becomes customer + contact + opportunity, or joins existing ones; its mail goes along. And back.
#pragma once

#include <optional>
#include <string>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct Conversion {
  RecordId lead_id = 0;
  RecordId customer_id = 0;
  std::optional<RecordId> contact_id;
  RecordId opportunity_id = 0;
  bool customer_made = false;
  bool contact_made = false;
  bool repeated = false;  // it was converted before: nothing changed
  std::string why;        // how the customer was found, or why a new one was made
};

struct ConversionWish {
  std::optional<RecordId> into = {};  // the customer that it joins
  bool anyway = false;                // a customer of its own, though one there counts as the same firm
  bool force = false;                 // though it is not qualified
};

// The customer that the duplicate check takes for the same firm is joined (lead_duplicates.hpp), unless two are equally
// likely; else one is made. Fault::conflict for a lead that is merged or disqualified, or not qualified;
// Fault::forbidden, with who has it, when the firm is a customer that the actor does not see.
[[nodiscard]] Result<Conversion> convert_lead(Store& store, const Actor& actor, RecordId lead,
                                              const ConversionWish& wish = {});

// The lead is qualified again, its mail no longer filed to what the conversion made. Made records are removed unless
// something else refers to them by now (then they stay, and the history says so). Fault::conflict when it is not
// converted.
[[nodiscard]] Result<void> undo_conversion(Store& store, const Actor& actor, RecordId lead);

// Mail domains at which anybody may have an address: they say nothing about the firm behind it.
[[nodiscard]] bool is_free_mail_domain(std::string_view domain);

}  // namespace tradewind::crm
