// Section: one table of the configuration while it is read: typed values, limits, and a list of the keys that exist.
// Part of settings.cpp; not for others, since it shows toml++.
#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <concepts>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::settings_file {

// The first thing found wrong in a file; later ones are not looked for.
class Diagnosis {
 public:
  explicit Diagnosis(std::filesystem::path file) : file_(std::move(file)) {}
  void wrong(const toml::source_region& where, std::string_view key, std::string_view what, std::string hint = {});
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::optional<Error> error_;
};

class Section {
 public:
  Section(const toml::table& table, std::string name, Diagnosis& diagnosis)
      : table_(table), name_(std::move(name)), diagnosis_(diagnosis) {}

  // Each leaves `target` as it is when the key is absent, and reports a wrong type or value.
  void read(std::string_view key, std::string& target);
  void read(std::string_view key, bool& target);
  void read(std::string_view key, std::vector<std::string>& target);
  void read_path(std::string_view key, std::filesystem::path& target);  // relative to the file
  template <std::unsigned_integral Number>
  void read(std::string_view key, Number& target, std::int64_t least, std::int64_t most) {
    if (const auto value = whole_number(key, least, most)) target = static_cast<Number>(*value);
  }
  [[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view key, std::int64_t least, std::int64_t most);

  // The sub-table of that name, or nothing.
  [[nodiscard]] const toml::table* table(std::string_view key);
  // The tables of [[key]]; a single [key] is reported as wrong.
  [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key);

  [[nodiscard]] bool has(std::string_view key);
  void require(std::string_view key, const std::string& value);
  void wrong(std::string_view key, std::string_view what, std::string hint = {});
  // Reports the first key that none of the calls above asked for.
  void refuse_unknown();

 private:
  const toml::node* find(std::string_view key);
  [[nodiscard]] std::string full_name(std::string_view key) const;

  const toml::table& table_;
  std::string name_;
  Diagnosis& diagnosis_;
  std::vector<std::string> known_;
};

}  // namespace tradewind::settings_file
