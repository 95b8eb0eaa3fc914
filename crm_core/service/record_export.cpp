#include "crm_core/service/record_export.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "crm_core/base/csv.hpp"
#include "crm_core/service/record_objects.hpp"
#include "crm_core/store/record_ids.hpp"

namespace tradewind::crm {

namespace {

using Json = RecordObjects::Json;
using Visit = std::function<bool(const Json&)>;

struct Sheet {
  std::string_view name;
  std::optional<RecordType> type;  // nothing: a short list
  std::string_view list;           // of the JSON document; "": not in it
  std::vector<std::string_view> columns;
};

const std::vector<Sheet>& sheets() {
  static const std::vector<Sheet> all{
      {"users", {}, "users", {"login", "name", "emails", "role", "active", "capacity", "team"}},
      {"customers",
       RecordType::customer,
       "customers",
       {"key", "name", "aliases", "country", "domains", "website", "level", "status", "owner", "parent", "tags"}},
      {"contacts",
       RecordType::contact,
       "",
       {"customer", "customer_name", "key", "name", "emails", "phone", "title", "language", "tags"}},
      {"suppliers", RecordType::supplier, "suppliers", {"key", "name", "domains", "tags"}},
      {"products", {}, "products", {"sku", "name", "aliases", "category"}},
      {"quotations",
       RecordType::quotation,
       "quotes",
       {"number", "customer", "contact", "date", "status", "sku", "qty", "unit", "price", "currency"}},
      {"orders", RecordType::order, "orders", {"number", "customer_po", "customer", "quote", "status"}},
      {"cases", RecordType::service_case, "cases", {"number", "customer", "subject", "status"}},
      {"leads", RecordType::lead, "", {"arrived_at", "status",      "company",      "contact_name",  "email",
                                       "phone",      "country",     "language",     "platform",      "items",
                                       "incoterm",   "port",        "target_price", "currency",      "score",
                                       "owner",      "answered_at", "customer",     "qualified_why", "disqualified_why",
                                       "tags"}},
      {"opportunities",
       RecordType::opportunity,
       "",
       {"name", "customer", "contact", "owner", "stage", "amount", "currency", "expected_close", "lost_reason",
        "created_at", "tags"}},
      {"tasks",
       {},
       "",
       {"title", "kind", "priority", "owner", "about_type", "about", "due_at", "all_day", "repeats", "note",
        "done_at"}}};
  return all;
}

void for_each_object(database::Database& database, const Sheet& sheet, const Visit& visit) {
  const RecordObjects objects(database);
  if (!sheet.type) {
    for (const auto& object : sheet.name == "users"      ? objects.users()
                              : sheet.name == "products" ? objects.products()
                                                         : objects.tasks())
      if (!visit(object)) return;
    return;
  }
  constexpr int slice = 1'000;
  for (RecordId after = 0;;) {
    const auto ids = record_ids(database, *sheet.type, after, slice);
    for (const RecordId id : ids)
      if (!visit(objects.record(*sheet.type, id))) return;
    if (ids.size() < slice) return;
    after = ids.back();
  }
}

// Texts may hold anything that came by mail.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void append_cell(std::string& row, const Json& object, std::string_view column) {
  const auto found = object.find(column);
  if (found == object.end() || found->is_null()) return;
  if (found->is_string()) return append_csv_cell(row, found->get_ref<const std::string&>(), true);
  if (found->is_array())
    return append_csv_cell(row, fmt::format("{}", fmt::join(found->get<std::vector<std::string>>(), "; ")), true);
  if (found->is_object())  // a sum of a custom field
    return append_csv_cell(
        row, fmt::format("{} {}", found->at("amount").get<std::string>(), found->at("currency").get<std::string>()),
        true);
  append_csv_cell(row, dump(*found), false);
}

std::string csv_row(const Json& object, const std::vector<std::string_view>& columns,
                    const std::vector<std::string>& custom) {
  std::string row;
  for (const auto column : columns) {
    if (column != columns.front()) row += ',';
    append_cell(row, object, column);
  }
  for (const auto& name : custom) {
    row += ',';
    append_cell(row, object.at("custom"), name);
  }
  return row + "\r\n";
}

}  // namespace

void RecordExport::write_json(const Write& write) const {
  const RecordObjects objects(database_);
  bool go_on = write(
      fmt::format("{{\n\"firm\": {},\n\"number_patterns\": {}", dump(objects.firm()), dump(objects.number_patterns())));
  if (const auto fields = objects.custom_fields(); go_on && !fields.empty()) {
    std::string list;
    for (const auto& field : fields) list += fmt::format("{}\n  {}", list.empty() ? "" : ",", dump(field));
    go_on = write(fmt::format(",\n\"custom_fields\": [{}\n]", list));
  }
  for (const auto& sheet : crm::sheets()) {
    if (sheet.list.empty() || !go_on) continue;
    go_on = write(fmt::format(",\n\"{}\": [", sheet.list));
    bool first = true;
    for_each_object(database_, sheet, [&](const Json& object) {
      go_on = go_on && write(fmt::format("{}\n  {}", first ? "" : ",", dump(object)));
      first = false;
      return go_on;
    });
    go_on = go_on && write(first ? "]" : "\n]");
  }
  if (go_on) write("\n}\n");
}

void RecordExport::write_csv(std::string_view name, const Write& write) const {
  const auto sheet =
      std::find_if(crm::sheets().begin(), crm::sheets().end(), [&](const Sheet& each) { return each.name == name; });
  const auto custom = sheet->type ? RecordObjects(database_).custom_names(*sheet->type) : std::vector<std::string>();
  std::string header = fmt::format("{}", fmt::join(sheet->columns, ","));
  for (const auto& each : custom) header += fmt::format(",{}{}", custom_prefix, each);
  if (!write(header + "\r\n")) return;
  for_each_object(database_, *sheet, [&](Json object) {
    if (!object.contains("lines") || object["lines"].empty()) return write(csv_row(object, sheet->columns, custom));
    const Json lines = object["lines"];
    for (const auto& line : lines) {
      object.update(line);
      if (!write(csv_row(object, sheet->columns, custom))) return false;
    }
    return true;
  });
}

}  // namespace tradewind::crm
