// What each mark that two firms share counts, and what several make together.
#pragma once

#include <string_view>
#include <vector>

#include "crm_core/service/duplicates.hpp"

namespace tradewind::crm {

inline constexpr int address_points = 90, domain_points = 85, website_points = 80, name_points = 80, phone_points = 50,
                     similar_name_points = 60;
// Below it names are not similar.
inline constexpr double least_similarity = 0.7;

// Each kind of mark counts once, the strongest.
void add_mark(std::vector<DuplicateMark>& marks, std::string_view what, std::string_view value, int points);
// The strongest first, without those that say the same again; and their score, 0..100.
[[nodiscard]] int settle_marks(std::vector<DuplicateMark>& marks);

// Comparing takes long: names are only compared that begin alike and are of like length.
[[nodiscard]] bool may_be_similar(std::string_view key, std::string_view other);

// "https://www.nordhaus.example/" and "nordhaus.example" are one.
[[nodiscard]] std::string_view website_core(std::string_view website);

}  // namespace tradewind::crm
