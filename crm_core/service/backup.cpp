#include "crm_core/service/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crm_core/base/time.hpp"
#include "crm_core/service/permission.hpp"

namespace tradewind::crm {

namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.json";
constexpr const char* known_files[] = {"crm.db", "vault.db", "search.db"};

Result<void> write_manifest(const fs::path& directory, const std::vector<DiskFile>& files) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& file : files) list.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  const nlohmann::ordered_json manifest{{"schema", 1}, {"made_at", to_rfc3339(now())}, {"files", list}};
  const auto path = directory / manifest_name;
  std::ofstream out(path, std::ios::binary);
  out << manifest.dump(2) << '\n';
  out.close();
  if (!out) return io_failure("write", path, EIO);
  return sync_to_disk(path, O_RDONLY);
}

Result<std::vector<DiskFile>> read_manifest(const fs::path& directory) {
  const auto path = directory / manifest_name;
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(Fault::not_found, fmt::format("{} is no backup: it has no {}", directory.string(), manifest_name));
  const auto manifest = nlohmann::json::parse(in, nullptr, false);
  std::vector<DiskFile> files;
  if (manifest.is_object() && manifest.contains("files") && manifest["files"].is_array())
    for (const auto& item : manifest["files"])
      if (item.is_object() && item.contains("name") && item["name"].is_string() && item.contains("sha256") &&
          item["sha256"].is_string())
        files.push_back({item["name"], 0, item["sha256"]});
  // Names come from a file: only ours, so that none leads out of the directory.
  for (const auto& file : files)
    if (std::find(std::begin(known_files), std::end(known_files), file.name) == std::end(known_files))
      return fail(Fault::corrupt, fmt::format("{} names a strange file", path.string()));
  if (files.empty()) return fail(Fault::corrupt, fmt::format("{} cannot be read", path.string()));
  return files;
}

// Copies everything into `partial`.
Result<BackupReport> fill(const DataDirectory& data, Store& store, const fs::path& partial, bool with_index) {
  store.database().copy_to(partial / "crm.db");
  const auto copy = [&](const fs::path& file) {
    database::OpenOptions options;
    options.mode = database::OpenMode::read_only;
    database::Database(file, options).copy_to(partial / file.filename());
  };
  if (fs::exists(data.vault_file())) copy(data.vault_file());
  if (with_index && fs::exists(data.search_file())) copy(data.search_file());
  BackupReport report;
  for (const char* name : known_files) {
    if (!fs::exists(partial / name)) continue;
    if (auto synced = sync_to_disk(partial / name, O_RDONLY); !synced) return pass_on(synced);
    auto file = read_file(partial / name, {});
    if (!file) return pass_on(file);
    report.files.push_back(*std::move(file));
  }
  if (auto written = write_manifest(partial, report.files); !written) return pass_on(written);
  if (auto synced = sync_to_disk(partial, O_RDONLY | O_DIRECTORY); !synced) return pass_on(synced);
  return report;
}

}  // namespace

Result<BackupReport> backup(const DataDirectory& data, Store& store, const Actor& actor, const fs::path& target,
                            bool with_index) {
  if (auto allowed = require(actor, Act::maintain); !allowed) return pass_on(allowed);
  auto directory = NewDirectory::create(target);
  if (!directory) return pass_on(directory);
  auto report = fill(data, store, directory->path(), with_index);
  if (!report) return report;
  auto place = directory->keep();
  if (!place) return pass_on(place);
  report->directory = *std::move(place);
  return report;
}

Result<BackupReport> restore(const fs::path& backup, const fs::path& target) {
  const auto manifest = read_manifest(backup);
  if (!manifest) return pass_on(manifest);
  std::error_code error;
  if (fs::exists(target, error) && !fs::is_empty(target, error))
    return fail(Fault::conflict, fmt::format("{} is not empty", target.string()),
                "restore into a new directory and rename it");
  // All hashes before the first byte is written: half a restore helps nobody.
  for (const auto& file : *manifest) {
    const auto found = read_file(backup / file.name, {});
    if (!found) return pass_on(found);
    if (found->sha256 != file.sha256)
      return fail(Fault::corrupt, fmt::format("{} does not match the manifest", (backup / file.name).string()),
                  "use another backup");
  }
  const auto directory = DataDirectory::create(target);
  if (!directory) return pass_on(directory);
  BackupReport report;
  report.directory = directory->path();
  const auto give_up = [&](Error why) {
    for (const auto& file : *manifest) fs::remove(directory->path() / file.name, error);
    return tl::unexpected(std::move(why));
  };
  // The store last: without it the directory counts as empty.
  for (auto file = manifest->rbegin(); file != manifest->rend(); ++file) {
    auto copied = copy_synced(backup / file->name, directory->path() / file->name);
    if (!copied) return give_up(copied.error());
    if (copied->sha256 != file->sha256)
      return give_up({Fault::corrupt, fmt::format("{} changed while it was read", file->name), {}});
    report.files.push_back(*std::move(copied));
  }
  if (auto synced = sync_to_disk(directory->path(), O_RDONLY | O_DIRECTORY); !synced) return pass_on(synced);
  return report;
}

}  // namespace tradewind::crm
