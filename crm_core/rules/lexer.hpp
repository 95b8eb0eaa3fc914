// The words of a condition or an action: names, texts, numbers and signs, each with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::crm::rules {

inline constexpr std::size_t longest_text = 2'000;  // bytes of a condition, or of the actions

struct Token {
  enum class Kind { name, text, number, sign, end };
  Kind kind = Kind::end;
  std::string text;       // of a text: what it stands for
  std::size_t start = 0;  // bytes from the beginning
  std::size_t stop = 0;   // behind its last byte

  [[nodiscard]] bool is(std::string_view sign) const { return kind == Kind::sign && text == sign; }
  [[nodiscard]] bool is_word(std::string_view word) const { return kind == Kind::name && text == word; }
};

// Names are letters, digits, "_", "-" and "."; texts stand in double quotes, with \" and \\ inside; signs are
// = != < <= > >= ( ) , ; and the last token is always the end. Fault::invalid with the place.
[[nodiscard]] Result<std::vector<Token>> lex(std::string_view text);

// "at character 7: ...", counted in characters from 1.
[[nodiscard]] tl::unexpected<Error> wrong_at(std::string_view text, std::size_t byte, std::string_view what,
                                             std::string hint = {});

}  // namespace tradewind::crm::rules
