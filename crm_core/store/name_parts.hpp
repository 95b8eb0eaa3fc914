// Finds customers and contacts with some letters anywhere in a name or an address, without reading all names.
//
// In FTS5 tables of trigrams. Letters of double width (Chinese, Japanese, Korean), of which two are a word, are written
// with a mark between, so that two of them, and one, are a trigram too. Triggers note which records changed; those are
// taken in many at a time, since FTS5 writes a piece of index for every savepoint. This file and the migration are all
// that knows of it: on PostgreSQL, a pg_trgm index serves the conditions with LIKE as they are.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "crm_core/database/database.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

// Adds to a list of `table` ("customer" or "contact") the condition that a record, whose number is `id`, may have one
// of these parts, keys as in model/name_key.hpp: whoever asks still compares the texts. False when that cannot be told,
// because a part is too short (one or two letters, unless of double width).
bool add_parts(database::Database& database, Where& where, std::string_view table, std::string_view id,
               std::span<const std::string> parts);

// Takes in what changed, when it is enough to be worth while. In one transaction.
void take_in_parts(database::Database& database);

}  // namespace tradewind::crm
