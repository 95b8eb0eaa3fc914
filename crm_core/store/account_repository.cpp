#include "crm_core/store/account_repository.hpp"

#include <algorithm>

namespace tradewind::crm {

namespace {

constexpr std::string_view account_columns = "id, name, user_id, state, coalesce(error, ''), failing_since, last_ok_at";

Account read_account(const database::Statement& row) {
  return {row.int64(0), row.text(1),           row.optional_int64(2), row.text(3),
          row.text(4),  row.optional_int64(5), row.optional_int64(6)};
}

constexpr const char* folder_by_id =
    "SELECT id, account_id, name, role, uid_validity, uid_next, highest_modseq, server_count, backfilled, synced_at, "
    "gone_at "
    "FROM folder WHERE id = ?";
constexpr const char* folder_by_name =
    "SELECT id, account_id, name, role, uid_validity, uid_next, highest_modseq, server_count, backfilled, synced_at, "
    "gone_at "
    "FROM folder WHERE account_id = ? AND name = ?";
constexpr const char* folders_by_account =
    "SELECT id, account_id, name, role, uid_validity, uid_next, highest_modseq, server_count, backfilled, synced_at, "
    "gone_at "
    "FROM folder WHERE account_id = ? ORDER BY name";

Folder read_folder(const database::Statement& row) {
  Folder folder;
  folder.id = row.int64(0);
  folder.account_id = row.int64(1);
  folder.name = row.text(2);
  folder.role = folder_role_from_text(row.view(3)).value_or(FolderRole::other);
  folder.uid_validity = static_cast<std::uint32_t>(row.int64(4));
  folder.uid_next = static_cast<std::uint32_t>(row.int64(5));
  folder.highest_modseq = static_cast<std::uint64_t>(row.int64(6));
  folder.server_count = row.int64(7);
  folder.backfilled = row.boolean(8);
  folder.synced_at = row.optional_int64(9);
  folder.gone_at = row.optional_int64(10);
  return folder;
}

// Ascending UIDs of the rows as ranges.
UidRanges read_ranges(database::Statement& rows) {
  UidRanges ranges;
  while (rows.step()) {
    const auto uid = static_cast<std::uint32_t>(rows.int64(0));
    if (!ranges.empty() && ranges.back().second + 1 == uid)
      ranges.back().second = uid;
    else
      ranges.emplace_back(uid, uid);
  }
  return ranges;
}

}  // namespace

std::optional<Account> AccountRepository::find_by_name(std::string_view name) {
  auto rows = database_.query(
      "SELECT id, name, user_id, state, coalesce(error, ''), failing_since, last_ok_at FROM account WHERE name = ?",
      name);
  if (!rows->step()) return {};
  return read_account(*rows);
}

std::vector<Account> AccountRepository::list() {
  std::vector<Account> accounts;
  auto rows = database_.query(
      "SELECT id, name, user_id, state, coalesce(error, ''), failing_since, last_ok_at FROM account ORDER BY name");
  while (rows->step()) accounts.push_back(read_account(*rows));
  return accounts;
}

RecordId AccountRepository::insert(std::string_view name, std::optional<RecordId> user) {
  database_.run("INSERT INTO account (name, user_id, created_at) VALUES (?, ?, ?)", name, user, now());
  return database_.last_insert_id();
}

void AccountRepository::set_user(RecordId account, std::optional<RecordId> user) {
  database_.run("UPDATE account SET user_id = ? WHERE id = ?", user, account);
}

void AccountRepository::set_state(RecordId account, std::string_view state, std::string_view error, EpochSeconds at) {
  const std::optional<std::string_view> why = error.empty() ? std::nullopt : std::optional(error);
  const std::optional<EpochSeconds> failing = error.empty() ? std::nullopt : std::optional(at);
  const std::optional<EpochSeconds> well = state == "current" ? std::optional(at) : std::nullopt;
  // Failing since the first of a row of failures.
  database_.run(
      "UPDATE account SET state = ?1, error = ?2, last_ok_at = coalesce(?4, last_ok_at),"
      " failing_since = CASE WHEN ?2 IS NULL THEN NULL ELSE coalesce(failing_since, ?3) END WHERE id = ?5",
      state, why, failing, well, account);
}

std::optional<Folder> AccountRepository::find_folder(RecordId id) {
  auto rows = database_.query(folder_by_id, id);
  if (!rows->step()) return {};
  return read_folder(*rows);
}

std::optional<Folder> AccountRepository::find_folder(RecordId account, std::string_view name) {
  auto rows = database_.query(folder_by_name, account, name);
  if (!rows->step()) return {};
  return read_folder(*rows);
}

std::vector<Folder> AccountRepository::folders_of(RecordId account) {
  std::vector<Folder> folders;
  auto rows = database_.query(folders_by_account, account);
  while (rows->step()) folders.push_back(read_folder(*rows));
  return folders;
}

RecordId AccountRepository::insert_folder(RecordId account, std::string_view name, FolderRole role) {
  database_.run("INSERT INTO folder (account_id, name, role) VALUES (?, ?, ?)", account, name, to_text(role));
  return database_.last_insert_id();
}

void AccountRepository::update_folder(const Folder& folder) {
  database_.run(
      "UPDATE folder SET role = ?, uid_validity = ?, uid_next = ?, highest_modseq = ?, server_count = ?, backfilled = "
      "?,"
      " synced_at = ?, gone_at = ? WHERE id = ?",
      to_text(folder.role), folder.uid_validity, folder.uid_next, folder.highest_modseq, folder.server_count,
      folder.backfilled, folder.synced_at, folder.gone_at, folder.id);
}

UidRanges AccountRepository::accounted_uids(const Folder& folder) {
  auto rows = database_.query("SELECT uid FROM delivery WHERE folder_id = ? AND uid_validity = ? ORDER BY uid",
                              folder.id, folder.uid_validity);
  return read_ranges(*rows);
}

UidRanges AccountRepository::gone_uids(const Folder& folder) {
  auto rows = database_.query(
      "SELECT uid FROM delivery WHERE folder_id = ? AND uid_validity = ? AND gone_at IS NOT NULL ORDER BY uid",
      folder.id, folder.uid_validity);
  return read_ranges(*rows);
}

FolderAccounting AccountRepository::accounting(const Folder& folder) {
  FolderAccounting counts;
  std::int64_t all = 0;
  {
    auto rows = database_.query("SELECT count(*) FROM delivery WHERE folder_id = ? AND uid_validity = ?", folder.id,
                                folder.uid_validity);
    rows->step();
    all = rows->int64(0);
  }
  {
    auto rows = database_.query(
        "SELECT count(*) FROM delivery WHERE folder_id = ? AND uid_validity = ? AND gone_at IS NOT NULL", folder.id,
        folder.uid_validity);
    rows->step();
    counts.gone = rows->int64(0);
  }
  {
    // Few rows, by the partial index.
    auto rows = database_.query(
        "SELECT disposition, count(*) FROM delivery WHERE folder_id = ? AND disposition <> 'filed' AND uid_validity = ?"
        " AND gone_at IS NULL GROUP BY disposition",
        folder.id, folder.uid_validity);
    while (rows->step()) {
      const auto disposition = rows->view(0);
      (disposition == "stub"      ? counts.stub
       : disposition == "skipped" ? counts.skipped
                                  : counts.quarantined) = rows->int64(1);
    }
  }
  counts.filed = all - counts.gone - counts.stub - counts.skipped - counts.quarantined;
  return counts;
}

UidRanges without(const UidRanges& a, const UidRanges& b) {
  UidRanges left;
  auto hole = b.begin();
  for (auto [first, last] : a) {
    std::uint64_t at = first;
    while (hole != b.end() && hole->second < first) ++hole;
    auto next = hole;
    for (; next != b.end() && next->first <= last; ++next) {
      if (next->first > at) left.emplace_back(static_cast<std::uint32_t>(at), next->first - 1);
      at = std::uint64_t{next->second} + 1;
    }
    if (at <= last) left.emplace_back(static_cast<std::uint32_t>(at), last);
  }
  return left;
}

}  // namespace tradewind::crm
