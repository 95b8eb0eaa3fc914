#include "archiver/extract/person_title.hpp"

#include "archiver/data_table.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {

std::string_view without_title(std::string_view name) {
  static const PhraseTable before = listed_phrases("title"), behind = listed_phrases("title behind");
  name = trim_wide(name);
  for (int titles = 0; titles < 3; ++titles) {
    const std::size_t blank = name.find(' ');
    if (blank == std::string_view::npos) return name;
    const std::string folded = fold(name.substr(0, blank));
    const auto hit = before.longest_at(folded, 0);
    if (!hit || hit->size != folded.size()) break;
    name = trim_wide(name.substr(blank + 1));
  }
  for (int titles = 0; titles < 2; ++titles) {
    const std::size_t blank = name.rfind(' ');
    if (blank == std::string_view::npos || blank == 0) return name;
    const std::string folded = fold(name.substr(blank + 1));
    const auto hit = behind.longest_at(folded, 0);
    if (!hit || hit->size != folded.size()) break;
    name = trim_wide(name.substr(0, blank));
    if (name.ends_with(',')) name.remove_suffix(1);
  }
  return name;
}

}  // namespace tradewind::archiver
