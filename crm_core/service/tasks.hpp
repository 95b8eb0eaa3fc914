// Tasks: what somebody has to do. Seen by whose they are (in the scope "team" by the team), by everybody who sees all,
// and, when they are nobody's, by all. Every change is audited.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/task.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/store/task_repository.hpp"

namespace tradewind::crm {

class Tasks {
 public:
  explicit Tasks(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<Task>> list(const Actor& actor, TaskFilter filter, int limit, int offset);
  [[nodiscard]] Result<Task> show(const Actor& actor, RecordId id);
  // Fault::invalid names the field; a record it is about must be seen.
  [[nodiscard]] Result<RecordId> add(const Actor& actor, const Task& task);
  // Fault::conflict when the value's version is not the stored one.
  [[nodiscard]] Result<void> change(const Actor& actor, const Task& task);
  // Done; of a repeating one the next is made. Its number, if there is one. Done already: nothing happens.
  [[nodiscard]] Result<std::optional<RecordId>> finish(const Actor& actor, RecordId id);
  [[nodiscard]] Result<void> remove(const Actor& actor, RecordId id, bool removed);  // false: restored

 private:
  Store& store_;
};

// The next time after `due` in this rhythm, in the process's zone; the 31st becomes the last day of a shorter month.
[[nodiscard]] EpochSeconds next_due(EpochSeconds due, std::string_view repeats);

// An iCalendar object (RFC 5545) with a VTODO for each task: CRLF line ends, lines folded at 75 octets.
[[nodiscard]] std::string to_icalendar(std::span<const Task> tasks, EpochSeconds at);

}  // namespace tradewind::crm
