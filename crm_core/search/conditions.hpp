// One term of a query that is not text: a condition on the store's tables.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

// A value for a '?' of the SQL, in order. Values never become part of the SQL's text.
using Parameter = std::variant<std::int64_t, std::string>;

struct Condition {
  // A set is a SELECT of message_id that stands by itself (never NULL, perhaps some twice); a test is a boolean
  // expression in which {id} stands for the message's id and m for the row of crm.message.
  enum class Form { test, set } form = Form::test;
  std::string sql;
  std::vector<Parameter> parameters;
  bool reads_message = false;  // a test that needs m
  std::string note;            // something to tell the person: no such customer
};

// `database` has the store attached as `crm`; names are looked up in it. Not for text fields.
[[nodiscard]] Condition condition_of(database::Database& database, const Term& term);

}  // namespace tradewind::crm::search
