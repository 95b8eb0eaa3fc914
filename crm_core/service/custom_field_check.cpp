// What a custom field may be, and how the audit writes it.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "crm_core/model/records.hpp"
#include "crm_core/service/custom_fields.hpp"
#include "crm_core/service/custom_text.hpp"
#include "crm_core/service/field_check.hpp"

namespace tradewind::crm {

namespace {

constexpr std::size_t longest_name = 40, longest_label = 200, longest_help = 500;

bool is_name(std::string_view text) {
  const auto belongs = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.size() <= longest_name && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), belongs);
}

Result<void> check_name(std::string_view text, std::string_view what) {
  if (is_name(text)) return {};
  return fail(Fault::invalid, fmt::format("{}: '{}' is no key", what, text.substr(0, 100)),
              fmt::format("small letters a to z, digits and _, a letter first, at most {}; the label may be anything",
                          longest_name));
}

Result<void> check_line(std::string_view text, std::string_view what, std::size_t longest) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (text.size() <= longest && std::none_of(text.begin(), text.end(), is_control)) return {};
  return fail(Fault::invalid, fmt::format("{}: one line of at most {} bytes", what, longest));
}

Result<void> check_choices(CustomField& field) {
  if (!field.has_choices()) {
    if (field.choices.empty()) return {};
    return fail(Fault::invalid, fmt::format("choices: a field of type {} has none", to_text(field.type)));
  }
  if (std::all_of(field.choices.begin(), field.choices.end(), [](const auto& choice) { return choice.retired; }))
    return fail(Fault::invalid, "choices: at least one is needed", "--choice ce=\"CE mark\" --choice ul=UL");
  if (field.choices.size() > most_choices)
    return fail(Fault::invalid, fmt::format("choices: at most {}", most_choices));
  std::set<std::string_view> names;
  for (auto& choice : field.choices) {
    if (auto fine = check_name(choice.name, "choice"); !fine) return fine;
    if (!names.insert(choice.name).second)
      return fail(Fault::invalid, fmt::format("choices: {} stands there twice", choice.name));
    if (choice.label.empty()) choice.label = choice.name;
    if (auto fine = check_line(choice.label, "choice", longest_label); !fine) return fine;
  }
  return {};
}

}  // namespace

Result<void> check_custom_field(database::Database& database, CustomField& field) {
  if (const auto type = custom_field_type(to_text(field.of)); !type) return pass_on(type);
  if (auto fine = check_name(field.name, "name"); !fine) return fine;
  if (field.label.empty()) field.label = field.name;
  if (auto fine = check_line(field.label, "label", longest_label); !fine) return fine;
  if (auto fine = check_given(field.label, "label"); !fine) return fine;
  if (auto fine = check_line(field.help, "hint", longest_help); !fine) return fine;
  if (field.type == FieldType::link && !field.link_to)
    return fail(Fault::invalid, "to: a link needs a kind of record to lead to", "--to customer");
  if (field.type != FieldType::link && field.link_to)
    return fail(Fault::invalid, fmt::format("to: a field of type {} leads nowhere", to_text(field.type)));
  if (auto fine = check_choices(field); !fine) return fine;
  std::sort(field.hidden_from.begin(), field.hidden_from.end());
  field.hidden_from.erase(std::unique(field.hidden_from.begin(), field.hidden_from.end()), field.hidden_from.end());
  for (const Role role : field.hidden_from)
    if (role == Role::administrator || role == Role::system)
      return fail(Fault::invalid, "hide-from: the administrator sees all");
  if (auto preset = written_from(database, Actor::system("preset", ""), field, field.preset); !preset)
    return fail(Fault::invalid, fmt::format("default: {}", preset.error().message), preset.error().hint);
  return {};
}

std::string to_json(const CustomField& field) {
  using Json = nlohmann::ordered_json;
  Json choices = Json::array(), hidden = Json::array();
  for (const auto& choice : field.choices)
    choices.push_back(fmt::format("{}={}{}", choice.name, choice.label, choice.retired ? " (retired)" : ""));
  for (const Role role : field.hidden_from) hidden.push_back(to_text(role));
  return Json{{"of", to_text(field.of)},
              {"name", field.name},
              {"label", field.label},
              {"type", to_text(field.type)},
              {"to", field.link_to ? Json(to_text(*field.link_to)) : Json(nullptr)},
              {"choices", choices},
              {"required", field.required},
              {"default", field.preset},
              {"hint", field.help},
              {"position", field.position},
              {"hidden_from", hidden}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tradewind::crm
