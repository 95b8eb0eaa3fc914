// The data directory: three databases, lock files and a place for temporary files. Everything in it is readable by its
// owner only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind::crm {

// Held while it lives; the kernel lets go of it when the process dies, however it dies (flock(2)).
class InstanceLock {
 public:
  InstanceLock(InstanceLock&& other) noexcept;
  InstanceLock& operator=(InstanceLock&& other) noexcept;
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;
  ~InstanceLock();

  // Leaves one line for others to read while the store itself cannot be written to: the room for it was taken when the
  // lock was, so a full disk does not matter. Cut off at 1,000 bytes. "" takes it back.
  void tell(std::string_view line);

 private:
  friend class DataDirectory;
  explicit InstanceLock(int file) : file_(file) {}
  int file_ = -1;
};

class DataDirectory {
 public:
  // Fault::not_found (with the hint to run `crm init`) when there is no store in it.
  [[nodiscard]] static Result<DataDirectory> open(const std::filesystem::path& path);
  // Makes the directory (mode 0700) and its tmp/, not yet the databases: Store and Vault do that when first opened.
  // Fault::conflict when there is a store in it already; Fault::io when it cannot be made or belongs to somebody else.
  [[nodiscard]] static Result<DataDirectory> create(const std::filesystem::path& path);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path store_file() const { return path_ / "crm.db"; }
  [[nodiscard]] std::filesystem::path vault_file() const { return path_ / "vault.db"; }
  [[nodiscard]] std::filesystem::path search_file() const { return path_ / "search.db"; }
  // For spooling large messages; emptied of leftovers by nobody, since spool files have no names.
  [[nodiscard]] std::filesystem::path temporary() const { return path_ / "tmp"; }

  // One daemon, one nightly job per data directory. Fault::busy names the process that holds it.
  [[nodiscard]] Result<InstanceLock> lock_daemon() const;
  [[nodiscard]] Result<InstanceLock> lock_nightly() const;
  // What the daemon, running or not, told last by InstanceLock::tell(); "" if nothing.
  [[nodiscard]] std::string told_by_daemon() const;

 private:
  explicit DataDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] Result<InstanceLock> lock(const char* name, const char* who) const;
  std::filesystem::path path_;
};

}  // namespace tradewind::crm
