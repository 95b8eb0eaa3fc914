// Maildir directories (Maildir++ with ".Folder.Sub" beside the inbox, or folders nested as directories): read, never
// changed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/mail.hpp"

namespace tradewind::mailsync {

struct MaildirFolder {
  std::filesystem::path path;  // with cur/ and new/ in it
  std::string name;            // "" for the directory itself, "Sent", "客户/报价" below it
  crm::FolderRole role = crm::FolderRole::inbox;
};

struct MaildirMessage {
  std::filesystem::path path;
  unsigned flags = 0;  // crm::MailFlag, from the letters behind ":2,"
};

// The directory and the folders below it, by name; links are not followed, at most 20 levels. Fault::invalid if there
// is no Maildir at `path`, Fault::io if it cannot be read.
[[nodiscard]] Result<std::vector<MaildirFolder>> maildir_folders(const std::filesystem::path& path);
// Of cur/ and new/, by file name (which starts with the time of delivery).
[[nodiscard]] Result<std::vector<MaildirMessage>> maildir_messages(const MaildirFolder& folder);

}  // namespace tradewind::mailsync
