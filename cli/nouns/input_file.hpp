// A file that a command takes in whole.
#pragma once

#include <string>

#include "crm_core/base/result.hpp"

namespace tradewind::cli {

// "-" is standard input. Fault::not_found; Fault::invalid above 256 MiB.
[[nodiscard]] Result<std::string> read_input(const std::string& name);

}  // namespace tradewind::cli
