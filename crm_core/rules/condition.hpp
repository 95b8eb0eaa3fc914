// The conditions of rules: a small language without loops, so that every condition ends, and quickly.
//
//   condition  = and-part { "or" and-part }
//   and-part   = not-part { "and" not-part }
//   not-part   = "not" not-part | "(" condition ")" | comparison
//   comparison = FIELD [ ("=" | "!=" | "<" | "<=" | ">" | ">=") operand | "contains" TEXT
//                      | "in" "(" operand { "," operand } ")" | "is" ("known" | "unknown") ]
//   operand    = TEXT | NUMBER | "true" | "false" | FIELD
//
// Texts are compared without regard to case. A comparison with a value that is not known is false, "!=" too; only "is
// unknown" and "not" tell of it. A field of yes or no may stand alone.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/rules/value.hpp"

namespace tradewind::crm::rules {

inline constexpr int deepest = 32;              // levels of "not" and brackets
inline constexpr std::size_t most_nodes = 256;  // comparisons, "and", "or", "not", values of a list

// The value of the field with this place in the list of fields.
using ReadField = std::function<Value(std::size_t field)>;

// How one comparison came out, for people.
struct Finding {
  std::string comparison;  // as written
  std::string value;       // of its field
  bool holds = false;
};

class Condition {
 public:
  // An empty text always holds. Fault::invalid says where and why: no such field, values that cannot be compared, too
  // deep, too long.
  [[nodiscard]] static Result<Condition> parse(std::string_view text, std::span<const FieldInfo> fields);

  // Left to right, and no further than needed: what is cheap goes first. With `findings` it notes what was looked at.
  [[nodiscard]] bool holds(const ReadField& read, std::vector<Finding>* findings = nullptr) const;

 private:
  friend class ConditionParser;
  enum class Kind { always, all, any, no, compare, contains, in, known, unknown, yes };
  enum class Sign { equal, unequal, less, at_most, more, at_least };
  struct Operand {
    bool is_field = false;
    std::size_t field = 0;
    Value value;
  };
  struct Node {
    Kind kind = Kind::always;
    Sign sign = Sign::equal;
    std::size_t left = 0, right = 0;  // places of nodes
    std::size_t field = 0;
    std::vector<Operand> operands;
    std::string text;  // as written
  };
  [[nodiscard]] bool node_holds(const Node& node, const ReadField& read, std::vector<Finding>* findings) const;
  [[nodiscard]] static bool compares(const Node& node, const Value& value, const ReadField& read);

  std::vector<Node> nodes_;  // the root is the last; none: it always holds
};

}  // namespace tradewind::crm::rules
