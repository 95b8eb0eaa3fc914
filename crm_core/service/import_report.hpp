// What an import says of each row of a file, and the rule by which rows are kept.
#pragma once

#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
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

// take(row, outcome) gives Result<void>: of a row that it refuses nothing is kept. With a refused row nothing at all is
// kept, unless `partial`.
template <class Rows, class Take>
[[nodiscard]] std::vector<ImportOutcome> take_rows(Store& store, const Rows& rows, const ImportManner& manner,
                                                   Take&& take) {
  database::Transaction all(store.database());
  std::vector<ImportOutcome> outcomes;
  bool refused = false;
  for (const auto& row : rows) {
    ImportOutcome outcome{row.line, "refused", "", 0, 0, 0, ""};
    database::Transaction one(store.database());
    if (const Result<void> taken = take(row, outcome)) {
      one.commit();
    } else {
      outcome = {row.line, "refused", std::move(outcome.name), 0, 0, 0, taken.error().message};
      refused = true;
    }
    outcomes.push_back(std::move(outcome));
  }
  if (manner.dry_run || (refused && !manner.partial)) return outcomes;
  take_in_parts(store.database());
  all.commit();
  return outcomes;
}

}  // namespace tradewind::crm
