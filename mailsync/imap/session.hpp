// Session: one logged-in IMAP connection (RFC 3501, RFC 9051 and the extensions named below), read-only: EXAMINE and
// PEEK.
//
//   Session session(io.get_executor(), options);
//   co_await session.open(endpoint, credentials, connectors);
//   co_await session.examine(folder.wire_name);
//   const auto all = co_await session.list_uids();
//   co_await session.fetch_messages(all->newest(500), [&](FetchedMessage message) -> Task<Result<void>> { ... });
//
// Threads: every call from the one thread (or strand) of the executor. One command at a time.
// Errors: after Fault::network, Fault::refused with usable() == false, or a protocol error (Fault::invalid) the session
// is over: drop it and open another. A NO to a single command is Fault::refused (Fault::not_found with [NONEXISTENT],
// Fault::busy with [UNAVAILABLE], [INUSE] or [LIMIT]) and leaves the session usable(). No error holds a secret.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailsync/imap/transport.hpp"
#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync::imap {

// Called for each message as it arrives, in the server's order. While it is suspended nothing more is read from the
// server. An error ends the fetch with that error and makes the session unusable (unread answers are in the pipe).
using MessageHandler = std::function<Task<Result<void>>(FetchedMessage)>;

class Session {
 public:
  Session(boost::asio::any_io_executor executor, SessionOptions options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Connects, logs in (see Connector::connect for errors), says who we are (ID, where offered: NetEase refuses EXAMINE
  // without) and enables QRESYNC or CONDSTORE, and UTF8=ACCEPT, where offered.
  [[nodiscard]] Task<Result<void>> open(Endpoint endpoint, Credentials credentials,
                                        boost::asio::thread_pool& connectors);
  // The part of open() after the login, on a transport that is logged in already.
  [[nodiscard]] Task<Result<void>> start(std::unique_ptr<Transport> transport);

  // Upper or lower case alike: "IDLE", "CONDSTORE", "QRESYNC", "ESEARCH", "SPECIAL-USE" ...
  [[nodiscard]] bool has(std::string_view capability) const;
  [[nodiscard]] const std::vector<std::string>& capabilities() const;  // upper case, sorted
  [[nodiscard]] bool condstore() const;                                // MODSEQ can be used
  [[nodiscard]] bool qresync() const;                                  // ENABLE QRESYNC was accepted
  [[nodiscard]] bool usable() const;

  // The user's own folders; other users' and shared ones only if asked for. LIST with SPECIAL-USE where offered.
  [[nodiscard]] Task<Result<std::vector<Folder>>> list_folders(bool with_shared = false);
  // STATUS of a folder that is not the examined one (RFC 9051 §6.3.11).
  [[nodiscard]] Task<Result<FolderStatus>> status(std::string wire_name);
  // Opens a folder read-only. `known` is used when qresync(); otherwise ask list_uids() and fetch_flags() what changed.
  [[nodiscard]] Task<Result<Examined>> examine(std::string wire_name, std::optional<KnownState> known = {});

  // Wire name of the folder that is open; "" if none is.
  [[nodiscard]] const std::string& examined() const;

  // The rest needs an examined folder.
  [[nodiscard]] Task<Result<UidSet>> list_uids();
  // One pipelined UID FETCH of (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[]). A message larger than the options'
  // literal_limit ends the session: leave such UIDs out (fetch_sizes). A NO is narrowed down to the UIDs that cause it.
  [[nodiscard]] Task<Result<FetchOutcome>> fetch_messages(UidSet uids, MessageHandler handler);
  // The same with BODY.PEEK[HEADER]: for messages over a size limit.
  [[nodiscard]] Task<Result<FetchOutcome>> fetch_headers(UidSet uids, MessageHandler handler);
  // In the server's order; UIDs that are gone are missing from the answer.
  [[nodiscard]] Task<Result<std::vector<MessageSummary>>> fetch_sizes(UidSet uids);
  // Flags of those messages; with `changed_since` (needs condstore()) only those changed after it, and with qresync()
  // the UIDs of `uids` expunged since. Both answers are complete for `uids`.
  [[nodiscard]] Task<Result<FlagsAnswer>> fetch_flags(UidSet uids, ModSeq changed_since = 0);

  // Waits until something changes in the examined folder or `longest` passes; servers hang up at 30 minutes, so stay
  // below 29 (RFC 2177). Needs has("IDLE"). Returns at once when changes() holds something already.
  [[nodiscard]] Task<Result<IdleEnd>> idle(Milliseconds longest);
  // Asks for news: afterwards changes() holds it.
  [[nodiscard]] Task<Result<void>> noop();
  [[nodiscard]] const Changes& changes() const;
  // Gives the changes and forgets them. examine() forgets them too.
  [[nodiscard]] Changes take_changes();

  // LOGOUT; whatever happens, the session is over afterwards.
  [[nodiscard]] Task<void> logout();

  // Makes every pending and later call return Fault::network "cancelled". From the executor's thread only.
  void cancel();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tradewind::mailsync::imap
