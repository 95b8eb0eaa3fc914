// libFuzzer: any bytes as a condition and as actions. Reading them must end with something that can be asked, or with an
// error that names a place.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crm_core/rules/rule.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tradewind::crm::rules;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto fields = all_fields();
  const auto condition = Condition::parse(text, fields);
  if (condition) {
    for (const bool known : {false, true})
      (void)condition->holds([&](std::size_t field) -> Value {
        if (!known) return Unknown{};
        switch (fields[field].type) {
          case Type::text:
            return std::string("de");
          case Type::number:
            return number_value(7);
          case Type::boolean:
            return true;
          case Type::list:
            return std::vector<std::string>{"vip"};
        }
        return Unknown{};
      });
  } else if (!condition.error().message.starts_with("at character ")) {
    std::abort();
  }
  const auto actions = parse_actions(text);
  if (actions ? actions->empty() || actions->size() > most_actions : actions.error().message.empty()) std::abort();
  return 0;
}
