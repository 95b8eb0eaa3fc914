#include "archiver/extract/card_line.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "archiver/data_table.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_piece = 160;
constexpr std::string_view wide_blank = "\xE3\x80\x80";

enum class Sort : std::uint8_t { name, link, field, post };

const PhraseTable& posts() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("posts.txt"),
                   [&](std::string_view sort, const std::vector<std::string_view>& spellings) {
                     const Sort value = sort == "post" ? Sort::post : sort == "field" ? Sort::field : Sort::link;
                     for (const std::string_view spelling : spellings)
                       made.add(spelling, static_cast<std::uint32_t>(value));
                   });
    made.freeze();
    return made;
  }();
  return table;
}

struct Token {
  std::size_t begin = 0, end = 0;  // in the piece
  Sort sort = Sort::name;
  bool unspaced = false;  // begins with a letter of a script without blanks
};

// The blank-separated words of a piece. A word is of a sort only if the table's phrases cover all its letters: "購買部"
// is a department, "服部" a name.
std::vector<Token> tokens_of(std::string_view piece) {
  std::vector<Token> tokens;
  const FoldedText folded = fold_with_origin(piece);
  const std::string_view text = folded.text;
  std::vector<Sort> covered(text.size(), Sort::name);
  for (const PhraseHit& hit : posts().find_longest(text)) {
    std::size_t end = hit.offset + hit.size;
    for (std::size_t at = end; at < text.size();) {  // an open end takes the rest of its word
      const char32_t c = next_character(text, at);
      if (!is_word_character(c) || is_unspaced(c)) break;
      end = at;
    }
    std::fill(covered.begin() + static_cast<std::ptrdiff_t>(hit.offset),
              covered.begin() + static_cast<std::ptrdiff_t>(end), static_cast<Sort>(hit.value));
  }
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    Token token{folded.origin[begin], folded.origin[end], Sort::link, false};
    for (std::size_t at = begin; at < end;) {
      const std::size_t start = at;
      const char32_t c = next_character(text, at);
      if (!is_word_character(c)) continue;
      token.unspaced = token.unspaced || (start == begin && is_unspaced(c));
      if (covered[start] == Sort::name) token.sort = Sort::name;
      if (covered[start] == Sort::name) break;
      token.sort = std::max(token.sort, covered[start]);
    }
    if (end > begin) tokens.push_back(token);
    begin = end + 1;
  }
  return tokens;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// What begins a piece behind a comma and belongs before it: "Ltd.", "S.A. de C.V.", but not the county of "Westport,
// Co. Mayo".
std::size_t leading_legal_form(std::string_view piece) {
  std::size_t end = 0;
  for (const std::string_view word : split(piece, " ")) {
    const bool linked = end > 0 && (word == "de" || word == "&" || word == "z");
    if (!linked && !is_legal_form(word)) break;
    end = static_cast<std::size_t>(word.data() + word.size() - piece.data());
  }
  const std::string_view form = piece.substr(0, end);
  return end < piece.size() && (form == "Co." || form == "Co") ? 0 : end;
}

// The halves of a name in Han, kana or Hangul stand apart: "田中　美咲".
bool is_half_name(std::string_view text) {
  std::size_t at = 0;
  return !text.empty() && is_unspaced(next_character(text, at)) && characters(text) <= 3 && !names_a_post(text) &&
         !names_a_firm(text);
}

void join_halves(std::vector<std::string_view>& pieces) {
  for (std::size_t i = 0; i + 1 < pieces.size();) {
    const std::string_view a = pieces[i], b = pieces[i + 1];
    const std::string_view between(a.data() + a.size(), static_cast<std::size_t>(b.data() - a.data()) - a.size());
    if (between == wide_blank && is_half_name(a) && is_half_name(b)) {
      pieces[i] = std::string_view(a.data(), static_cast<std::size_t>(b.data() + b.size() - a.data()));
      pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    ++i;
  }
}

bool carries_post(const Token* begin, const Token* end) {
  return std::any_of(begin, end, [](const Token& token) { return token.sort == Sort::post; });
}

// Enough for a name: two words, or two characters of a script that needs no more.
bool is_enough(std::string_view piece, const Token* begin, const Token* end) {
  if (begin == end) return false;
  if (begin->unspaced) return characters(piece.substr(begin->begin, begin->end - begin->begin)) >= 2;
  return end - begin >= 2;
}

}  // namespace

std::vector<std::string_view> card_pieces(std::string_view line) {
  std::vector<std::string_view> pieces{trim_wide(line.substr(0, 400))};
  static constexpr std::array<std::string_view, 13> separators = {"|",   "｜",  " / ", "／", "·",  "•",       " - ",
                                                                  " – ", " — ", "  ",  "\t", "、", wide_blank};
  for (const std::string_view separator : separators) {
    if (line.find(separator) == std::string_view::npos) continue;
    std::vector<std::string_view> finer;
    for (const std::string_view piece : pieces) {
      for (const std::string_view part : split(piece, separator)) finer.push_back(part);
    }
    pieces = std::move(finer);
  }
  join_halves(pieces);
  std::vector<std::string_view> parts;
  for (const std::string_view piece : pieces) {
    const std::size_t first = parts.size();
    for (std::string_view part : split(piece, ", ")) {
      const std::size_t form = parts.size() > first && !names_a_post(parts.back()) ? leading_legal_form(part) : 0;
      if (form > 0) {
        std::string_view& firm = parts.back();
        firm = std::string_view(firm.data(), static_cast<std::size_t>(part.data() + form - firm.data()));
        part = trim_wide(part.substr(form));
      }
      if (!part.empty()) parts.push_back(part);
    }
  }
  return parts;
}

bool names_a_post(std::string_view piece) {
  piece = trim_wide(piece);
  if (piece.empty() || piece.size() > longest_piece) return false;
  const std::vector<Token> tokens = tokens_of(piece);
  if (!carries_post(tokens.data(), tokens.data() + tokens.size())) return false;
  if (std::none_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.sort == Sort::name; }))
    return true;
  // "Director of Marine Projects", "Jefe de Obras".
  return tokens.size() >= 3 && tokens[0].sort == Sort::post && tokens[1].sort == Sort::link && !has_legal_form(piece);
}

std::string_view without_post(std::string_view piece) {
  piece = trim_wide(piece);
  if (piece.empty() || piece.size() > longest_piece) return piece;
  const std::vector<Token> tokens = tokens_of(piece);
  const Token* first = tokens.data();
  const Token* last = first + tokens.size();
  // Behind the name: as many of its words as leave a name ("Maria Sales Director" is Maria Sales).
  const Token* cut = last;
  while (cut > first && (cut - 1)->sort != Sort::name) --cut;
  while (cut < last && !is_enough(piece, first, cut)) ++cut;
  if (cut < last && carries_post(cut, last)) last = cut;
  // Before it: a lone word may be the firm's own ("Executive Travel Ltd").
  cut = first;
  while (cut < last && cut->sort != Sort::name) ++cut;
  const bool alone = cut - first < 2 && !(cut > first && first->unspaced);
  if (cut > first && !alone && is_enough(piece, cut, last) && carries_post(first, cut)) first = cut;
  if (first == last) return piece;
  std::string_view name = trim_wide(piece.substr(first->begin, (last - 1)->end - first->begin));
  while (!name.empty() && std::string_view(",-|/").find(name.back()) != std::string_view::npos)
    name = trim_wide(name.substr(0, name.size() - 1));
  return name;
}

}  // namespace tradewind::archiver
