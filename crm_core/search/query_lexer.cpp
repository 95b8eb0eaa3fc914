#include "crm_core/search/query_lexer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/search/utf8.hpp"

namespace tradewind::crm::search {

namespace {

bool is_space(char32_t c) { return c <= ' ' || c == 0x7F || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B); }
bool is_open(char32_t c) { return c == '(' || c == 0xFF08; }
bool is_close(char32_t c) { return c == ')' || c == 0xFF09; }
bool is_minus(char32_t c) { return c == '-' || c == 0xFF0D || c == 0x2212; }
bool is_colon(char32_t c) { return c == ':' || c == 0xFF1A; }
bool is_star(char32_t c) { return c == '*' || c == 0xFF0A; }
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What may close the quotation that `opening` opens; empty if it opens none. Straight and curly marks close each other,
// as input methods mix them.
std::u32string_view closing_marks(char32_t opening) {
  switch (opening) {
    case '"':
    case 0xFF02:
    case 0x201C:
    case 0x201D:
    case 0x201E:
      return U"\"\uFF02\u201C\u201D";
    case 0xAB:
      return U"\u00BB";
    case 0x300C:
      return U"\u300D";
    case 0x300E:
      return U"\u300F";
    default:
      return {};
  }
}

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  Result<std::vector<QueryToken>> run() {
    while (true) {
      while (at_ < text_.size() && is_space(here().value)) at_ += here().size;
      if (at_ >= text_.size()) break;
      if (auto error = take()) return tl::unexpected<Error>(std::move(*error));
    }
    add(Sign::end, at_, {});
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] DecodedCharacter here() const { return decode_utf8(text_, at_); }

  void add(Sign sign, std::size_t begin, std::string said) {
    tokens_.push_back({sign, std::move(said), false, {begin, at_}});
  }

  std::optional<Error> take() {
    const std::size_t begin = at_;
    const DecodedCharacter first = here();
    if (is_open(first.value) || is_close(first.value)) {
      at_ += first.size;
      add(is_open(first.value) ? Sign::open : Sign::close, begin, {});
      return {};
    }
    if (!closing_marks(first.value).empty()) return take_phrase(first);
    if (is_minus(first.value) && !after_field() && begins_something(at_ + first.size)) {
      at_ += first.size;
      add(Sign::minus, begin, {});
      return {};
    }
    if (take_field()) return {};
    return take_word();
  }

  [[nodiscard]] bool after_field() const { return !tokens_.empty() && tokens_.back().sign == Sign::field; }

  [[nodiscard]] bool begins_something(std::size_t at) const {
    if (at >= text_.size()) return false;
    const char32_t next = decode_utf8(text_, at).value;
    return !is_space(next) && !is_minus(next) && !is_close(next);
  }

  // ASCII letters and a colon; but not "http://", and not inside the value of another field.
  bool take_field() {
    if (after_field()) return false;
    std::size_t end = at_;
    while (end < text_.size() && is_letter(static_cast<unsigned char>(text_[end]))) ++end;
    if (end == at_ || end >= text_.size()) return false;
    const DecodedCharacter colon = decode_utf8(text_, end);
    if (!is_colon(colon.value) || text_.substr(end + colon.size).starts_with("//")) return false;
    const std::size_t begin = at_;
    at_ = end + colon.size;
    add(Sign::field, begin, std::string(text_.substr(begin, end - begin)));
    return true;
  }

  std::optional<Error> take_phrase(DecodedCharacter opening) {
    const std::size_t begin = at_;
    at_ += opening.size;
    const std::size_t inside = at_;
    const std::u32string_view closing = closing_marks(opening.value);
    while (at_ < text_.size() && closing.find(here().value) == std::u32string_view::npos) at_ += here().size;
    if (at_ >= text_.size())
      return query_error(text_, begin, "this quotation mark is never closed",
                         "put a second one behind the phrase, or leave it out");
    std::string said(text_.substr(inside, at_ - inside));
    at_ += here().size;
    add(Sign::phrase, begin, std::move(said));
    take_star();
    return {};
  }

  void take_star() {
    if (at_ >= text_.size() || !is_star(here().value)) return;
    at_ += here().size;
    tokens_.back().prefix = true;
    tokens_.back().where.end = at_;
  }

  std::optional<Error> take_word() {
    const std::size_t begin = at_;
    std::size_t star = std::string_view::npos;
    while (at_ < text_.size()) {
      const DecodedCharacter c = here();
      if (is_space(c.value) || is_open(c.value) || is_close(c.value) || !closing_marks(c.value).empty()) break;
      if (star != std::string_view::npos)
        return query_error(text_, star, "a star may only stand at the end of a word",
                           "search for the beginning, \"valv*\", or leave the star out");
      if (is_star(c.value)) star = at_;
      at_ += c.size;
    }
    const std::size_t end = star != std::string_view::npos ? star : at_;
    std::string said(text_.substr(begin, end - begin));
    const Sign sign = after_field() || star != std::string_view::npos ? Sign::word : sign_of(said);
    add(sign, begin, std::move(said));
    tokens_.back().prefix = star != std::string_view::npos;
    return {};
  }

  static Sign sign_of(std::string_view word) {
    const auto is = [&](std::string_view name) {
      return std::equal(word.begin(), word.end(), name.begin(), name.end(),
                        [](char a, char b) { return (a | 0x20) == b; });
    };
    return is("and") ? Sign::and_word : is("or") ? Sign::or_word : is("not") ? Sign::not_word : Sign::word;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<QueryToken> tokens_;
};

}  // namespace

Error query_error(std::string_view query, std::size_t at, const std::string& what, std::string hint) {
  std::size_t column = 1;
  for (std::size_t i = 0; i < at && i < query.size(); i += decode_utf8(query, i).size) ++column;
  return {Fault::invalid, fmt::format("column {}: {}", column, what), std::move(hint)};
}

Result<std::vector<QueryToken>> cut_query(std::string_view text) { return Cutter(text).run(); }

}  // namespace tradewind::crm::search
