#include "crm_core/search/snippet.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "crm_core/search/utf8.hpp"

namespace tradewind::crm::search {

namespace {

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool is_inside_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Copies [begin, end) with single blanks for white space, and the marks along with it.
template <class Marks>
MarkedText one_line(std::string_view text, std::size_t begin, std::size_t end, const Marks& marks) {
  MarkedText line;
  auto mark = std::find_if(marks.begin(), marks.end(), [&](const auto& m) { return m.begin >= begin; });
  bool open = false;
  for (std::size_t at = begin; at <= end; ++at) {
    if (open && at >= mark->end) {
      line.marks.back().end = line.text.size();
      open = false;
      while (mark != marks.end() && mark->begin < at) ++mark;
    }
    if (at == end) break;
    const bool blank = is_blank(text[at]);
    if (blank && !line.text.empty() && line.text.back() != ' ') line.text += ' ';
    if (!open && mark != marks.end() && mark->begin == at && mark->end <= end) {
      line.marks.push_back({line.text.size(), line.text.size()});
      open = true;
    }
    if (!blank) line.text += text[at];
  }
  while (!line.text.empty() && line.text.back() == ' ') line.text.pop_back();
  return line;
}

// Where to begin so that `hit` has up to `room` bytes before it: at the beginning of a word, or of a character where
// there are no words that near.
std::size_t start_before(std::string_view text, std::size_t hit, std::size_t room) {
  if (hit <= room) return 0;
  const std::size_t earliest = hit - room;
  for (std::size_t at = earliest; at < hit; ++at)
    if (is_blank(text[at - 1])) return at;
  std::size_t start = earliest;
  while (start < hit && is_inside_character(text[start])) ++start;
  return start;
}

}  // namespace

// The tokens of a text, kept.
class SnippetMaker::Words {
 public:
  explicit Words(std::string_view text) {
    tokenize(text.substr(0, most_marked_bytes), [&](const Token& token) {
      words_.push_back({letters_.size(), token.text.size(), token.start, token.end, token.position, token.colocated});
      letters_ += token.text;
      return true;
    });
  }
  struct Word {
    std::size_t at, size, start, end;
    std::uint32_t position;
    bool colocated;
  };
  [[nodiscard]] const std::vector<Word>& all() const { return words_; }
  [[nodiscard]] std::string_view letters(const Word& word) const {
    return std::string_view(letters_).substr(word.at, word.size);
  }

  [[nodiscard]] bool fits(const Word& word, const Pattern& pattern, std::size_t index) const {
    const bool last = index + 1 == pattern.words.size();
    return last && pattern.prefix ? letters(word).starts_with(pattern.words[index])
                                  : letters(word) == pattern.words[index];
  }

  // The last word of the phrase that begins with word `first`, or nothing.
  [[nodiscard]] const Word* phrase_end(std::size_t first, const Pattern& pattern) const {
    const Word* end = &words_[first];
    if (!fits(*end, pattern, 0)) return nullptr;
    std::size_t i = first;
    for (std::size_t index = 1; index < pattern.words.size(); ++index) {
      const std::uint32_t wanted = words_[first].position + static_cast<std::uint32_t>(index);
      while (i < words_.size() &&
             (words_[i].position < wanted || (words_[i].position == wanted && !fits(words_[i], pattern, index))))
        ++i;
      if (i >= words_.size() || words_[i].position != wanted) return nullptr;
      end = &words_[i];
    }
    return end;
  }

 private:
  std::string letters_;
  std::vector<Word> words_;
};

struct SnippetMaker::Window {
  std::size_t first_mark = 0;
  std::size_t different = 0;  // terms in it
};

SnippetMaker::SnippetMaker(const Node& tree) { collect(tree); }

void SnippetMaker::collect(const Node& node) {
  if (node.type == NodeType::none_of) return;
  if (node.type == NodeType::term) {
    const Field field = node.term.field;
    if (field == Field::any || field == Field::subject || field == Field::body || field == Field::attachment)
      add_pattern(node.term);
  }
  for (const Node& child : node.children) collect(child);
}

void SnippetMaker::add_pattern(const Term& term) {
  Pattern pattern;
  std::string joined;
  TokenKind last = TokenKind::word;
  tokenize(term.value, [&](const Token& token) {
    if (token.kind == TokenKind::joined) joined = token.text;
    if (token.colocated) return true;
    pattern.words.emplace_back(token.text);
    last = token.kind;
    return true;
  });
  if (pattern.words.empty()) return;
  pattern.single = last == TokenKind::single && pattern.words.size() == 1;
  pattern.prefix = last == TokenKind::single || (term.prefix && last == TokenKind::word);
  pattern.term = terms_++;
  if (!joined.empty()) patterns_.push_back({{joined}, pattern.prefix, false, pattern.term});
  patterns_.push_back(std::move(pattern));
}

std::vector<SnippetMaker::Mark> SnippetMaker::find(std::string_view text) const {
  std::vector<Mark> marks;
  if (patterns_.empty()) return marks;
  const Words words(text);
  for (std::size_t i = 0; i < words.all().size(); ++i) {
    for (const Pattern& pattern : patterns_) {
      const auto* end = words.phrase_end(i, pattern);
      if (end == nullptr) continue;
      const std::size_t begin = words.all()[i].start;
      // Of a pair that begins with the character looked for, only that character.
      const std::size_t stop = pattern.single ? begin + decode_utf8(text, begin).size : end->end;
      marks.push_back({begin, stop, pattern.term});
    }
  }
  std::sort(marks.begin(), marks.end(),
            [](const Mark& a, const Mark& b) { return std::pair(a.begin, b.end) < std::pair(b.begin, a.end); });
  // Overlapping ones (neighbouring pairs of one phrase, a part and the whole) become one.
  std::vector<Mark> apart;
  for (const Mark& mark : marks) {
    if (!apart.empty() && mark.begin < apart.back().end)
      apart.back().end = std::max(apart.back().end, mark.end);
    else
      apart.push_back(mark);
  }
  return apart;
}

MarkedText SnippetMaker::mark(std::string_view text) const { return one_line(text, 0, text.size(), find(text)); }

// The stretch of `bytes` bytes from a mark on in which most different terms stand. Linear: both ends only move forward.
SnippetMaker::Window SnippetMaker::best_window(const std::vector<Mark>& marks, std::size_t bytes) const {
  Window best;
  std::vector<std::size_t> inside(terms_, 0);
  std::size_t different = 0;
  std::size_t end = 0;
  for (std::size_t first = 0; first < marks.size(); ++first) {
    for (; end < marks.size() && marks[end].end <= marks[first].begin + bytes; ++end)
      if (inside[marks[end].term]++ == 0) ++different;
    if (different > best.different) best = {first, different};
    if (end > first && --inside[marks[first].term] == 0) --different;
    end = std::max(end, first + 1);
  }
  return best;
}

Snippet SnippetMaker::make(const IndexText& text, std::size_t length) const {
  const std::pair<const std::string*, Snippet::Source> parts[] = {
      {&text.body, Snippet::Source::body},
      {&text.attachment_text, Snippet::Source::attachment_text},
      {&text.attachment_names, Snippet::Source::attachment_names}};
  const std::string* chosen = &text.body;
  Snippet::Source source = Snippet::Source::body;
  std::vector<Mark> marks;
  Window window;
  for (const auto& [part, name] : parts) {
    auto found = find(*part);
    const Window here = best_window(found, length);
    if (here.different <= window.different) continue;
    chosen = part;
    source = name;
    marks = std::move(found);
    window = here;
  }
  const std::size_t start = marks.empty() ? 0 : start_before(*chosen, marks[window.first_mark].begin, length / 3);
  std::size_t end = start;
  for (std::size_t characters = 0; end < chosen->size() && characters < length; ++characters)
    end += decode_utf8(*chosen, end).size;
  Snippet snippet;
  static_cast<MarkedText&>(snippet) = one_line(*chosen, start, end, marks);
  snippet.source = source;
  return snippet;
}

std::optional<Snippet> SnippetMaker::from_preview(std::string_view preview, std::string_view subject) const {
  const auto marks = find(preview);
  std::vector<bool> seen(terms_, false);
  for (const Mark& mark : marks) seen[mark.term] = true;
  for (const Mark& mark : find(subject)) seen[mark.term] = true;
  if (std::find(seen.begin(), seen.end(), false) != seen.end()) return {};
  Snippet snippet;
  static_cast<MarkedText&>(snippet) = one_line(preview, 0, preview.size(), marks);
  snippet.source = Snippet::Source::preview;
  return snippet;
}

}  // namespace tradewind::crm::search
