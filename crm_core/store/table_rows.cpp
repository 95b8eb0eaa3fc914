#include "crm_core/store/table_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/ustring.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "crm_core/base/hex.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::ordered_json;

bool is_utf8(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) return false;
  UErrorCode error = U_ZERO_ERROR;
  u_strFromUTF8(nullptr, 0, nullptr, text.data(), static_cast<std::int32_t>(text.size()), &error);
  return U_SUCCESS(error) || error == U_BUFFER_OVERFLOW_ERROR;
}

Json value_of(const database::Statement& row, int column) {
  switch (row.kind(column)) {
    case database::ValueKind::integer:
      return row.int64(column);
    case database::ValueKind::real:
      return row.real(column);
    case database::ValueKind::text:
      return is_utf8(row.view(column)) ? Json(row.view(column)) : Json{{"text", to_hex(row.view(column))}};
    case database::ValueKind::blob:
      return Json{{"blob", to_hex(row.blob(column))}};
    case database::ValueKind::null:
      break;
  }
  return nullptr;
}

// {"blob": "00ff"} or {"text": "00ff"}.
std::optional<std::string> bytes_of(const Json& value, const char* name) {
  if (!value.is_object() || value.size() != 1 || !value.contains(name) || !value[name].is_string()) return {};
  return from_hex(value[name].get_ref<const std::string&>());
}

}  // namespace

std::vector<std::string> truth_tables(database::Database& database) {
  auto names = database.tables();
  std::erase(names, "schema_migration");
  std::erase(names, "part_due");  // of a derived index
  return names;
}

bool is_secret(std::string_view table, std::string_view line) {
  if (table != "setting") return false;
  const Json row = Json::parse(line, nullptr, false);
  return row.is_object() && row.contains("name") && row["name"] == signing_key_setting;
}

void for_each_row(database::Database& database, std::string_view table,
                  const std::function<bool(std::string_view line)>& visit) {
  // The primary key comes first in every table of ours, and has two columns where one is not enough to sort by.
  database::Statement rows(database.handle(), fmt::format("SELECT * FROM {} ORDER BY 1, 2", table));
  while (rows.step()) {
    Json row = Json::object();
    for (int column = 0; column < rows.column_count(); ++column) row[rows.column_name(column)] = value_of(rows, column);
    if (!visit(row.dump())) return;
  }
}

TableFiller::TableFiller(database::Database& database, std::string_view table) : database_(database), table_(table) {
  const database::Statement shape(database_.handle(), fmt::format("SELECT * FROM {} LIMIT 0", table_));
  std::vector<std::string> marks;
  for (int column = 0; column < shape.column_count(); ++column) {
    columns_.push_back(shape.column_name(column));
    marks.emplace_back("?");
  }
  insert_ = std::make_unique<database::Statement>(
      database_.handle(),
      fmt::format("INSERT INTO {} ({}) VALUES ({})", table_, fmt::join(columns_, ", "), fmt::join(marks, ", ")));
}

void TableFiller::clear() { database_.execute(fmt::format("DELETE FROM {}", table_)); }

Result<void> TableFiller::add(std::string_view line) {
  const auto refuse = [&](std::string_view why) {
    return fail(Fault::corrupt, fmt::format("table {}: {}: {}", table_, why, line.substr(0, 80)));
  };
  const Json row = Json::parse(line, nullptr, false);
  if (!row.is_object() || row.size() > columns_.size()) return refuse("no row");
  std::vector<std::string> bytes(columns_.size());
  std::size_t known = 0;
  insert_->reset();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const int index = static_cast<int>(i) + 1;
    const auto found = row.find(columns_[i]);
    insert_->bind_null(index);
    if (found == row.end()) continue;
    ++known;
    if (found->is_null()) continue;
    if (found->is_number_float()) {
      insert_->bind(index, found->get<double>());
    } else if (found->is_number_integer()) {
      if (found->is_number_unsigned() && found->get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
        return refuse("a number that is too big");
      insert_->bind(index, found->get<std::int64_t>());
    } else if (found->is_string()) {
      insert_->bind(index, std::string_view(found->get_ref<const std::string&>()));
    } else if (auto blob = bytes_of(*found, "blob")) {
      bytes[i] = *std::move(blob);
      insert_->bind_blob(index, bytes[i]);
    } else if (auto text = bytes_of(*found, "text")) {
      bytes[i] = *std::move(text);
      insert_->bind(index, std::string_view(bytes[i]));
    } else {
      return refuse("a value of no kind");
    }
  }
  if (known != row.size()) return refuse("a column that is not there");
  insert_->run();
  insert_->reset();
  return {};
}

}  // namespace tradewind::crm
