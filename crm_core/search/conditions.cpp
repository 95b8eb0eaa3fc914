#include "crm_core/search/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crm_core/model/mail.hpp"
#include "crm_core/search/query_fields.hpp"
#include "crm_core/search/record_names.hpp"

namespace tradewind::crm::search {

namespace {

Condition on_message(std::string sql, std::vector<Parameter> parameters = {}) {
  return {Condition::Form::test, std::move(sql), std::move(parameters), true, {}};
}
Condition test(std::string sql, std::vector<Parameter> parameters = {}) {
  return {Condition::Form::test, std::move(sql), std::move(parameters), false, {}};
}
Condition set(std::string sql, std::vector<Parameter> parameters = {}) {
  return {Condition::Form::set, std::move(sql), std::move(parameters), false, {}};
}

// "(?, ?, ?)"
std::string places(std::size_t count) {
  std::string list = "(";
  for (std::size_t i = 0; i < count; ++i) list += i == 0 ? "?" : ", ?";
  return list + ")";
}

// The word of filing.record_type for a field or a word of has:.
std::string record_type(Field field) {
  switch (field) {
    case Field::quote:
      return "quotation";
    case Field::service_case:
      return "case";
    default:
      return std::string(name_of(field));
  }
}

Condition has_condition(const std::string& word) {
  // A picture in a signature is none.
  if (word == "attachment")
    return on_message(
        "(m.attachment_count > 0 AND EXISTS (SELECT 1 FROM crm.attachment a WHERE a.message_id = {id} AND "
        "a.inline_image = 0))");
  return test("EXISTS (SELECT 1 FROM crm.filing x WHERE x.message_id = {id} AND x.removed = 0 AND x.record_type = ?)",
              {word == "quote" ? std::string("quotation") : word});
}

// Flags stand on the copies in the mailboxes; a copy that is gone there counts no more.
std::string copy_exists(unsigned flag) {
  const std::string flagged = flag == 0 ? "" : fmt::format(" AND (d.flags & {}) <> 0", flag);
  return fmt::format("EXISTS (SELECT 1 FROM crm.delivery d WHERE d.message_id = {{id}} AND d.gone_at IS NULL{})",
                     flagged);
}

Condition is_condition(const std::string& word) {
  if (word == "unread") return test(fmt::format("({} AND NOT {})", copy_exists(0), copy_exists(flag_seen)));
  if (word == "read") return test(copy_exists(flag_seen));
  // Few mails are flagged: one pass over the copies is cheaper than a look at each mail's.
  if (word == "flagged")
    return set(
        fmt::format("SELECT d.message_id FROM crm.delivery d WHERE (d.flags & {}) <> 0 AND d.gone_at IS NULL"
                    " AND d.message_id IS NOT NULL",
                    static_cast<unsigned>(flag_flagged)));
  if (word == "unfiled")
    return test("NOT EXISTS (SELECT 1 FROM crm.filing x WHERE x.message_id = {id} AND x.removed = 0)");
  if (word == "unanswered")
    return on_message("(m.direction = 'inbound' AND m.automatic = 0 AND m.answered_at IS NULL)");
  if (word == "answered") return on_message("m.answered_at IS NOT NULL");
  if (word == "automatic") return on_message("m.automatic = 1");
  if (word == "duplicate") return on_message("m.duplicate_of IS NOT NULL");
  if (word == "quarantined" || word == "stub")
    return set("SELECT q.id AS message_id FROM crm.message q WHERE q.state = ? AND q.state <> 'filed'", {word});
  return on_message("m.direction = ?", {word});
}

Condition lead_condition(const std::string& value) {
  const bool number = value.front() >= '0' && value.front() <= '9';
  const std::string which = number ? "l.id = ?" : "l.status = ?";
  const Parameter parameter = number ? Parameter(std::int64_t{std::stoll(value)}) : Parameter(value);
  return set(
      fmt::format(
          "SELECT l.message_id FROM crm.lead l WHERE {0} AND l.message_id IS NOT NULL UNION ALL "
          "SELECT x.message_id FROM crm.lead l JOIN crm.filing x ON x.record_type = 'lead' AND x.record_id = l.id"
          " AND x.removed = 0 WHERE {0}",
          which),
      {parameter, parameter});
}

Condition id_condition(const std::string& value) {
  if (value.find('@') != std::string::npos)
    return set("SELECT i.id AS message_id FROM crm.message i WHERE i.message_id = ?", {value});
  return set("SELECT i.id AS message_id FROM crm.message i WHERE i.id = ?", {std::int64_t{std::stoll(value)}});
}

Condition named_condition(database::Database& database, const Term& term) {
  const std::vector<std::int64_t> records = find_records(database, term);
  if (records.empty()) {
    Condition nothing = test("0");
    nothing.note = fmt::format("no {} fits \"{}\"", name_of(term.field), term.value);
    return nothing;
  }
  std::vector<Parameter> parameters(records.begin(), records.end());
  const std::string list = places(records.size());
  if (term.field == Field::account)
    return test(
        "EXISTS (SELECT 1 FROM crm.delivery d JOIN crm.folder o ON o.id = d.folder_id"
        " WHERE d.message_id = {id} AND o.account_id IN " +
            list + ")",
        std::move(parameters));
  if (term.field == Field::folder)
    return set("SELECT d.message_id FROM crm.delivery d WHERE d.folder_id IN " + list +
                   " AND d.gone_at IS NULL AND d.message_id IS NOT NULL",
               std::move(parameters));
  parameters.insert(parameters.begin(), record_type(term.field));
  return set(
      "SELECT x.message_id FROM crm.filing x WHERE x.record_type = ? AND x.removed = 0 AND x.record_id IN " + list,
      std::move(parameters));
}

Condition interval_condition(std::string_view column, const Interval& interval) {
  return on_message(fmt::format("({0} >= ? AND {0} < ?)", column), {interval.low, interval.high});
}

// A merged thread's mail is in the one it was merged into.
constexpr const char* thread_sql =
    "WITH RECURSIVE root (id) AS (SELECT ? UNION SELECT t.merged_into FROM crm.thread t JOIN root ON t.id = root.id"
    " WHERE t.merged_into IS NOT NULL) SELECT t.id AS message_id FROM crm.message t WHERE t.thread_id IN (SELECT id "
    "FROM root)";

}  // namespace

Condition condition_of(database::Database& database, const Term& term) {
  switch (term.field) {
    case Field::has:
      return has_condition(term.value);
    case Field::is:
      return is_condition(term.value);
    case Field::kind:
      return on_message("m.kind = ?", {term.value});
    case Field::lang:
      return on_message("m.language IS ?", {term.value});
    case Field::date:
      return interval_condition("m.arrived_at", term.interval);
    case Field::size:
      return interval_condition("m.size", term.interval);
    case Field::thread:
      return set(thread_sql, {std::int64_t{std::stoll(term.value)}});
    case Field::id:
      return id_condition(term.value);
    case Field::lead:
      return lead_condition(term.value);
    case Field::filetype:
      return test(
          "EXISTS (SELECT 1 FROM crm.attachment a WHERE a.message_id = {id} AND (a.file_name LIKE ? OR a.media_type "
          "LIKE ?))",
          {"%." + term.value, "%/" + term.value});
    default:
      return named_condition(database, term);
  }
}

}  // namespace tradewind::crm::search
