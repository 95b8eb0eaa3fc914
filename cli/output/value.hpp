// What a command answers with, before it becomes a table, JSON or CSV: records of named values, in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "crm_core/base/time.hpp"

namespace tradewind::cli {

class Record;

// For people in the process's zone, in JSON and CSV as RFC 3339 in UTC.
struct Time {
  EpochSeconds at = 0;
};

// One record inside another: an object in JSON. Tables and CSV show its parts by Record::add_cell().
struct Object {
  std::vector<Record> one;  // exactly one
};

// std::monostate is "not known": null in JSON, an empty cell elsewhere.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Time, std::vector<std::string>,
                           std::vector<Record>, Object>;

class Record {
 public:
  template <class T>
  Record& add(std::string_view key, T&& value) {
    using Plain = std::remove_cvref_t<T>;
    if constexpr (std::is_same_v<Plain, bool>)
      fields_.emplace_back(key, Value(value));
    else if constexpr (std::is_integral_v<Plain>)
      fields_.emplace_back(key, Value(static_cast<std::int64_t>(value)));
    else if constexpr (std::is_convertible_v<T, std::string_view>)
      fields_.emplace_back(key, Value(std::string(std::string_view(value))));
    else
      fields_.emplace_back(key, Value(std::forward<T>(value)));
    return *this;
  }
  // Text that is empty when it is not known.
  Record& add_known(std::string_view key, std::string_view text) {
    return text.empty() ? add(key, Value()) : add(key, text);
  }
  Record& add_time(std::string_view key, std::optional<EpochSeconds> at) {
    return at ? add(key, Value(Time{*at})) : add(key, Value());
  }
  Record& add_number(std::string_view key, std::optional<std::int64_t> number) {
    return number ? add(key, Value(*number)) : add(key, Value());
  }

  // For tables and CSV only; JSON has it elsewhere, in another form.
  Record& add_cell(std::string_view key, std::string text) {
    cells_.emplace_back(key, Value(std::move(text)));
    return *this;
  }

  // A field or a cell; nullptr when there is no such one.
  [[nodiscard]] const Value* find(std::string_view key) const {
    for (const auto* list : {&fields_, &cells_})
      for (const auto& [name, value] : *list)
        if (name == key) return &value;
    return nullptr;
  }
  [[nodiscard]] const std::vector<std::pair<std::string, Value>>& fields() const { return fields_; }
  [[nodiscard]] const std::vector<std::pair<std::string, Value>>& cells() const { return cells_; }

 private:
  std::vector<std::pair<std::string, Value>> fields_, cells_;
};

enum class Style { plain, bold, dim, good, warn, bad, accent };

struct Column {
  enum class Align { left, right };
  std::string_view key;
  std::string_view title;
  Align align = Align::left;
  // How readily it gives up width when the terminal is narrow: 0 never, else down to this many columns.
  std::size_t least_width = 0;
  Style (*style)(const Record& record) = nullptr;
};

struct Listing {
  std::vector<Column> columns;  // for people and CSV; JSON shows every field
  std::vector<Record> records;
  std::string_view none = {};  // said on stderr when there are no records: "no leads"
};

// One cell, for people (sanitised, one line) or for programs (CSV).
[[nodiscard]] std::string people_text(const Value& value);
[[nodiscard]] std::string program_text(const Value& value);

// {"schema": 1, "items": [...]}, indented, with a line break at the end. Always valid UTF-8 and free of raw control
// characters.
[[nodiscard]] std::string to_json(const std::vector<Record>& records);

// RFC 4180: CRLF, quotes doubled, a header line. Text that a spreadsheet would run as a formula is led by an
// apostrophe.
[[nodiscard]] std::string to_csv(const Listing& listing);

}  // namespace tradewind::cli
