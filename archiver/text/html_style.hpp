// What inline styles and attributes say about an element's being seen.
#pragma once

#include <string_view>

namespace tradewind::archiver {

struct StyleEffect {
  bool hidden = false;  // not shown at all
  bool white_text = false;
  bool coloured_ground = false;  // a background that is not white
  bool white_ground = false;
  bool no_border = false;  // a blockquote used only to indent
};

[[nodiscard]] StyleEffect read_style(std::string_view style);
// The value of a bgcolor or color attribute.
[[nodiscard]] bool is_white(std::string_view colour);

}  // namespace tradewind::archiver
