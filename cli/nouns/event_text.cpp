#include "cli/nouns/event_text.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace tradewind::cli {

std::string event_text(const crm::LeadEvent& event) {
  if (event.event != "converted") return event.detail;
  const auto detail = nlohmann::json::parse(event.detail, nullptr, false);
  if (!detail.is_object()) return event.detail;
  std::string text;
  for (const std::string record : {"customer", "contact", "opportunity"}) {
    const auto id = detail.find(record);
    if (id == detail.end() || !id->is_number_integer()) continue;
    const bool made = detail.value(record + "_made", record == "opportunity");
    text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", record, id->get<std::int64_t>(), made ? " (new)" : "");
  }
  const std::string why = detail.value("why", "");
  return why.empty() ? text : fmt::format("{}: {}", text, why);
}

}  // namespace tradewind::cli
