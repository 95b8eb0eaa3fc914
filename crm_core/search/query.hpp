// The query language (docs/search.md): text to a tree. Knows nothing of tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/base/time.hpp"

namespace tradewind::crm::search {

inline constexpr std::size_t longest_query = 8 * 1024;  // bytes
inline constexpr int deepest_query = 64;                // parentheses and negations inside each other
inline constexpr int most_terms = 256;

enum class Field {
  any,  // no field named: all text of the mail
  from,
  to,
  cc,
  subject,
  body,
  attachment,  // text
  filetype,
  customer,
  contact,
  supplier,
  quote,
  order,
  service_case,
  lead,  // what it has and belongs to
  kind,
  lang,
  account,
  folder,
  thread,
  id,
  has,
  is,
  date,
  size,  // intervals; before: and after: are dates
};

// Half open: low <= value < high. Seconds since 1970 for dates, bytes for sizes.
struct Interval {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

// Bytes of the query text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Term {
  Field field = Field::any;
  std::string value;    // as typed, without quotes and star; the canonical word for has:, is:, kind:, lang:, filetype:
  bool prefix = false;  // a star stood behind it
  Interval interval;    // of date and size
};

enum class NodeType { all_of, any_of, none_of, term };

struct Node {
  NodeType type = NodeType::term;
  Span where;
  std::vector<Node> children;  // none_of: exactly one; all_of, any_of: two or more
  Term term;                   // of type term
};

// A query that cannot be read is Fault::invalid; the message names the column (characters, from 1) and what was
// expected there, the hint what to write instead. `now` is what "today" and "7d" are counted from. Time and memory are
// linear; any bytes.
[[nodiscard]] Result<Node> parse_query(std::string_view text, EpochSeconds now);

// The tree in one line, "(and valve (not subject:pump))", for tests and --explain.
[[nodiscard]] std::string describe(const Node& node);

}  // namespace tradewind::crm::search
