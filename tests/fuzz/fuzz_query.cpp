// libFuzzer: any bytes as a query and as a text. Reading a query must end with a tree or an error that names a column,
// and what tokenize() gives must lie inside the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crm_core/search/query.hpp"
#include "crm_core/search/tokenizer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tradewind::crm::search;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = parse_query(text, 1'790'000'000);
  if (tree)
    (void)describe(*tree);
  else if (tree.error().message.empty())
    std::abort();
  tokenize(text, [&](const Token& token) {
    if (token.start >= token.end || token.end > size || token.text.empty()) std::abort();
    return true;
  });
  return 0;
}
