#include "cli/nouns/edit_options.hpp"

#include <fmt/format.h>

#include "cli/nouns/record_reference.hpp"
#include "crm_core/base/time.hpp"

namespace tradewind::cli {

namespace {
constexpr EpochSeconds day = 86'400;
}

void take_text(const Arguments& arguments, std::string_view option, std::string& field) {
  if (arguments.has(option)) field = arguments.value(option);
}

void take_texts(const Arguments& arguments, std::string_view option, std::vector<std::string>& field) {
  const auto given = arguments.options.find(option);
  if (given == arguments.options.end()) return;
  field = given->second;
  std::erase(field, "");
}

Result<void> take_user(crm::Store& store, const Arguments& arguments, std::string_view option,
                       std::optional<crm::RecordId>& field) {
  if (!arguments.has(option)) return {};
  const std::string login = arguments.value(option);
  if (login.empty() || login == "none") {
    field.reset();
    return {};
  }
  const auto id = user_id_of(store, login);
  if (!id) return pass_on(id);
  field = *id;
  return {};
}

Result<void> take_id(const Arguments& arguments, std::string_view option, std::string_view what,
                     std::optional<crm::RecordId>& field) {
  if (!arguments.has(option)) return {};
  const std::string text = arguments.value(option);
  if (text.empty() || text == "none") {
    field.reset();
    return {};
  }
  const auto id = parse_id(text, what);
  if (!id) return pass_on(id);
  field = *id;
  return {};
}

Result<void> take_day(const Arguments& arguments, std::string_view option, std::optional<EpochSeconds>& field) {
  if (!arguments.has(option)) return {};
  const std::string text = arguments.value(option);
  if (text.empty() || text == "none") {
    field.reset();
    return {};
  }
  const auto date = text.size() == 10 ? parse_iso_date(text) : std::nullopt;
  if (!date) return fail(Fault::invalid, fmt::format("--{}: \"{}\" is no day", option, text), "write it as 2026-12-31");
  field = days_from_civil(*date) * day;
  return {};
}

Result<void> take_version(const Arguments& arguments, std::int64_t& version) {
  const auto given = arguments.number("if-version", version, 1, INT64_MAX);
  if (!given) return pass_on(given);
  version = *given;
  return {};
}

Option version_option() {
  return {"if-version", "N", "only if the record is still at this version; else nothing is changed and it ends with 3"};
}

std::string day_text(std::optional<EpochSeconds> midnight) {
  return midnight ? to_rfc3339(*midnight).substr(0, 10) : std::string();
}

}  // namespace tradewind::cli
