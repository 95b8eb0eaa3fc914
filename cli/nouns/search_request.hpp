// From the words and options of crm search to a request.
#pragma once

#include <span>
#include <string>

#include "cli/command.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/search/searcher.hpp"

namespace tradewind::cli {

// One word is taken as it stands. Of several, one with blanks in it was quoted in the shell, which has eaten the
// quotes: it gets them back, unless it is an expression by itself. {"from:li", "subject:price list"} -> from:li
// subject:"price list"
[[nodiscard]] std::string query_of(std::span<const std::string> words);

// Fault::invalid for a limit or offset that is none.
[[nodiscard]] Result<crm::search::SearchRequest> search_request(const Arguments& arguments);

}  // namespace tradewind::cli
