#include "crm_core/store/setting.hpp"

#include <algorithm>
#include <charconv>

namespace tradewind::crm {

namespace {
constexpr std::string_view records_version_name = "records_version";
constexpr std::string_view qualified_when_name = "lead_qualified_when";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}
}  // namespace

std::optional<std::string> setting(database::Database& database, std::string_view name) {
  auto rows = database.query("SELECT value FROM setting WHERE name = ?", name);
  if (!rows->step()) return {};
  return rows->text(0);
}

void set_setting(database::Database& database, std::string_view name, std::string_view value) {
  database.run(
      "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name,
      value);
}

Firm firm(database::Database& database) {
  return {setting(database, "firm_name").value_or(""), split(setting(database, "own_domains").value_or("")),
          setting(database, "home_country").value_or("")};
}

void set_firm(database::Database& database, const Firm& firm) {
  set_setting(database, "firm_name", firm.name);
  set_setting(database, "own_domains", joined(firm.own_domains));  // domains hold no blanks
  set_setting(database, "home_country", firm.home_country);
}

Qualification qualification(database::Database& database) {
  const auto stored = setting(database, qualified_when_name);
  Qualification qualification;
  if (!stored) return qualification;
  const auto words = split(*stored);
  for (const auto& name : qualification_names)
    qualification.*name.condition = std::find(words.begin(), words.end(), name.text) != words.end();
  return qualification;
}

void set_qualification(database::Database& database, const Qualification& qualification) {
  std::vector<std::string> words;
  for (const auto& name : qualification_names)
    if (qualification.*name.condition) words.emplace_back(name.text);
  set_setting(database, qualified_when_name, joined(words));
}

std::int64_t records_version(database::Database& database) {
  auto rows = database.query("SELECT value FROM setting WHERE name = ?", records_version_name);
  if (!rows->step()) return 0;
  const auto text = rows->view(0);
  std::int64_t version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  return version;
}

void bump_records_version(database::Database& database) {
  set_setting(database, records_version_name, std::to_string(records_version(database) + 1));
}

}  // namespace tradewind::crm
