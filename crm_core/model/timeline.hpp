// One thing that happened with a customer, whatever kind of record it stands in.
#pragma once

#include <string>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct TimelineEntry {
  EpochSeconds at = 0;
  std::string kind;         // mail, lead, opportunity, quotation, order, case, task, change
  std::string record_type;  // what it stands in: "message", "lead", "task", "contact" ...
  RecordId record = 0;
  RecordId customer = 0;  // the one of the group whose it is
  std::string what;       // one line, for people
  std::string who;        // author of a mail, login or job of everything else; "" if not known
};

}  // namespace tradewind::crm
