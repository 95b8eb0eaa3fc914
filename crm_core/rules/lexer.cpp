#include "crm_core/rules/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradewind::crm::rules {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_in_name(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> go() {
    if (text_.size() > longest_text)
      return wrong_at(text_, longest_text, fmt::format("longer than {} bytes", longest_text));
    while (true) {
      while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
      if (at_ == text_.size()) break;
      if (auto taken = take(); !taken) return pass_on(taken);
    }
    tokens_.push_back({Token::Kind::end, "", text_.size(), text_.size()});
    return std::move(tokens_);
  }

 private:
  void push(Token::Kind kind, std::size_t length) {
    tokens_.push_back({kind, std::string(text_.substr(at_, length)), at_, at_ + length});
    at_ += length;
  }
  std::size_t length_of(bool (*belongs)(char)) const {
    std::size_t end = at_;
    while (end < text_.size() && belongs(text_[end])) ++end;
    return end - at_;
  }
  Result<void> take() {
    const char c = text_[at_];
    const bool negative = c == '-' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
    if (is_digit(c) || negative) {
      const std::size_t sign = negative ? 1 : 0;
      at_ += sign;
      const std::size_t length = length_of([](char each) { return is_digit(each) || each == '.'; });
      at_ -= sign;
      push(Token::Kind::number, length + sign);
      return {};
    }
    if (is_letter(c)) {
      push(Token::Kind::name, length_of(is_in_name));
      return {};
    }
    if (c == '"') return take_text();
    for (const std::string_view sign : {"!=", "<=", ">=", "=", "<", ">", "(", ")", ",", ";"})
      if (text_.substr(at_).starts_with(sign)) {
        push(Token::Kind::sign, sign.size());
        return {};
      }
    return wrong_at(text_, at_, "this character has no meaning here", "texts stand in double quotes: \"DE\"");
  }
  Result<void> take_text() {
    Token token{Token::Kind::text, "", at_, at_};
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '"') {
        at_ = token.stop = i + 1;
        tokens_.push_back(std::move(token));
        return {};
      }
      if (text_[i] == '\\' && i + 1 < text_.size() && (text_[i + 1] == '"' || text_[i + 1] == '\\')) ++i;
      token.text += text_[i];
    }
    return wrong_at(text_, at_, "a text that does not end", "close it with \"");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> lex(std::string_view text) { return Lexer(text).go(); }

tl::unexpected<Error> wrong_at(std::string_view text, std::size_t byte, std::string_view what, std::string hint) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto characters = std::count_if(before.begin(), before.end(),
                                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return fail(Fault::invalid, fmt::format("at character {}: {}", characters + 1, what), std::move(hint));
}

}  // namespace tradewind::crm::rules
