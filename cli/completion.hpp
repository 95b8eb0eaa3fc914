// Completion scripts for shells, made from the table: nouns, verbs, options and their fixed values.
#pragma once

#include <string>

namespace tradewind::cli {

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

}  // namespace tradewind::cli
