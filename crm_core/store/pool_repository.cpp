#include "crm_core/store/pool_repository.hpp"

#include <fmt/format.h>

#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view name_of_lead = "coalesce(l.company, l.contact_name, l.email, '')";

// "FROM ... WHERE" of the mail that people wrote about the record ?1.
std::string human_mail(RecordType type) {
  const std::string source = type == RecordType::lead
                                 ? "lead_thread t JOIN message m ON m.thread_id = t.thread_id WHERE t.lead_id = ?1"
                                 : fmt::format(
                                       "filing f JOIN message m ON m.id = f.message_id WHERE f.record_type ="
                                       " '{}' AND f.record_id = ?1 AND f.removed = 0",
                                       to_text(type));
  return fmt::format(
      " FROM {} AND m.automatic = 0 AND m.kind NOT IN ('supplier', 'solicitation', 'newsletter', 'notification',"
      " 'auto_reply', 'bounce', 'fraud')",
      source);
}

PoolEntry read_entry(const database::Statement& row) {
  PoolEntry entry;
  entry.type = record_type_from_text(row.view(0)).value_or(RecordType::lead);
  entry.id = row.int64(1);
  entry.name = row.text(2);
  entry.country = row.text(3);
  entry.level = row.text(4);
  entry.score = row.real(5);
  entry.since = row.int64(6);
  return entry;
}

}  // namespace

std::vector<PoolEntry> PoolRepository::list(const PoolFilter& filter, int limit, int offset) {
  std::vector<PoolEntry> entries;
  {
    const auto type = filter.type ? std::optional(to_text(*filter.type)) : std::nullopt;
    auto rows = database_.query(
        fmt::format(
            "SELECT 'lead', l.id, {}, coalesce(l.country, ''), '', l.score, coalesce(l.pooled_at, l.arrived_at)"
            " FROM lead l WHERE l.owner_id IS NULL AND l.removed_at IS NULL AND l.status IN ('new', 'assigned',"
            " 'contacted', 'qualified') AND ({}) AND (?1 IS NULL OR ?1 = 'lead') AND (?2 IS NULL OR l.country ="
            " ?2) UNION ALL SELECT 'customer', c.id, c.name, coalesce(c.country, ''), coalesce(c.level, ''), 0,"
            " coalesce(c.pooled_at, c.created_at) FROM customer c WHERE c.owner_id IS NULL AND c.removed_at IS"
            " NULL AND c.status <> 'blacklisted' AND ({}) AND (?1 IS NULL OR ?1 = 'customer') AND (?2 IS NULL OR"
            " c.country = ?2) ORDER BY 7 DESC, 1, 2 LIMIT ?3 OFFSET ?4",
            name_of_lead, filter.seen_leads, filter.seen_customers),
        type, or_null(filter.country), limit, offset);
    while (rows->step()) entries.push_back(read_entry(*rows));
  }
  for (auto& entry : entries) {
    auto rows = database_.query(
        "SELECT move, user_id FROM pool_move WHERE record_type = ? AND record_id = ? AND move IN ('released',"
        " 'dropped') ORDER BY id DESC LIMIT 1",
        to_text(entry.type), entry.id);
    if (!rows->step()) continue;
    entry.how = rows->text(0);
    entry.last_owner = rows->optional_int64(1);
  }
  return entries;
}

void PoolRepository::set_pooled(RecordType type, RecordId record, EpochSeconds at) {
  database_.run(fmt::format("UPDATE {} SET pooled_at = ? WHERE id = ? AND owner_id IS NULL", to_text(type)), at,
                record);
}

void PoolRepository::add_move(const PoolMove& move) {
  database_.run(
      "INSERT INTO pool_move (record_type, record_id, at, move, user_id, actor, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
      to_text(move.type), move.record, move.at, move.move, move.user, move.actor, move.why);
}

std::optional<PoolMove> PoolRepository::last_move(RecordType type, RecordId record, std::string_view move) {
  auto rows = database_.query(
      "SELECT at, user_id, actor, why FROM pool_move WHERE record_type = ? AND record_id = ? AND move = ? ORDER BY id"
      " DESC LIMIT 1",
      to_text(type), record, move);
  if (!rows->step()) return {};
  return PoolMove{type, record, rows->int64(0), std::string(move), rows->int64(1), rows->text(2), rows->text(3)};
}

std::int64_t PoolRepository::taken_since(RecordId user, EpochSeconds from) {
  auto rows =
      database_.query("SELECT count(*) FROM pool_move WHERE user_id = ? AND move = 'taken' AND at > ?", user, from);
  rows->step();
  return rows->int64(0);
}

std::int64_t PoolRepository::held_by(RecordId user) {
  auto rows = database_.query(
      "SELECT (SELECT count(*) FROM lead WHERE owner_id = ?1 AND removed_at IS NULL AND status IN ('new', 'assigned',"
      " 'contacted', 'qualified')) + (SELECT count(*) FROM customer WHERE owner_id = ?1 AND removed_at IS NULL)",
      user);
  rows->step();
  return rows->int64(0);
}

std::vector<HeldRecord> PoolRepository::held(RecordType type, EpochSeconds before, RecordId after, int limit) {
  std::vector<HeldRecord> found;
  const std::string sql =
      type == RecordType::lead
          ? fmt::format(
                "SELECT l.id, {}, '', l.owner_id, coalesce(l.owned_since, l.created_at) FROM lead l WHERE"
                " l.owner_id IS NOT NULL AND l.removed_at IS NULL AND l.status IN ('new', 'assigned',"
                " 'contacted') AND coalesce(l.owned_since, l.created_at) < ? AND l.id > ? ORDER BY l.id LIMIT ?",
                name_of_lead)
          : std::string(
                "SELECT c.id, c.name, coalesce(c.level, ''), c.owner_id, coalesce(c.owned_since, c.created_at) FROM"
                " customer c WHERE c.owner_id IS NOT NULL AND c.removed_at IS NULL AND c.status <> 'blacklisted' AND"
                " coalesce(c.owned_since, c.created_at) < ? AND c.id > ? AND NOT EXISTS (SELECT 1 FROM sales_order o"
                " WHERE o.customer_id = c.id AND o.status = 'open') ORDER BY c.id LIMIT ?");
  auto rows = database_.query(sql, before, after, limit);
  while (rows->step())
    found.push_back({type, rows->int64(0), rows->text(1), rows->text(2), rows->int64(3), rows->int64(4)});
  return found;
}

PoolRepository::LastMail PoolRepository::last_mail(RecordType type, RecordId record) {
  auto rows = database_.query(
      "SELECT max(CASE WHEN m.direction = 'inbound' THEN m.arrived_at END), max(CASE WHEN m.direction = 'outbound' THEN"
      " m.arrived_at END)" +
          human_mail(type),
      record);
  rows->step();
  return {rows->optional_int64(0), rows->optional_int64(1)};
}

std::optional<EpochSeconds> PoolRepository::last_exchange(RecordType type, RecordId record) {
  const auto [theirs, ours] = last_mail(type, record);
  if (!theirs || !ours) return {};
  const bool they_last = *theirs > *ours;
  auto rows =
      database_.query("SELECT min(m.arrived_at)" + human_mail(type) + " AND m.direction = ?2 AND m.arrived_at >= ?3",
                      record, they_last ? "inbound" : "outbound", they_last ? *ours : *theirs);
  rows->step();
  return rows->optional_int64(0);
}

}  // namespace tradewind::crm
