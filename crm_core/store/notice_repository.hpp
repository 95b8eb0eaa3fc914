// Notices and the runs of the nightly job. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/notice.hpp"

namespace tradewind::crm {

struct NightlyRun {
  RecordId id = 0;
  EpochSeconds started_at = 0;
  std::optional<EpochSeconds> finished_at;
  std::string step;    // the step it is in
  std::string report;  // JSON
};

class NoticeRepository {
 public:
  explicit NoticeRepository(database::Database& database) : database_(database) {}

  // A standing notice of the same (topic, about) gets the new text instead of a twin.
  void raise(const Notice& notice);
  void clear(std::string_view topic, std::string_view about, EpochSeconds at);  // nothing standing: nothing happens
  [[nodiscard]] std::vector<Notice> standing(int limit);                        // newest first

  // Of all whose `about` begins so ("lead 12 user "); letters, digits and blanks only.
  void clear_under(std::string_view topic, std::string_view about, EpochSeconds at);
  [[nodiscard]] std::vector<std::string> standing_under(std::string_view topic, std::string_view about);  // texts

  [[nodiscard]] std::optional<NightlyRun> last_run();
  RecordId insert_run(EpochSeconds at);
  void update_run(const NightlyRun& run);

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm
