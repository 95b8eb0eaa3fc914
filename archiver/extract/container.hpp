// Containers as they are ordered: "1x40HC", "2 * 20ft", "one 20ft container", "一个20尺小柜".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "archiver/extract/quantity.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {

[[nodiscard]] std::size_t skip_blanks(std::string_view text, std::size_t at);

// A sign of multiplication at this place of folded text; `size`: its bytes.
[[nodiscard]] bool is_times(std::string_view folded, std::size_t at, std::size_t& size);

// "1x40HC", "2 * 20ft": the count, with the container as the unit; offsets in the folded text.
[[nodiscard]] bool read_container(std::string_view folded, std::size_t number_at, std::size_t end, Quantity& quantity);

// An article counts containers only, and only where their size, a list or a preposition of content says that they are
// ordered ("one container a month" is not).
[[nodiscard]] bool one_is_ordered(std::string_view text, std::size_t at, const PhraseHit& unit);

// "20尺小柜", "个高柜" behind a number: where the container's words begin and end.
struct ContainerWords {
  std::size_t begin = 0, end = 0;
};
[[nodiscard]] std::optional<ContainerWords> chinese_container(std::string_view folded, std::size_t at);

}  // namespace tradewind::archiver
