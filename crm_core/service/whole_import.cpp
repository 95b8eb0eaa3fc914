#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "crm_core/service/whole_export.hpp"
#include "crm_core/store/migrations.hpp"
#include "crm_core/store/table_rows.hpp"

namespace tradewind::crm {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t longest_line = std::size_t{256} << 20;
constexpr int mails_in_a_batch = 500;

struct Manifest {
  int store_version = 0;
  std::vector<DiskFile> files;
};

Result<Manifest> read_manifest(const fs::path& from) {
  const fs::path path = from / "manifest.json";
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Fault::not_found, fmt::format("{} is no export: it has no manifest.json", from.string()));
  const auto unreadable = [&] { return fail(Fault::corrupt, fmt::format("{} cannot be read", path.string())); };
  const Json json = Json::parse(in, nullptr, false);
  if (!json.is_object() || !json.contains("export") || !json.contains("store_version") || !json.contains("files") ||
      !json["store_version"].is_number_integer() || !json["files"].is_array())
    return unreadable();
  Manifest manifest;
  const auto version = json["store_version"].get<std::int64_t>();
  const int known = embedded_migrations().back().version;
  if (json["export"] != 1 || version > known)
    return fail(Fault::unsupported, fmt::format("the export was made by a newer program (store version {})", version),
                "install the newer Tradewind that made it");
  if (version < 1) return unreadable();
  manifest.store_version = static_cast<int>(version);
  for (const auto& file : json["files"]) {
    if (!file.is_object() || !file.contains("name") || !file["name"].is_string() || !file.contains("sha256") ||
        !file["sha256"].is_string())
      return unreadable();
    manifest.files.push_back({file["name"], 0, file["sha256"]});
    // Names come from a file: none may lead out of the directory.
    const fs::path name = manifest.files.back().name;
    if (name.is_absolute() || name.lexically_normal() != name || name.begin()->string() == "..")
      return fail(Fault::corrupt, fmt::format("{} names a strange file", path.string()));
  }
  return manifest;
}

// The lines of a file, which must be as the manifest says.
Result<void> for_each_line(const fs::path& path, const std::function<Result<void>(std::string_view)>& visit) {
  std::string rest;
  Result<void> visited;
  const auto read = read_file(path, [&](std::string_view piece) {
    rest.append(piece);
    std::size_t at = 0;
    for (std::size_t end; visited && (end = rest.find('\n', at)) != std::string::npos; at = end + 1)
      visited = visit(std::string_view(rest).substr(at, end - at));
    rest.erase(0, at);
    if (rest.size() > longest_line)
      visited = fail(Fault::corrupt, fmt::format("{} has a line that is too long", path.string()));
    return visited.has_value();
  });
  if (!visited) return visited;
  if (!read) return pass_on(read);
  if (!rest.empty()) return fail(Fault::corrupt, fmt::format("{} ends within a line", path.string()));
  return {};
}

Result<void> check_files(const fs::path& from, const Manifest& manifest) {
  for (const auto& file : manifest.files) {
    const auto found = read_file(from / file.name, {});
    if (!found) return pass_on(found);
    if (found->sha256 != file.sha256)
      return fail(Fault::corrupt, fmt::format("{} does not match the manifest", (from / file.name).string()),
                  "export again, or use another copy");
  }
  return {};
}

// One mail of mail/index.jsonl: its bytes must make the object that it is called by.
Result<void> take_mail(Vault& vault, const fs::path& from, std::string_view line) {
  const Json entry = Json::parse(line, nullptr, false);
  const bool fine = entry.is_object() && entry.contains("object") && entry["object"].is_string() &&
                    entry.contains("parts") && entry["parts"].is_array();
  if (!fine) return fail(Fault::corrupt, "mail/index.jsonl holds a line that names no mail");
  const auto& object = entry["object"].get_ref<const std::string&>();
  const bool is_digest = object.size() == 64 && object.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!is_digest) return fail(Fault::corrupt, "mail/index.jsonl holds a line that names no mail");
  std::vector<ChunkSpan> parts;
  for (const auto& part : entry["parts"]) {
    if (!part.is_array() || part.size() != 2 || !part[0].is_number_unsigned() || !part[1].is_number_unsigned())
      return fail(Fault::corrupt, fmt::format("mail {}: its parts cannot be read", object));
    parts.push_back({part[0].get<std::size_t>(), part[1].get<std::size_t>()});
  }
  std::string raw;
  const auto read = read_file(from / "mail" / object.substr(0, 2) / (object + ".eml"), [&](std::string_view piece) {
    raw.append(piece);
    return true;
  });
  if (!read) return pass_on(read);
  if (to_hex(vault.put(raw, parts)) != object)
    return fail(Fault::corrupt, fmt::format("mail {} is not as it was exported", object));
  return {};
}

Result<std::int64_t> take_mails(const fs::path& from, const DataDirectory& directory) {
  auto vault = Vault::open(directory.vault_file(), Vault::Access::write);
  if (!vault) return pass_on(vault);
  std::int64_t count = 0;
  vault->begin();
  const auto taken = for_each_line(from / "mail" / "index.jsonl", [&](std::string_view line) -> Result<void> {
    if (++count % mails_in_a_batch == 0) {
      vault->commit();
      vault->begin();
    }
    return take_mail(*vault, from, line);
  });
  if (!taken) return pass_on(taken);
  vault->commit();
  return count;
}

// With the schema of the program that made the export; Store::open() then brings it up to date.
Result<void> take_tables(const fs::path& from, const Manifest& manifest, const DataDirectory& directory) {
  database::Database database(directory.store_file());
  const auto& migrations = embedded_migrations();
  const std::span steps(migrations.data(), static_cast<std::size_t>(manifest.store_version));
  if (auto migrated = migrate(database, steps); !migrated) return migrated;
  database::Transaction transaction(database);
  database.check_references_at_commit();
  std::vector<std::pair<std::string, TableFiller>> tables;
  for (const auto& table : truth_tables(database)) tables.emplace_back(table, TableFiller(database, table));
  for (auto& [name, table] : tables) table.clear();  // of what migrations put there
  for (auto& [name, table] : tables) {
    const auto filled =
        for_each_line(from / "tables" / (name + ".jsonl"), [&table = table](std::string_view line) { return table.add(line); });
    if (!filled) return filled;
  }
  transaction.commit();
  return {};
}

Result<WholeReport> take_all(const fs::path& from, const Manifest& manifest, const DataDirectory& directory) {
  const auto mails = take_mails(from, directory);
  if (!mails) return pass_on(mails);
  try {
    if (auto taken = take_tables(from, manifest, directory); !taken) return pass_on(taken);
  } catch (const database::DatabaseError& error) {
    if (!error.is_constraint()) throw;
    return fail(Fault::corrupt, fmt::format("the tables do not belong together: {}", error.what()));
  }
  if (auto store = Store::open(directory, Access::write); !store) return pass_on(store);
  return WholeReport{directory.path(), manifest.files, *mails};
}

}  // namespace

Result<WholeReport> import_all(const fs::path& from, const fs::path& target) {
  const auto manifest = read_manifest(from);
  if (!manifest) return pass_on(manifest);
  // All hashes before the first byte is written: half a store helps nobody.
  if (auto fine = check_files(from, *manifest); !fine) return pass_on(fine);
  const auto directory = DataDirectory::create(target);
  if (!directory) return pass_on(directory);
  const auto give_up = [&] {
    std::error_code error;
    for (const auto& file : {directory->store_file(), directory->vault_file()})
      for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix, error);
  };
  try {
    auto report = take_all(from, *manifest, *directory);
    if (!report) give_up();
    return report;
  } catch (...) {
    give_up();
    throw;
  }
}

}  // namespace tradewind::crm
