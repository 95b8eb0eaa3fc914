#include "mailsync/daemon/filing_thread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>

#include "crm_core/base/log.hpp"
#include "crm_core/base/memory.hpp"
#include "crm_core/base/thread_name.hpp"
#include "crm_core/database/database.hpp"

namespace tradewind::mailsync {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t read_ahead_bytes = std::size_t{4} << 20;
constexpr milliseconds wake_up{500};  // to give a sign of life
constexpr int rest = 4;               // times woken up for nothing, and caches are given back
constexpr milliseconds idle{60};      // nothing more for so long, and a batch is complete

std::optional<crm::RecordId> folder_of(const archiver::BatchItem& item) {
  return std::visit(
      [](const auto& each) {
        if constexpr (requires { each.delivery; })
          return std::optional(each.delivery.folder_id);
        else
          return std::optional(each.folder);
      },
      item);
}

}  // namespace

struct FilingThread::Workshop {
  crm::Store store;
  crm::Vault vault;
  archiver::Archiver archiver;
  Workshop(crm::Store opened_store, crm::Vault opened_vault)
      : store(std::move(opened_store)),
        vault(std::move(opened_vault)),
        archiver(store, vault, crm::Actor::system("mailsync", "mail arrived")) {}
};

FilingThread::FilingThread(std::unique_ptr<Workshop> workshop, FilingOptions options, Listener listener)
    : options_(std::move(options)),
      listener_(std::move(listener)),
      workshop_(std::move(workshop)),
      unread_(std::numeric_limits<std::size_t>::max()),
      read_(read_ahead_bytes) {
  beat();
}

Result<std::unique_ptr<FilingThread>> FilingThread::start(const crm::DataDirectory& directory, FilingOptions options,
                                                          Listener listener) {
  auto store = crm::Store::open(directory, crm::Access::write);
  if (!store) return pass_on(store);
  auto vault = crm::Vault::open(directory.vault_file(), crm::Vault::Access::write);
  if (!vault) return pass_on(vault);
  auto workshop = std::make_unique<Workshop>(std::move(*store), std::move(*vault));
  std::unique_ptr<FilingThread> thread(new FilingThread(std::move(workshop), std::move(options), std::move(listener)));
  thread->reader_ = std::thread([self = thread.get()] { self->read_ahead(); });
  thread->filer_ = std::thread([self = thread.get()] { self->run(); });
  return thread;
}

FilingThread::~FilingThread() { finish(); }

void FilingThread::push(FilingEntry entry) {
  const std::size_t cost = entry.cost;
  unread_.push(std::move(entry), cost);
}

void FilingThread::give_up() {
  const std::lock_guard lock(mutex_);
  given_up_ = true;
  changed_.notify_all();
}

bool FilingThread::given_up() const {
  const std::lock_guard lock(mutex_);
  return given_up_;
}

void FilingThread::finish(Clock::time_point until) {
  unread_.close();
  if (filer_.joinable()) {
    std::unique_lock lock(mutex_);
    // wait_until() with the last time point there is overflows in libstdc++.
    const auto limit = std::min(until, Clock::now() + std::chrono::hours(24 * 365));
    if (!changed_.wait_until(lock, limit, [&] { return ended_; })) {
      lock.unlock();
      give_up();
    }
  }
  if (reader_.joinable()) reader_.join();
  if (filer_.joinable()) filer_.join();
}

std::string FilingThread::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void FilingThread::set_trouble(std::string text) {
  const std::lock_guard lock(mutex_);
  trouble_ = std::move(text);
}

void FilingThread::beat() { beat_ = Clock::now().time_since_epoch().count(); }

Clock::time_point FilingThread::last_beat() const { return Clock::time_point(Clock::duration(beat_.load())); }

// Parsing needs nothing but the bytes, so it runs ahead of the filing, in order.
void FilingThread::read_ahead() {
  name_thread("crm-reading");
  while (!unread_.finished()) {
    auto entry = unread_.pop(wake_up);
    if (!entry) continue;
    if (auto* item = std::get_if<archiver::BatchItem>(&entry->work))
      if (auto* incoming = std::get_if<archiver::Incoming>(item); incoming != nullptr && !given_up()) {
        try {
          incoming->raw = entry->raw->view();
          incoming->read =
              std::make_shared<const archiver::ReadMail>(archiver::read_mail(incoming->raw, options_.default_charset));
        } catch (const std::exception& error) {
          log::warning("a message could not be read ahead: {}",
                       error.what());  // the filing tries again and answers for it
        }
      }
    const std::size_t cost = entry->cost;
    read_.push(std::move(*entry), cost);
  }
  read_.close();
}

void FilingThread::run() {
  name_thread("crm-filing");
  int empty_handed = 0;
  while (held_over_ || !read_.finished()) {
    beat();
    auto batch = gather();
    if (batch.empty()) {
      if (++empty_handed == rest) release_memory();
      continue;
    }
    empty_handed = 0;
    std::size_t cost = 0;
    const std::size_t count = batch.size();
    for (const auto& entry : batch) cost += entry.cost;
    file(std::move(batch));
    if (listener_.released) listener_.released(count, cost);
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void FilingThread::release_memory() {
  workshop_->store.database().release_memory();
  workshop_->vault.release_memory();
  give_back_memory();
}

// Either one act, or messages and marks up to the limits. Whoever waits for an answer is not kept waiting for more
// entries.
std::vector<FilingEntry> FilingThread::gather() {
  std::vector<FilingEntry> batch;
  std::size_t bytes = 0;
  bool awaited = false;
  const auto until = Clock::now() + options_.gather;
  while (batch.size() < options_.batch_count && bytes < options_.batch_bytes) {
    std::optional<FilingEntry> entry = std::move(held_over_);
    held_over_.reset();
    if (!entry) {
      const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
      const bool wait = batch.empty() || (!awaited && left.count() > 0);
      entry = read_.pop(batch.empty() ? wake_up : wait ? std::min(left, idle) : milliseconds(0));
    }
    if (!entry) break;
    if (std::holds_alternative<BatchEnd>(entry->work)) {
      batch.push_back(std::move(*entry));
      break;
    }
    if (std::holds_alternative<FilingAct>(entry->work)) {
      if (batch.empty())
        batch.push_back(std::move(*entry));
      else
        held_over_ = std::move(entry);
      break;
    }
    awaited = awaited || entry->done != nullptr;
    bytes += entry->cost;
    batch.push_back(std::move(*entry));
  }
  return batch;
}

void FilingThread::file(std::vector<FilingEntry> batch) {
  std::vector<archiver::BatchItem> items;
  std::vector<std::size_t> entry_of;
  std::vector<Result<void>> answers(batch.size());
  const bool stopping = given_up();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (stopping) {
      answers[i] = fail(Fault::busy, "stopping");
      continue;
    }
    if (const auto* work = std::get_if<FilingAct>(&batch[i].work)) {
      answers[i] = act(*work);
      continue;
    }
    if (std::holds_alternative<BatchEnd>(batch[i].work)) continue;
    auto& item = std::get<archiver::BatchItem>(batch[i].work);
    // A folder that lost an entry is not marked as seen; the error makes the sync read it again.
    const auto* look = std::get_if<archiver::FolderLook>(&item);
    if (const auto failed = look != nullptr ? failed_folders_.find(look->folder) : failed_folders_.end();
        failed != failed_folders_.end()) {
      answers[i] = tl::unexpected<Error>(failed->second);
      failed_folders_.erase(failed);
      continue;
    }
    if (auto* incoming = std::get_if<archiver::Incoming>(&item)) incoming->raw = batch[i].raw->view();
    items.push_back(std::move(item));
    entry_of.push_back(i);
  }
  if (!items.empty()) {
    std::vector<Result<void>> item_answers(items.size());
    if (!try_batch(items)) file_one_by_one(items, item_answers);
    for (std::size_t i = 0; i < items.size(); ++i) answers[entry_of[i]] = std::move(item_answers[i]);
  }
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (batch[i].done) batch[i].done(std::move(answers[i]));
}

// Runs attempt() until it succeeds, fails for good, or is given up. Only a busy or full database is worth waiting for.
template <class Attempt>
Result<void> FilingThread::until_possible(Attempt attempt) {
  milliseconds wait = options_.retry_least;
  for (;;) {
    beat();
    Error error;
    std::string trouble;
    try {
      auto answer = attempt();
      set_trouble("");
      return answer;
    } catch (const database::DatabaseError& failure) {
      error = {failure.is_busy() ? Fault::busy : Fault::io, failure.what(), ""};
      trouble = failure.is_busy() ? "somebody else has been writing to the store for too long"
                                  : "the disk is full or fails: " + error.message;
      if (!failure.is_busy() && !failure.is_full()) return tl::unexpected<Error>(std::move(error));
    } catch (const std::exception& failure) {
      return fail(Fault::io, failure.what());
    }
    log::error("filing stands still, next attempt in {} s: {}", (wait.count() + 999) / 1000, trouble);
    set_trouble(std::move(trouble));
    if (!pause(wait)) return tl::unexpected<Error>(std::move(error));
    wait = std::min(wait * 2, options_.retry_most);
  }
}

Result<void> FilingThread::try_batch(std::vector<archiver::BatchItem>& items) {
  return until_possible([&]() -> Result<void> {
    auto result = workshop_->archiver.file_batch(items);
    counters_.copies += static_cast<std::uint64_t>(result.further_copies);
    counters_.filed += result.filed.size();
    for (const auto& message : result.filed) {
      counters_.quarantined += message.quarantined ? 1u : 0u;
      counters_.leads += message.lead_made ? 1u : 0u;
    }
    if (listener_.filed && !result.filed.empty()) listener_.filed(std::move(result.filed));
    return {};
  });
}

void FilingThread::file_one_by_one(std::vector<archiver::BatchItem>& items, std::vector<Result<void>>& answers) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::vector<archiver::BatchItem> one;
    one.push_back(std::move(items[i]));
    const auto* look = std::get_if<archiver::FolderLook>(&one.front());
    const auto failed = look != nullptr ? failed_folders_.find(look->folder) : failed_folders_.end();
    if (failed != failed_folders_.end()) {
      answers[i] = tl::unexpected<Error>(failed->second);
      failed_folders_.erase(failed);
      continue;
    }
    answers[i] = try_batch(one);
    if (answers[i]) continue;
    if (complaint_ != answers[i].error().message)
      log::error("an entry could not be filed: {}", answers[i].error().message);
    complaint_ = answers[i].error().message;
    if (const auto folder = folder_of(one.front()); folder && look == nullptr)
      failed_folders_[*folder] = answers[i].error();
  }
}

Result<void> FilingThread::act(const FilingAct& act) {
  return until_possible([&] {
    try {
      return act(workshop_->archiver, workshop_->store);
    } catch (...) {
      workshop_->archiver.intake().rollback();
      throw;
    }
  });
}

// False if nothing is waited for any more.
bool FilingThread::pause(milliseconds length) {
  const auto until = Clock::now() + length;
  std::unique_lock lock(mutex_);
  while (!given_up_ && Clock::now() < until) {
    beat();
    changed_.wait_for(lock, std::min<Clock::duration>(wake_up, until - Clock::now()));
  }
  return !given_up_;
}

}  // namespace tradewind::mailsync
