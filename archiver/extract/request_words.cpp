#include "archiver/extract/request_words.hpp"

#include <algorithm>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::uint32_t asking = 1;

const PhraseTable& request_words() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("request_words.txt"),
                   [&](std::string_view sort, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.add(spelling, sort == "ask" ? asking : 0);
                   });
    made.freeze();
    return made;
  }();
  return table;
}

}  // namespace

std::size_t behind_request(std::string_view text) {
  const FoldedText folded = fold_with_origin(text.substr(0, 1000));
  std::size_t end = 0;
  request_words().find(folded.text, [&](const PhraseHit& hit) {
    if (hit.value == asking) end = std::max<std::size_t>(end, folded.origin[hit.offset + hit.size]);
  });
  return end;
}

bool names_no_goods(std::string_view text) {
  if (text.size() > 80) return false;
  const std::string folded = fold(text);
  const std::vector<PhraseHit> hits = request_words().find_longest(folded);
  if (hits.empty()) return false;
  std::size_t covered = 0;
  const auto bare = [&](std::size_t end) {
    while (covered < end) {
      const char32_t c = next_character(folded, covered);
      if (is_word_character(c)) return false;
    }
    return true;
  };
  for (const PhraseHit& hit : hits) {
    if (!bare(hit.offset)) return false;
    covered = hit.offset + hit.size;
  }
  return bare(folded.size());
}

}  // namespace tradewind::archiver
