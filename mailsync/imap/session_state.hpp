// What a Session holds, shared by the files that implement it. Not for others.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailsync/imap/connection.hpp"
#include "mailsync/imap/dialogue.hpp"
#include "mailsync/imap/session.hpp"

namespace tradewind::mailsync::imap {

struct Session::State {
  State(boost::asio::any_io_executor run_on, SessionOptions with);

  // Sends a command and reads to its end. `take` sees every untagged response first; what it does not take (false) is
  // noted as unasked news. NO and BAD become errors.
  using Taker = std::function<Result<bool>(Response&)>;
  [[nodiscard]] Task<Result<void>> run(std::string command, std::string_view name, Taker take = {});
  // Files news into `changes` and `capabilities`.
  void note(Response& response);
  [[nodiscard]] bool has(std::string_view capability) const;
  [[nodiscard]] Task<Result<void>> learn_capabilities();
  [[nodiscard]] Task<Result<void>> introduce();
  [[nodiscard]] Task<Result<void>> enable();

  // How one UID FETCH command ended.
  struct PieceAnswer {
    UidSet delivered;
    UidSet without_content;  // answered, but with no content
    bool content_without_uid = false;
    StatusResponse status;
  };
  using Content = std::optional<RawBytes> FetchResponse::*;
  [[nodiscard]] Task<Result<FetchOutcome>> fetch_content(UidSet uids, std::string items, Content content,
                                                         MessageHandler handler);
  [[nodiscard]] Task<Result<PieceAnswer>> fetch_piece(const UidSet& piece, const std::string& items, Content content,
                                                      const MessageHandler& handler);
  using FetchTaker = std::function<bool(FetchResponse&)>;  // true: it was what was asked for
  // The UIDs that a FETCH of nothing else tells.
  [[nodiscard]] Task<Result<UidSet>> fetch_uids(std::string command);
  // UID FETCH of small items. `take` sees only answers about the UIDs asked for. With `vanished` only those that
  // changed are answered.
  [[nodiscard]] Task<Result<void>> collect(UidSet uids, std::string items, FetchTaker take, UidSet* vanished = nullptr);

  boost::asio::any_io_executor executor;
  SessionOptions options;
  Dialogue dialogue;
  std::optional<Connector> connector;
  bool cancelled = false;
  std::vector<std::string> capabilities;  // upper case, sorted
  bool qresync_enabled = false;
  bool utf8_enabled = false;
  std::string examined;      // wire name
  std::uint32_t exists = 0;  // in the examined folder, as far as told
  Changes changes;
};

}  // namespace tradewind::mailsync::imap
