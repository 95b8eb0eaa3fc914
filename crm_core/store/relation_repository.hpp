// Tags of records, and relations between records. See store.hpp for how repositories are used.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/removal.hpp"

namespace tradewind::crm {

class RelationRepository {
 public:
  explicit RelationRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::vector<std::string> tags_of(RecordType type, RecordId record);  // in order
  void add_tag(RecordType type, RecordId record, std::string_view tag);
  void remove_tag(RecordType type, RecordId record, std::string_view tag);

  [[nodiscard]] std::vector<RecordRelation> relations_of(RecordType type, RecordId record);  // in both directions
  void add_relation(const RecordRelation& relation);
  // Those between the two, whatever the relation; how many there were.
  std::int64_t remove_relations(RecordType from_type, RecordId from, RecordType to_type, RecordId to);

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm
