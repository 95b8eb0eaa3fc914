// The whole store in open formats, and back: nothing is kept from whoever wants to leave, or to look with other
// programs.
//
//   manifest.json       what is here: version of the store's schema, every file but the mail with its SHA-256
//   records.json        customers, contacts, suppliers, products, documents by natural keys: for `crm import records`
//   csv/*.csv           the same and leads, deals and tasks, for spreadsheets
//   tables/*.jsonl      every row of every table: decisions, history and audit too (store/table_rows.hpp)
//   mail/ab/abcd....eml the mail, byte for byte, by the id of its object in the vault
//   mail/index.jsonl    {"object": "abcd...", "parts": [[offset, size], ...]} for each of them
#pragma once

#include <filesystem>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/service/disk_files.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::crm {

struct WholeReport {
  std::filesystem::path directory;
  std::vector<DiskFile> files;  // without the mail
  std::int64_t mails = 0;
};

// As it stands at one moment, while others go on writing. Administrators only. Fault::conflict when `target` exists.
[[nodiscard]] Result<WholeReport> export_all(Store& store, const Vault& vault, const Actor& actor,
                                             const std::filesystem::path& target);

// A store from an export, the same to the last row, in `target`, which must hold none (Fault::conflict). Of an older
// export it is migrated. Fault::corrupt names the file that is not as it was exported, Fault::unsupported an export of
// a newer program. The full-text index is made by `crm index rebuild`. As in restore() there is nobody to ask for
// permission yet.
[[nodiscard]] Result<WholeReport> import_all(const std::filesystem::path& from, const std::filesystem::path& target);

}  // namespace tradewind::crm
