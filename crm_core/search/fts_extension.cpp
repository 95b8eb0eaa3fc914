#include "crm_core/search/fts_extension.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "crm_core/search/tokenizer.hpp"

namespace tradewind::crm::search {

namespace {

using TokenCallback = int (*)(void*, int, const char*, int, int, int);

// The tokenizer has no state; FTS5 wants an object and never looks into it.
int create(void*, const char**, int, Fts5Tokenizer** out) {
  static char stateless = 0;
  *out = reinterpret_cast<Fts5Tokenizer*>(&stateless);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

struct Forwarding {
  void* context;
  TokenCallback callback;
  int code = SQLITE_OK;
};

bool forward(void* context, const Token& token) {
  auto& to = *static_cast<Forwarding*>(context);
  to.code =
      to.callback(to.context, token.colocated ? FTS5_TOKEN_COLOCATED : 0, token.text.data(),
                  static_cast<int>(token.text.size()), static_cast<int>(token.start), static_cast<int>(token.end));
  return to.code == SQLITE_OK;
}

int cut(Fts5Tokenizer*, void* context, int flags, const char* text, int size, TokenCallback callback) {
  if (text == nullptr || size <= 0) return SQLITE_OK;
  if ((flags & FTS5_TOKENIZE_QUERY) != 0) return callback(context, 0, text, size, 0, size);
  Forwarding to{context, callback};
  tokenize(std::string_view(text, static_cast<std::size_t>(size)), &to, &forward);
  return to.code;
}

using Columns = const Fts5ExtensionApi;

int count_row(Columns*, Fts5Context*, void* count) {
  ++*static_cast<sqlite3_int64*>(count);
  return SQLITE_OK;
}

// Robertson-Sparck Jones weight of each phrase, never below a small positive one: a word in most mails still counts a
// little. Computed once a query and kept by FTS5 for its other rows.
const std::vector<double>* rarities(Columns* api, Fts5Context* context) {
  if (const void* known = api->xGetAuxdata(context, 0)) return static_cast<const std::vector<double>*>(known);
  sqlite3_int64 rows = 0;
  if (api->xRowCount(context, &rows) != SQLITE_OK) return nullptr;
  auto* made = new std::vector<double>;
  const auto destroy_it = [](void* kept) { delete static_cast<std::vector<double>*>(kept); };
  for (int phrase = 0; phrase < api->xPhraseCount(context); ++phrase) {
    sqlite3_int64 hits = 0;
    if (api->xQueryPhrase(context, phrase, &hits, &count_row) != SQLITE_OK) hits = rows;
    const double with = static_cast<double>(hits);
    made->push_back(std::max(1e-3, std::log((static_cast<double>(rows) - with + 0.5) / (with + 0.5))));
  }
  return api->xSetAuxdata(context, made, destroy_it) == SQLITE_OK ? made : nullptr;  // FTS5 destroys it on failure too
}

void relevance(Columns* api, Fts5Context* context, sqlite3_context* answer, int weight_count, sqlite3_value** weights) {
  constexpr double half_saturation = 1.5;
  const std::vector<double>* rarity = rarities(api, context);
  int instances = 0;
  if (rarity == nullptr || api->xInstCount(context, &instances) != SQLITE_OK) return sqlite3_result_error_nomem(answer);
  std::vector<double> found(rarity->size(), 0.0);
  for (int i = 0; i < instances; ++i) {
    int phrase = 0;
    int column = 0;
    int offset = 0;
    if (api->xInst(context, i, &phrase, &column, &offset) != SQLITE_OK) continue;
    found[static_cast<std::size_t>(phrase)] += column < weight_count ? sqlite3_value_double(weights[column]) : 1.0;
  }
  double score = 0;
  for (std::size_t i = 0; i < found.size(); ++i) score -= (*rarity)[i] * found[i] / (found[i] + half_saturation);
  sqlite3_result_double(answer, score);
}

fts5_api* fts5_of(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

void register_fts_extension(database::Database& database) {
  fts5_api* api = fts5_of(database.handle());
  fts5_tokenizer tokenizer{&create, &destroy, &cut};
  if (api == nullptr || api->xCreateTokenizer(api, "tradewind", nullptr, &tokenizer, nullptr) != SQLITE_OK ||
      api->xCreateFunction(api, "relevance", nullptr, &relevance, nullptr) != SQLITE_OK)
    throw database::DatabaseError(SQLITE_ERROR, "database: this SQLite has no FTS5 full-text search");
}

}  // namespace tradewind::crm::search
