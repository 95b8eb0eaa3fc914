#include "cli/nouns/paging.hpp"

#include "crm_core/model/name_key.hpp"

namespace tradewind::cli {

Result<Page> page_of(const Arguments& arguments) {
  const auto limit = arguments.number("limit", Page{}.limit, 1, 1'000'000);
  if (!limit) return pass_on(limit);
  const auto offset = arguments.number("offset", 0, 0, 1'000'000'000);
  if (!offset) return pass_on(offset);
  return Page{static_cast<int>(*limit), static_cast<int>(*offset)};
}

NameMatch::NameMatch(std::string_view text) : folded_(crm::name_key(text)) {}

bool NameMatch::operator()(std::string_view name) const {
  return folded_.empty() || crm::name_key(name).find(folded_) != std::string::npos;
}

}  // namespace tradewind::cli
