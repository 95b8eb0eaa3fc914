// Room for the pages of a long transaction.
#pragma once

#include <fmt/format.h>

#include "crm_core/database/database.hpp"

namespace tradewind::database {

// While it lives, the connection keeps up to `kib` of pages in memory. A transaction that changes more than it may keep
// writes each page to the log as often as it must make room, and reads it again: an import of 100,000 rows did little
// else.
class LargerCache {
 public:
  LargerCache(Database& database, int kib) : database_(database) {
    auto rows = database_.query("PRAGMA cache_size");
    if (rows->step()) before_ = rows->int64(0);
    set(-std::int64_t{kib});
  }
  ~LargerCache() {
    try {
      set(before_);
    } catch (const DatabaseError&) {
      // Only memory is lost.
    }
  }
  LargerCache(const LargerCache&) = delete;
  LargerCache& operator=(const LargerCache&) = delete;

 private:
  void set(std::int64_t size) { database_.execute(fmt::format("PRAGMA cache_size={}", size)); }
  Database& database_;
  std::int64_t before_ = 0;
};

}  // namespace tradewind::database
