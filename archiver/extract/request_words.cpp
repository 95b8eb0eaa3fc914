#include "archiver/extract/request_words.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/places.hpp"
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

std::vector<Request> find_requests(std::string_view text) {
  const FoldedText folded = fold_with_origin(text.substr(0, 1000));
  std::vector<Request> found;
  request_words().find(folded.text, [&](const PhraseHit& hit) {
    if (hit.value == asking && found.size() < 30)
      found.push_back(Request{folded.origin[hit.offset], folded.origin[hit.offset + hit.size]});
  });
  return found;
}

bool names_no_goods(std::string_view text) {
  if (text.size() > 80) return false;
  const std::string folded = fold(text);
  std::vector<PhraseHit> hits = request_words().find_longest(folded);
  for (const PlaceFound& place : find_ports(text)) {
    const std::string name = fold(place.text);
    if (const std::size_t found = folded.find(name); found != std::string::npos)
      hits.push_back(PhraseHit{found, name.size(), 0});
  }
  if (hits.empty()) return false;
  std::vector<bool> covered(folded.size(), false);
  for (const PhraseHit& hit : hits) {
    const std::size_t end = hit.offset + hit.size;
    std::fill(covered.begin() + static_cast<std::ptrdiff_t>(hit.offset),
              covered.begin() + static_cast<std::ptrdiff_t>(end), true);
  }
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t c = next_character(folded, at);
    if (is_word_character(c) && !covered[begin] && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

}  // namespace tradewind::archiver
