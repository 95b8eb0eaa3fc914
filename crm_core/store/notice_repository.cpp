#include "crm_core/store/notice_repository.hpp"

namespace tradewind::crm {

void NoticeRepository::raise(const Notice& notice) {
  // The time stays that of the first one: since when it stands.
  database_.run(
      "INSERT INTO notice (at, severity, topic, about, text) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (topic, about) WHERE cleared_at IS NULL DO UPDATE SET severity = excluded.severity, text = "
      "excluded.text",
      notice.at, notice.severity, notice.topic, notice.about, notice.text);
}

void NoticeRepository::clear(std::string_view topic, std::string_view about, EpochSeconds at) {
  database_.run("UPDATE notice SET cleared_at = ? WHERE topic = ? AND about = ? AND cleared_at IS NULL", at, topic,
                about);
}

std::vector<Notice> NoticeRepository::standing(int limit) {
  std::vector<Notice> notices;
  auto rows = database_.query(
      "SELECT id, at, severity, topic, about, text FROM notice WHERE cleared_at IS NULL ORDER BY id DESC LIMIT ?",
      limit);
  while (rows->step())
    notices.push_back({rows->int64(0), rows->int64(1), rows->text(2), rows->text(3), rows->text(4), rows->text(5), {}});
  return notices;
}

void NoticeRepository::clear_under(std::string_view topic, std::string_view about, EpochSeconds at) {
  database_.run("UPDATE notice SET cleared_at = ? WHERE topic = ? AND about LIKE ? AND cleared_at IS NULL", at, topic,
                std::string(about) + "%");
}

std::vector<std::string> NoticeRepository::standing_under(std::string_view topic, std::string_view about) {
  std::vector<std::string> texts;
  const std::string pattern = std::string(about) + "%";
  auto rows = database_.query(
      "SELECT text FROM notice WHERE topic = ? AND about LIKE ? AND cleared_at IS NULL ORDER BY id", topic, pattern);
  while (rows->step()) texts.push_back(rows->text(0));
  return texts;
}

std::optional<NightlyRun> NoticeRepository::last_run() {
  auto rows = database_.query(
      "SELECT id, started_at, finished_at, step, coalesce(report, '') FROM nightly_run ORDER BY id DESC LIMIT 1");
  if (!rows->step()) return {};
  return NightlyRun{rows->int64(0), rows->int64(1), rows->optional_int64(2), rows->text(3), rows->text(4)};
}

RecordId NoticeRepository::insert_run(EpochSeconds at) {
  database_.run("INSERT INTO nightly_run (started_at, step) VALUES (?, '')", at);
  return database_.last_insert_id();
}

void NoticeRepository::update_run(const NightlyRun& run) {
  database_.run("UPDATE nightly_run SET finished_at = ?, step = ?, report = ? WHERE id = ?", run.finished_at, run.step,
                run.report, run.id);
}

}  // namespace tradewind::crm
