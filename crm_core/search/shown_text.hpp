// What a list of hits shows of a mail: the beginnings of its texts, packed, in search.db beside the index. Reading and
// parsing the mail itself for each hit was half the time of a search (measured).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "crm_core/database/database.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/vault/codec.hpp"

namespace tradewind::crm::search {

// A hit farther behind is found, but the snippet shows the beginning of the text.
inline constexpr std::size_t most_shown_body_bytes = std::size_t{64} << 10;
inline constexpr std::size_t most_shown_attachment_bytes = std::size_t{16} << 10;

inline constexpr std::string_view create_shown_text =
    "CREATE TABLE shown_text (message_id INTEGER PRIMARY KEY, body_bytes INTEGER NOT NULL, names_bytes INTEGER NOT "
    "NULL,"
    " attachment_bytes INTEGER NOT NULL, coding INTEGER NOT NULL, packed BLOB NOT NULL);";

// Of one connection to search.db; not thread-safe. Failures of the disk throw DatabaseError.
class ShownTexts {
 public:
  explicit ShownTexts(database::Database& database) : database_(database) {}

  void put(RecordId message, const IndexText& text);
  // Body, attachment names and attachment text; nothing for a message that is not indexed or whose row is damaged.
  [[nodiscard]] std::optional<IndexText> get(RecordId message);

 private:
  database::Database& database_;
  ChunkCodec codec_;
};

}  // namespace tradewind::crm::search
