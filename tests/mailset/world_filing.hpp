// A labelled mail set (a world, tests/data/FORMAT.md) filed into a fresh store by the way that live mail takes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archiver/archiver.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailset {

// Throws std::runtime_error when the file cannot be read.
[[nodiscard]] std::string read_whole_file(const std::filesystem::path& path);

class WorldFiling {
 public:
  // Makes the store and takes over the records of world.json. Throws std::runtime_error when they cannot be.
  explicit WorldFiling(std::filesystem::path world);

  // The next mail of the world, in their order; nothing when it was filed already.
  [[nodiscard]] std::optional<crm::RecordId> file(const std::string& name, bool sent);
  // What the kind of that mail is decided by, before it is filed.
  [[nodiscard]] archiver::KindQuestion ask_kind(const std::string& name, bool sent);
  // A person says of what kind a mail is.
  void correct(crm::RecordId message, const std::string& kind);

  [[nodiscard]] crm::Store& store() { return store_; }
  [[nodiscard]] crm::Knowledge& knowledge() { return archiver_->knowledge(); }
  [[nodiscard]] double seconds_deciding() const { return seconds_; }

 private:
  std::filesystem::path world_;
  testing::TemporaryDirectory temporary_;
  crm::DataDirectory directory_;
  crm::Store store_;
  crm::Vault vault_;
  crm::Actor actor_;
  std::optional<archiver::Archiver> archiver_;
  archiver::Decider decider_;
  std::uint32_t uid_ = 0;
  EpochSeconds clock_ = 1'700'000'000;
  double seconds_ = 0;
};

// One labelled mail, as the kind model sees it when everything before it was read rightly.
struct WorldMail {
  std::string file;
  crm::MessageKind kind = crm::MessageKind::unknown;
  bool lead = false;         // it must end as one
  bool may_be_lead = false;  // it would, were it held for an inquiry
  bool of_customer = false;
  archiver::KindQuestion question;
};
// The labels of the others than odd mails are not looked at when `odd_only`.
[[nodiscard]] std::vector<WorldMail> read_world_mails(const std::filesystem::path& world, bool odd_only);

}  // namespace tradewind::mailset
