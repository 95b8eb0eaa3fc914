// How a writer introduces himself in his first sentences: "my name is Ana Ruiz from Ruiz Textiles", "我们是某某公司".
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

struct Introduction {
  std::string person, company;  // as written; "" if not said
  std::string source;           // the words it was read from
};

// Of the first 2000 bytes of the text.
[[nodiscard]] Introduction find_introduction(std::string_view text);

// A clause that speaks ("my name is ...", "we are ...") is no name of a firm, though one stands in it.
[[nodiscard]] bool speaks(std::string_view words);

}  // namespace tradewind::archiver
