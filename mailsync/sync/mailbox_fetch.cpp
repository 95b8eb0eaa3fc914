// The fetching of a look (step 4), and of a backfill by windows.
#include <fmt/format.h>

#include <algorithm>

#include "mailsync/sync/failure.hpp"
#include "mailsync/sync/mailbox_sync.hpp"

namespace tradewind::mailsync {

namespace {

constexpr std::uint64_t few_messages = 20;  // are taken by any look, without a plan
constexpr std::size_t most_withheld =
    10'000;  // beyond that a server is broken, and UIDs are skipped at the first refusal

constexpr unsigned most_breaks = 3;           // the first in company, the others alone
constexpr std::size_t most_breaking = 1'000;  // messages remembered for it

}  // namespace

imap::Task<Result<LookReport>> MailboxSync::catch_up(imap::Session& session, UidSet server_uids) {
  tried_ = {};
  for (unsigned slices = 0;; ++slices) {
    const UidSet wanted = server_uids.without(memory_->accounted).without(tried_);
    set_outstanding(wanted.size());
    if (wanted.empty() || slices == options_.slices_per_look || stopping_) break;
    if (slices > 0) {
      if (auto asked = co_await session.noop(); !asked) co_return pass_on(asked);
      if (session.changes().any()) {
        if (auto applied = co_await apply_pushed(session); !applied) co_return pass_on(applied);
        auto uids = co_await newly_listed(session);
        if (!uids) co_return pass_on(uids);
        server_uids = std::move(*uids);
        continue;
      }
    }
    const auto slice = co_await choose_slice(session, wanted);
    if (!slice) co_return pass_on(slice);
    if (auto taken = co_await take_slice(session, *slice); !taken) {
      if (stopping_ && !sink_failed_) co_return co_await settle_cut_off();
      co_return pass_on(taken);
    }
  }
  co_return co_await settle(server_uids);
}

// What becomes of each message of `asked`, by what the server told of it; whole ones up to `most_bytes`, newest first.
MailboxSync::Slice MailboxSync::sort_out(const std::vector<imap::MessageSummary>& listed, const UidSet& asked,
                                         std::uint64_t most_bytes) const {
  std::vector<const imap::MessageSummary*> newest_first;
  for (const auto& message : listed)
    if (asked.contains(message.uid)) newest_first.push_back(&message);
  std::sort(newest_first.begin(), newest_first.end(),
            [](const auto* left, const auto* right) { return left->uid > right->uid; });
  std::uint64_t bytes = 0;
  std::vector<UidRange> whole, header_only, drafts, told;
  for (const auto* message : newest_first) {
    told.push_back({message->uid, message->uid});
    // Unfinished mail shows up in `all` folders; what is sent of it comes as another message.
    const bool draft = folder_.role == crm::FolderRole::all && (message->flags.bits & crm::flag_draft) != 0;
    const bool too_big = message->size > options_.size_limit_bytes;
    if (draft)
      drafts.push_back(told.back());
    else if (too_big)
      header_only.push_back(told.back());
    else if (whole.empty() || bytes + message->size <= most_bytes) {
      whole.push_back(told.back());
      bytes += message->size;
    }
  }
  Slice slice;
  slice.whole = UidSet::from_ranges(std::move(whole));
  slice.header_only = UidSet::from_ranges(std::move(header_only));
  slice.drafts = UidSet::from_ranges(std::move(drafts));
  slice.missing = asked.without(UidSet::from_ranges(std::move(told)));
  return slice;
}

imap::Task<Result<MailboxSync::Slice>> MailboxSync::choose_slice(imap::Session& session, const UidSet& wanted) {
  const UidSet asked = wanted.newest(options_.slice_count);
  const auto sizes = co_await session.fetch_sizes(asked);
  if (!sizes) co_return pass_on(sizes);
  co_return sort_out(*sizes, asked, options_.slice_bytes);
}

imap::Task<Result<void>> MailboxSync::take_slice(imap::Session& session, const Slice& slice) {
  if (auto taken = co_await fetch(session, slice.whole, false); !taken) co_return taken;
  if (auto taken = co_await fetch(session, slice.header_only, true); !taken) co_return taken;
  std::vector<Uid> drafts;
  slice.drafts.for_each_descending([&](Uid uid) { drafts.push_back(uid); });
  for (const Uid uid : drafts)
    if (auto skipped = co_await skip(uid, "a draft"); !skipped) co_return skipped;
  std::vector<Uid> missing;
  slice.missing.for_each_descending([&](Uid uid) { missing.push_back(uid); });
  for (const Uid uid : missing)
    if (auto noted = co_await withhold(uid, "the server lists it but tells nothing of it"); !noted) co_return noted;
  co_return Result<void>{};
}

// One message at which the server (or our parser) gives up the connection must not hold up the others for ever: it is
// asked for after them and alone, and when that breaks too often, skipped with the reason.
imap::Task<Result<void>> MailboxSync::fetch(imap::Session& session, UidSet uids, bool header_only) {
  std::vector<Uid> suspects;
  for (const auto& [uid, breaks] : breaks_)
    if (uids.contains(uid)) suspects.push_back(uid);
  UidSet trusted = uids;
  for (const Uid uid : suspects) trusted = trusted.without(UidSet::range(uid, uid));
  if (auto fetched = co_await fetch_together(session, std::move(trusted), header_only); !fetched) co_return fetched;
  for (const Uid uid : suspects) {
    Result<void> done;
    if (breaks_.at(uid) < most_breaks)
      done = co_await fetch_together(session, UidSet::range(uid, uid), header_only);
    else
      done = co_await skip(uid, "the connection breaks whenever it is fetched");
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

// Most servers answer in the order of the UIDs, so the lowest of what did not come is where it broke; with others it is
// found in a few turns more.
Error MailboxSync::note_break(const UidSet& not_taken, Error error) {
  if (not_taken.empty() || error.fault == Fault::busy) return error;
  const Uid uid = not_taken.min();
  if (breaks_.size() < most_breaking || breaks_.contains(uid)) ++breaks_[uid];
  return {Fault::network, fmt::format("{} (while message {} of folder {} was due)", error.message, uid, folder_.name),
          error.hint};
}

imap::Task<Result<void>> MailboxSync::fetch_together(imap::Session& session, UidSet uids, bool header_only) {
  if (uids.empty()) co_return Result<void>{};
  taken_ = {};
  imap::MessageHandler handler = [this, &uids, header_only](imap::FetchedMessage message) -> imap::Task<Result<void>> {
    if (!uids.contains(message.uid) || taken_.contains(message.uid)) co_return Result<void>{};
    co_return co_await take_message(std::move(message), header_only);
  };
  Result<imap::FetchOutcome> outcome;
  if (header_only)
    outcome = co_await session.fetch_headers(uids, handler);
  else
    outcome = co_await session.fetch_messages(uids, handler);
  if (memory_) {
    memory_->accounted = memory_->accounted.united(taken_);
    memory_->present = memory_->present.united(taken_);
  }
  if (!outcome && !session.usable() && !sink_failed_ && !stopping_)
    co_return tl::unexpected<Error>(note_break(uids.without(taken_), outcome.error()));
  if (!outcome) co_return pass_on(outcome);
  co_return co_await note_outcome(*outcome);
}

imap::Task<Result<void>> MailboxSync::take_message(imap::FetchedMessage message, bool header_only) {
  Arrival arrival;
  arrival.uid = message.uid;
  arrival.internal_date = message.internal_date.value_or(0);  // then its own Date tells
  arrival.flags = message.flags.bits;
  arrival.server_size = message.size;
  arrival.stub = header_only;
  arrival.raw = std::move(message.bytes);
  const std::uint64_t bytes = arrival.raw.size();
  if (auto taken = from_sink(co_await sink_.take(memory_->id, std::move(arrival))); !taken) co_return taken;
  taken_.insert(message.uid);
  failed_looks_.erase(message.uid);
  breaks_.erase(message.uid);
  ++tally_.taken;
  tally_.bytes += bytes;
  if (header_only) ++tally_.stubs;
  if (outstanding_ > 0) set_outstanding(outstanding_ - 1);
  if (stopping_) co_return fail(Fault::busy, "stopping");
  co_return Result<void>{};
}

imap::Task<Result<void>> MailboxSync::note_outcome(const imap::FetchOutcome& outcome) {
  for (const auto& refusal : outcome.refused)
    if (auto noted = co_await withhold(refusal.uid, refusal.reason); !noted) co_return noted;
  std::vector<Uid> absent;
  outcome.absent.for_each_descending([&](Uid uid) { absent.push_back(uid); });
  for (const Uid uid : absent)
    if (auto noted = co_await withhold(uid, "the server lists it but does not send it"); !noted) co_return noted;
  co_return Result<void>{};
}

// A message that was expunged meanwhile is on no later list and so never comes here twice.
imap::Task<Result<void>> MailboxSync::withhold(Uid uid, std::string reason) {
  const unsigned failed = failed_looks_.size() < most_withheld ? ++failed_looks_[uid] : 2;
  if (grade_message(failed).retry == Retry::never) co_return co_await skip(uid, std::move(reason));
  tried_.insert(uid);
  co_return Result<void>{};
}

imap::Task<Result<void>> MailboxSync::skip(Uid uid, std::string reason) {
  auto skipped = from_sink(co_await sink_.skip(memory_->id, uid, std::move(reason)));
  if (!skipped) co_return skipped;
  failed_looks_.erase(uid);
  breaks_.erase(uid);
  memory_->accounted.insert(uid);
  memory_->present.insert(uid);
  ++tally_.skipped;
  co_return skipped;
}

// A backfill by windows
// ----------------------------------------------------------------------------------------------------------------

imap::Task<Result<LookReport>> MailboxSync::take_few(imap::Session& session, UidSet server_uids) {
  tried_ = {};
  const UidSet left = server_uids.without(memory_->accounted);
  set_outstanding(left.size());
  if (left.size() <= few_messages || stopping_) co_return co_await catch_up(session, std::move(server_uids));
  if (backfill_end_ == 0) backfill_end_ = server_uids.max();
  listed_ = std::move(server_uids);
  const UidSet fresh = left.without(UidSet::range(1, backfill_end_));
  if (!fresh.empty()) {
    const auto slice = co_await choose_slice(session, fresh);
    if (!slice) co_return pass_on(slice);
    if (auto taken = co_await take_slice(session, *slice); !taken && (!stopping_ || sink_failed_))
      co_return pass_on(taken);
  }
  co_return co_await conclude();
}

// Without QRESYNC and without a new mark: what changed since the look is told again by the next one.
imap::Task<Result<void>> MailboxSync::open_again(imap::Session& session) {
  if (!memory_) co_return fail(Fault::conflict, "the folder was not looked at yet");
  if (session.examined() == wire_name_) co_return Result<void>{};
  const auto examined = co_await session.examine(wire_name_);
  if (!examined) co_return pass_on(examined);
  if (examined->state.uid_validity != memory_->uid_validity)
    co_return fail(Fault::conflict,
                   fmt::format("folder {} was made anew on the server while it was read", folder_.name));
  co_return Result<void>{};
}

imap::Task<Result<FolderSurvey>> MailboxSync::survey(imap::Session& session, std::uint64_t count) {
  FolderSurvey survey;
  if (!memory_) co_return survey;
  const UidSet wanted = listed_.without(memory_->accounted).without(tried_);
  if (wanted.empty()) co_return survey;
  if (auto opened = co_await open_again(session); !opened) co_return pass_on(opened);
  const UidSet asked = wanted.newest(count);
  auto told = co_await session.fetch_sizes(asked);
  if (!told) co_return pass_on(told);
  survey.more = wanted.size() > asked.size();
  std::erase_if(*told, [&](const imap::MessageSummary& message) { return !asked.contains(message.uid); });
  survey.listed = std::move(*told);
  const Slice slice = sort_out(survey.listed, asked, options_.slice_bytes);
  std::vector<Uid> missing;
  slice.missing.for_each_descending([&](Uid uid) { missing.push_back(uid); });
  for (const Uid uid : missing)
    if (auto noted = co_await withhold(uid, "the server lists it but tells nothing of it"); !noted)
      co_return pass_on(noted);
  co_return survey;
}

imap::Task<Result<void>> MailboxSync::take(imap::Session& session, std::vector<imap::MessageSummary> messages) {
  std::vector<UidRange> ranges;
  for (const auto& message : messages) ranges.push_back({message.uid, message.uid});
  const UidSet asked = UidSet::from_ranges(std::move(ranges)).without(memory_ ? memory_->accounted : UidSet());
  if (asked.empty()) co_return Result<void>{};
  if (auto opened = co_await open_again(session); !opened) co_return opened;
  co_return co_await take_slice(session, sort_out(messages, asked, UINT64_MAX));
}

imap::Task<Result<LookReport>> MailboxSync::conclude() {
  if (!memory_) co_return fail(Fault::conflict, "the folder was not looked at yet");
  if (stopping_) co_return co_await settle_cut_off();
  co_return co_await settle(listed_);
}

}  // namespace tradewind::mailsync
