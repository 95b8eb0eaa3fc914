// Text parts of a query as one FTS5 expression (https://sqlite.org/fts5.html §3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

// A term of a text field: its words as a phrase, in the columns of the field. A hyphenated word matches whole as well;
// a single character of a script without spaces matches every word it stands in. "" if there is no word in it ("&").
[[nodiscard]] std::string match_term(const Term& term);

// A whole tree, if it consists of text only, says something that must be there, and is not too deep for FTS5's parser.
[[nodiscard]] std::optional<std::string> match_tree(const Node& node);

// All of `wanted` (at least one) and none of `unwanted`.
[[nodiscard]] std::string match_all(const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted);

// The tree without text terms that contain no word; nothing if that was all.
[[nodiscard]] std::optional<Node> without_empty_terms(Node node);

}  // namespace tradewind::crm::search
