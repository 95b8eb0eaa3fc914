#include "mailsync/daemon/index_thread.hpp"

#include <exception>
#include <optional>

#include "archiver/index_follower.hpp"
#include "crm_core/base/log.hpp"
#include "crm_core/base/memory.hpp"
#include "crm_core/base/thread_name.hpp"

namespace tradewind::mailsync {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_waiting_bytes = std::size_t{16} << 20;
constexpr std::size_t batch_messages = 2'000;  // the larger the batch, the fewer segments the index has to merge
constexpr milliseconds wake_up{500};
constexpr int rest = 4;  // times woken up for nothing, and caches are given back
constexpr milliseconds gather{300};
constexpr std::chrono::seconds catch_up_interval{60};  // for what other processes filed, and after failures

std::size_t bytes_of(const std::vector<archiver::FiledMessage>& messages) {
  std::size_t bytes = 0;
  for (const auto& message : messages) bytes += sizeof message + message.text.body.size() + message.text.subject.size();
  return bytes;
}

}  // namespace

IndexThread::IndexThread(const crm::DataDirectory& directory, std::string default_charset)
    : directory_(directory), default_charset_(std::move(default_charset)), queue_(most_waiting_bytes) {
  beat();
  thread_ = std::thread([this] { run(); });
}

IndexThread::~IndexThread() { finish(false); }

void IndexThread::follow(std::vector<archiver::FiledMessage> messages) {
  const std::size_t cost = bytes_of(messages);
  queue_.push(std::move(messages), cost);
}

void IndexThread::finish(bool catch_up) {
  catch_up_at_end_ = catch_up_at_end_ || catch_up;
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

void IndexThread::beat() { beat_ = Clock::now().time_since_epoch().count(); }

Clock::time_point IndexThread::last_beat() const { return Clock::time_point(Clock::duration(beat_.load())); }

// What is there by now, and what comes within a moment.
std::vector<archiver::FiledMessage> IndexThread::next() {
  std::vector<archiver::FiledMessage> messages;
  const auto until = Clock::now() + gather;
  while (messages.size() < batch_messages) {
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    auto more = queue_.pop(messages.empty() ? wake_up : left.count() > 0 ? left : milliseconds(0));
    if (!more) break;
    messages.insert(messages.end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
  }
  return messages;
}

// The store is opened when it is there to be opened; a failure is said once and tried again later.
void IndexThread::run() {
  name_thread("crm-indexing");
  std::optional<archiver::IndexFollower> follower;
  std::string complaint;
  auto caught_up = Clock::now() - catch_up_interval;
  const auto attempt = [&](auto act) {
    try {
      if (!follower) {
        auto opened = archiver::IndexFollower::open(directory_, default_charset_);
        if (!opened) throw std::runtime_error(opened.error().message);
        follower.emplace(std::move(*opened));
      }
      act(*follower);
      complaint.clear();
    } catch (const std::exception& error) {
      if (complaint != error.what()) log::error("the index stands still: {}", error.what());
      complaint = error.what();
    }
  };
  const auto keep_going = [this](std::int64_t, std::int64_t) {
    beat();
    return !queue_.closed() || catch_up_at_end_;
  };
  int empty_handed = 0;
  while (!queue_.finished()) {
    beat();
    auto messages = next();
    empty_handed = messages.empty() ? empty_handed + 1 : 0;
    if (empty_handed == rest && follower) {
      attempt([&](archiver::IndexFollower& index) { index.release_memory(); });
      give_back_memory();
    }
    if (queue_.closed() && !catch_up_at_end_) return;  // the next start reads what is missing again
    if (!messages.empty())
      attempt([&](archiver::IndexFollower& index) { index.take(std::move(messages)); });
    else if (Clock::now() - caught_up >= catch_up_interval && !queue_.closed()) {
      attempt([&](archiver::IndexFollower& index) { index.catch_up(keep_going); });
      caught_up = Clock::now();
    }
  }
  if (catch_up_at_end_) attempt([&](archiver::IndexFollower& index) { index.catch_up(keep_going); });
}

}  // namespace tradewind::mailsync
