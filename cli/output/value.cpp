#include "cli/output/value.hpp"

#include <fmt/format.h>

#include "cli/output/sanitise.hpp"

namespace tradewind::cli {

namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};

std::string joined(const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, ", ")); }

template <class TimeText>
std::string text_of(const Value& value, TimeText time_text) {
  return std::visit(Overloaded{
                        [](std::monostate) { return std::string(); },
                        [](bool truth) { return std::string(truth ? "yes" : "no"); },
                        [](std::int64_t number) { return std::to_string(number); },
                        [](double number) { return fmt::format("{:g}", number); },
                        [](const std::string& text) { return text; },
                        [&](Time time) { return std::string(time_text(time.at)); },
                        [](const std::vector<std::string>& texts) { return joined(texts); },
                        [](const std::vector<Record>& records) { return std::to_string(records.size()); },
                        [](const Object&) { return std::string(); },
                    },
                    value);
}

}  // namespace

std::string people_text(const Value& value) { return sanitise(text_of(value, to_local_text)); }

std::string program_text(const Value& value) { return sanitise(text_of(value, to_rfc3339), Lines::many); }

}  // namespace tradewind::cli
