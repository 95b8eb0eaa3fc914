#include "crm_core/store/relation_repository.hpp"

namespace tradewind::crm {

std::vector<std::string> RelationRepository::tags_of(RecordType type, RecordId record) {
  std::vector<std::string> tags;
  auto rows = database_.query("SELECT tag FROM record_tag WHERE record_type = ? AND record_id = ? ORDER BY tag",
                              to_text(type), record);
  while (rows->step()) tags.push_back(rows->text(0));
  return tags;
}

void RelationRepository::add_tag(RecordType type, RecordId record, std::string_view tag) {
  database_.run(
      "INSERT INTO record_tag (record_type, record_id, tag) VALUES (?, ?, ?)"
      " ON CONFLICT (record_type, record_id, tag) DO NOTHING",
      to_text(type), record, tag);
}

void RelationRepository::remove_tag(RecordType type, RecordId record, std::string_view tag) {
  database_.run("DELETE FROM record_tag WHERE record_type = ? AND record_id = ? AND tag = ?", to_text(type), record,
                tag);
}

std::vector<RecordRelation> RelationRepository::relations_of(RecordType type, RecordId record) {
  std::vector<RecordRelation> relations;
  auto rows = database_.query(
      "SELECT from_type, from_id, to_type, to_id, relation FROM record_relation WHERE from_type = ?1 AND from_id = ?2"
      " UNION SELECT from_type, from_id, to_type, to_id, relation FROM record_relation WHERE to_type = ?1 AND to_id = "
      "?2"
      " ORDER BY 1, 2, 3, 4, 5",
      to_text(type), record);
  while (rows->step()) {
    const auto from = record_type_from_text(rows->view(0)), to = record_type_from_text(rows->view(2));
    if (from && to) relations.push_back({*from, rows->int64(1), *to, rows->int64(3), rows->text(4)});
  }
  return relations;
}

void RelationRepository::add_relation(const RecordRelation& relation) {
  database_.run(
      "INSERT INTO record_relation (from_type, from_id, to_type, to_id, relation) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (from_type, from_id, to_type, to_id, relation) DO NOTHING",
      to_text(relation.from_type), relation.from, to_text(relation.to_type), relation.to, relation.relation);
}

std::int64_t RelationRepository::remove_relations(RecordType from_type, RecordId from, RecordType to_type,
                                                  RecordId to) {
  database_.run("DELETE FROM record_relation WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?",
                to_text(from_type), from, to_text(to_type), to);
  return database_.changes();
}

}  // namespace tradewind::crm
