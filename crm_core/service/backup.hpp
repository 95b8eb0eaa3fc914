// Backup and restore of a data directory, while daemon and command line go on working.
#pragma once

#include <filesystem>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/service/disk_files.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct BackupReport {
  std::filesystem::path directory;
  std::vector<DiskFile> files;
};

// Copies crm.db first and vault.db second: the vault only grows, so it then holds everything the copied store refers
// to. The copy is made beside the target, synced to disk with a manifest of hashes, and renamed into place last: a
// directory of that name is a whole backup. Fault::conflict when `target` exists; Fault::io.
[[nodiscard]] Result<BackupReport> backup(const DataDirectory& data, Store& store, const Actor& actor,
                                          const std::filesystem::path& target, bool with_index);

// Checks every hash of the manifest, then copies into `target`, which must be missing or empty (Fault::conflict).
// Fault::corrupt names the file that does not match. Checks no permission: there is no store yet that could say who
// may.
[[nodiscard]] Result<BackupReport> restore(const std::filesystem::path& backup, const std::filesystem::path& target);

}  // namespace tradewind::crm
