// Connection: TCP, TLS or STARTTLS and SASL login by libcurl (CURLOPT_CONNECT_ONLY); afterwards the session's bytes are
// ours.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string_view>

#include "mailsync/imap/transport.hpp"

namespace tradewind::mailsync::imap {

// One attempt to connect. Connecting blocks, so it runs on a thread of `connectors`; the answer comes back on
// `executor`. The io_context of `executor` must outlive the pool's threads: stop and join the pool first.
class Connector {
 public:
  Connector(boost::asio::any_io_executor executor, boost::asio::thread_pool& connectors);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  // Fault::invalid: endpoint or credentials make no sense. Fault::forbidden: plaintext login to a host that is not
  // loopback. Fault::refused: login denied, certificate wrong (hint says what to look at). Fault::busy: the server says
  // "later"
  // ([UNAVAILABLE], [INUSE], [LIMIT]: RFC 5530). Fault::network: all else, timeouts too. No error holds a secret.
  [[nodiscard]] Task<Result<std::unique_ptr<Transport>>> connect(Endpoint endpoint, Credentials credentials);
  // A pending connect returns at once with Fault::network "cancelled"; the blocked thread ends on its own within about
  // a second.
  void cancel();

 private:
  struct Attempt;
  boost::asio::any_io_executor executor_;
  boost::asio::thread_pool& connectors_;
  std::shared_ptr<Attempt> attempt_;
  bool cancelled_ = false;
};

[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace tradewind::mailsync::imap
