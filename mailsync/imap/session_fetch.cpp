// The commands about messages: UID SEARCH and UID FETCH.
#include <algorithm>
#include <iterator>
#include <utility>

#include "mailsync/imap/login_answer.hpp"
#include "mailsync/imap/session_state.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t most_refusals = 1'000;  // more single refusals in one call mean that the folder is out of order
constexpr std::size_t most_unwanted = 1'000'000;  // responses of no use during one command

std::string text_of(const StatusResponse& status) {
  return printable(status.text.empty() ? "no reason given" : status.text);
}

bool is_no(const StatusResponse& status, std::string_view code) { return status.code && status.code->name == code; }

}  // namespace

Task<Result<UidSet>> Session::list_uids() {
  State& state = *state_;
  UidSet uids;
  const bool extended = state.has("ESEARCH") || state.has("IMAP4REV2");
  const auto found = co_await state.run(extended ? "UID SEARCH RETURN (ALL) ALL" : "UID SEARCH ALL", "UID SEARCH",
                                        [&](Response& response) -> Result<bool> {
                                          if (auto* const search = std::get_if<ExtendedSearchResponse>(&response))
                                            uids = uids.united(search->all);
                                          else if (auto* const plain = std::get_if<SearchResponse>(&response))
                                            uids = uids.united(plain->numbers);
                                          else
                                            return false;
                                          return true;
                                        });
  if (!found && !state.dialogue.usable()) co_return pass_on(found);
  if (found && uids.size() >= state.exists) co_return uids;
  // Refused, or cut short: some servers cap what SEARCH returns. FETCH is never capped.
  std::vector<UidRange> ranges;
  const auto fetched = co_await state.run("UID FETCH 1:* (UID)", "UID FETCH", [&](Response& response) -> Result<bool> {
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
  co_return uids.united(UidSet::from_ranges(std::move(ranges)));
}

Task<Result<FetchOutcome>> Session::fetch_messages(UidSet uids, MessageHandler handler) {
  return state_->fetch_content(std::move(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])",
                               &FetchResponse::body, std::move(handler));
}

Task<Result<FetchOutcome>> Session::fetch_headers(UidSet uids, MessageHandler handler) {
  return state_->fetch_content(std::move(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER])",
                               &FetchResponse::header, std::move(handler));
}

// Each command line's set in turn. A NO says nothing about which message caused it: the rest is asked for again in
// halves, down to the single messages that are refused.
Task<Result<FetchOutcome>> Session::State::fetch_content(UidSet uids, std::string items, Content content,
                                                         MessageHandler handler) {
  FetchOutcome outcome;
  UidSet asked_twice;
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
      if (answer->content_without_uid) {
        refuse(rest, "answered without its UID");
        continue;
      }
      const UidSet empty = rest.common(answer->without_content);
      outcome.absent = outcome.absent.united(rest.without(empty));
      // A message that another session expunged is answered without content until this session has heard of it (RFC
      // 2180 §4.1), so ask once more.
      const UidSet again = empty.without(asked_twice);
      refuse(empty.without(again), "answered without its content");
      ask_next(again);
      asked_twice = asked_twice.united(again);
    } else if (answer->status.condition == Condition::bad ||
               (answer->status.code && means_later(answer->status.code->name))) {
      co_return refusal(answer->status, "UID FETCH");
    } else if (rest.size() > 1) {
      const UidSet upper = rest.newest(rest.size() / 2);
      ask_next(upper);
      ask_next(rest.without(upper));
    } else if (is_no(answer->status, "EXPUNGEISSUED")) {
      outcome.absent = outcome.absent.united(rest);
    } else {
      refuse(rest, text_of(answer->status));
    }
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
    const bool asked = fetch != nullptr && fetch->uid != 0 && piece.contains(fetch->uid);
    if (asked && fetch->*content && !answer.delivered.contains(fetch->uid)) {
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
  for (const UidSet& piece : uids.pieces()) {
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
                                     take(*fetch);
                                     return true;
                                   });
    if (!done) co_return done;
  }
  co_return Result<void>{};
}

Task<Result<std::vector<MessageSummary>>> Session::fetch_sizes(UidSet uids) {
  std::vector<MessageSummary> summaries;
  UidSet seen;
  const auto done =
      co_await state_->collect(std::move(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE)", [&](FetchResponse& fetch) {
        if (!fetch.size || seen.contains(fetch.uid)) return;
        seen.insert(fetch.uid);
        summaries.push_back(
            {fetch.uid, *fetch.size, fetch.internal_date, fetch.flags ? std::move(*fetch.flags) : Flags{}});
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
        if (!fetch.flags || seen.contains(fetch.uid)) return;
        seen.insert(fetch.uid);
        answer.states.push_back({fetch.uid, fetch.modseq, std::move(*fetch.flags)});
      },
      &answer.vanished);
  if (!done) co_return pass_on(done);
  co_return answer;
}

}  // namespace tradewind::mailsync::imap
