#include "crm_core/service/whole_export.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crm_core/base/time.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_export.hpp"
#include "crm_core/store/migrations.hpp"
#include "crm_core/store/table_rows.hpp"

namespace tradewind::crm {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Writes the files of an export and lists them.
class ExportFiles {
 public:
  explicit ExportFiles(const fs::path& directory) : directory_(directory) {}

  // `fill(write)` gives the content piece by piece; write() says whether to go on.
  template <class Fill>
  Result<void> make(const std::string& name, Fill&& fill) {
    const fs::path path = directory_ / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    if (Result<void> filled = fill([&](std::string_view piece) {
          out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
          return out.good();
        });
        !filled)
      return filled;
    out.close();
    if (!out) return io_failure("write", path, errno != 0 ? errno : EIO);
    return {};
  }
  // With its hash in the manifest.
  template <class Fill>
  Result<void> make_listed(const std::string& name, Fill&& fill) {
    if (auto made = make(name, fill); !made) return made;
    if (auto synced = sync_to_disk(directory_ / name, O_RDONLY); !synced) return synced;
    auto file = read_file(directory_ / name, {});
    if (!file) return pass_on(file);
    file->name = name;
    files_.push_back(*std::move(file));
    return {};
  }
  [[nodiscard]] const std::vector<DiskFile>& files() const { return files_; }

 private:
  fs::path directory_;
  std::vector<DiskFile> files_;
};

std::string mail_file(const std::string& object) { return fmt::format("mail/{}/{}.eml", object.substr(0, 2), object); }

Result<std::int64_t> write_mail(const Vault& vault, ExportFiles& files) {
  std::vector<Digest> objects;
  vault.for_each_object([&](const Digest& object) { objects.push_back(object); });
  std::sort(objects.begin(), objects.end());
  const auto written = files.make_listed("mail/index.jsonl", [&](auto&& write) -> Result<void> {
    for (const Digest& object : objects) {
      const auto parts = vault.parts(object);
      if (!parts) return pass_on(parts);
      Json spans = Json::array();
      for (const auto& part : *parts) spans.push_back({part.offset, part.size});
      if (!write(Json{{"object", to_hex(object)}, {"parts", spans}}.dump() + "\n")) return {};
      const auto made = files.make(mail_file(to_hex(object)), [&](auto&& write_mail_bytes) {
        return vault.read(object, [&](std::string_view piece) { write_mail_bytes(piece); });
      });
      if (!made) return made;
    }
    return {};
  });
  if (!written) return pass_on(written);
  return static_cast<std::int64_t>(objects.size());
}

Result<void> write_tables(database::Database& database, ExportFiles& files) {
  for (const auto& table : truth_tables(database)) {
    const auto made = files.make_listed(fmt::format("tables/{}.jsonl", table), [&](auto&& write) -> Result<void> {
      for_each_row(database, table,
                   [&](std::string_view line) { return is_secret(table, line) || write(std::string(line) + "\n"); });
      return {};
    });
    if (!made) return made;
  }
  return {};
}

Result<void> write_records(Store& store, ExportFiles& files) {
  const RecordExport records(store.database());
  if (auto made = files.make_listed("records.json",
                                    [&](auto&& write) -> Result<void> {
                                      records.write_json(write);
                                      return {};
                                    });
      !made)
    return made;
  for (const auto sheet : RecordExport::sheets) {
    const auto made = files.make_listed(fmt::format("csv/{}.csv", sheet), [&](auto&& write) -> Result<void> {
      records.write_csv(sheet, write);
      return {};
    });
    if (!made) return made;
  }
  return {};
}

}  // namespace

Result<WholeReport> export_all(Store& store, const Vault& vault, const Actor& actor, const fs::path& target) {
  if (auto allowed = require(actor, Act::maintain); !allowed) return pass_on(allowed);
  auto directory = NewDirectory::create(target);
  if (!directory) return pass_on(directory);
  ExportFiles files(directory->path());
  int version = 0;
  {
    // The vault only grows and is ahead of the store: it is read later and has all that the store names.
    const database::Snapshot moment(store.database());
    const auto found = schema_version(store.database());
    if (!found) return pass_on(found);
    version = *found;
    if (auto written = write_records(store, files); !written) return pass_on(written);
    if (auto written = write_tables(store.database(), files); !written) return pass_on(written);
  }
  const auto mails = write_mail(vault, files);
  if (!mails) return pass_on(mails);
  WholeReport report{{}, files.files(), *mails};
  Json list = Json::array();
  for (const auto& file : report.files)
    list.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  const Json manifest{
      {"export", 1}, {"store_version", version}, {"made_at", to_rfc3339(now())}, {"mails", *mails}, {"files", list}};
  const auto made = files.make("manifest.json", [&](auto&& write) -> Result<void> {
    write(manifest.dump(2) + "\n");
    return {};
  });
  if (!made) return pass_on(made);
  auto place = directory->keep();
  if (!place) return pass_on(place);
  report.directory = *std::move(place);
  return report;
}

}  // namespace tradewind::crm
