#include "crm_core/search/index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

#include "crm_core/search/fts_extension.hpp"

namespace tradewind::crm::search {

namespace {

// Counts up with every change to the tokenizer or to the tables: an index of another number is made anew.
constexpr int format_version = 2;
constexpr std::int64_t slots_per_second = 16;
constexpr EpochSeconds last_arrival = (EpochSeconds{1} << 33) - 1;

std::string_view bounded(std::string_view text) { return text.substr(0, most_indexed_bytes); }

database::OpenOptions writing() {
  database::OpenOptions options;
  options.page_bytes = 8192;
  options.cache_kib = 16 * 1024;
  options.full_sync = false;  // derived data: a power failure may cost the last batches, which are then followed again
  return options;
}

void bind_text(database::Statement& statement, int first, const IndexText& text) {
  for (const std::string* column :
       {&text.subject, &text.from, &text.to, &text.cc, &text.body, &text.attachment_names, &text.attachment_text})
    statement.bind(first++, bounded(*column));
}

}  // namespace

std::int64_t first_row_of(EpochSeconds arrival) {
  return std::clamp<EpochSeconds>(arrival, 0, last_arrival + 1) * slots_per_second;
}

SearchIndex::SearchIndex(const std::filesystem::path& file)
    : database_(std::make_unique<database::Database>(file, writing())) {
  register_fts_extension(*database_);
  create_or_upgrade();
}

void SearchIndex::create_or_upgrade() {
  const auto version = [&] {
    database::Statement pragma(database_->handle(), "PRAGMA user_version");
    return pragma.step() ? pragma.int64(0) : 0;
  };
  if (version() == format_version) return;
  database::Transaction transaction(*database_);
  if (version() == format_version) return;  // another process was faster
  for (const char* table : {"mail", "entry", "shown_text", "deferred", "follow"})
    database_->execute(fmt::format("DROP TABLE IF EXISTS {}", table));
  create_tables();
  transaction.commit();
}

void SearchIndex::create_tables() {
  // Merging 16 segments at a time instead of 4 writes each word fewer times while indexing; queries do not notice
  // (measured).
  database_->execute(fmt::format(
      "CREATE VIRTUAL TABLE mail USING fts5(subject, sender, recipient, cc, body, attachment_names, attachment_text,"
      " content='', columnsize=0, tokenize='tradewind');"
      "INSERT INTO mail(mail, rank) VALUES ('automerge', 16);"
      "INSERT INTO mail(mail, rank) VALUES ('crisismerge', 32);"
      "CREATE TABLE entry (id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL);"
      "{}"
      "CREATE TABLE deferred (message_id INTEGER PRIMARY KEY);"
      "CREATE TABLE follow (watermark INTEGER NOT NULL);"
      "INSERT INTO follow VALUES (0);"
      "PRAGMA user_version={}",
      create_shown_text, format_version));
}

RecordId SearchIndex::read_watermark() {
  auto& select = database_->prepare("SELECT watermark FROM follow");
  const RecordId found = select.step() ? select.int64(0) : 0;
  select.reset();
  return found;
}

RecordId SearchIndex::watermark() { return read_watermark(); }

std::vector<RecordId> SearchIndex::deferred() {
  std::vector<RecordId> found;
  auto& select = database_->prepare("SELECT message_id FROM deferred ORDER BY message_id");
  while (select.step()) found.push_back(select.int64(0));
  return found;
}

std::int64_t SearchIndex::count() {
  auto& select = database_->prepare("SELECT count(*) FROM entry");
  const std::int64_t found = select.step() ? select.int64(0) : 0;
  select.reset();
  return found;
}

bool SearchIndex::append(const IndexBatch& batch) {
  database::Transaction transaction(*database_);
  if (read_watermark() != batch.after) return false;
  insert(batch.messages);
  for (const RecordId message : batch.deferred)
    database_->prepare("INSERT INTO deferred (message_id) VALUES (?)").run_with(message);
  database_->prepare("UPDATE follow SET watermark = ?").run_with(batch.upto);
  transaction.commit();
  return true;
}

void SearchIndex::add_deferred(std::span<const IndexedMessage> messages) {
  database::Transaction transaction(*database_);
  for (const IndexedMessage& message : messages) {
    database_->prepare("DELETE FROM deferred WHERE message_id = ?").run_with(message.message);
    if (database_->changes() > 0) insert({&message, 1});
  }
  transaction.commit();
}

// FTS5 starts a new segment whenever row numbers go down inside a transaction, so the rows are handed to it in order.
void SearchIndex::insert(std::span<const IndexedMessage> messages) {
  std::vector<const IndexedMessage*> by_arrival;
  by_arrival.reserve(messages.size());
  for (const IndexedMessage& message : messages) by_arrival.push_back(&message);
  std::sort(by_arrival.begin(), by_arrival.end(), [](const IndexedMessage* a, const IndexedMessage* b) {
    return std::pair(a->arrived_at, a->message) < std::pair(b->arrived_at, b->message);
  });
  std::vector<std::pair<std::int64_t, const IndexedMessage*>> rows;
  rows.reserve(messages.size());
  auto& take_row = database_->prepare("INSERT INTO entry (id, message_id) VALUES (?, ?)");
  for (const IndexedMessage* message : by_arrival) {
    rows.emplace_back(free_row(message->arrived_at), message);
    take_row.run_with(rows.back().first, message->message);
  }
  std::sort(rows.begin(), rows.end());
  auto& add = database_->prepare(
      "INSERT INTO mail (rowid, subject, sender, recipient, cc, body, attachment_names, attachment_text)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const auto& [row, message] : rows) {
    add.reset();
    add.bind(1, row);
    bind_text(add, 2, message->text);
    add.run();
  }
  for (const IndexedMessage& message : messages) shown_.put(message.message, message.text);
}

// The next row number of the second that begins at first_row; first_row + slots_per_second when it is full.
std::int64_t SearchIndex::next_in_second(std::int64_t first_row) {
  auto& last = database_->prepare("SELECT max(id) FROM entry WHERE id >= ? AND id < ?");
  last.bind_all(first_row, first_row + slots_per_second);
  const std::int64_t next = last.step() && !last.is_null(0) ? last.int64(0) + 1 : first_row;
  last.reset();
  return next;
}

// Imports may give thousands of mails the same second. Its full seconds lie in one stretch, whose end is found by
// doubling steps and halving again, so that each mail costs a logarithm and not the length of the stretch.
std::int64_t SearchIndex::free_row(EpochSeconds arrival) {
  const std::int64_t begin = first_row_of(std::min(arrival, last_arrival));
  const auto is_full = [&](std::int64_t second) {
    const std::int64_t first = begin + second * slots_per_second;
    return next_in_second(first) == first + slots_per_second;
  };
  if (!is_full(0)) return next_in_second(begin);
  std::int64_t full = 0;
  std::int64_t step = 1;
  while (is_full(full + step)) {
    full += step;
    step *= 2;
  }
  std::int64_t open = full + step;
  while (open - full > 1) {
    const std::int64_t middle = full + (open - full) / 2;
    (is_full(middle) ? full : open) = middle;
  }
  return next_in_second(begin + open * slots_per_second);
}

void SearchIndex::clear() {
  database::Transaction transaction(*database_);
  database_->execute(
      "INSERT INTO mail (mail) VALUES ('delete-all');"
      "DELETE FROM entry; DELETE FROM shown_text; DELETE FROM deferred; UPDATE follow SET watermark = 0");
  transaction.commit();
}

Result<std::unique_ptr<database::Database>> open_for_search(const std::filesystem::path& search_file,
                                                            const std::filesystem::path& store_file) {
  const char* hint = "make it with: crm index rebuild";
  std::error_code missing;
  if (!std::filesystem::exists(search_file, missing))
    return fail(Fault::not_found, "there is no search index yet", hint);
  database::OpenOptions reading;
  reading.mode = database::OpenMode::read_only;
  reading.mmap_bytes = std::int64_t{1} << 31;
  auto opened = std::make_unique<database::Database>(search_file, reading);
  {
    database::Statement version(opened->handle(), "PRAGMA user_version");
    if (!version.step() || version.int64(0) != format_version)
      return fail(Fault::not_found, "the search index was made by another version", hint);
  }
  register_fts_extension(*opened);
  opened->attach(store_file, "crm");
  return opened;
}

}  // namespace tradewind::crm::search
