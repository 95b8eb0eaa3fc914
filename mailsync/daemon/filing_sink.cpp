#include "mailsync/daemon/filing_sink.hpp"

#include <utility>

namespace tradewind::mailsync {

namespace {

constexpr std::size_t entry_cost = 512;  // of an entry itself, and of a message whose bytes lie in a file

crm::UidRanges to_ranges(const UidSet& uids) {
  crm::UidRanges ranges;
  ranges.reserve(uids.ranges().size());
  for (const auto& range : uids.ranges()) ranges.emplace_back(range.first, range.last);
  return ranges;
}

UidSet to_set(const crm::UidRanges& ranges) {
  std::vector<UidRange> list;
  list.reserve(ranges.size());
  for (const auto& [first, last] : ranges) list.push_back({first, last});
  return UidSet::from_ranges(std::move(list));
}

FolderMemory to_memory(const crm::FolderState& state) {
  FolderMemory memory;
  memory.id = state.folder.id;
  memory.uid_validity = state.folder.uid_validity;
  memory.uid_next = state.folder.uid_next;
  memory.highest_modseq = state.folder.highest_modseq;
  memory.backfilled = state.folder.backfilled;
  memory.accounted = to_set(state.accounted);
  memory.present = to_set(state.present);
  return memory;
}

// act() in a transaction of its own.
template <class Act>
FilingAct in_batch(Act act) {
  return [act = std::move(act)](archiver::Archiver& archiver, crm::Store&) -> Result<void> {
    archiver.intake().begin();
    act(archiver.intake());
    archiver.intake().commit();
    return {};
  };
}

}  // namespace

struct FilingSink::Waiting {
  explicit Waiting(const boost::asio::any_io_executor& executor) : room(executor) {}
  Signal room;
  std::size_t bytes = 0;
  std::size_t entries = 0;
};

FilingSink::FilingSink(boost::asio::any_io_executor executor, SinkLimits limits)
    : executor_(std::move(executor)), limits_(limits), waiting_(std::make_shared<Waiting>(executor_)) {}

FilingSink::~FilingSink() = default;

Result<void> FilingSink::open(const crm::DataDirectory& directory, FilingOptions options,
                              std::function<void(std::vector<archiver::FiledMessage>)> filed) {
  FilingThread::Listener listener;
  listener.filed = std::move(filed);
  listener.released = [executor = executor_, waiting = waiting_](std::size_t entries, std::size_t cost) {
    boost::asio::post(executor, [waiting, entries, cost] {
      waiting->entries -= entries;
      waiting->bytes -= cost;
      waiting->room.notify();
    });
  };
  auto thread = FilingThread::start(directory, std::move(options), std::move(listener));
  if (!thread) return pass_on(thread);
  thread_ = std::move(*thread);
  return {};
}

void FilingSink::close(std::chrono::steady_clock::time_point until) {
  if (thread_) thread_->finish(until);
}

boost::asio::awaitable<void> FilingSink::wait_for_room() {
  while (waiting_->bytes >= limits_.bytes || waiting_->entries >= limits_.entries) co_await waiting_->room.wait();
}

void FilingSink::push(archiver::BatchItem item, std::unique_ptr<RawBytes> raw, std::function<void(Result<void>)> done) {
  FilingEntry entry;
  entry.cost = entry_cost + (raw && !raw->in_file() ? raw->size() : 0);
  entry.work = std::move(item);
  entry.raw = std::move(raw);
  entry.done = std::move(done);
  waiting_->bytes += entry.cost;
  ++waiting_->entries;
  thread_->push(std::move(entry));
}

boost::asio::awaitable<Result<void>> FilingSink::run(FilingAct act) {
  const auto reply = std::make_shared<Reply<Result<void>>>(executor_);
  FilingEntry entry;
  entry.work = std::move(act);
  entry.cost = entry_cost;
  entry.done = [reply](Result<void> answer) { reply->set(std::move(answer)); };
  waiting_->bytes += entry.cost;
  ++waiting_->entries;
  thread_->push(std::move(entry));
  co_return co_await reply->get();
}

boost::asio::awaitable<Result<FolderMemory>> FilingSink::open_folder(const FolderDescription& folder) {
  const auto state = std::make_shared<crm::FolderState>();
  // Built before the co_await expression: GCC 12 destroys closures written inside it twice.
  FilingAct act = in_batch(
      [folder, state](crm::Intake& intake) { *state = intake.open_folder(folder.account, folder.name, folder.role); });
  const auto opened = co_await run(std::move(act));
  if (!opened) co_return pass_on(opened);
  validity_[state->folder.id] = state->folder.uid_validity;
  co_return to_memory(*state);
}

std::uint32_t FilingSink::validity_of(FolderId folder) const { return validity_.at(folder); }

boost::asio::awaitable<Result<void>> FilingSink::start_over(FolderId folder, std::uint32_t uid_validity) {
  validity_[folder] = uid_validity;
  push(archiver::StartOver{folder, uid_validity});
  co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> FilingSink::take(FolderId folder, Arrival arrival) {
  co_await wait_for_room();
  archiver::Incoming incoming;
  incoming.delivery = {folder,        validity_of(folder), arrival.uid,        arrival.internal_date,
                       arrival.flags, arrival.stub,        arrival.server_size};
  push(std::move(incoming), std::make_unique<RawBytes>(std::move(arrival.raw)));
  co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> FilingSink::skip(FolderId folder, std::uint32_t uid, std::string reason) {
  co_await wait_for_room();
  push(archiver::SkippedUid{folder, validity_of(folder), uid, std::move(reason)});
  co_return Result<void>{};
}

void FilingSink::end_run() {
  FilingEntry entry;
  entry.work = BatchEnd{};
  ++waiting_->entries;
  thread_->push(std::move(entry));
}

boost::asio::awaitable<Result<void>> FilingSink::update_flags(FolderId folder, std::vector<FlagState> flags) {
  for (const auto& state : flags) {
    co_await wait_for_room();
    push(archiver::FlagChange{folder, state.uid, state.flags});
  }
  co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> FilingSink::mark_gone(FolderId folder, UidSet uids) {
  co_await wait_for_room();
  push(archiver::GoneUids{folder, to_ranges(uids)});
  co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> FilingSink::set_aside(FolderId folder, UidSet uids) {
  FilingAct act =
      in_batch([folder, ranges = to_ranges(uids)](crm::Intake& intake) { intake.set_aside(folder, ranges); });
  co_return co_await run(std::move(act));
}

boost::asio::awaitable<Result<void>> FilingSink::settle(FolderId folder, const FolderMark& mark) {
  const auto reply = std::make_shared<Reply<Result<void>>>(executor_);
  push(
      archiver::FolderLook{folder,
                           {mark.uid_validity, mark.uid_next, mark.highest_modseq, mark.server_count, mark.backfilled}},
      nullptr, [reply](Result<void> answer) { reply->set(std::move(answer)); });
  co_return co_await reply->get();
}

boost::asio::awaitable<Result<void>> FilingSink::report_account(std::string account, std::string error) {
  FilingAct act = in_batch([account, error](crm::Intake& intake) { intake.report_account(account, error); });
  co_return co_await run(std::move(act));
}

boost::asio::awaitable<Result<void>> FilingSink::report_folders(std::string account, std::vector<std::string> names) {
  FilingAct act = in_batch([account, names](crm::Intake& intake) { intake.report_folders(account, names); });
  co_return co_await run(std::move(act));
}

}  // namespace tradewind::mailsync
