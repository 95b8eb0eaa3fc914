// Help texts, made from the table.
#pragma once

#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace tradewind::cli {

[[nodiscard]] std::string program_help();
[[nodiscard]] std::string noun_help(std::string_view noun);
[[nodiscard]] std::string command_help(const Command& command);

// "crm lead assign ID USER [--why TEXT]"
[[nodiscard]] std::string usage_line(const Command& command);

}  // namespace tradewind::cli
