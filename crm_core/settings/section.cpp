#include "crm_core/settings/section.hpp"

#include <algorithm>
#include <numeric>

namespace tradewind::settings_file {

namespace {

// Levenshtein distance, of short words only.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (left[i - 1] == right[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[right.size()];
}

std::string near_key(std::string_view key, const std::vector<std::string>& known) {
  if (key.size() > 64) return {};
  std::string best;
  std::size_t least = key.size() / 3 + 2;
  for (const auto& candidate : known) {
    const std::size_t away = distance(key, candidate);
    if (away < least) {
      least = away;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

void Diagnosis::wrong(const toml::source_region& where, std::string_view key, std::string_view what, std::string hint) {
  if (!error_)
    error_ = Error{Fault::invalid, fmt::format("{}:{}: {}: {}", file_.native(), where.begin.line, key, what),
                   std::move(hint)};
}

std::string Section::full_name(std::string_view key) const {
  return name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
}

const toml::node* Section::find(std::string_view key) {
  known_.emplace_back(key);
  return table_.get(key);
}

bool Section::has(std::string_view key) { return find(key) != nullptr; }

void Section::wrong(std::string_view key, std::string_view what, std::string hint) {
  const toml::node* node = table_.get(key);
  diagnosis_.wrong(node != nullptr ? node->source() : table_.source(), full_name(key), what, std::move(hint));
}

void Section::require(std::string_view key, const std::string& value) {
  if (!value.empty()) return;
  if (table_.get(key) == nullptr)
    wrong(key, "is missing");
  else
    wrong(key, "must not be empty");
}

void Section::read(std::string_view key, std::string& target) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  if (const auto* text = node->as_string()) {
    if (text->get().find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos)
      wrong(key, "must be one line of text");
    else
      target = text->get();
  } else {
    wrong(key, "must be text in quotes");
  }
}

void Section::read(std::string_view key, bool& target) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  if (const auto* value = node->as_boolean())
    target = value->get();
  else
    wrong(key, "must be true or false");
}

void Section::read(std::string_view key, std::vector<std::string>& target) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  const auto* list = node->as_array();
  if (list == nullptr) return wrong(key, "must be a list: [\"...\", \"...\"]");
  std::vector<std::string> values;
  for (const auto& entry : *list) {
    const auto* text = entry.as_string();
    if (text == nullptr || text->get().empty()) return wrong(key, "must be a list of texts, none of them empty");
    values.push_back(text->get());
  }
  target = std::move(values);
}

void Section::read_path(std::string_view key, std::filesystem::path& target) {
  std::string text;
  read(key, text);
  if (!text.empty()) target = std::filesystem::absolute(diagnosis_.file()).parent_path() / text;
}

std::optional<std::int64_t> Section::whole_number(std::string_view key, std::int64_t least, std::int64_t most) {
  const toml::node* node = find(key);
  if (node == nullptr) return {};
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= least && value->get() <= most) return value->get();
  wrong(key, fmt::format("must be a whole number from {} to {}", least, most));
  return {};
}

const toml::table* Section::table(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return nullptr;
  if (node->as_table() == nullptr) wrong(key, fmt::format("must be a table: [{}]", full_name(key)));
  return node->as_table();
}

std::vector<const toml::table*> Section::tables(std::string_view key) {
  std::vector<const toml::table*> found;
  const toml::node* node = find(key);
  if (node == nullptr) return found;
  const auto* list = node->as_array();
  if (list == nullptr) {
    wrong(key, fmt::format("must be written [[{}]], once for each", full_name(key)));
    return found;
  }
  for (const auto& entry : *list) {
    if (entry.as_table() == nullptr) {
      wrong(key, fmt::format("must be written [[{}]], once for each", full_name(key)));
      return {};
    }
    found.push_back(entry.as_table());
  }
  return found;
}

void Section::refuse_unknown() {
  for (const auto& [key, value] : table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    const std::string near = near_key(key.str(), known_);
    diagnosis_.wrong(key.source(), full_name(key.str()), "unknown key",
                     near.empty() ? "" : fmt::format("did you mean {}?", near));
    return;
  }
}

}  // namespace tradewind::settings_file
