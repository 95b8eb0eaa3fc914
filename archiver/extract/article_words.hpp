// The words of one article cut out of its line or sentence.
#pragma once

#include <cstddef>
#include <string_view>

namespace tradewind::archiver {

// Without marks and dots around: bullets, leaders, brackets left open.
[[nodiscard]] std::string_view strip_marks(std::string_view text);
// Without "3." or "12)" in front.
[[nodiscard]] std::string_view strip_numbering(std::string_view text);
// Without words of asking and of linking at either edge, nor marks.
[[nodiscard]] std::string_view strip_edge_words(std::string_view text);

// The text without what strip_edge_words() takes from its end: "600 of about" -> "600"; marks stay.
[[nodiscard]] std::string_view without_edge_words_behind(std::string_view text);
[[nodiscard]] bool ends_with_edge_word(std::string_view text);

// Begins with the article of a single thing: "a mixer", "einen Ofen", "une pompe".
[[nodiscard]] bool says_one(std::string_view text);

// Words behind a quantity that add a property to what stands before it: "with", "incl.", a bracket.
[[nodiscard]] bool describes(std::string_view behind);

// Words that tell what the goods are for, where they go, or that something else follows, rather than the goods: "for
// our shop", "to Durban", "and".
[[nodiscard]] bool starts_aside(std::string_view text);

// Where an article's words end inside a sentence: at the next clause.
[[nodiscard]] std::size_t clause_end(std::string_view text);

// Letters enough for a word beside digits and marks: an article cannot do without.
[[nodiscard]] bool has_words(std::string_view text);

// The last character is of a script that puts no blanks between words.
[[nodiscard]] bool ends_unspaced(std::string_view text);

}  // namespace tradewind::archiver
