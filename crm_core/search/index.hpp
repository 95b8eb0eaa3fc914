// search.db: the full-text index of all mail. Derived data: whatever happens to it, it can be made anew from store and
// vault.
//
// One row a message, contentless (only where each word stands; shown_text.hpp keeps the beginning of the text). Rows are numbered by arrival:
// second of arrival * 16 + a slot, the slots of a crowded second running over into the next ones. So newest-first is
// the order of the rows, a range of dates is a range of row numbers, and the numbers lie close together, which makes
// the lists of rows short: measured against (arrival << 30 | message id) the index is a third smaller and a fifth
// cheaper to build. The table `entry` gives the message of a row.
//
// How far the index has followed the store is kept in it, in the same transaction: a message is either indexed and
// counted, or neither. Messages that could not be read yet (quarantined) are passed over and remembered as deferred.
//
// Threads: one SearchIndex a thread; any number of processes may follow at the same time. Failures throw DatabaseError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/database/database.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/search/shown_text.hpp"

namespace tradewind::crm::search {

// Text beyond this many bytes of one column is not indexed. limits::text_bytes of the archiver is below it.
inline constexpr std::size_t most_indexed_bytes = std::size_t{4} << 20;

// The first row number of that second: arrivals in [from, until) have the rows from first_row_of(from) to before
// first_row_of(until), but for those that a crowded second pushed on. Arrivals before 1970 and after the year 2242
// count as the nearest in between.
[[nodiscard]] std::int64_t first_row_of(EpochSeconds arrival);

struct IndexedMessage {
  RecordId message = 0;
  EpochSeconds arrived_at = 0;
  IndexText text;
};

// What follows the messages up to `after`, up to and including `upto`.
struct IndexBatch {
  RecordId after = 0;
  RecordId upto = 0;
  std::vector<IndexedMessage> messages;
  std::vector<RecordId> deferred;  // of these, the ones that have no text yet
};

class SearchIndex {
 public:
  // Makes the file, or empties one of another format, which then is followed from the start.
  explicit SearchIndex(const std::filesystem::path& file);

  // All messages up to this id are indexed, but for the deferred. 0: none.
  [[nodiscard]] RecordId watermark();
  [[nodiscard]] std::vector<RecordId> deferred();

  // In one transaction. False, and nothing done, if the watermark is not batch.after: somebody else was here.
  [[nodiscard]] bool append(const IndexBatch& batch);
  // Indexes messages that were deferred; others among them (somebody else was faster) are left alone.
  void add_deferred(std::span<const IndexedMessage> messages);
  // Forgets everything; the watermark is 0 again.
  void clear();
  // Of its cache: for when nothing happens for a while.
  void release_memory() { database_->release_memory(); }
  // Number of messages in the index.
  [[nodiscard]] std::int64_t count();

 private:
  void create_or_upgrade();
  void create_tables();
  RecordId read_watermark();
  void insert(std::span<const IndexedMessage> messages);
  [[nodiscard]] std::int64_t free_row(EpochSeconds arrival);
  [[nodiscard]] std::int64_t next_in_second(std::int64_t first_row);

  std::unique_ptr<database::Database> database_;
  ShownTexts shown_{*database_};
};

// A read-only connection for searching: search.db as main, crm.db attached as `crm`. Fault::not_found when there is no
// index yet or it has another format (the follower makes it anew).
[[nodiscard]] Result<std::unique_ptr<database::Database>> open_for_search(const std::filesystem::path& search_file,
                                                                          const std::filesystem::path& store_file);

}  // namespace tradewind::crm::search
