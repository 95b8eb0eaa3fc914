#include "mailsync/imap/cursor.hpp"

#include <charconv>
#include <limits>
#include <utility>

#include "mailsync/imap/ascii.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr int deepest_list = 64;
constexpr std::size_t longest_name = 64 << 10;

}  // namespace

bool Cursor::take(char c) {
  if (at_end() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool Cursor::take_word(std::string_view word) {
  const std::string_view here = rest();
  if (!equal_ignoring_case(here.substr(0, word.size()), word)) return false;
  if (here.size() > word.size() && std::string_view(" ()\r\n").find(here[word.size()]) == std::string_view::npos)
    return false;
  at_ += word.size();
  return true;
}

void Cursor::skip_spaces() {
  while (take(' ')) {
  }
}

std::string_view Cursor::atom() {
  const std::size_t start = at_;
  at_ = std::min(text_.find_first_of(" ()\r\n", at_), text_.size());
  return text_.substr(start, at_ - start);
}

std::optional<std::uint64_t> Cursor::number() {
  std::uint64_t value = 0;
  const char* const begin = text_.data() + at_;
  const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
  if (error != std::errc{}) return std::nullopt;
  at_ += static_cast<std::size_t>(end - begin);
  return value;
}

std::optional<std::uint32_t> Cursor::number32() {
  const auto value = number();
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

std::optional<std::string> Cursor::quoted() {
  std::string value;
  if (!take('"')) return std::nullopt;
  while (!at_end()) {
    const std::size_t stop = std::min(text_.find_first_of("\"\\\r\n", at_), text_.size());
    value.append(text_.substr(at_, stop - at_));
    at_ = stop;
    if (take('"')) return value;
    if (!take('\\') || at_end()) break;
    if (peek() != '"' && peek() != '\\') value += '\\';  // escapes nothing: a delimiter that was not escaped itself
    value += text_[at_++];
  }
  return std::nullopt;
}

bool Cursor::skip_quoted() {
  if (!take('"')) return false;
  while (!at_end()) {
    at_ = std::min(text_.find_first_of("\"\\\r\n", at_), text_.size());
    if (take('"')) return true;
    if (!take('\\') || at_end()) return false;
    ++at_;
  }
  return false;
}

RawBytes* Cursor::literal() {
  take('~');
  if (!take('{') || !number()) return nullptr;
  take('+');
  if (!take('}')) return nullptr;
  take('\r');
  if (!take('\n') || next_literal_ == literals_.size()) return nullptr;
  return &literals_[next_literal_++];
}

std::optional<std::string> Cursor::astring() {
  if (peek() == '"') return quoted();
  if (peek() == '{') {
    RawBytes* const bytes = literal();
    if (bytes == nullptr || bytes->size() > longest_name) return std::nullopt;
    return std::string(bytes->view());
  }
  const std::string_view word = atom();
  if (word.empty()) return std::nullopt;
  return std::string(word);
}

std::optional<Cursor::Content> Cursor::content() {
  if (peek() == '"') {
    auto text = quoted();
    if (!text) return std::nullopt;
    return Content{false, RawBytes(std::move(*text))};
  }
  if (peek() == '{' || peek() == '~') {
    RawBytes* const bytes = literal();
    if (bytes == nullptr) return std::nullopt;
    return Content{false, std::move(*bytes)};
  }
  if (!take_word("NIL")) return std::nullopt;
  return Content{true, RawBytes()};
}

std::optional<std::string> Cursor::fetch_item() {
  const std::size_t start = at_;
  while (!at_end() && std::string_view(" ()[\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
  if (at_ == start) return std::nullopt;
  if (take('[')) {
    while (!at_end() && peek() != ']') {
      if (peek() == '"' ? !skip_quoted() : peek() == '{' ? literal() == nullptr : (++at_, false)) return std::nullopt;
    }
    if (!take(']')) return std::nullopt;
    while (!at_end() && peek() != ' ' && peek() != '\r' && peek() != '\n') ++at_;  // "<0>"
  }
  return upper_case(text_.substr(start, at_ - start));
}

bool Cursor::skip_value() {
  int depth = 0;
  do {
    skip_spaces();
    const char c = peek();
    if (c == '(') {
      ++at_;
      if (++depth > deepest_list) return false;
    } else if (c == ')') {
      if (depth == 0) return false;
      ++at_;
      --depth;
    } else if (c == '"') {
      if (!skip_quoted()) return false;
    } else if (c == '{' || (c == '~' && rest().starts_with("~{"))) {
      if (literal() == nullptr) return false;
    } else if (atom().empty()) {
      return false;
    }
  } while (depth > 0);
  return true;
}

}  // namespace tradewind::mailsync::imap
