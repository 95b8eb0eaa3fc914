// What we add to FTS5 (https://sqlite.org/fts5.html §7): our tokenizer, 'tradewind', and our ranking, relevance().
// Besides crm_core/database the only place that includes sqlite3.h.
#pragma once

#include "crm_core/database/database.hpp"

namespace tradewind::crm::search {

// Needed on every connection that reads or writes the index. Throws DatabaseError if this SQLite has no FTS5.
//
// Tokenizer: text of a document is cut into tokens, colocated ones included. Text of a query is taken as one token, as
// it stands: the planner has cut and folded it already and says itself what is a phrase, an alternative or a prefix.
//
// relevance(table, weight of column 1, ...): smaller is better, as with bm25(). Each phrase of the query counts by its
// rarity, times how much of it the row has, saturating. Length does not count: bm25() would need the size of every
// column of every row, which measured 13% of the work of indexing, and a mail is not less to the point for the history
// quoted below it.
void register_fts_extension(database::Database& database);

}  // namespace tradewind::crm::search
