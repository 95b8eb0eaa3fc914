#include <nlohmann/json.hpp>

#include "cli/output/value.hpp"

namespace tradewind::cli {

namespace {

using Json = nlohmann::ordered_json;

Json to_object(const Record& record);

struct ToJson {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool truth) const { return truth; }
  Json operator()(std::int64_t number) const { return number; }
  Json operator()(double number) const { return number; }
  Json operator()(const std::string& text) const { return text; }
  Json operator()(Time time) const { return to_rfc3339(time.at); }
  Json operator()(const std::vector<std::string>& texts) const { return texts; }
  Json operator()(const std::vector<Record>& records) const {
    Json array = Json::array();
    for (const Record& record : records) array.push_back(to_object(record));
    return array;
  }
  Json operator()(const Object& object) const { return to_object(object.one.front()); }
};

Json to_object(const Record& record) {
  Json object = Json::object();
  for (const auto& [key, value] : record.fields()) object[key] = std::visit(ToJson{}, value);
  return object;
}

// JSON may hold DEL and C1 characters as they are (RFC 8259 §7), terminals may act on them.
std::string escape_c1(const std::string& json) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string escaped;
  escaped.reserve(json.size());
  for (std::size_t at = 0; at < json.size(); ++at) {
    const auto byte = static_cast<unsigned char>(json[at]);
    const auto next = at + 1 < json.size() ? static_cast<unsigned char>(json[at + 1]) : 0U;
    const bool is_c1 = byte == 0xC2 && next >= 0x80 && next <= 0x9F;
    if (byte != 0x7F && !is_c1) {
      escaped.push_back(json[at]);
      continue;
    }
    const unsigned code = is_c1 ? next : byte;
    escaped.append("\\u00").append(1, digits[code >> 4]).append(1, digits[code & 15]);
    if (is_c1) ++at;
  }
  return escaped;
}

}  // namespace

std::string to_json(const std::vector<Record>& records) {
  Json root = Json::object();
  root["schema"] = 1;
  root["items"] = ToJson{}(records);
  return escape_c1(root.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace tradewind::cli
