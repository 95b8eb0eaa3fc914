// CurlHandle: a connected, logged-in IMAP connection made and carried by libcurl, without waiting of its own. This
// file's .cpp is the one that speaks IMAP through curl; oauth_token.cpp is the other that includes curl.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync::imap {

class CurlHandle {
 public:
  // Blocks until logged in, refused, timed out, or `abandoned` becomes true (seen within about a second). Errors as
  // Connector::connect says.
  [[nodiscard]] static Result<std::unique_ptr<CurlHandle>> connect(const Endpoint& endpoint,
                                                                   const Credentials& credentials,
                                                                   const std::atomic<bool>& abandoned);
  ~CurlHandle();
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;

  // The socket, for waiting only. Reading may be possible without the socket showing it (TLS): receive first, then
  // wait.
  [[nodiscard]] int socket() const;
  // Nothing: it would block. Fault::network when the connection has ended.
  [[nodiscard]] Result<std::optional<std::size_t>> receive(std::span<char> buffer);
  [[nodiscard]] Result<std::optional<std::size_t>> send(std::string_view bytes);

 private:
  struct Parts;
  explicit CurlHandle(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// curl_global_init, once in the process.
void start_curl();

}  // namespace tradewind::mailsync::imap
