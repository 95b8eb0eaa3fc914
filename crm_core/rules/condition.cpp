#include "crm_core/rules/condition.hpp"

#include <algorithm>

#include "crm_core/rules/fold.hpp"

namespace tradewind::crm::rules {

namespace {

template <class Sign, class T>
bool stands(Sign sign, const T& left, const T& right) {
  switch (sign) {
    case Sign::equal:
      return left == right;
    case Sign::unequal:
      return left != right;
    case Sign::less:
      return left < right;
    case Sign::at_most:
      return left <= right;
    case Sign::more:
      return left > right;
    case Sign::at_least:
      return left >= right;
  }
  return false;
}

template <class Sign>
bool compare(Sign sign, const Value& left, const Value& right) {
  if (left.index() != right.index()) return false;  // one of them is unknown: types were checked
  if (const auto* text = std::get_if<std::string>(&left))
    return stands(sign, folded(*text), folded(std::get<std::string>(right)));
  if (const auto* number = std::get_if<Amount>(&left)) return stands(sign, *number, std::get<Amount>(right));
  if (const auto* boolean = std::get_if<bool>(&left)) return stands(sign, *boolean, std::get<bool>(right));
  return false;
}

}  // namespace

bool Condition::compares(const Node& node, const Value& value, const ReadField& read) {
  const auto operand = [&](const Operand& each) { return each.is_field ? read(each.field) : each.value; };
  switch (node.kind) {
    case Kind::known:
      return !std::holds_alternative<Unknown>(value);
    case Kind::unknown:
      return std::holds_alternative<Unknown>(value);
    case Kind::yes: {
      const auto* yes = std::get_if<bool>(&value);
      return yes != nullptr && *yes;
    }
    case Kind::contains: {
      const std::string wanted = folded(std::get<std::string>(node.operands.front().value));
      if (const auto* text = std::get_if<std::string>(&value)) return folded(*text).find(wanted) != std::string::npos;
      const auto* list = std::get_if<std::vector<std::string>>(&value);
      return list != nullptr &&
             std::any_of(list->begin(), list->end(), [&](const std::string& each) { return folded(each) == wanted; });
    }
    case Kind::in:
      return std::any_of(node.operands.begin(), node.operands.end(),
                         [&](const Operand& each) { return compare(Sign::equal, value, operand(each)); });
    default:
      return compare(node.sign, value, operand(node.operands.front()));
  }
}

bool Condition::node_holds(const Node& node, const ReadField& read, std::vector<Finding>* findings) const {
  switch (node.kind) {
    case Kind::always:
      return true;
    case Kind::all:
      return node_holds(nodes_[node.left], read, findings) && node_holds(nodes_[node.right], read, findings);
    case Kind::any:
      return node_holds(nodes_[node.left], read, findings) || node_holds(nodes_[node.right], read, findings);
    case Kind::no:
      return !node_holds(nodes_[node.left], read, findings);
    default: {
      const Value value = read(node.field);
      const bool holds = compares(node, value, read);
      if (findings != nullptr) findings->push_back({node.text, to_text(value), holds});
      return holds;
    }
  }
}

bool Condition::holds(const ReadField& read, std::vector<Finding>* findings) const {
  return nodes_.empty() || node_holds(nodes_.back(), read, findings);
}

}  // namespace tradewind::crm::rules
