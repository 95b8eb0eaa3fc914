#include "crm_core/store/decision_json.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

namespace tradewind::crm {

namespace {

// Length of the valid UTF-8 sequence at the front (RFC 3629), 0 if there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length < 2) return length;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

// Written by hand, not through a tree: this runs for every message that arrives.
void append_text(std::string& json, std::string_view text) {
  json += '"';
  while (!text.empty()) {
    const char c = text.front();
    const std::size_t length = sequence_length(text);
    if (length == 0)
      json += "\xEF\xBF\xBD";
    else if (c == '"' || c == '\\')
      (json += '\\') += c;
    else if (c == '\n')
      json += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20)
      fmt::format_to(std::back_inserter(json), "\\u{:04x}", c);
    else
      json.append(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  json += '"';
}

std::string text_of(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> texts_of(const nlohmann::json& array) {
  std::vector<std::string> texts;
  if (array.is_array())
    for (const auto& item : array)
      if (item.is_string()) texts.push_back(item.get<std::string>());
  return texts;
}

}  // namespace

std::string to_json(std::span<const std::string> texts) {
  std::string json = "[";
  for (const auto& text : texts) {
    if (json.size() > 1) json += ',';
    append_text(json, text);
  }
  return json += ']';
}

std::string to_json(std::span<const Decision> decisions) {
  std::string json;
  json.reserve(decisions.size() * 160 + 2);
  json += '[';
  for (const auto& decision : decisions) {
    json += json.size() > 1 ? ",{\"what\":" : "{\"what\":";
    append_text(json, decision.what);
    json += ",\"value\":";
    append_text(json, decision.value);
    json += ",\"rule\":";
    append_text(json, decision.rule);
    // A number that is none would make the document unreadable.
    fmt::format_to(std::back_inserter(json), ",\"confidence\":{:.3g}",
                   decision.confidence >= 0 && decision.confidence <= 1 ? decision.confidence : 0.0);
    json += ",\"evidence\":";
    append_text(json, decision.evidence);
    if (!decision.alternatives.empty()) json += ",\"alternatives\":" + to_json(decision.alternatives);
    json += '}';
  }
  return json += ']';
}

std::string to_json(std::span<const std::pair<std::string, std::string>> fields) {
  std::string json = "{";
  for (const auto& [name, text] : fields) {
    if (json.size() > 1) json += ',';
    append_text(json, name);
    json += ':';
    append_text(json, text);
  }
  return json += '}';
}

std::vector<Decision> decisions_from_json(std::string_view text) {
  std::vector<Decision> decisions;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array()) return decisions;
  for (const auto& item : json) {
    if (!item.is_object()) continue;
    Decision decision{
        text_of(item, "what"), text_of(item, "value"), text_of(item, "rule"), 0, text_of(item, "evidence"), {}};
    if (const auto found = item.find("confidence"); found != item.end() && found->is_number())
      decision.confidence = found->get<double>();
    if (const auto found = item.find("alternatives"); found != item.end()) decision.alternatives = texts_of(*found);
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

std::vector<std::string> texts_from_json(std::string_view json) {
  return texts_of(nlohmann::json::parse(json, nullptr, false));
}

std::vector<std::pair<std::string, std::string>> fields_from_json(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_object()) return fields;
  for (const auto& [name, value] : json.items())
    if (value.is_string()) fields.emplace_back(name, value.get<std::string>());
  return fields;
}

}  // namespace tradewind::crm
