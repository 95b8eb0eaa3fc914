// PhraseTable: many thousand phrases found in one pass over folded text. A trie walked from every place where a word
// may start (any character in scripts without blanks), so a text costs little more than its own reading however many
// phrases there are, and at worst its length times the longest phrase.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct PhraseHit {
  std::size_t offset = 0;  // in the folded text
  std::size_t size = 0;
  std::uint32_t value = 0;
};

class PhraseTable {
 public:
  // A phrase ends at a word's end unless its last character is '*' ("запрос*" finds every inflection). The phrase is
  // folded here. The same phrase may be added with several values; each gives a hit.
  void add(std::string_view phrase, std::uint32_t value);
  // Must follow the last add() and precede the first find(). After it the table is immutable and may be shared by
  // threads.
  void freeze();

  // Every phrase at every start, the longest first. `each(PhraseHit)`.
  template <class Each>
  void find(std::string_view folded, Each&& each) const {
    for (std::size_t start = next_start(folded, 0, true); start < folded.size();
         start = next_start(folded, start, false)) {
      walk(folded, start, each);
    }
  }
  [[nodiscard]] bool occurs(std::string_view folded) const;
  // The longest phrase that begins at this very offset.
  [[nodiscard]] std::optional<PhraseHit> longest_at(std::string_view folded, std::size_t offset) const;
  // Only the longest phrase at each start, and no overlapping ones.
  [[nodiscard]] std::vector<PhraseHit> find_longest(std::string_view folded) const;

 private:
  // Where only one phrase goes on, the rest of it stands as a tail instead of a node for each byte: that is most of
  // them.
  struct Node {
    std::uint32_t first_edge = 0;  // or of the tail, in tails_
    std::uint16_t edges = 0;
    std::uint16_t tail_size = 0;
    std::uint16_t values = 0;  // of phrases that end here, or with the tail
    std::uint32_t first_value = 0;
  };
  struct Edge {
    unsigned char byte = 0;
    std::uint32_t node = 0;
  };
  struct Entry {
    std::string phrase;
    bool open_end = false;
    std::uint32_t value = 0;
  };
  struct Value {
    std::uint32_t value = 0;
    bool open_end = false;
  };

  [[nodiscard]] static std::size_t next_start(std::string_view folded, std::size_t at, bool first);
  [[nodiscard]] static bool word_ends(std::string_view folded, std::size_t at);
  [[nodiscard]] std::uint32_t child(const Node& node, unsigned char byte) const;
  // The first bytes of a text as an index; different ones may share it.
  [[nodiscard]] static std::size_t beginning(std::string_view text, std::size_t bytes) {
    std::size_t key = 0;
    for (std::size_t i = 0; i < bytes; ++i) key = key * 0x9E3B + static_cast<unsigned char>(text[i]);
    return (key ^ key >> 16) % beginnings;
  }
  // False when no phrase begins so: nearly every walk ends here, without an edge being read.
  [[nodiscard]] bool may_begin(std::string_view text) const {
    if (text.size() < 3) return true;
    return beginnings_.test(beginning(text, 3)) || short_ends_.test(beginning(text, 2));
  }
  std::uint32_t build(std::size_t begin, std::size_t end, std::size_t depth);

  template <class Each>
  void walk(std::string_view folded, std::size_t start, Each&& each) const {
    std::uint32_t node = roots_[static_cast<unsigned char>(folded[start])];
    if (node == 0 || (nodes_[node].values == 0 && !may_begin(folded.substr(start)))) return;
    for (std::size_t at = start + 1; node != 0; ++at) {
      const Node& here = nodes_[node];
      if (here.tail_size != 0) {
        const std::string_view tail(tails_.data() + here.first_edge, here.tail_size);
        if (!folded.substr(std::min(at, folded.size())).starts_with(tail)) return;
        at += tail.size();
      }
      if (here.values != 0) {
        const bool ends = word_ends(folded, at);
        for (std::uint32_t i = 0; i < here.values; ++i) {
          const Value& value = values_[here.first_value + i];
          if (ends || value.open_end) each(PhraseHit{start, at - start, value.value});
        }
      }
      if (at >= folded.size() || here.tail_size != 0) return;
      node = child(here, static_cast<unsigned char>(folded[at]));
    }
  }

  std::vector<Entry> entries_;
  std::vector<Node> nodes_{1};
  std::vector<Edge> edges_;
  std::vector<Value> values_;
  std::string tails_;
  static constexpr std::size_t beginnings = 1U << 15;
  std::bitset<beginnings> beginnings_;  // of phrases of three bytes and more
  std::bitset<beginnings> short_ends_;  // phrases of two bytes
  std::vector<std::uint32_t> roots_ = std::vector<std::uint32_t>(256, 0);
};

}  // namespace tradewind::archiver
