// What an element of HTML does to the text, and which elements the mail clients put around the mail that is answered.
#pragma once

#include <string_view>

namespace tradewind::archiver {

enum class Element {
  other,
  unseen,
  line_break,
  block,
  paragraph,
  item,
  quote,
  preformatted,
  row,
  cell,
  term,
  description,
  link
};

// By its name in lower case.
[[nodiscard]] Element element_of(std::string_view name);

// Whether a class or id attribute (words with blanks between) marks where the quoted mail begins.
[[nodiscard]] bool names_history(std::string_view attribute);

}  // namespace tradewind::archiver
