#include "crm_core/model/custom_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tradewind::crm {

namespace {

constexpr std::array<std::string_view, 7> type_names{"text",   "number",       "money", "date",
                                                     "choice", "multi-choice", "link"};
constexpr std::int64_t scale = 10'000;
constexpr std::size_t scaled_places = 4, most_whole_digits = 14;
constexpr EpochSeconds day = 86'400;
constexpr std::string_view between_choices = "; ";

std::size_t position_of(const CustomField& field, std::string_view choice) {
  const auto found = std::find_if(field.choices.begin(), field.choices.end(),
                                  [&](const CustomChoice& each) { return each.name == choice; });
  return static_cast<std::size_t>(found - field.choices.begin());
}

std::string label_of(const CustomField& field, const std::string& choice) {
  const std::size_t position = position_of(field, choice);
  return position < field.choices.size() ? field.choices[position].label : choice;
}

}  // namespace

std::string_view to_text(FieldType type) { return type_names[static_cast<std::size_t>(type)]; }

std::optional<FieldType> field_type_from_text(std::string_view text) {
  const auto found = std::find(type_names.begin(), type_names.end(), text);
  if (found == type_names.end()) return {};
  return static_cast<FieldType>(found - type_names.begin());
}

bool CustomField::hides_from(Role role) const {
  return std::find(hidden_from.begin(), hidden_from.end(), role) != hidden_from.end();
}

std::optional<std::int64_t> parse_scaled(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() || whole.size() > most_whole_digits || rest.size() > scaled_places ||
      (point < text.size() && rest.empty()))
    return {};
  std::int64_t units = 0;
  const auto take = [&](char digit) {
    units = units * 10 + (digit - '0');
    return digit >= '0' && digit <= '9';
  };
  if (!std::all_of(whole.begin(), whole.end(), take) || !std::all_of(rest.begin(), rest.end(), take)) return {};
  for (std::size_t i = rest.size(); i < scaled_places; ++i) units *= 10;
  return negative ? -units : units;
}

std::string scaled_text(std::int64_t scaled, int places) {
  const std::int64_t size = scaled < 0 ? -scaled : scaled;
  std::string rest = fmt::format("{:04}", size % scale);
  while (static_cast<int>(rest.size()) > places && rest.ends_with('0')) rest.pop_back();
  return fmt::format("{}{}{}{}", scaled < 0 ? "-" : "", size / scale, rest.empty() ? "" : ".", rest);
}

std::vector<std::string> choices_in(std::string_view written) {
  std::vector<std::string> names;
  while (!written.empty()) {
    const std::size_t end = std::min(written.find(between_choices), written.size());
    names.emplace_back(written.substr(0, end));
    written.remove_prefix(std::min(end + between_choices.size(), written.size()));
  }
  return names;
}

std::pair<std::string, std::string> sum_in(std::string_view written) {
  const std::size_t blank = std::min(written.find(' '), written.size());
  return {std::string(written.substr(0, blank)), std::string(written.substr(std::min(blank + 1, written.size())))};
}

RecordId record_in(std::string_view written) {
  const std::string_view digits = written.substr(written.find(':') + 1);
  RecordId id = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), id);
  return id;
}

std::vector<CustomCell> cells_of(const CustomField& field, std::string_view written) {
  if (written.empty()) return {};
  switch (field.type) {
    case FieldType::text:
      return {{std::string(written), "", {}}};
    case FieldType::number:
      return {{"", "", parse_scaled(written)}};
    case FieldType::money: {
      const auto [amount, currency] = sum_in(written);
      return {{"", currency, parse_scaled(amount)}};
    }
    case FieldType::date: {
      const auto date = parse_iso_date(written);
      return {{"", "", date ? days_from_civil(*date) * day : 0}};
    }
    case FieldType::link:
      return {{"", "", record_in(written)}};
    case FieldType::choice:
    case FieldType::multi_choice:
      break;
  }
  std::vector<CustomCell> cells;
  for (auto& name : choices_in(written))
    if (const std::size_t position = position_of(field, name); position < field.choices.size())
      cells.push_back({std::move(name), "", static_cast<std::int64_t>(position)});
  return cells;
}

std::string written_of(const CustomField& field, const std::vector<CustomCell>& cells) {
  if (cells.empty()) return {};
  const CustomCell& first = cells.front();
  const std::int64_t number = first.number.value_or(0);
  switch (field.type) {
    case FieldType::text:
      return first.text;
    case FieldType::number:
      return scaled_text(number, 0);
    case FieldType::money:
      return fmt::format("{} {}", scaled_text(number, 2), first.currency);
    case FieldType::date:
      return to_rfc3339(number).substr(0, 10);
    case FieldType::link:
      return fmt::format("{}:{}", to_text(field.link_to.value_or(RecordType::customer)), number);
    case FieldType::choice:
    case FieldType::multi_choice:
      break;
  }
  std::string written;
  for (const auto& cell : cells) written += fmt::format("{}{}", written.empty() ? "" : between_choices, cell.text);
  return written;
}

std::string labelled(const CustomField& field, std::string_view written) {
  if (field.type == FieldType::link && !written.empty())
    return fmt::format("{} {}", to_text(field.link_to.value_or(RecordType::customer)), record_in(written));
  if (!field.has_choices()) return std::string(written);
  std::string text;
  for (const auto& name : choices_in(written))
    text += fmt::format("{}{}", text.empty() ? "" : ", ", label_of(field, name));
  return text;
}

}  // namespace tradewind::crm
