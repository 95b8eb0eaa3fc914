#include "crm_core/store/custom_value_repository.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "crm_core/rules/fold.hpp"

namespace tradewind::crm {

std::map<RecordId, CustomValues> CustomValueRepository::of_records(RecordType type, std::span<const RecordId> records,
                                                                   std::span<const CustomField> fields) {
  std::map<RecordId, CustomValues> found;
  if (records.empty() || fields.empty()) return found;
  std::map<RecordId, const CustomField*> wanted;
  for (const auto& field : fields) wanted.emplace(field.id, &field);
  std::map<std::pair<RecordId, RecordId>, std::vector<CustomCell>> cells;
  {
    // Numbers of ours: nothing to escape. Not kept prepared, since every page is another text.
    database::Statement rows(
        database_.handle(),
        fmt::format("SELECT record_id, field_id, text_value, currency, number_value FROM custom_value WHERE"
                    " record_type = ? AND record_id IN ({}) ORDER BY record_id, field_id, place",
                    fmt::join(records, ",")));
    rows.bind(1, to_text(type));
    while (rows.step())
      if (wanted.contains(rows.int64(1)))
        cells[{rows.int64(0), rows.int64(1)}].push_back({rows.text(2), rows.text(3), rows.optional_int64(4)});
  }
  for (const auto& [where, values] : cells)
    found[where.first][where.second] = written_of(*wanted[where.second], values);
  return found;
}

CustomValues CustomValueRepository::of_record(RecordType type, RecordId record, std::span<const CustomField> fields) {
  return of_records(type, std::span(&record, 1), fields)[record];
}

void CustomValueRepository::write(const CustomField& field, RecordId record, std::string_view written) {
  const std::string_view type = to_text(field.of);
  database_.run("DELETE FROM custom_value WHERE record_type = ? AND record_id = ? AND field_id = ?", type, record,
                field.id);
  std::int64_t place = 0;
  for (const auto& cell : cells_of(field, written))
    database_.run(
        "INSERT INTO custom_value (record_type, record_id, field_id, place, text_value, text_key, currency,"
        " number_value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        type, record, field.id, place++, cell.text, cell.number ? std::string() : rules::folded(cell.text),
        cell.currency, cell.number);
}

void CustomValueRepository::remove_record(RecordType type, RecordId record) {
  database_.run("DELETE FROM custom_value WHERE record_type = ? AND record_id = ?", to_text(type), record);
}

void CustomValueRepository::remove_field(RecordId field) {
  database_.run("DELETE FROM custom_value WHERE field_id = ?", field);
}

std::int64_t CustomValueRepository::records_with(RecordId field) {
  auto rows = database_.query("SELECT count(*) FROM custom_value WHERE field_id = ? AND place = 0", field);
  rows->step();
  return rows->int64(0);
}

bool CustomValueRepository::has_choice(RecordId field, std::string_view choice) {
  auto rows =
      database_.query("SELECT 1 FROM custom_value WHERE field_id = ? AND text_value = ? LIMIT 1", field, choice);
  return rows->step();
}

}  // namespace tradewind::crm
