// Dialogue: commands out, responses in. Tags, timeouts and the read buffer; no command's meaning.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailsync/imap/response.hpp"
#include "mailsync/imap/response_reader.hpp"
#include "mailsync/imap/transport.hpp"

namespace tradewind::mailsync::imap {

using Clock = std::chrono::steady_clock;

class Dialogue {
 public:
  explicit Dialogue(const SessionOptions& options);
  void attach(std::unique_ptr<Transport> transport);

  // Sends "T7 COMMAND" and makes T7 the tag that ends it. `longest` bounds the whole command; with Milliseconds::max()
  // it may take as long as it makes progress (SessionOptions::progress_window).
  [[nodiscard]] Task<Result<void>> begin(std::string command, Milliseconds longest);
  [[nodiscard]] Task<Result<void>> send_line(std::string_view line);
  // The next response of the running command, untagged or its tagged end. BYE, silence, and what no IMAP server may say
  // are errors and end the dialogue.
  [[nodiscard]] Task<Result<Response>> next();
  // The same for a time in which silence is no fault: nothing when `longest` passed.
  [[nodiscard]] Task<Result<std::optional<Response>>> next_within(Milliseconds longest);

  // True for the tagged response that ends the running command.
  [[nodiscard]] static bool ends_command(const Response& response);
  [[nodiscard]] const std::string& tag() const { return tag_; }
  [[nodiscard]] bool usable() const { return usable_; }
  void end() { usable_ = false; }
  void expect_bye() { bye_expected_ = true; }
  void cancel();
  // Gives back the memory that a bulk fetch needed.
  void shrink();

 private:
  Result<std::optional<Response>> from_buffer();
  Task<Result<bool>> fill(Milliseconds timeout);
  Result<void> check(const Response& response);
  Milliseconds silence_allowed() const;
  Result<void> note_progress(std::size_t bytes, Clock::duration waited);

  Milliseconds answer_timeout_;
  Milliseconds progress_window_;
  std::size_t least_progress_;
  ResponseReader reader_;
  std::unique_ptr<Transport> transport_;
  std::vector<char> buffer_;
  std::string_view unread_;
  std::string tag_;
  std::uint64_t tag_number_ = 0;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::size_t window_bytes_ = 0;  // received, and time waited for them, in the present window
  Clock::duration window_waited_{};
  bool usable_ = false;
  bool cancelled_ = false;
  bool bye_expected_ = false;
};

// Text as an IMAP quoted string. Fault::invalid when it holds a CR, LF or NUL, which no quoted string can.
[[nodiscard]] Result<std::string> imap_quoted(std::string_view text);
// The error that a NO or BAD stands for (see session.hpp). Precondition: it is one of them.
[[nodiscard]] tl::unexpected<Error> refusal(const StatusResponse& status, std::string_view command);

}  // namespace tradewind::mailsync::imap
