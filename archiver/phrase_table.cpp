#include "archiver/phrase_table.hpp"

#include <algorithm>

#include "archiver/folded_text.hpp"

namespace tradewind::archiver {

void PhraseTable::add(std::string_view phrase, std::uint32_t value) {
  const bool open_end = !phrase.empty() && phrase.back() == '*';
  if (open_end) phrase.remove_suffix(1);
  std::string folded = fold(trim_wide(phrase));
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  if (!folded.empty()) entries_.push_back(Entry{std::move(folded), open_end, value});
}

void PhraseTable::freeze() {
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.phrase < b.phrase; });
  for (const Entry& entry : entries_) {
    const std::string_view phrase = entry.phrase;
    if (phrase.size() == 2) short_ends_.set(beginning(phrase, 2));
    if (phrase.size() >= 3) beginnings_.set(beginning(phrase, 3));
  }
  for (std::size_t begin = 0; begin < entries_.size();) {
    const char byte = entries_[begin].phrase[0];
    std::size_t end = begin;
    while (end < entries_.size() && entries_[end].phrase[0] == byte) ++end;
    roots_[static_cast<unsigned char>(byte)] = build(begin, end, 1);
    begin = end;
  }
  entries_.clear();
  entries_.shrink_to_fit();
  nodes_.shrink_to_fit();
  edges_.shrink_to_fit();
  values_.shrink_to_fit();
  tails_.shrink_to_fit();
}

// The node for entries [begin, end), which share their first `depth` bytes.
std::uint32_t PhraseTable::build(std::size_t begin, std::size_t end, std::size_t depth) {
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  const std::string_view first = entries_[begin].phrase, last = entries_[end - 1].phrase;
  constexpr std::size_t longest_tail = 0xFFFF;
  if (first == last && first.size() > depth && first.size() - depth <= longest_tail) {
    nodes_[index].first_edge = static_cast<std::uint32_t>(tails_.size());
    nodes_[index].tail_size = static_cast<std::uint16_t>(first.size() - depth);
    tails_ += first.substr(depth);
    depth = first.size();
  }
  const auto first_value = static_cast<std::uint32_t>(values_.size());
  for (; begin < end && entries_[begin].phrase.size() == depth; ++begin) {
    values_.push_back(Value{entries_[begin].value, entries_[begin].open_end});
  }
  nodes_[index].first_value = first_value;
  nodes_[index].values = static_cast<std::uint16_t>(values_.size() - first_value);

  if (begin == end) return index;
  // The edges of a node stand together, so they are counted out before those of its children follow.
  const auto first_edge = static_cast<std::uint32_t>(edges_.size());
  for (std::size_t at = begin; at < end; ++at) {
    const auto byte = static_cast<unsigned char>(entries_[at].phrase[depth]);
    if (edges_.size() == first_edge || edges_.back().byte != byte) edges_.push_back(Edge{byte, 0});
  }
  const std::size_t count = edges_.size() - first_edge;
  for (std::size_t i = first_edge; i < first_edge + count; ++i) {
    std::size_t stop = begin;
    while (stop < end && static_cast<unsigned char>(entries_[stop].phrase[depth]) == edges_[i].byte) ++stop;
    const std::uint32_t node = build(begin, stop, depth + 1);
    edges_[i].node = node;
    begin = stop;
  }
  nodes_[index].first_edge = first_edge;
  nodes_[index].edges = static_cast<std::uint16_t>(count);
  return index;
}

std::uint32_t PhraseTable::child(const Node& node, unsigned char byte) const {
  const Edge* edge = edges_.data() + node.first_edge;
  for (const Edge* const end = edge + node.edges; edge != end && edge->byte <= byte; ++edge) {
    if (edge->byte == byte) return edge->node;
  }
  return 0;
}

// The next place after `at` (or from it, when `first`) where a phrase may begin. Most text is words of ASCII between
// blanks, which need no decoding.
std::size_t PhraseTable::next_start(std::string_view folded, std::size_t at, bool first) {
  if (first) return 0;
  const auto is_ascii_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  std::size_t next = at;
  while (next < folded.size() && is_ascii_word(folded[next])) ++next;
  if (next == at && next < folded.size() && is_ascii(folded[next])) ++next;  // every sign may be followed by a start
  if (next >= folded.size()) return folded.size();
  if (is_ascii(folded[next])) {
    if (folded[next] != ' ') return next;
    // Folded text has no two blanks together.
    if (next + 1 < folded.size() && is_ascii(folded[next + 1])) return next + 1;
  } else {
    next = at;  // the word goes on in another script
  }
  char32_t before = next_character(folded, next);
  while (next < folded.size()) {
    const std::size_t here = next;
    const char32_t c = next_character(folded, next);
    if (c != ' ' && (is_unspaced(c) || !is_word_character(before) || !is_word_character(c) || is_unspaced(before)))
      return here;
    before = c;
  }
  return folded.size();
}

bool PhraseTable::word_ends(std::string_view folded, std::size_t at) {
  if (at >= folded.size()) return true;
  std::size_t next = at;
  const char32_t after = next_character(folded, next);
  if (!is_word_character(after) || is_unspaced(after)) return true;
  std::size_t start = at;
  while (start > 0 && (static_cast<unsigned char>(folded[--start]) & 0xC0U) == 0x80U) {
  }
  const char32_t last = next_character(folded, start);
  return is_unspaced(last) || !is_word_character(last);
}

std::optional<PhraseHit> PhraseTable::longest_at(std::string_view folded, std::size_t offset) const {
  std::optional<PhraseHit> longest;
  if (offset >= folded.size()) return longest;
  walk(folded, offset, [&](const PhraseHit& hit) { longest = hit; });
  return longest;
}

bool PhraseTable::occurs(std::string_view folded) const {
  bool found = false;
  for (std::size_t start = next_start(folded, 0, true); start < folded.size() && !found;
       start = next_start(folded, start, false)) {
    walk(folded, start, [&](const PhraseHit&) { found = true; });
  }
  return found;
}

std::vector<PhraseHit> PhraseTable::find_longest(std::string_view folded) const {
  std::vector<PhraseHit> hits;
  find(folded, [&](const PhraseHit& hit) {
    if (!hits.empty() && hits.back().offset == hit.offset) {
      if (hit.size >= hits.back().size) hits.back() = hit;
    } else if (hits.empty() || hit.offset >= hits.back().offset + hits.back().size) {
      hits.push_back(hit);
    }
  });
  return hits;
}

}  // namespace tradewind::archiver
