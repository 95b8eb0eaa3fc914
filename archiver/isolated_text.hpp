// attachment_text() in a process of its own: the libraries that read PDF and office files have crashed and hung on
// crafted ones, and mail comes from strangers.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "archiver/text/attachment_text.hpp"

namespace tradewind::archiver {

struct IsolationLimits {
  std::chrono::milliseconds wall{10'000};
  std::size_t memory_bytes = std::size_t{1} << 30;  // of address space beyond what the process has already
};

// As attachment_text(), and besides Fault::invalid when the child crashed, ran out of memory or took too long. The
// child is a fork that runs nothing but this. Thread-safe.
[[nodiscard]] Result<std::string> isolated_attachment_text(std::string_view decoded, std::string_view media_type,
                                                           std::string_view file_name, const AttachmentLimits& limits,
                                                           const IsolationLimits& isolation = {});

}  // namespace tradewind::archiver
