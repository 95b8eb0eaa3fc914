// The fields of a notice: a label and what stands behind it, cleaned of what platforms add.
#pragma once

#include <string>
#include <string_view>

#include "archiver/extract/notice.hpp"
#include "archiver/extract/platform.hpp"

namespace tradewind::archiver {

[[nodiscard]] std::size_t count_digits(std::string_view text);

// "T: +47 22 55 01 36" and "E: inga@..." are labels of one letter; "T: 2 mm" is a thickness.
[[nodiscard]] bool is_worth_its_letter(std::string_view field, std::string_view value);

// The colon that ends a label: ':' or U+FF1A. `size` is its bytes; npos if there is none.
[[nodiscard]] std::size_t label_end(std::string_view line, std::size_t& size);

// " * Tel ", "[Message]", "电话/WhatsApp": the field of a label without its marks; of two names the one that is known.
// "" for an unknown label. `folded`: of fold().
[[nodiscard]] std::string_view field_of_label(std::string_view folded, const PlatformCatalogue& platforms,
                                              const PlatformTemplate* platform);

// Adds a value. "Buyer: Ann Lee, Lee Trading, Lagos", "Contact: ann@lee.example / +234 ..." and "Name: Ann Phone: 123"
// give several fields; what is hidden or masked gives none.
void add_field(Notice& notice, std::string_view field, std::string_view value, const PlatformCatalogue& platforms,
               const PlatformTemplate* platform);

// A card without labels, a line each: who, of which firm, where, with which number. Fills what is not known yet.
void read_card_lines(std::string_view card, const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                     Notice& notice);

// Joins given and family name where a form asks for them apart.
void join_names(Notice& notice);

}  // namespace tradewind::archiver
