#include "mailsync/sync/mailbox_sync.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mailsync/sync/failure.hpp"

namespace tradewind::mailsync {

namespace {

constexpr std::uint64_t flags_at_once = 20'000;  // FETCH FLAGS answers are kept in memory: about 1 MB of them

std::vector<FlagState> to_sink(const std::vector<imap::FlagState>& states, const UidSet& known) {
  std::vector<FlagState> result;
  result.reserve(states.size());
  for (const auto& state : states)
    if (known.contains(state.uid)) result.push_back({state.uid, state.flags.bits});
  return result;
}

// Counted while it lives.
class UnderWay {
 public:
  explicit UnderWay(unsigned& count) : count_(count) { ++count_; }
  ~UnderWay() { --count_; }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  unsigned& count_;
};

}  // namespace

MailboxSync::MailboxSync(MessageSink& sink, SyncTally& tally, FolderDescription folder, std::string wire_name,
                         MailboxOptions options)
    : sink_(sink), tally_(tally), folder_(std::move(folder)), wire_name_(std::move(wire_name)), options_(options) {}

MailboxSync::~MailboxSync() { set_outstanding(0); }

void MailboxSync::set_outstanding(std::uint64_t count) {
  tally_.outstanding += count;
  tally_.outstanding -= outstanding_;
  outstanding_ = count;
}

// After a failure of the sink it is unknown what has been made durable, so the folder is read from it again.
Result<void> MailboxSync::from_sink(Result<void> result) {
  if (!result) {
    sink_failed_ = true;
    memory_.reset();
  }
  return result;
}

imap::Task<Result<void>> MailboxSync::remember() {
  sink_failed_ = false;
  // Read anew now and then: what was skipped is given another chance (Intake::open_folder).
  if (memory_ && Clock::now() - remembered_at_ < options_.remember_for) co_return Result<void>{};
  auto memory = co_await sink_.open_folder(folder_);
  if (!memory) {
    sink_failed_ = true;
    co_return pass_on(memory);
  }
  memory_ = std::move(*memory);
  remembered_at_ = Clock::now();
  co_return Result<void>{};
}

// Step 1
// ----------------------------------------------------------------------------------------------------------------

imap::Task<Result<imap::Examined>> MailboxSync::examine(imap::Session& session) {
  std::optional<imap::KnownState> known;
  if (session.qresync() && memory_->uid_validity != 0 && memory_->highest_modseq != 0 && !memory_->present.empty())
    known = imap::KnownState{memory_->uid_validity, memory_->highest_modseq, memory_->present};
  auto examined = co_await session.examine(wire_name_, std::move(known));
  if (!examined) co_return examined;
  state_ = examined->state;
  condstore_ = session.condstore() && state_.highest_modseq != 0;
  if (state_.uid_validity == 0)
    co_return fail(Fault::unsupported, fmt::format("the server gives folder {} no UIDVALIDITY", folder_.name));
  co_return examined;
}

imap::Task<Result<void>> MailboxSync::start_over(std::uint32_t uid_validity) {
  auto started = from_sink(co_await sink_.start_over(memory_->id, uid_validity));
  if (!started) co_return started;
  const FolderId id = memory_->id;
  memory_ = FolderMemory{};
  memory_->id = id;
  memory_->uid_validity = uid_validity;
  failed_looks_.clear();
  breaks_.clear();
  flags_scanned_.reset();
  listed_ = {};
  backfill_end_ = 0;
  co_return started;
}

imap::Task<Result<LookReport>> MailboxSync::look(imap::Session& session, Depth depth) {
  const UnderWay under_way(tally_.looks_under_way);
  if (auto remembered = co_await remember(); !remembered) co_return pass_on(remembered);
  auto examined = co_await examine(session);
  if (!examined) co_return pass_on(examined);
  // Step 2
  auto uids = co_await session.list_uids();
  if (!uids) co_return pass_on(uids);
  const bool full_scan_due = !flags_scanned_ || Clock::now() - *flags_scanned_ >= options_.full_flag_scan;
  const auto plan = plan_sync(*memory_, state_, *uids, {condstore_, examined->resynchronised, full_scan_due});
  if (plan.uids_reused) memory_->uid_next = 0;
  if (plan.start_over) {
    if (auto started = co_await start_over(state_.uid_validity); !started) co_return pass_on(started);
  } else {
    if (auto applied = co_await apply_states(examined->changed); !applied) co_return pass_on(applied);
    if (auto applied = co_await apply_plan(session, plan); !applied) co_return pass_on(applied);
  }
  if (depth == Depth::few) co_return co_await take_few(session, std::move(*uids));
  co_return co_await catch_up(session, std::move(*uids));
}

imap::Task<Result<LookReport>> MailboxSync::follow(imap::Session& session, Depth depth) {
  if (!memory_) co_return co_await look(session, depth);
  sink_failed_ = false;
  if (auto applied = co_await apply_pushed(session); !applied) co_return pass_on(applied);
  auto uids = co_await newly_listed(session);
  if (!uids) co_return pass_on(uids);
  if (depth == Depth::few) co_return co_await take_few(session, std::move(*uids));
  co_return co_await catch_up(session, std::move(*uids));
}

imap::Task<Result<LookReport>> MailboxSync::poll(imap::Session& session) {
  if (memory_ && memory_->backfilled && memory_->highest_modseq != 0 && failed_looks_.empty()) {
    sink_failed_ = false;
    const auto status = co_await session.status(wire_name_);
    if (!status && !session.usable()) co_return pass_on(status);
    if (status && is_unchanged(*memory_, *status)) {
      state_ = {status->messages, status->uid_validity, status->uid_next, status->highest_modseq};
      condstore_ = true;
      co_return co_await settle(memory_->present, false);
    }
  }
  co_return co_await look(session);
}

// Step 3
// ----------------------------------------------------------------------------------------------------------------

imap::Task<Result<void>> MailboxSync::apply_states(const std::vector<imap::FlagState>& states) {
  auto changes = to_sink(states, memory_->present);
  if (changes.empty()) co_return Result<void>{};
  tally_.flag_changes += changes.size();
  co_return from_sink(co_await sink_.update_flags(memory_->id, std::move(changes)));
}

imap::Task<Result<void>> MailboxSync::scan_flags(imap::Session& session, const SyncPlan& plan) {
  UidSet left = plan.flags_of;
  const imap::ModSeq since = plan.flags == FlagScan::changed ? memory_->highest_modseq : 0;
  while (!left.empty()) {
    const UidSet piece = since != 0 ? left : left.newest(flags_at_once);
    left = left.without(piece);
    const auto answer = co_await session.fetch_flags(piece, since);
    if (!answer) co_return pass_on(answer);
    if (auto applied = co_await apply_states(answer->states); !applied) co_return applied;
  }
  if (plan.flags == FlagScan::all) flags_scanned_ = Clock::now();
  co_return Result<void>{};
}

imap::Task<Result<void>> MailboxSync::apply_plan(imap::Session& session, const SyncPlan& plan) {
  if (!plan.set_aside.empty()) {
    if (auto done = from_sink(co_await sink_.set_aside(memory_->id, plan.set_aside)); !done) co_return done;
    memory_->accounted = memory_->accounted.without(plan.set_aside);
    memory_->present = memory_->present.without(plan.set_aside);
  }
  if (!plan.vanished.empty()) {
    tally_.gone += plan.vanished.size();
    auto marked = from_sink(co_await sink_.mark_gone(memory_->id, plan.vanished));
    if (!marked) co_return marked;
    memory_->present = memory_->present.without(plan.vanished);
  }
  co_return co_await scan_flags(session, plan);
}

// What the server told unasked: flags with their UIDs at once, flags without by asking for them.
imap::Task<Result<void>> MailboxSync::apply_pushed(imap::Session& session) {
  const imap::Changes changes = session.take_changes();
  if (auto applied = co_await apply_states(changes.flags); !applied || !changes.flags_unknown) co_return applied;
  SyncPlan plan;
  const bool by_modseq = condstore_ && memory_->highest_modseq != 0;
  plan.flags = by_modseq ? FlagScan::changed : FlagScan::recent;
  plan.flags_of = by_modseq ? memory_->present : memory_->present.newest(recent_flags);
  co_return co_await scan_flags(session, plan);
}

imap::Task<Result<UidSet>> MailboxSync::newly_listed(imap::Session& session) {
  auto uids = co_await session.list_uids();
  if (!uids) co_return uids;
  SyncPlan plan;
  plan.set_aside = reappeared(*memory_, *uids);
  plan.vanished = memory_->present.without(*uids);
  if (auto applied = co_await apply_plan(session, plan); !applied) co_return pass_on(applied);
  co_return uids;
}

// Step 5
// ----------------------------------------------------------------------------------------------------------------

imap::Task<Result<LookReport>> MailboxSync::settle(const UidSet& server_uids, bool opened) {
  const UidSet left = server_uids.without(memory_->accounted);
  LookReport report;
  report.opened = opened;
  report.withheld = left.common(tried_).size();
  report.left = left.size() - report.withheld;
  std::erase_if(failed_looks_, [&](const auto& entry) { return !left.contains(entry.first); });
  FolderMark mark;
  mark.uid_validity = memory_->uid_validity;
  mark.uid_next = std::max({state_.uid_next, memory_->uid_next, server_uids.empty() ? 0 : server_uids.max() + 1});
  mark.highest_modseq = condstore_ ? state_.highest_modseq : 0;
  mark.server_count = static_cast<std::int64_t>(server_uids.size());
  mark.backfilled = left.empty();
  if (auto settled = from_sink(co_await sink_.settle(memory_->id, mark)); !settled) co_return pass_on(settled);
  memory_->uid_next = mark.uid_next;
  memory_->highest_modseq = mark.highest_modseq;
  memory_->backfilled = mark.backfilled;
  if (mark.backfilled) {
    listed_ = {};
    backfill_end_ = 0;
  }
  co_return report;
}

// The fetch was ended by us: what was handed over becomes durable, the marks stay those of the last whole look.
imap::Task<Result<LookReport>> MailboxSync::settle_cut_off() {
  FolderMark mark;
  mark.uid_validity = memory_->uid_validity;
  mark.uid_next = memory_->uid_next;
  mark.highest_modseq = memory_->highest_modseq;
  mark.server_count = static_cast<std::int64_t>(memory_->present.size() + outstanding_);
  if (auto settled = from_sink(co_await sink_.settle(memory_->id, mark)); !settled) co_return pass_on(settled);
  LookReport report;
  report.left = std::max<std::uint64_t>(outstanding_, 1);
  co_return report;
}

}  // namespace tradewind::mailsync
