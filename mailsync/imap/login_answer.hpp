// What a server says while curl logs in, kept to explain a refusal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "mailsync/imap/response.hpp"

namespace tradewind::mailsync::imap {

class LoginAnswer {
 public:
  // The server's words are repeated in errors only if they hold none of the secrets, bare or as SASL sends them.
  explicit LoginAnswer(const Credentials& credentials);
  // A line of the server; the last tagged one counts, or a BYE.
  void hear(std::string_view line);
  // The server's reason in its own words, printable, as " (the server says: ...)"; "" if there is none to show.
  [[nodiscard]] std::string reason() const;
  [[nodiscard]] bool refused() const { return refused_; }  // a NO, BAD or BYE was heard
  // Worth trying again later: see means_later().
  [[nodiscard]] bool says_later() const { return later_; }

 private:
  std::vector<std::string> secrets_;
  std::string text_;
  bool later_ = false;
  bool refused_ = false;
};

// True if a refusal means "not now", by its code or, where servers give none, by its words.
[[nodiscard]] bool means_later(const StatusResponse& status);

}  // namespace tradewind::mailsync::imap
