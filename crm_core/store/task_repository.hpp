// Tasks. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/task.hpp"

namespace tradewind::crm {

struct TaskFilter {
  std::optional<RecordId> owner_id;
  std::optional<RecordType> about_type;
  std::optional<RecordId> about_id;
  std::optional<EpochSeconds> due_before;
  bool done = false;       // those that are done, instead of those that are not
  std::string seen = "1";  // a condition on `t`: store/visibility.hpp
};

class TaskRepository {
 public:
  explicit TaskRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Task> find(RecordId id);
  // By due time, those without one last.
  [[nodiscard]] std::vector<Task> list(const TaskFilter& filter, int limit, int offset);
  // Neither done nor deleted ones that this made, by id from `after`.
  [[nodiscard]] std::vector<Task> open_of(std::string_view origin, RecordId after, int limit);
  // This made one about the record for that owner since `from`, whatever became of it.
  [[nodiscard]] bool was_made(std::string_view origin, RecordType type, RecordId record, RecordId owner,
                              EpochSeconds from);
  RecordId insert(const Task& task);
  void update(const Task& task);  // version counts up

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm
