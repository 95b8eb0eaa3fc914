#include "archiver/text/html_style.hpp"

#include <algorithm>

#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

namespace {
// "0", "0px", "0.0em": nothing that could be seen.
bool is_zero(std::string_view value) {
  if (value.empty() || !is_digit(value.front())) return false;
  const std::string_view number = value.substr(0, value.find_first_not_of("0123456789."));
  return number.find_first_not_of("0.") == std::string_view::npos;
}

void apply(std::string_view property, std::string_view value, StyleEffect& effect) {
  const auto is = [&](std::string_view name) { return equal_nocase(property, name); };
  if (is("display") && starts_with_nocase(value, "none")) effect.hidden = true;
  if (is("visibility") && starts_with_nocase(value, "hidden")) effect.hidden = true;
  if (is("mso-hide") && starts_with_nocase(value, "all")) effect.hidden = true;
  if ((is("font-size") || is("max-height") || is("opacity")) && is_zero(value)) effect.hidden = true;
  if (is("color")) effect.white_text = is_white(value);
  if (is("background") || is("background-color")) {
    effect.white_ground = is_white(value);
    const bool none = starts_with_nocase(value, "transparent") || starts_with_nocase(value, "none") ||
                      starts_with_nocase(value, "inherit") || starts_with_nocase(value, "initial");
    effect.coloured_ground = !effect.white_ground && !none;
  }
  if (is("border") && (starts_with_nocase(value, "none") || is_zero(value))) effect.no_border = true;
}
}  // namespace

bool is_white(std::string_view colour) {
  constexpr std::string_view blanks = " \t";
  while (!colour.empty() && blanks.find(colour.front()) != std::string_view::npos) colour.remove_prefix(1);
  const std::string_view word = colour.substr(0, colour.find_first_of(" !;"));
  return equal_nocase(word, "#fff") || equal_nocase(word, "#ffffff") || equal_nocase(word, "white") ||
         starts_with_nocase(colour, "rgb(255,255,255") || starts_with_nocase(colour, "rgb(255, 255, 255");
}

StyleEffect read_style(std::string_view style) {
  StyleEffect effect;
  while (!style.empty()) {
    const std::size_t end = std::min(style.find(';'), style.size());
    const std::string_view declaration = style.substr(0, end);
    style.remove_prefix(std::min(end + 1, style.size()));
    const std::size_t colon = declaration.find(':');
    if (colon != std::string_view::npos)
      apply(trim(declaration.substr(0, colon)), trim(declaration.substr(colon + 1)), effect);
  }
  return effect;
}

}  // namespace tradewind::archiver
