#include "mailsync/local/import_mail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "archiver/text/date.hpp"
#include "mailsync/local/maildir.hpp"
#include "mailsync/local/mapped_file.hpp"
#include "mailsync/local/mbox.hpp"

namespace tradewind::mailsync {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_message_bytes = std::size_t{512} << 20;
constexpr std::size_t most_left_out = 1000;

bool is_off(crm::FolderRole role) {
  return role == crm::FolderRole::junk || role == crm::FolderRole::trash || role == crm::FolderRole::drafts;
}

std::string label_of(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).native();
}

class Import {
 public:
  Import(LocalIntake& intake, const ImportOptions& options, ImportReport& report)
      : intake_(intake), options_(options), report_(report) {}

  Result<void> mbox(const fs::path& path);
  Result<void> maildir(const fs::path& path);
  Result<void> eml(const fs::path& path);
  Result<void> flush();

 private:
  Result<void> choose(const fs::path& path, const std::string& below, crm::FolderRole role);
  Result<void> add(LocalMessage message, const fs::path& path);
  Result<void> add_file(const fs::path& path, unsigned flags, bool date_by_file);
  void leave_out(const fs::path& path, std::string_view reason);

  LocalIntake& intake_;
  const ImportOptions& options_;
  ImportReport& report_;
  std::deque<MappedFile> files_;      // what the messages since the last flush stand in
  std::deque<std::string> unquoted_;  // and those that had to be copied
};

void Import::leave_out(const fs::path& path, std::string_view reason) {
  if (report_.left_out.size() < most_left_out) report_.left_out.push_back(fmt::format("{}: {}", path.native(), reason));
}

Result<void> Import::flush() {
  auto flushed = intake_.flush();
  files_.clear();
  unquoted_.clear();
  report_.counts = intake_.counts();
  if (flushed && options_.progress) options_.progress(report_.counts);
  return flushed;
}

Result<void> Import::choose(const fs::path& path, const std::string& below, crm::FolderRole role) {
  if (auto flushed = flush(); !flushed) return flushed;
  std::string folder = options_.folder.value_or(label_of(path));
  if (!below.empty()) folder += "/" + below;
  return intake_.choose_folder(options_.account, folder, options_.sent ? crm::FolderRole::sent : role);
}

Result<void> Import::add(LocalMessage message, const fs::path& path) {
  if (message.raw.empty()) {
    leave_out(path, "an empty message");
    return {};
  }
  if (message.raw.size() > most_message_bytes) {
    leave_out(path, fmt::format("a message of {} MB", message.raw.size() >> 20));
    return {};
  }
  return intake_.add(message) ? flush() : Result<void>{};
}

Result<void> Import::mbox(const fs::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return pass_on(file);
  if (auto chosen = choose(path, "", crm::FolderRole::other); !chosen) return chosen;
  auto read = for_each_mbox_message(file->bytes(), [&](const MboxMessage& message) {
    LocalMessage local;
    local.raw = message.bytes;
    if (is_mbox_quoted(message.bytes) && message.bytes.size() <= most_message_bytes)
      local.raw = unquoted_.emplace_back(mbox_unquoted(message.bytes));
    // "From address date": the address holds no blank.
    const auto date_at = message.envelope.find(' ', std::string_view("From ").size());
    if (date_at != std::string_view::npos)
      if (const auto date = archiver::parse_mail_date(message.envelope.substr(date_at + 1)))
        local.received = date->time;
    local.otherwise = file->modified();
    return add(local, path);
  });
  if (!read)
    return fail(read.error().fault, fmt::format("{}: {}", path.native(), read.error().message), read.error().hint);
  return flush();
}

Result<void> Import::add_file(const fs::path& path, unsigned flags, bool date_by_file) {
  auto file = MappedFile::open(path);
  if (!file) {
    leave_out(path, file.error().message);
    return {};
  }
  LocalMessage message;
  message.raw = file->bytes();
  message.flags = flags;
  if (date_by_file) message.received = file->modified();
  message.otherwise = file->modified();
  files_.push_back(std::move(*file));
  return add(message, path);
}

// A folder of junk, trash or drafts is taken only if it is asked for by its own path.
Result<void> Import::maildir(const fs::path& path) {
  const auto folders = maildir_folders(path);
  if (!folders) return pass_on(folders);
  for (const auto& folder : *folders) {
    if (is_off(folder.role)) {
      leave_out(folder.path, fmt::format("a folder for {}", to_text(folder.role)));
      continue;
    }
    const auto messages = maildir_messages(folder);
    if (!messages) return pass_on(messages);
    if (messages->empty()) continue;
    if (auto chosen = choose(path, folder.name, folder.role); !chosen) return chosen;
    for (const auto& message : *messages)
      if (auto added = add_file(message.path, message.flags, true); !added) return added;
  }
  return flush();
}

Result<void> Import::eml(const fs::path& path) {
  std::error_code error;
  std::vector<fs::path> files;
  if (fs::is_directory(path, error)) {
    for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
      if (!entry->is_symlink() && entry->is_regular_file() && entry->path().extension() == ".eml")
        files.push_back(entry->path());
    if (error) return fail(Fault::io, fmt::format("cannot read {}: {}", path.native(), error.message()));
    if (files.empty()) return fail(Fault::invalid, fmt::format("there is no .eml file in {}", path.native()));
    std::sort(files.begin(), files.end());
  } else {
    if (!fs::exists(path, error)) return fail(Fault::not_found, fmt::format("there is no {}", path.native()));
    files.push_back(path);
  }
  // Single files belong together: one folder for all that come from one directory.
  const fs::path place = fs::is_directory(path, error) ? path : fs::absolute(path).parent_path();
  if (auto chosen = choose(place, "", crm::FolderRole::other); !chosen) return chosen;
  for (const auto& file : files)
    if (auto added = add_file(file, 0, false); !added) return added;
  return flush();
}

}  // namespace

Result<ImportReport> import_mail(const crm::DataDirectory& directory, MailSource source,
                                 const std::vector<fs::path>& paths, const ImportOptions& options) {
  auto intake = LocalIntake::open(directory, options.decisions);
  if (!intake) return pass_on(intake);
  ImportReport report;
  Import import(**intake, options, report);
  for (const auto& path : paths) {
    Result<void> imported;
    switch (source) {
      case MailSource::mbox:
        imported = import.mbox(path);
        break;
      case MailSource::maildir:
        imported = import.maildir(path);
        break;
      case MailSource::eml:
        imported = import.eml(path);
        break;
    }
    if (!imported) return pass_on(imported);
  }
  if (auto finished = (*intake)->finish(); !finished) return pass_on(finished);
  report.counts = (*intake)->counts();
  return report;
}

Result<ImportCounts> archive_message(const crm::DataDirectory& directory, std::string_view raw,
                                     const ImportOptions& options) {
  if (raw.empty()) return fail(Fault::invalid, "there is no message on standard input");
  auto intake = LocalIntake::open(directory, options.decisions);
  if (!intake) return pass_on(intake);
  const auto role = options.sent ? crm::FolderRole::sent : crm::FolderRole::inbox;
  if (auto chosen = (*intake)->choose_folder(options.account, options.folder.value_or("INBOX"), role); !chosen)
    return pass_on(chosen);
  // Some mail servers put an mbox line before what they pipe (Postfix without flags=, Exim with from_hack).
  std::string unquoted;
  if (raw.starts_with("From ")) {
    raw.remove_prefix(std::min(raw.size(), raw.find('\n') + 1));
    if (is_mbox_quoted(raw)) raw = unquoted = mbox_unquoted(raw);
  }
  LocalMessage message;
  message.raw = raw;
  message.otherwise = now();
  message.received = now();
  (*intake)->add(message);
  if (auto finished = (*intake)->finish(); !finished) return pass_on(finished);
  return (*intake)->counts();
}

}  // namespace tradewind::mailsync
