#include "crm_core/store/name_parts.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <vector>

#include "crm_core/model/name_key.hpp"

namespace tradewind::crm {

namespace {

// So many are looked up one by one and sorted (10 ms); of more, it is sooner done to read the names in their order
// until the page is full, and to look only at those that are hits: 3 ms with 16,000 hits among 500,000 contacts, 70 ms
// when all are, 50 ms when the first stands last.
constexpr int few_hits = 2'000;
// Of a longer part the first ones: the texts are compared anyway.
constexpr std::size_t most_trigrams = 16;
// So many that changed do not slow a list down.
constexpr std::size_t worth_while = 500;
// Stands round letters of double width, and between two texts; in no key.
constexpr char16_t mark = 1;

bool is_wide(UChar32 letter) {
  if (letter < 0x1100) return false;  // the first one that is
  const int width = u_getIntPropertyValue(letter, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

void append_marked(icu::UnicodeString& text, std::string_view key) {
  const auto letters =
      icu::UnicodeString::fromUTF8(icu::StringPiece(key.data(), static_cast<std::int32_t>(key.size())));
  bool wide_before = false;
  for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 letter = letters.char32At(at);
    const bool wide = is_wide(letter);
    if (wide || wide_before) text.append(mark);
    text.append(letter);
    wide_before = wide;
  }
  if (wide_before) text.append(mark);
}

std::string indexed(std::span<const std::string> keys) {
  icu::UnicodeString text;
  for (const auto& key : keys) {
    if (!text.isEmpty()) text.append(mark);
    append_marked(text, key);
  }
  std::string bytes;
  return text.toUTF8String(bytes);
}

// The FTS5 expression for a part: all of its trigrams; "" when it has none.
std::string expression(std::string_view part) {
  icu::UnicodeString text;
  append_marked(text, part);
  std::vector<icu::UnicodeString> trigrams;
  const std::int32_t letters = text.countChar32();
  for (std::int32_t i = 0; i + 2 < letters && trigrams.size() < most_trigrams; ++i) {
    const std::int32_t from = text.moveIndex32(0, i);
    auto trigram = text.tempSubStringBetween(from, text.moveIndex32(from, 3));
    if (std::find(trigrams.begin(), trigrams.end(), trigram) == trigrams.end()) trigrams.push_back(std::move(trigram));
  }
  std::string all;
  for (auto& trigram : trigrams) {
    all += all.empty() ? "\"" : " AND \"";
    trigram.findAndReplace("\"", "\"\"").toUTF8String(all);
    all += '"';
  }
  return all;
}

struct Due {
  std::string table;
  std::int64_t record;
};

std::vector<Due> next_due(database::Database& database, int limit) {
  std::vector<Due> due;
  auto rows =
      database.query("SELECT record_type, record_id FROM part_due ORDER BY record_type, record_id LIMIT ?", limit);
  while (rows->step()) due.push_back({rows->text(0), rows->int64(1)});
  return due;
}

// Keys are made from the name: those of a record that is put away are away, and it may come back. Nothing of one that
// is gone.
std::vector<std::string> keys_of(database::Database& database, const Due& due) {
  std::vector<std::string> keys;
  {
    auto rows = database.query(fmt::format("SELECT name FROM {} WHERE id = ?", due.table), due.record);
    if (rows->step()) keys.push_back(name_key(rows->view(0)));
  }
  if (due.table == "customer") return keys;
  auto rows = database.query("SELECT address FROM contact_address WHERE contact_id = ? ORDER BY address", due.record);
  while (rows->step()) keys.push_back(rows->text(0));
  return keys;
}

void take_in(database::Database& database, const Due& due) {
  const std::string text = indexed(keys_of(database, due));
  {
    auto rows = database.query(fmt::format("SELECT text FROM {}_part WHERE rowid = ?", due.table), due.record);
    if (rows->step()) {
      if (rows->view(0) == text) return;
      database.run(fmt::format("DELETE FROM {}_part WHERE rowid = ?", due.table), due.record);
    }
  }
  if (!text.empty())
    database.run(fmt::format("INSERT INTO {}_part (rowid, text) VALUES (?, ?)", due.table), due.record, text);
}

}  // namespace

bool add_parts(database::Database& database, Where& where, std::string_view table, std::string_view id,
               std::span<const std::string> parts) {
  std::string match;
  for (const auto& part : parts) {
    const std::string one = expression(part);
    if (one.empty()) return false;
    match += fmt::format("{}({})", match.empty() ? "" : " OR ", one);
  }
  if (match.empty()) return false;
  const std::string records = fmt::format(
      "SELECT rowid FROM {0}_part WHERE {0}_part MATCH ?"
      " UNION ALL SELECT record_id FROM part_due WHERE record_type = '{0}'",
      table);
  auto rows = database.query(fmt::format("SELECT count(*) FROM ({} LIMIT ?)", records), match, few_hits);
  rows->step();
  // The sign keeps SQLite from looking the hits up by their numbers.
  where.add(fmt::format("{}{} IN ({})", rows->integer(0) < few_hits ? "" : "+", id, records), match);
  return true;
}

void take_in_parts(database::Database& database) {
  if (next_due(database, worth_while).size() < worth_while) return;
  database::Transaction transaction(database);
  constexpr int slice = 10'000;
  for (auto due = next_due(database, slice); !due.empty(); due = next_due(database, slice)) {
    for (const auto& each : due) take_in(database, each);
    // In the same order as they were read.
    database.run("DELETE FROM part_due WHERE (record_type, record_id) <= (?, ?)", due.back().table, due.back().record);
  }
  transaction.commit();
}

}  // namespace tradewind::crm
