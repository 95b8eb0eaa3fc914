#include "crm_core/store/custom_selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/rules/fold.hpp"

namespace tradewind::crm {

namespace {

// Word for word the conditions of the two partial indexes.
std::string_view kind_of(bool is_text) { return is_text ? "number_value IS NULL" : "number_value IS NOT NULL"; }

std::string_view sign_of(CustomSign sign) {
  switch (sign) {
    case CustomSign::less:
      return "<";
    case CustomSign::at_most:
      return "<=";
    case CustomSign::more:
      return ">";
    case CustomSign::at_least:
      return ">=";
    default:
      return "=";
  }
}

// What a row must be for a condition to hold: SQL on `v` with at most one "?", and its value.
struct Rows {
  std::string condition;
  std::optional<std::string> value;
  // The same for the rows of one record, written so that only the primary key serves: by a partial index all rows of
  // the field would be gone through for each record.
  std::string condition_of_one = condition;
};

Rows compared(const CustomCondition& condition, const CustomCell& cell) {
  if (condition.sign == CustomSign::contains)
    return {" AND v.text_key LIKE ? ESCAPE '!'", containing(rules::folded(cell.text))};
  if (condition.is_text) return {" AND v.text_key = ?", rules::folded(cell.text)};
  // The number is ours: nothing to escape.
  const std::string test = fmt::format(" {} {}", sign_of(condition.sign), cell.number.value_or(0));
  return {" AND v.currency = ? AND v.number_value" + test, cell.currency,
          " AND v.currency || '' = ? AND v.number_value" + test};
}

// Adds the condition that a record has such a row of the field, or has none.
class Membership {
 public:
  Membership(database::Database& database, const CustomSelection& selection, Where& where, std::string_view id)
      : database_(database), selection_(selection), where_(where), id_(id) {}

  void add(const CustomCondition& condition, const Rows& rows, bool is_member) {
    const std::string of_field = fmt::format("v.field_id = {}", condition.field);
    const std::string listed = fmt::format("{} AND v.{}{}", of_field, kind_of(condition.is_text), rows.condition);
    const std::string_view no = is_member ? "" : "NOT ";
    if (is_common(condition, rows, listed))
      where_.add(
          fmt::format("{}EXISTS (SELECT 1 FROM custom_value v WHERE v.record_type = '{}' AND v.record_id = {}"
                      " AND {}{})",
                      no, to_text(selection_.type), id_, of_field, rows.condition_of_one));
    else
      where_.add(fmt::format("{} {}IN (SELECT v.record_id FROM custom_value v WHERE {})", id_, no, listed));
    if (rows.value) where_.value(*rows.value);
  }

 private:
  // A part of a text is in no index: of the first texts it is seen whether many have it.
  bool is_common(const CustomCondition& condition, const Rows& rows, const std::string& listed) {
    constexpr int tried = 2'000, share = 10;
    const bool is_part = condition.sign == CustomSign::contains;
    const int enough = is_part ? std::min(tried / share, selection_.most_listed) : selection_.most_listed;
    const std::string counted =
        is_part ? fmt::format(
                      "SELECT 1 FROM (SELECT text_key FROM custom_value WHERE field_id = {} AND {} LIMIT {}) v"
                      " WHERE 1{}",
                      condition.field, kind_of(true), tried, rows.condition)
                : fmt::format("SELECT 1 FROM custom_value v WHERE {}", listed);
    auto& statement = database_.prepare(fmt::format("SELECT count(*) FROM ({} LIMIT {})", counted, enough + 1));
    if (rows.value) statement.bind(1, *rows.value);
    const database::Query hits(statement);
    return hits->step() && hits->integer(0) > enough;
  }

  database::Database& database_;
  const CustomSelection& selection_;
  Where& where_;
  std::string_view id_;
};

}  // namespace

void CustomSelection::add_to(database::Database& database, Where& where, std::string_view id) const {
  Membership membership(database, *this, where, id);
  for (const auto& condition : conditions) {
    // What is not known is neither equal nor unequal to anything.
    if (condition.sign == CustomSign::known || condition.sign == CustomSign::unequal)
      membership.add(condition, {}, true);
    if (condition.sign == CustomSign::unknown) membership.add(condition, {}, false);
    for (const auto& cell : condition.cells)
      membership.add(condition, compared(condition, cell), condition.sign != CustomSign::unequal);
  }
}

CustomPaging::CustomPaging(database::Database& database, const CustomSelection& selection, std::string_view table,
                           std::string_view id, std::string_view order)
    : database_(database), selection_(selection), table_(table), id_(id), order_(order) {}

PagePart CustomPaging::with_value(const Where& where) const {
  const CustomOrder& order = *selection_.order;
  PagePart part{fmt::format("custom_value sorted CROSS JOIN {}", table_), where, "", 0, 0};
  part.where.add(fmt::format("sorted.field_id = {} AND sorted.{} AND sorted.place = 0 AND sorted.record_id = {}",
                             order.field, kind_of(order.is_text), id_));
  const std::string_view way = order.descending ? " DESC" : "";
  part.order = order.is_text
                   ? fmt::format(" ORDER BY sorted.text_key{0}, sorted.record_id{0}", way)
                   : fmt::format(" ORDER BY sorted.currency{0}, sorted.number_value{0}, sorted.record_id{0}", way);
  return part;
}

PagePart CustomPaging::without_value(const Where& where) const {
  PagePart part{std::string(table_), where, std::string(order_), 0, 0};
  part.where.add(fmt::format(
      "{} NOT IN (SELECT sorted.record_id FROM custom_value sorted WHERE sorted.field_id = {} AND sorted.{})", id_,
      selection_.order->field, kind_of(selection_.order->is_text)));
  return part;
}

int CustomPaging::count(const PagePart& part) const {
  auto rows = part.where.select(database_, fmt::format("SELECT count(*) FROM {} WHERE ", part.from), "", 1, 0);
  rows->step();
  return rows->integer(0);
}

}  // namespace tradewind::crm
