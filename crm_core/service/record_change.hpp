// What every change of a record by hand has in common.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

template <std::size_t N>
[[nodiscard]] Result<void> one_of(std::string_view text, const std::array<std::string_view, N>& words,
                                  std::string_view field) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return {};
  return fail(Fault::invalid,
              fmt::format("{}: '{}' is none of {}", field, text.substr(0, 100), fmt::join(words, ", ")));
}

[[nodiscard]] inline Error missing(std::string_view what, RecordId id) {
  return {Fault::not_found, fmt::format("no {} {}", what, id), {}};
}

// One change: permission, transaction, audit, and the version by which Knowledge sees it. `part`: of what the caller
// takes back whole when a part of it is refused.
class Change {
 public:
  Change(Store& store, const Actor& actor, bool part = false) : database_(store.database()), actor_(actor) {
    if (!part) transaction_.emplace(database_);
  }
  [[nodiscard]] database::Database& database() const { return database_; }
  RecordId created(std::string_view type, RecordId id, const std::string& after) {
    return finish(type, id, "created", "", after);
  }
  void changed(std::string_view type, RecordId id, const std::string& before, const std::string& after) {
    if (before != after) finish(type, id, "changed", before, after);
  }

 private:
  RecordId finish(std::string_view type, RecordId id, std::string_view action, const std::string& before,
                  const std::string& after) {
    AuditLog(database_).write(actor_, type, id, action, before, after);
    bump_records_version(database_);
    if (transaction_) transaction_->commit();
    return id;
  }
  database::Database& database_;
  const Actor& actor_;
  std::optional<database::Transaction> transaction_;
};

}  // namespace tradewind::crm
