// Phrase tables that only tell whether one of a list of phrases stands somewhere: the value of every phrase is 0.
#pragma once

#include <initializer_list>
#include <string_view>

#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {

// Of a list short enough to stand where it is used.
[[nodiscard]] PhraseTable phrases(std::initializer_list<std::string_view> list);

// The list of that name in data/phrases.txt; throws std::logic_error if there is none.
[[nodiscard]] PhraseTable listed_phrases(std::string_view name);
// The same, added to a table that takes more than it and is not frozen yet.
void add_listed_phrases(std::string_view name, PhraseTable& table);

}  // namespace tradewind::archiver
