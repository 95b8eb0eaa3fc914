#include "crm_core/store/custom_selection.hpp"

#include <fmt/format.h>

#include "crm_core/rules/fold.hpp"

namespace tradewind::crm {

namespace {

// Word for word the conditions of the two partial indexes.
std::string_view kind_of(bool is_text) { return is_text ? "number_value IS NULL" : "number_value IS NOT NULL"; }

std::string records_with(const CustomCondition& condition) {
  return fmt::format("SELECT v.record_id FROM custom_value v WHERE v.field_id = {} AND v.{}", condition.field,
                     kind_of(condition.is_text));
}

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

void add_comparison(Where& where, std::string_view id, const CustomCondition& condition, const CustomCell& cell) {
  const std::string_view in = condition.sign == CustomSign::unequal ? "NOT IN" : "IN";
  const std::string records = records_with(condition);
  if (condition.sign == CustomSign::contains) {
    where.add(fmt::format("{} IN ({} AND v.text_key LIKE ? ESCAPE '!')", id, records),
              containing(rules::folded(cell.text)));
  } else if (condition.is_text) {
    where.add(fmt::format("{} {} ({} AND v.text_key = ?)", id, in, records), rules::folded(cell.text));
  } else {
    // The number is ours: nothing to escape.
    where.add(fmt::format("{} {} ({} AND v.currency = ? AND v.number_value {} {})", id, in, records,
                          sign_of(condition.sign), cell.number.value_or(0)),
              cell.currency);
  }
}

}  // namespace

void CustomSelection::add_to(Where& where, std::string_view id) const {
  for (const auto& condition : conditions) {
    // What is not known is neither equal nor unequal to anything.
    if (condition.sign == CustomSign::known || condition.sign == CustomSign::unequal)
      where.add(fmt::format("{} IN ({})", id, records_with(condition)));
    if (condition.sign == CustomSign::unknown) where.add(fmt::format("{} NOT IN ({})", id, records_with(condition)));
    for (const auto& cell : condition.cells) add_comparison(where, id, condition, cell);
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
