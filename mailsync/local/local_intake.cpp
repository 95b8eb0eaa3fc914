#include "mailsync/local/local_intake.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "archiver/history.hpp"
#include "archiver/index_follower.hpp"
#include "crm_core/base/log.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::mailsync {

namespace {

// Marks a folder as numbered by us. No server comes to it: UIDVALIDITY grows from 1 or from the time of day.
constexpr std::uint32_t local_validity = 0xFFFF'FFFF;
constexpr std::size_t batch_count = 200;
constexpr std::size_t batch_bytes = std::size_t{8} << 20;
// What the index takes at a time: the larger, the fewer segments it has to merge.
constexpr std::size_t index_count = 2'000;
constexpr std::size_t index_bytes = std::size_t{16} << 20;
constexpr std::chrono::seconds lock_patience{30};
constexpr std::chrono::milliseconds lock_pause{20};

}  // namespace

// The turn of one import: a file lock that ends with the process, however it ends.
class LocalIntake::Lock {
 public:
  explicit Lock(const crm::DataDirectory& directory)
      : file_(::open((directory.path() / "import.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
  ~Lock() {
    if (file_ >= 0) close(file_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  Result<void> take() const {
    if (file_ < 0) return fail(Fault::io, "cannot open import.lock in the data directory");
    const auto until = std::chrono::steady_clock::now() + lock_patience;
    while (flock(file_, LOCK_EX | LOCK_NB) != 0) {
      if (std::chrono::steady_clock::now() >= until)
        return fail(Fault::busy, "another import is running", "try again when it has ended");
      std::this_thread::sleep_for(lock_pause);  // flock(2) has no time limit of its own
    }
    return {};
  }

 private:
  int file_;
};

struct LocalIntake::Workshop {
  crm::DataDirectory directory;
  archiver::DecisionOptions decisions;
  std::unique_ptr<archiver::IndexFollower> follower;  // opened when there is something to index
  crm::Store store;
  crm::Vault vault;
  archiver::Archiver archiver;
  Workshop(crm::DataDirectory where, crm::Store opened_store, crm::Vault opened_vault,
           archiver::DecisionOptions options)
      : directory(std::move(where)),
        decisions(std::move(options)),
        store(std::move(opened_store)),
        vault(std::move(opened_vault)),
        archiver(store, vault, crm::Actor::system("import", "mail imported"), decisions) {}
};

Result<std::unique_ptr<LocalIntake>> LocalIntake::open(const crm::DataDirectory& directory,
                                                       archiver::DecisionOptions decisions) {
  auto lock = std::make_unique<Lock>(directory);
  if (auto taken = lock->take(); !taken) return pass_on(taken);
  auto store = crm::Store::open(directory, crm::Access::write);
  if (!store) return pass_on(store);
  auto vault = crm::Vault::open(directory.vault_file(), crm::Vault::Access::write);
  if (!vault) return pass_on(vault);
  auto workshop = std::make_unique<Workshop>(directory, std::move(*store), std::move(*vault), std::move(decisions));
  return std::unique_ptr<LocalIntake>(new LocalIntake(std::move(lock), std::move(workshop)));
}

LocalIntake::LocalIntake(std::unique_ptr<Lock> lock, std::unique_ptr<Workshop> workshop)
    : lock_(std::move(lock)), workshop_(std::move(workshop)) {}

LocalIntake::~LocalIntake() = default;

// A database that is busy, full or broken, as an answer: the caller's user decides what then.
template <class Act>
Result<void> LocalIntake::guarded(Act act) {
  try {
    return act();
  } catch (const database::DatabaseError& error) {
    workshop_->archiver.intake().rollback();
    return fail(error.is_busy() ? Fault::busy : Fault::io, error.what());
  }
}

// An account that only imports made is synced by nobody: it cannot lag. The daemon takes it up again if it is
// configured.
void LocalIntake::leave_unsynced(crm::RecordId account) {
  crm::AccountRepository accounts(workshop_->store.database());
  for (const auto& each : accounts.list())
    if (each.id == account && each.state == "new") accounts.set_state(account, "local", "", now());
}

Result<void> LocalIntake::choose_folder(const std::string& account, const std::string& folder, crm::FolderRole role) {
  if (auto flushed = flush(); !flushed) return flushed;
  return guarded([&]() -> Result<void> {
    crm::Intake& intake = workshop_->archiver.intake();
    if (folder_ != 0) settle_folder();
    folder_ = 0;
    intake.begin();
    auto state = intake.open_folder(account, folder, role);
    if (state.folder.uid_validity != 0 && state.folder.uid_validity != local_validity)
      state = intake.open_folder(account, folder + " (imported)", role);
    if (state.folder.uid_validity != 0 && state.folder.uid_validity != local_validity) {
      intake.rollback();
      return fail(Fault::conflict, fmt::format("{}: folder {} belongs to a mail server", account, folder),
                  "choose another with --folder");
    }
    if (state.folder.uid_validity == 0) intake.start_over(state.folder.id, local_validity);
    leave_unsynced(state.folder.account_id);
    folder_ = state.folder.id;
    next_uid_ = intake.next_local_uid(folder_);
    intake.commit();
    return {};
  });
}

bool LocalIntake::add(const LocalMessage& message) {
  ++counts_.seen;
  Pending pending;
  auto read =
      std::make_shared<archiver::ReadMail>(archiver::read_mail(message.raw, workshop_->decisions.default_charset));
  const auto said = read->message.received ? read->message.received : read->message.date;
  pending.identity = read->identity;
  pending.incoming.raw = message.raw;
  pending.incoming.delivery.internal_date = message.received.value_or(said.value_or(message.otherwise));
  pending.incoming.delivery.flags = message.flags;
  pending.incoming.delivery.server_size = message.raw.size();
  pending.incoming.read = std::move(read);
  pending_.push_back(std::move(pending));
  pending_bytes_ += message.raw.size();
  return pending_.size() >= batch_count || pending_bytes_ >= batch_bytes;
}

bool LocalIntake::is_here(const std::string& identity) {
  crm::MessageRepository messages(workshop_->store.database());
  const auto message = messages.find_by_identity(identity);
  if (!message) return false;
  const auto deliveries = messages.deliveries_of(message->id);
  return std::any_of(deliveries.begin(), deliveries.end(),
                     [&](const auto& delivery) { return delivery.folder_id == folder_; });
}

void LocalIntake::file_pending() {
  std::vector<archiver::BatchItem> items;
  std::set<std::string> in_batch;
  std::int64_t known = 0;
  std::uint32_t uid = next_uid_;
  for (auto& pending : pending_) {
    if (!in_batch.insert(pending.identity).second || is_here(pending.identity)) {
      ++known;
      continue;
    }
    pending.incoming.delivery.folder_id = folder_;
    pending.incoming.delivery.uid_validity = local_validity;
    pending.incoming.delivery.uid = uid++;
    items.emplace_back(pending.incoming);
  }
  auto result = workshop_->archiver.file_batch(items);
  next_uid_ = uid;
  counts_.known += known;
  counts_.copies += result.further_copies;
  counts_.filed += static_cast<std::int64_t>(result.filed.size());
  for (auto& message : result.filed) {
    counts_.quarantined += message.quarantined ? 1 : 0;
    counts_.leads += message.lead_made ? 1 : 0;
    filed_bytes_ += message.text.body.size();
    filed_.push_back(std::move(message));
  }
}

Result<void> LocalIntake::flush() {
  if (pending_.empty()) return {};
  auto filed = guarded([&]() -> Result<void> {
    file_pending();
    return {};
  });
  pending_.clear();
  pending_bytes_ = 0;
  if (filed_.size() >= index_count || filed_bytes_ >= index_bytes) index_filed();
  return filed;
}

void LocalIntake::settle_folder() {
  crm::Intake& intake = workshop_->archiver.intake();
  intake.begin();
  const auto count = static_cast<std::int64_t>(next_uid_) - 1;
  intake.settle(folder_, {local_validity, next_uid_, 0, count, true});
  intake.commit();
}

Result<void> LocalIntake::finish() {
  if (auto flushed = flush(); !flushed) return flushed;
  if (folder_ == 0) return {};
  auto settled = guarded([&]() -> Result<void> {
    settle_folder();
    const auto changed = archiver::settle_history(workshop_->archiver, workshop_->store);
    if (!changed) log::warning("the history could not be gone through: {}", changed.error().message);
    return {};
  });
  if (!settled) return settled;
  index_filed();
  catch_up_index();
  return {};
}

// The mail is safe by now: an index that fails is caught up with later.
void LocalIntake::index_filed() {
  std::vector<archiver::FiledMessage> filed = std::exchange(filed_, {});
  filed_bytes_ = 0;
  if (filed.empty()) return;
  try {
    if (!workshop_->follower) {
      auto opened = archiver::IndexFollower::open(workshop_->directory, workshop_->decisions.default_charset);
      if (!opened) return;  // catch_up_index() says why
      workshop_->follower = std::make_unique<archiver::IndexFollower>(std::move(*opened));
    }
    workshop_->follower->take(std::move(filed));
  } catch (const std::exception& error) {
    log::warning("the index could not follow: {}", error.what());
  }
}

void LocalIntake::catch_up_index() {
  try {
    if (workshop_->follower) {
      workshop_->follower->catch_up();
    } else if (auto opened =
                   archiver::IndexFollower::open(workshop_->directory, workshop_->decisions.default_charset)) {
      opened->catch_up();
    } else {
      log::warning("the index could not follow: {}", opened.error().message);
    }
  } catch (const std::exception& error) {
    log::warning("the index could not follow: {}", error.what());
  }
}

}  // namespace tradewind::mailsync
