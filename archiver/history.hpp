// Mail does not come in the order it was written: a backfill brings the newest first, an import one folder after the
// other. So a reply may be decided before the inquiry it answers. This finds the messages filed since the last time
// that turned out to be older than others of their thread or of their author, and decides those others again, oldest
// first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "archiver/archiver.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::archiver {

// In slices, so that whoever shares the archiver with it (new mail, a watchdog) need not wait for all of a long
// history. Whatever is filed between two slices is left for the next settling. Interrupted, it begins again from where
// the last whole one ended; done twice, nothing changes. The archiver and the store must outlive it; the thread is
// theirs. Throws database::DatabaseError, after which it may go on.
class HistorySettling {
 public:
  HistorySettling(Archiver& archiver, crm::Store& store);

  // Some hundred messages looked through or some dozen decided again: about a tenth of a second, durable when it
  // returns. True when the history is settled. Faults as Archiver::refile.
  [[nodiscard]] Result<bool> step();
  [[nodiscard]] std::int64_t refiled() const { return refiled_; }

 private:
  [[nodiscard]] bool look_through();
  void find_overtaken(const crm::StoredMessage& older);
  void put_in_order();
  [[nodiscard]] Result<bool> refile_some();
  void remember();

  Archiver& archiver_;
  crm::Store& store_;
  const crm::RecordId after_;  // everything up to this message was settled before
  crm::RecordId last_;         // looked through up to here
  bool looked_through_ = false;
  std::set<crm::RecordId> overtaken_;
  std::vector<crm::RecordId> order_;  // of these, oldest first
  std::size_t next_ = 0;              // in order_
  std::int64_t refiled_ = 0;
};

// All of it at once; how many messages were decided again. Cheap when mail came in order.
[[nodiscard]] Result<std::int64_t> settle_history(Archiver& archiver, crm::Store& store);

}  // namespace tradewind::archiver
