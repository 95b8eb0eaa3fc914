// A field and the word behind it to a Term: what each field of the query language takes.
#pragma once

#include "crm_core/search/query_fields.hpp"
#include "crm_core/search/query_lexer.hpp"

namespace tradewind::crm::search {

// `value` is a word or a phrase. The error's column is that of the value in `query`.
[[nodiscard]] Result<Term> read_term(std::string_view query, const FieldName& field, const QueryToken& value,
                                     EpochSeconds now);

}  // namespace tradewind::crm::search
