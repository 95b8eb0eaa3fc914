// Lists narrowed down and sorted by custom fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

enum class CustomSign { equal, unequal, less, at_most, more, at_least, contains, known, unknown };

struct CustomCondition {
  RecordId field = 0;
  bool is_text = false;
  CustomSign sign = CustomSign::equal;
  std::vector<CustomCell> cells;  // what it is compared with: one, or the choices that must all be there
};

// Those without a value come last, in the list's own order.
struct CustomOrder {
  RecordId field = 0;
  bool is_text = false, descending = false;
};

struct CustomSelection {
  RecordType type = RecordType::customer;
  std::vector<CustomCondition> conditions;
  std::optional<CustomOrder> order;
  // Of conditions that more records meet, each record is asked in the order of the list, whose page is soon full;
  // those of others are listed beforehand. Measured with 200,000 records.
  int most_listed = 30'000;

  // The conditions, on the number of a record: "c.id".
  void add_to(database::Database& database, Where& where, std::string_view id) const;
};

// A part of a page: records are read FROM `from`, WHERE `where`, in this order.
struct PagePart {
  std::string from;
  Where where;
  std::string order;
  int limit = 0, offset = 0;
};

// A page of `table` ("customer c", whose number is "c.id") in the order that is asked for. take(part) reads the records
// of a part and says how many there were. Sorting by a custom field reads its index and no more of it than the page
// needs; the records without a value are a part of their own.
class CustomPaging {
 public:
  CustomPaging(database::Database& database, const CustomSelection& selection, std::string_view table,
               std::string_view id, std::string_view order);

  template <class Take>
  void page(const Where& where, int limit, int offset, Take&& take) const {
    if (!selection_.order) {
      take(PagePart{std::string(table_), where, std::string(order_), limit, offset});
      return;
    }
    PagePart with = with_value(where);
    with.limit = limit;
    with.offset = offset;
    const int taken = take(with);
    if (taken == limit) return;
    PagePart without = without_value(where);
    without.limit = limit - taken;
    // Of a page that begins behind the last value it matters how many values there are.
    without.offset = taken > 0 || offset == 0 ? 0 : offset - count(with);
    take(without);
  }

 private:
  [[nodiscard]] PagePart with_value(const Where& where) const;
  [[nodiscard]] PagePart without_value(const Where& where) const;
  [[nodiscard]] int count(const PagePart& part) const;

  database::Database& database_;
  const CustomSelection& selection_;
  std::string_view table_, id_, order_;
};

}  // namespace tradewind::crm
