#pragma once

#include <string_view>

namespace tradewind::cli {

inline constexpr std::string_view version_text = TRADEWIND_VERSION;  // set by CMake from the project's version

}  // namespace tradewind::cli
