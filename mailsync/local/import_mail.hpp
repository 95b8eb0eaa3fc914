// What `crm import mbox|maildir|eml` and `crm archive` do.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/store/data_directory.hpp"
#include "mailsync/local/local_intake.hpp"

namespace tradewind::mailsync {

enum class MailSource { mbox, maildir, eml };

struct ImportOptions {
  std::string account = "import";
  std::optional<std::string> folder = {};  // nothing: made from each path's last part
  bool sent = false;                       // it is mail that we sent
  archiver::DecisionOptions decisions = {};
  std::function<void(const ImportCounts&)> progress = {};  // after each batch; may be empty
};

struct ImportReport {
  ImportCounts counts;
  std::vector<std::string> left_out;  // files and folders that were not taken, each with the reason, at most 1000
};

// Each path with all that is below it. What is there already is recognised and not added again, so an import that was
// cut off is simply run again. One file that cannot be read is left out; Fault::not_found, Fault::invalid for a path
// that is nothing of the kind, Fault::busy, Fault::io when the store cannot be written.
[[nodiscard]] Result<ImportReport> import_mail(const crm::DataDirectory& directory, MailSource source,
                                               const std::vector<std::filesystem::path>& paths,
                                               const ImportOptions& options);

// One message, for a mail server's pipe. Durable when it succeeds; after any error nothing is stored and it may be
// handed in again. Fault::invalid for an empty one.
[[nodiscard]] Result<ImportCounts> archive_message(const crm::DataDirectory& directory, std::string_view raw,
                                                   const ImportOptions& options);

}  // namespace tradewind::mailsync
