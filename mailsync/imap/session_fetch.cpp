// The commands about messages: UID SEARCH and UID FETCH.
#include <algorithm>
#include <iterator>
#include <utility>

#include "mailsync/imap/login_answer.hpp"
#include "mailsync/imap/session_state.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t most_refusals = 1'000;  // more single refusals in one call mean that the folder is out of order
constexpr std::size_t most_alone = 8;         // refusals that are believed although nothing was delivered beside them
constexpr std::size_t most_single = 1'000;    // messages asked for one by one in one call
constexpr std::uint32_t numbers_at_once = 1'000;  // messages listed by one FETCH of sequence numbers
constexpr std::size_t most_unwanted = 1'000'000;  // responses of no use during one command

std::string text_of(const StatusResponse& status) {
  return printable(status.text.empty() ? "no reason given" : status.text);
}

bool has_code(const StatusResponse& status, std::string_view code) { return status.code && status.code->name == code; }

}  // namespace

// Servers cap what one command returns, SEARCH more often than FETCH, and some (RFC 9738) either: what is short of the
// count that they gave is asked for in another way. A UID that is missing here would be taken for expunged.
Task<Result<UidSet>> Session::list_uids() {
  State& state = *state_;
  UidSet uids;
  const bool extended = state.has("ESEARCH") || state.has("IMAP4REV2");
  const auto found = co_await state.run(extended ? "UID SEARCH RETURN (ALL) ALL" : "UID SEARCH ALL", "UID SEARCH",
                                        [&](Response& response) -> Result<bool> {
                                          auto* const search = std::get_if<ExtendedSearchResponse>(&response);
                                          if (search != nullptr && search->uid)  // else they are sequence numbers
                                            uids = uids.united(search->all);
                                          else if (auto* const plain = std::get_if<SearchResponse>(&response))
                                            uids = uids.united(plain->numbers);
                                          else
                                            return false;
                                          return true;
                                        });
  if (!found && !state.dialogue.usable()) co_return pass_on(found);
  if (found && uids.size() >= state.exists) co_return uids;
  auto listed = co_await state.fetch_uids("UID FETCH 1:* (UID)");
  if (!listed && (uids.empty() || !state.dialogue.usable())) co_return pass_on(listed);
  if (listed) uids = uids.united(*listed);
  for (std::uint32_t first = 1; uids.size() < state.exists && first <= state.exists; first += numbers_at_once) {
    const std::uint32_t last = state.exists - first < numbers_at_once ? state.exists : first + numbers_at_once - 1;
    listed = co_await state.fetch_uids("FETCH " + std::to_string(first) + ":" + std::to_string(last) + " (UID)");
    if (!listed) co_return pass_on(listed);
    uids = uids.united(*listed);
  }
  co_return uids;
}

Task<Result<UidSet>> Session::State::fetch_uids(std::string command) {
  std::vector<UidRange> ranges;
  const auto fetched = co_await run(std::move(command), "FETCH", [&](Response& response) -> Result<bool> {
    const auto* const fetch = std::get_if<FetchResponse>(&response);
    if (fetch == nullptr || fetch->uid == 0) return false;
    if (!ranges.empty() && ranges.back().last + 1 == fetch->uid)
      ranges.back().last = fetch->uid;
    else
      ranges.push_back({fetch->uid, fetch->uid});
    if (ranges.size() > std::size_t{4} << 20)
      return fail(Fault::invalid, "the server lists more messages than sensible");
    return !fetch->flags;
  });
  if (!fetched) co_return pass_on(fetched);
  co_return UidSet::from_ranges(std::move(ranges));
}

Task<Result<FetchOutcome>> Session::fetch_messages(UidSet uids, MessageHandler handler) {
  return state_->fetch_content(std::move(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])",
                               &FetchResponse::body, std::move(handler));
}

Task<Result<FetchOutcome>> Session::fetch_headers(UidSet uids, MessageHandler handler) {
  return state_->fetch_content(std::move(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])",
                               &FetchResponse::header, std::move(handler));
}

// Each command line's set in turn. A NO (or BAD: Exchange, for a message it cannot convert) says nothing about which
// message caused it: the rest is asked for again in halves, down to the single messages that are refused.
Task<Result<FetchOutcome>> Session::State::fetch_content(UidSet uids, std::string items, Content content,
                                                         MessageHandler handler) {
  FetchOutcome outcome;
  UidSet asked_twice;
  std::size_t asked_singly = 0;
  std::vector<UidSet> todo;  // the next one last
  const auto ask_next = [&](const UidSet& wanted) {
    std::vector<UidSet> pieces = wanted.pieces();
    std::move(pieces.rbegin(), pieces.rend(), std::back_inserter(todo));
  };
  ask_next(uids);
  while (!todo.empty()) {
    const UidSet piece = std::move(todo.back());
    todo.pop_back();
    const auto answer = co_await fetch_piece(piece, items, content, handler);
    if (!answer) co_return pass_on(answer);
    outcome.delivered = outcome.delivered.united(answer->delivered);
    const UidSet rest = piece.without(answer->delivered);
    if (rest.empty()) continue;
    const auto refuse = [&](const UidSet& refused, const std::string& reason) {
      refused.for_each_descending([&](Uid uid) {
        if (outcome.refused.size() < most_refusals) outcome.refused.push_back({uid, reason});
      });
    };
    if (answer->status.condition == Condition::ok) {
      if (answer->content_without_uid) {  // asked for alone, there is no doubt whose it is
        const UidSet singly = rest.newest(most_single - asked_singly);
        asked_singly += static_cast<std::size_t>(singly.size());
        singly.for_each_descending([&](Uid uid) { todo.push_back(UidSet{uid}); });
        refuse(rest.without(singly), "answered without its UID");
        continue;
      }
      const UidSet empty = rest.common(answer->without_content);
      // An answer to part of the set may have been cut short (RFC 9738): what is missing is asked for until nothing of
      // it comes any more.
      const UidSet unanswered = rest.without(empty);
      if (answer->delivered.empty())
        outcome.absent = outcome.absent.united(unanswered);
      else
        ask_next(unanswered);
      // A message that another session expunged is answered without content until this session has heard of it (RFC
      // 2180 §4.1), so ask once more.
      const UidSet again = empty.without(asked_twice);
      refuse(empty.without(again), "answered without its content");
      ask_next(again);
      asked_twice = asked_twice.united(again);
    } else if (means_later(answer->status)) {
      co_return refusal(answer->status, "UID FETCH");
    } else if (rest.size() > 1) {
      const UidSet upper = rest.newest(rest.size() / 2);
      ask_next(upper);
      ask_next(rest.without(upper));
    } else if (has_code(answer->status, "EXPUNGEISSUED")) {
      outcome.absent = outcome.absent.united(rest);
    } else {
      refuse(rest, text_of(answer->status));
    }
    // Nothing but refusals is no matter of single messages.
    if (outcome.delivered.empty() && outcome.refused.size() > most_alone && answer->status.condition != Condition::ok)
      co_return refusal(answer->status, "UID FETCH");
    if (outcome.refused.size() == most_refusals)
      co_return fail(Fault::refused, "the server refuses message after message: " + outcome.refused.back().reason);
  }
  co_return outcome;
}

Task<Result<Session::State::PieceAnswer>> Session::State::fetch_piece(const UidSet& piece, const std::string& items,
                                                                      Content content, const MessageHandler& handler) {
  PieceAnswer answer;
  auto begun = co_await dialogue.begin("UID FETCH " + piece.to_imap() + " " + items, Milliseconds::max());
  if (!begun) co_return pass_on(begun);
  std::size_t unwanted = 0;
  while (true) {
    auto response = co_await dialogue.next();
    if (!response) co_return pass_on(response);
    if (Dialogue::ends_command(*response)) {
      answer.status = std::move(std::get<StatusResponse>(*response));
      co_return answer;
    }
    auto* const fetch = std::get_if<FetchResponse>(&*response);
    if (fetch != nullptr && fetch->uid == 0 && fetch->*content && piece.size() == 1) fetch->uid = piece.min();
    const bool asked = fetch != nullptr && fetch->uid != 0 && piece.contains(fetch->uid);
    // Nothing at all where there should be something is no content either.
    const bool hollow = fetch != nullptr && content == &FetchResponse::body && fetch->body &&
                        fetch->body->size() == 0 && fetch->size.value_or(0) != 0;
    if (asked && fetch->*content && !hollow && !answer.delivered.contains(fetch->uid)) {
      answer.delivered.insert(fetch->uid);
      FetchedMessage message;
      message.uid = fetch->uid;
      message.size = fetch->size.value_or(0);
      message.internal_date = fetch->internal_date;
      if (fetch->flags) message.flags = std::move(*fetch->flags);
      message.bytes = std::move(*(fetch->*content));
      auto handled = co_await handler(std::move(message));
      if (!handled) {
        dialogue.end();
        co_return pass_on(handled);
      }
      continue;
    }
    if (++unwanted > most_unwanted) {
      dialogue.end();
      co_return fail(Fault::invalid, "the server talks without answering");
    }
    if (fetch != nullptr && fetch->*content && fetch->uid == 0) answer.content_without_uid = true;
    // RFC822.SIZE tells an answer to us from news about flags.
    if (asked && fetch->size) answer.without_content.insert(fetch->uid);
    note(*response);
  }
}

Task<Result<void>> Session::State::collect(UidSet uids, std::string items, FetchTaker take, UidSet* vanished) {
  std::vector<UidSet> todo = uids.pieces();
  std::reverse(todo.begin(), todo.end());
  bool again = false;  // the piece in hand is the rest of one that was answered
  while (!todo.empty()) {
    const UidSet piece = std::move(todo.back());
    todo.pop_back();
    std::vector<UidRange> answered;
    const auto done = co_await run("UID FETCH " + piece.to_imap() + " " + items, "UID FETCH",
                                   [&](Response& response) -> Result<bool> {
                                     if (auto* const gone = std::get_if<VanishedResponse>(&response);
                                         gone != nullptr && gone->earlier && vanished != nullptr) {
                                       *vanished = vanished->united(gone->uids.common(piece));
                                       return true;
                                     }
                                     auto* const fetch = std::get_if<FetchResponse>(&response);
                                     if (fetch == nullptr || fetch->uid == 0 || !piece.contains(fetch->uid))
                                       return false;
                                     if (take(*fetch)) answered.push_back({fetch->uid, fetch->uid});
                                     return true;
                                   });
    // Some refuse a set of UIDs that are all gone (mailutils): that the rest cannot be had spoils no answer.
    const bool only_the_rest = again && dialogue.usable() && !done && done.error().fault == Fault::refused;
    if (!done && !only_the_rest) co_return done;
    // Cut short, or expunged meanwhile: see fetch_content().
    const UidSet rest = piece.without(UidSet::from_ranges(std::move(answered)));
    again = done && !rest.empty() && rest.size() < piece.size() && vanished == nullptr;
    if (again) todo.push_back(rest);
  }
  co_return Result<void>{};
}

Task<Result<std::vector<MessageSummary>>> Session::fetch_sizes(UidSet uids) {
  std::vector<MessageSummary> summaries;
  UidSet seen;
  const auto done =
      co_await state_->collect(std::move(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE)", [&](FetchResponse& fetch) {
        // A size that is no number leaves the message to be fetched as it comes.
        const bool answers = fetch.size || fetch.internal_date;
        if (!answers || seen.contains(fetch.uid)) return answers;
        seen.insert(fetch.uid);
        summaries.push_back(
            {fetch.uid, fetch.size.value_or(0), fetch.internal_date, fetch.flags ? std::move(*fetch.flags) : Flags{}});
        return true;
      });
  if (!done) co_return pass_on(done);
  co_return summaries;
}

Task<Result<FlagsAnswer>> Session::fetch_flags(UidSet uids, ModSeq changed_since) {
  FlagsAnswer answer;
  UidSet seen;
  std::string items = condstore() ? "(UID FLAGS MODSEQ)" : "(UID FLAGS)";
  const bool since = changed_since != 0 && condstore();
  if (since) items += " (CHANGEDSINCE " + std::to_string(changed_since) + (qresync() ? " VANISHED)" : ")");
  const auto done = co_await state_->collect(
      std::move(uids), items,
      [&](FetchResponse& fetch) {
        if (!fetch.flags || seen.contains(fetch.uid)) return fetch.flags.has_value();
        seen.insert(fetch.uid);
        answer.states.push_back({fetch.uid, fetch.modseq, std::move(*fetch.flags)});
        return true;
      },
      since ? &answer.vanished : nullptr);
  if (!done) co_return pass_on(done);
  co_return answer;
}

}  // namespace tradewind::mailsync::imap
