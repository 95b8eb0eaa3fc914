// Cuts a query into its signs and words. Full-width signs, Chinese, French and German quotation marks and the
// ideographic space are taken for what they stand for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

enum class Sign { open, close, minus, and_word, or_word, not_word, field, word, phrase, end };

struct QueryToken {
  Sign sign = Sign::end;
  std::string text;     // of a field its name, of a word or phrase what it says, without quotes and star
  bool prefix = false;  // a star follows the word or phrase
  Span where;
};

// The last token is Sign::end. The error of an unclosed quotation or a star inside a word carries its column.
[[nodiscard]] Result<std::vector<QueryToken>> cut_query(std::string_view text);

// Fault::invalid with "column N: what" for the character at byte `at`.
[[nodiscard]] Error query_error(std::string_view query, std::size_t at, const std::string& what, std::string hint);

}  // namespace tradewind::crm::search
