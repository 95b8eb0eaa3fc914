// What a handover moves, and what the receivers have to look after first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct HandoverItem {
  std::string what;  // customer, lead, opportunity, task, mailbox, share
  RecordId id = 0;
  std::string name;
  std::string to;  // login
};

// Left open by whoever goes: an inquiry nobody answered (a lead, or a message of a customer's), a quotation, a task.
struct OpenMatter {
  std::string what;  // lead, message, quotation, task
  RecordId id = 0;
  std::string name;
  std::optional<EpochSeconds> at;  // arrived, issued, due
  std::string to;                  // login of who has it now; "" where nobody owns such records
};

struct Handover {
  RecordId id = 0;  // by which it is taken back; 0 of a dry run
  std::vector<HandoverItem> moved;
  std::vector<OpenMatter> unanswered, quotations, tasks;
  bool deactivated = false;
};

// A handover that was taken back.
struct HandoverUndone {
  std::string from;                // login: who has it again
  std::vector<HandoverItem> back;  // `to`: who had it meanwhile
  std::vector<HandoverItem> kept;  // somebody else has it by now, or it is put away
  bool activated = false;
};

}  // namespace tradewind::crm
