// Accounts (mailboxes), their folders, and the UIDs accounted for. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/mailbox.hpp"

namespace tradewind::crm {

class AccountRepository {
 public:
  explicit AccountRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Account> find_by_name(std::string_view name);
  [[nodiscard]] std::vector<Account> list();  // by name
  RecordId insert(std::string_view name, std::optional<RecordId> user);
  void set_user(RecordId account, std::optional<RecordId> user);
  void set_state(RecordId account, std::string_view state, std::string_view error, EpochSeconds at);

  [[nodiscard]] std::optional<Folder> find_folder(RecordId id);
  [[nodiscard]] std::optional<Folder> find_folder(RecordId account, std::string_view name);
  [[nodiscard]] std::vector<Folder> folders_of(RecordId account);  // by name, gone ones too
  RecordId insert_folder(RecordId account, std::string_view name, FolderRole role);
  void update_folder(const Folder& folder);

  // Under the folder's current UIDVALIDITY.
  [[nodiscard]] UidRanges accounted_uids(const Folder& folder);
  [[nodiscard]] UidRanges gone_uids(const Folder& folder);
  [[nodiscard]] FolderAccounting accounting(const Folder& folder);

 private:
  database::Database& database_;
};

// a without b; both ascending and disjoint.
[[nodiscard]] UidRanges without(const UidRanges& a, const UidRanges& b);

}  // namespace tradewind::crm
