#include "crm_core/service/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <system_error>

#include "crm_core/base/sha256.hpp"
#include "crm_core/base/time.hpp"
#include "crm_core/service/permission.hpp"

namespace tradewind::crm {

namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.json";
constexpr const char* known_files[] = {"crm.db", "vault.db", "search.db"};

// A file or directory that is closed again.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

tl::unexpected<Error> io_failure(std::string_view doing, const fs::path& path, int error) {
  return fail(Fault::io, fmt::format("cannot {} {}: {}", doing, path.string(),
                                     std::error_code(error, std::generic_category()).message()));
}

Result<void> sync_to_disk(const fs::path& path, int flags) {
  const Descriptor file(path, flags);
  if (!file.open() || ::fsync(file.number()) != 0) return io_failure("sync", path, errno);
  return {};
}

// Hash and length of a file, given to `write` (which may be empty) on the way.
Result<BackupFile> read_file(const fs::path& path, const std::function<bool(std::string_view)>& write) {
  const Descriptor file(path, O_RDONLY);
  if (!file.open()) return io_failure("read", path, errno);
  BackupFile found;
  found.name = path.filename().string();
  Sha256 hash;
  std::string buffer(std::size_t{1} << 18, '\0');
  while (true) {
    const ssize_t size = ::read(file.number(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return io_failure("read", path, errno);
    if (size == 0) break;
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(size));
    hash.update(piece);
    found.bytes += size;
    if (write && !write(piece)) return io_failure("copy", path, errno);
  }
  found.sha256 = to_hex(hash.finish());
  return found;
}

Result<BackupFile> copy_synced(const fs::path& from, const fs::path& to) {
  const Descriptor target(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!target.open()) return io_failure("make", to, errno);
  auto copied = read_file(from, [&](std::string_view piece) {
    while (!piece.empty()) {
      const ssize_t size = ::write(target.number(), piece.data(), piece.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return false;
      piece.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  });
  if (copied && ::fsync(target.number()) != 0) return io_failure("sync", to, errno);
  return copied;
}

Result<void> write_manifest(const fs::path& directory, const std::vector<BackupFile>& files) {
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

Result<std::vector<BackupFile>> read_manifest(const fs::path& directory) {
  const auto path = directory / manifest_name;
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(Fault::not_found, fmt::format("{} is no backup: it has no {}", directory.string(), manifest_name));
  const auto manifest = nlohmann::json::parse(in, nullptr, false);
  std::vector<BackupFile> files;
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

// Copies everything into `partial`; the caller renames or removes it.
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
  std::error_code error;
  if (fs::exists(target, error))
    return fail(Fault::conflict, fmt::format("{} exists already", target.string()), "name a new directory");
  const fs::path whole = fs::absolute(target).lexically_normal();
  const fs::path place = whole.has_filename() ? whole : whole.parent_path();
  const fs::path partial = place.parent_path() / fmt::format(".{}.partial-{}", place.filename().string(), ::getpid());
  fs::create_directories(place.parent_path(), error);
  if (!fs::create_directory(partial, error)) return io_failure("make", partial, error ? error.value() : EEXIST);
  fs::permissions(partial, fs::perms::owner_all, error);
  const auto give_up = [&] { fs::remove_all(partial, error); };
  try {
    auto report = fill(data, store, partial, with_index);
    if (!report) return give_up(), report;
    fs::rename(partial, place, error);
    if (error) return give_up(), io_failure("name", place, error.value());
    if (auto synced = sync_to_disk(place.parent_path(), O_RDONLY | O_DIRECTORY); !synced) return pass_on(synced);
    report->directory = place;
    return report;
  } catch (...) {
    give_up();
    throw;
  }
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
