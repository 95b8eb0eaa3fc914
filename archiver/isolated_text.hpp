// attachment_text() in a process of its own: the libraries that read PDF and office files have crashed and hung on
// crafted ones, and mail comes from strangers.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "archiver/text_server.hpp"

namespace tradewind::archiver {

// Owns the server process (text_server.hpp), forked at construction: construct it early, while the process is small.
// A server that died, or that does not answer at all, is replaced and asked once more: that is never the document's
// doing, but happens when the fork fell into the moment in which another thread held a lock of one of the libraries.
// One thread at a time.
class IsolatedText {
 public:
  IsolatedText();
  ~IsolatedText();  // the server is gone when it returns
  IsolatedText(IsolatedText&&) noexcept;
  IsolatedText& operator=(IsolatedText&&) noexcept;

  // As attachment_text(), and besides Fault::invalid when the child crashed, ran out of memory or took too long, and
  // Fault::io when there is no process to be had.
  [[nodiscard]] Result<std::string> attachment_text(std::string_view decoded, std::string_view media_type,
                                                    std::string_view file_name, const AttachmentLimits& limits,
                                                    const IsolationLimits& isolation = {});

  // Of the server; 0 when there is none.
  [[nodiscard]] int process_id() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;  // none when the fork failed: tried again by the next document
};

}  // namespace tradewind::archiver
