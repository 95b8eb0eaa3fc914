// Which folders of a mailbox are synced, and what each is for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync {

struct FolderRules {
  std::vector<std::string> folders{"*"};  // patterns; a name written without * or ? takes that folder whatever its role
  std::vector<std::string> exclude{};
  std::vector<crm::FolderRole> include_roles{};  // of junk, trash, drafts, all: off unless named here
};

struct ChosenFolder {
  imap::Folder folder;
  crm::FolderRole role = crm::FolderRole::other;  // from SPECIAL-USE (RFC 6154), else guessed from the name
};

// In the order to sync them: inbox, sent, the others by name, all last. Folders that cannot be opened are left out.
//
// A folder of role `all` (RFC 6154 §2) shows the other folders' messages again, so it is left out while others are
// taken. On Gmail it is the other way round: archived mail is in All Mail only, and every label's mail is in it too, so
// there All Mail is taken and no label, unless a label is named in full.
[[nodiscard]] std::vector<ChosenFolder> choose_folders(const std::vector<imap::Folder>& listed,
                                                       const FolderRules& rules);

// By the name that servers and mail programs give such folders in the common languages; other if it is none of them.
// Only folders at the top, or below INBOX or a provider's own root, are guessed: a customer's folder may be called
// anything.
[[nodiscard]] crm::FolderRole guess_role(std::string_view name, char delimiter);

// `*` stands for any text, delimiters included, `?` for one character; letter case aside. INBOX's name is caseless
// anyway.
[[nodiscard]] bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace tradewind::mailsync
