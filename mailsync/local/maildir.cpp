#include "mailsync/local/maildir.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mailsync/imap/folder_name.hpp"
#include "mailsync/sync/folder_choice.hpp"

namespace tradewind::mailsync {

namespace fs = std::filesystem;

namespace {

constexpr int most_levels = 20;

bool is_maildir(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path / "cur", ignored) && fs::is_directory(path / "new", ignored);
}

// ".Customers.Acme" -> "Customers/Acme", "Customers" -> "Customers"; modified UTF-7 undone.
std::string folder_name(const std::string& file_name) {
  std::string wire = file_name;
  if (wire.starts_with('.')) {
    wire.erase(0, 1);
    std::replace(wire.begin(), wire.end(), '.', '/');
  }
  return imap::folder_name_from_wire(wire, false);
}

void find_below(const fs::path& path, const std::string& parent, int level, std::vector<MaildirFolder>& found,
                std::error_code& error) {
  if (level > most_levels) return;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().native();
    if (name == "cur" || name == "new" || name == "tmp" || entry->is_symlink() || !entry->is_directory()) continue;
    const std::string full = parent.empty() ? folder_name(name) : parent + "/" + folder_name(name);
    if (is_maildir(entry->path())) found.push_back({entry->path(), full, guess_role(full, '/')});
    // A directory that is no Maildir may still hold some.
    find_below(entry->path(), full, level + 1, found, error);
  }
}

unsigned flags_of(const std::string& name) {
  unsigned flags = 0;
  const auto info = name.rfind(":2,");
  if (info == std::string::npos) return flags;
  for (const char letter : name.substr(info + 3)) {
    switch (letter) {
      case 'S':
        flags |= crm::flag_seen;
        break;
      case 'R':
        flags |= crm::flag_answered;
        break;
      case 'F':
        flags |= crm::flag_flagged;
        break;
      case 'T':
        flags |= crm::flag_deleted;
        break;
      case 'D':
        flags |= crm::flag_draft;
        break;
      case 'P':
        flags |= crm::flag_forwarded;
        break;
      default:
        break;
    }
  }
  return flags;
}

}  // namespace

Result<std::vector<MaildirFolder>> maildir_folders(const fs::path& path) {
  std::vector<MaildirFolder> found;
  if (is_maildir(path)) found.push_back({path, "", crm::FolderRole::inbox});
  std::error_code error;
  find_below(path, "", 1, found, error);
  if (error) return fail(Fault::io, fmt::format("cannot read {}: {}", path.native(), error.message()));
  if (found.empty()) return fail(Fault::invalid, fmt::format("{} is no Maildir: it has no cur and new", path.native()));
  std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) { return left.name < right.name; });
  return found;
}

Result<std::vector<MaildirMessage>> maildir_messages(const MaildirFolder& folder) {
  std::vector<MaildirMessage> messages;
  for (const char* part : {"cur", "new"}) {
    std::error_code error;
    for (fs::directory_iterator entry(folder.path / part, error), end; !error && entry != end; entry.increment(error)) {
      const std::string name = entry->path().filename().native();
      if (!name.starts_with('.') && entry->is_regular_file() && !entry->is_symlink())
        messages.push_back({entry->path(), flags_of(name)});
    }
    if (error)
      return fail(Fault::io, fmt::format("cannot read {}: {}", (folder.path / part).native(), error.message()));
  }
  std::sort(messages.begin(), messages.end(),
            [](const auto& left, const auto& right) { return left.path.filename() < right.path.filename(); });
  return messages;
}

}  // namespace tradewind::mailsync
