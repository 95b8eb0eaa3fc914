#include "cli/nouns/paging.hpp"

namespace tradewind::cli {

Result<Page> page_of(const Arguments& arguments) {
  const auto limit = arguments.number("limit", Page{}.limit, 1, 1'000'000);
  if (!limit) return pass_on(limit);
  const auto offset = arguments.number("offset", 0, 0, 1'000'000'000);
  if (!offset) return pass_on(offset);
  return Page{static_cast<int>(*limit), static_cast<int>(*offset)};
}

}  // namespace tradewind::cli
