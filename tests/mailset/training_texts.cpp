#include "tests/mailset/training_texts.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "archiver/circumstances.hpp"
#include "archiver/data_table.hpp"
#include "archiver/extract/language.hpp"

namespace tradewind::mailset {
namespace {

using archiver::Circumstance;
using archiver::Circumstances;
using archiver::lines_of;
using archiver::split;

constexpr std::size_t letters_a_group = 15;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool set_named(Circumstances& circumstances, std::string_view name) {
  for (std::size_t i = 0; i < archiver::circumstance_count; ++i) {
    if (archiver::circumstance_name(static_cast<Circumstance>(i)) != name) continue;
    circumstances.is[i] = true;
    return true;
  }
  return false;
}

Circumstances parse_circumstances(std::string_view words, const std::string& where) {
  Circumstances circumstances;
  for (const std::string_view word : split(words, " ")) {
    if (!set_named(circumstances, word)) throw std::runtime_error(where + ": no circumstance " + std::string(word));
  }
  return circumstances;
}

// "stranger fresh ?product": with and without what a question mark precedes, at most one.
void add_scenario(std::string_view words, const std::string& where, std::vector<Circumstances>& scenarios) {
  const std::size_t mark = words.find('?');
  scenarios.push_back(parse_circumstances(words.substr(0, mark), where));
  if (mark == std::string_view::npos) return;
  scenarios.push_back(scenarios.back());
  if (!set_named(scenarios.back(), words.substr(mark + 1)))
    throw std::runtime_error(where + ": no circumstance " + std::string(words.substr(mark + 1)));
}

using Scenarios = std::map<std::string, std::vector<Circumstances>, std::less<>>;

Scenarios read_scenarios(const std::filesystem::path& path) {
  Scenarios scenarios;
  archiver::for_each_entry(read_file(path), [&](std::string_view name, const std::vector<std::string_view>& each) {
    for (const std::string_view words : each)
      add_scenario(words, path.string() + ": " + std::string(name), scenarios[std::string(name)]);
  });
  return scenarios;
}

// "@@ kind word word": a word names a circumstance, which holds in every scenario, or the scenarios "kind.word".
std::vector<Circumstances> scenarios_of(const std::vector<std::string_view>& words, const Scenarios& scenarios,
                                        const std::string& where) {
  std::string name(words.front());
  Circumstances always;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string variant = std::string(words.front()) + "." + std::string(words[i]);
    if (scenarios.contains(variant))
      name = variant;
    else if (!set_named(always, words[i]))
      throw std::runtime_error(where + ": neither circumstance nor scenario " + std::string(words[i]));
  }
  const auto found = scenarios.find(name);
  if (found == scenarios.end()) throw std::runtime_error(where + ": no scenarios " + name);
  std::vector<Circumstances> made = found->second;
  for (Circumstances& each : made) {
    for (std::size_t i = 0; i < archiver::circumstance_count; ++i) each.is[i] = each.is[i] || always.is[i];
  }
  return made;
}

}  // namespace

std::vector<TrainingText> read_training_texts(const std::filesystem::path& directory) {
  const Scenarios scenarios = read_scenarios(directory / "scenarios.txt");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".txt" && entry.path().filename() != "scenarios.txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<TrainingText> texts;
  for (const auto& path : files) {
    const std::string content = read_file(path);
    std::size_t number = 0;
    bool subject = false;
    for (const std::string_view line : lines_of(content)) {
      ++number;
      const std::string where = path.filename().string() + ":" + std::to_string(number);
      if (line.starts_with("#")) continue;
      if (line.starts_with("@ ") || line.starts_with("@@ ")) {
        const bool all = line.starts_with("@@ ");
        const auto words = split(line.substr(all ? 3 : 2), " ");
        const auto kind = crm::message_kind_from_text(words.empty() ? "" : words[0]);
        if (!kind) throw std::runtime_error(where + ": no such kind");
        TrainingText text;
        text.kind = *kind;
        text.where = where;
        if (all)
          text.scenarios = scenarios_of(words, scenarios, where);
        else
          text.scenarios = {parse_circumstances(line.substr(2 + words[0].size()), where)};
        texts.push_back(std::move(text));
        subject = true;
      } else if (!texts.empty() && subject) {
        texts.back().subject = std::string(line);
        subject = false;
      } else if (!texts.empty() && line.starts_with("+ ")) {
        texts.back().attachments += std::string(line.substr(2)) + "\n";
        for (Circumstances& each : texts.back().scenarios) archiver::set_file_circumstances(line.substr(2), "", each);
      } else if (!texts.empty()) {
        texts.back().written += std::string(line) + "\n";
      }
    }
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string language = archiver::detect_language(texts[i].written);
    texts[i].group = language.empty() || language == "en" ? "en" + std::to_string(i / letters_a_group) : language;
  }
  return texts;
}

std::vector<WorldChoice> read_world_choices(const std::filesystem::path& directory) {
  std::vector<WorldChoice> worlds;
  archiver::for_each_entry(read_file(directory / "worlds.list"),
                           [&](std::string_view name, const std::vector<std::string_view>& values) {
                             worlds.push_back({(directory / name).lexically_normal(), values.front() == "odd"});
                           });
  return worlds;
}

}  // namespace tradewind::mailset
