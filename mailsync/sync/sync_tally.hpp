// Counters of a running sync, for progress and reports. One thread (the io_context's) writes and reads them.
#pragma once

#include <cstdint>

namespace tradewind::mailsync {

struct SyncTally {
  std::uint64_t outstanding = 0;  // messages known to be on a server and not taken yet
  unsigned looks_under_way = 0;   // folders being looked at now
  std::uint64_t taken = 0;        // whole messages and stubs handed to the sink
  std::uint64_t bytes = 0;        // of these
  std::uint64_t stubs = 0;
  std::uint64_t skipped = 0;
  std::uint64_t gone = 0;  // seen to have vanished from a server
  std::uint64_t flag_changes = 0;
};

}  // namespace tradewind::mailsync
