// The piece of a mail's text that shows why it was found, with the hits marked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/filing.hpp"
#include "crm_core/search/query.hpp"
#include "crm_core/search/tokenizer.hpp"

namespace tradewind::crm::search {

struct MarkedText {
  std::string text;         // one line: white space runs are single blanks
  std::vector<Span> marks;  // byte ranges of `text`, ascending, apart from each other
};

struct Snippet : MarkedText {
  enum class Source { body, attachment_text, attachment_names, preview } source = Source::body;
};

// Text is looked at up to this many bytes.
inline constexpr std::size_t most_marked_bytes = std::size_t{512} << 10;

// Finds the words of one query by the same tokenizer as the index. Thread-safe once made.
class SnippetMaker {
 public:
  // Words of the tree that subject and text may contain: not the negated ones, not addresses.
  explicit SnippetMaker(const Node& tree);

  // The whole text, for a subject.
  [[nodiscard]] MarkedText mark(std::string_view text) const;
  // About `length` characters of the part that says most: the one with most different words of the query.
  [[nodiscard]] Snippet make(const IndexText& text, std::size_t length = 160) const;
  // Of the stored preview, if it and the subject have every word there is to mark; else nothing, and the whole text
  // must be had.
  [[nodiscard]] std::optional<Snippet> from_preview(std::string_view preview, std::string_view subject) const;

 private:
  struct Pattern {
    std::vector<std::string> words;  // folded, one behind the other
    bool prefix = false;             // the last word goes on
    bool single = false;             // one character of a script without spaces
    std::size_t term = 0;            // of which term of the query; "GZ-3X" has two patterns
  };
  struct Mark {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t term = 0;
  };
  class Words;
  struct Window;

  void collect(const Node& node);
  void add_pattern(const Term& term);
  [[nodiscard]] std::vector<Mark> find(std::string_view text) const;
  [[nodiscard]] Window best_window(const std::vector<Mark>& marks, std::size_t bytes) const;

  std::vector<Pattern> patterns_;
  std::size_t terms_ = 0;
};

}  // namespace tradewind::crm::search
