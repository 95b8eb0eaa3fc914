// What an import says of each row of a file, and the rule by which rows are kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/database/larger_cache.hpp"
#include "crm_core/database/rows_written.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/name_parts.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct ImportOutcome {
  std::int64_t line = 0;  // where the row begins, the first of the file being 1
  std::string outcome;    // "created", "matched", "refused"
  std::string name;
  RecordId customer = 0, contact = 0, lead = 0;  // 0 when refused, or none of them
  std::string why;                               // what it was matched by, or the field and what is wrong with it
};

struct ImportManner {
  bool dry_run = false;
  bool partial = false;  // keep the good rows of a file that has bad ones
};

namespace import_rows {

// Nothing: they must be taken again. With `careful`, a refused row is taken back by itself. Else, once a row was
// refused that had written something already, all of it is of no use.
template <class Rows, class Take>
[[nodiscard]] std::optional<std::vector<ImportOutcome>> take(Store& store, const Rows& rows, const ImportManner& manner,
                                                             Take&& take_row, bool careful) {
  auto& database = store.database();
  database::Transaction all(database);
  std::vector<ImportOutcome> outcomes;
  bool refused = false;
  for (const auto& row : rows) {
    ImportOutcome outcome{row.line, "refused", "", 0, 0, 0, ""};
    std::optional<database::Transaction> one;
    if (careful) one.emplace(database);
    const std::int64_t written = careful ? 0 : database::rows_written(database);
    if (const Result<void> taken = take_row(row, outcome)) {
      if (one) one->commit();
    } else {
      if (!careful && database::rows_written(database) != written) return {};
      outcome = {row.line, "refused", std::move(outcome.name), 0, 0, 0, taken.error().message};
      refused = true;
    }
    outcomes.push_back(std::move(outcome));
  }
  if (manner.dry_run || (refused && !manner.partial)) return outcomes;
  take_in_parts(database);
  all.commit();
  return outcomes;
}

}  // namespace import_rows

// take(row, outcome) gives Result<void>: of a row that it refuses nothing is kept. With a refused row nothing at all is
// kept, unless `partial`. A row may be taken twice: first without a savepoint for each, which costs a fifth of the time
// and is needed by few files.
template <class Rows, class Take>
[[nodiscard]] std::vector<ImportOutcome> take_rows(Store& store, const Rows& rows, const ImportManner& manner,
                                                   Take&& take) {
  constexpr int cache_kib = 256 * 1024;
  const database::LargerCache cache(store.database(), cache_kib);
  for (const bool careful : {false, true})
    if (auto outcomes = import_rows::take(store, rows, manner, take, careful)) return *std::move(outcomes);
  return {};
}

}  // namespace tradewind::crm
