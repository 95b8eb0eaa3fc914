// The pool and the moves into it and out of it; when mail last went both ways. See store.hpp for how repositories are
// used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/pool.hpp"

namespace tradewind::crm {

struct PoolFilter {
  std::optional<RecordType> type;  // lead or customer
  std::string country;             // "": any
  std::string seen_leads = "1";    // a condition on `l`: store/visibility.hpp
  std::string seen_customers = "1";
};

class PoolRepository {
 public:
  explicit PoolRepository(database::Database& database) : database_(database) {}

  // Open leads and customers without an owner, those that came last first.
  [[nodiscard]] std::vector<PoolEntry> list(const PoolFilter& filter, int limit, int offset);
  void set_pooled(RecordType type, RecordId record, EpochSeconds at);  // of one without owner

  void add_move(const PoolMove& move);
  [[nodiscard]] std::optional<PoolMove> last_move(RecordType type, RecordId record, std::string_view move);
  [[nodiscard]] std::int64_t taken_since(RecordId user, EpochSeconds from);
  [[nodiscard]] std::int64_t held_by(RecordId user);  // open leads and customers

  // Owned since before `before`, by id from `after`: open leads, or customers that are not blacklisted and have no open
  // order.
  [[nodiscard]] std::vector<HeldRecord> held(RecordType type, EpochSeconds before, RecordId after, int limit);
  // Of mail that people wrote about a lead, customer or opportunity: the last of either direction.
  struct LastMail {
    std::optional<EpochSeconds> theirs, ours;
  };
  [[nodiscard]] LastMail last_mail(RecordType type, RecordId record);
  // When one side last answered the other: of the later direction the first mail after the last one of the earlier.
  // Machines' mail, advertisements and the like do not count. Nothing when mail went one way only.
  [[nodiscard]] std::optional<EpochSeconds> last_exchange(RecordType type, RecordId record);

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm
