// Removals: what is put away, what went along with it, and the way back. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/removal.hpp"

namespace tradewind::crm {

class RemovalRepository {
 public:
  explicit RemovalRepository(database::Database& database) : database_(database) {}

  RecordId insert(const Removal& removal);
  void set_before(RecordId removal, std::string_view json);
  // The one in force, if the record is put away.
  [[nodiscard]] std::optional<Removal> of_record(RecordType type, RecordId record);
  void set_undone(RecordId removal, EpochSeconds at);
  // The record itself: out of lists, and back.
  void set_removed(RecordType type, RecordId record, std::optional<EpochSeconds> at);
  [[nodiscard]] bool is_removed(RecordType type, RecordId record);

  void add_row(RecordId removal, std::string_view what, std::string_view key);
  [[nodiscard]] std::vector<std::string> rows(RecordId removal, std::string_view what);

  // Everything that belongs to the one belongs to the other from now on: documents, deals, people, mail, tags,
  // tasks. Each row is noted.
  void move_children(RecordId removal, RecordType type, RecordId from, RecordId into);
  // Those noted rows that are still where they were put go back.
  void move_children_back(RecordId removal, RecordType type, RecordId from, RecordId into);
  // What the record is found by (names, domains, addresses, threads) is noted and taken away, and given back.
  void park_keys(RecordId removal, RecordType type, RecordId record);
  void unpark_keys(RecordId removal, RecordType type, RecordId record);

 private:
  void move_filings(RecordId removal, RecordType type, RecordId from, RecordId into);
  void move_tags(RecordId removal, RecordType type, RecordId from, RecordId into);
  void unpark_supplier(RecordId removal, RecordId record);
  void move_tasks(RecordId removal, RecordType type, RecordId from, RecordId into);
  database::Database& database_;
};

}  // namespace tradewind::crm
