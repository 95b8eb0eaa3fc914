// The folders' half of Intake: what has been accounted for, and how the accounts fare.
#include <algorithm>

#include "crm_core/service/intake.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds seconds_a_day = 86'400;

Account account_named(AccountRepository& accounts, std::string_view name) {
  if (auto account = accounts.find_by_name(name)) return *std::move(account);
  Account account;
  account.id = accounts.insert(name, {});
  account.name = name;
  return account;
}

Folder must_find(AccountRepository& accounts, RecordId id) {
  auto folder = accounts.find_folder(id);
  if (!folder) throw std::logic_error("Intake: no such folder");
  return *std::move(folder);
}

}  // namespace

FolderState Intake::open_folder(std::string_view account_name, std::string_view name, FolderRole role) {
  AccountRepository accounts(store_.database());
  const Account account = account_named(accounts, account_name);
  auto folder = accounts.find_folder(account.id, name);
  if (!folder) folder = accounts.find_folder(accounts.insert_folder(account.id, name, role));
  if (folder->role != role || folder->gone_at) {
    folder->role = role;
    folder->gone_at.reset();
    accounts.update_folder(*folder);
  }
  MessageRepository(store_.database()).forget_skipped(folder->id, now() - seconds_a_day);
  FolderState state;
  state.accounted = accounts.accounted_uids(*folder);
  state.present = without(state.accounted, accounts.gone_uids(*folder));
  state.folder = *std::move(folder);
  return state;
}

void Intake::start_over(RecordId id, std::uint32_t uid_validity) {
  AccountRepository accounts(store_.database());
  Folder folder = must_find(accounts, id);
  folder.uid_validity = uid_validity;
  folder.uid_next = 0;
  folder.highest_modseq = 0;
  folder.backfilled = false;
  accounts.update_folder(folder);
}

void Intake::set_aside(RecordId id, const UidRanges& uids) {
  AccountRepository accounts(store_.database());
  const std::uint32_t uid_validity = must_find(accounts, id).uid_validity;
  MessageRepository messages(store_.database());
  for (const auto& [first, last] : uids) messages.set_aside(id, uid_validity, first, last, now());
}

void Intake::skip(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid, std::string_view reason) {
  Delivery delivery;
  delivery.folder_id = folder;
  delivery.uid_validity = uid_validity;
  delivery.uid = uid;
  delivery.disposition = "skipped";
  delivery.reason = reason.empty() ? "no reason given" : reason;
  delivery.internal_date = delivery.taken_at = now();
  MessageRepository(store_.database()).insert_delivery(delivery);
}

void Intake::update_flags(RecordId id, std::uint32_t uid, unsigned flags) {
  AccountRepository accounts(store_.database());
  MessageRepository(store_.database()).set_flags(id, must_find(accounts, id).uid_validity, uid, flags);
}

void Intake::mark_gone(RecordId id, const UidRanges& uids) {
  AccountRepository accounts(store_.database());
  MessageRepository messages(store_.database());
  Folder folder = must_find(accounts, id);
  // The last count of the server's included them: until the next look it is corrected here.
  for (const auto& [first, last] : uids)
    folder.server_count -= messages.mark_gone(id, folder.uid_validity, first, last, now());
  folder.server_count = std::max<std::int64_t>(folder.server_count, 0);
  accounts.update_folder(folder);
}

void Intake::settle(RecordId id, const FolderMark& mark) {
  AccountRepository accounts(store_.database());
  Folder folder = must_find(accounts, id);
  folder.uid_validity = mark.uid_validity;
  folder.uid_next = mark.uid_next;
  folder.highest_modseq = mark.highest_modseq;
  folder.server_count = mark.server_count;
  folder.backfilled = mark.backfilled;
  if (mark.backfilled) {
    folder.synced_at = now();
    MessageRepository(store_.database()).mark_older_gone(id, mark.uid_validity, now());
  }
  accounts.update_folder(folder);
}

std::uint32_t Intake::next_local_uid(RecordId id) {
  AccountRepository accounts(store_.database());
  return MessageRepository(store_.database()).highest_uid(id, must_find(accounts, id).uid_validity) + 1;
}

void Intake::report_account(std::string_view name, std::string_view error) {
  AccountRepository accounts(store_.database());
  const Account account = account_named(accounts, name);
  bool whole = error.empty();
  if (whole)
    for (const auto& folder : accounts.folders_of(account.id))
      if (!folder.gone_at && !folder.backfilled) whole = false;
  accounts.set_state(account.id, !error.empty() ? "failing" : whole ? "current" : "syncing", error, now());
}

void Intake::report_folders(std::string_view name, std::span<const std::string> names) {
  AccountRepository accounts(store_.database());
  for (auto& folder : accounts.folders_of(account_named(accounts, name).id)) {
    const bool there = std::find(names.begin(), names.end(), folder.name) != names.end();
    if (there == !folder.gone_at) continue;
    if (there)
      folder.gone_at.reset();
    else
      folder.gone_at = now();
    accounts.update_folder(folder);
  }
}

}  // namespace tradewind::crm
