// Cursor: reads the words of one framed response (RFC 9051 §9) from left to right. Every read either succeeds and moves
// on, or says no and leaves the response to be refused; nothing recurses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crm_core/base/raw_bytes.hpp"

namespace tradewind::mailsync::imap {

class Cursor {
 public:
  Cursor(std::string_view text, std::span<RawBytes> literals) : text_(text), literals_(literals) {}

  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool take(char c);
  // The word in any case, followed by a space, a parenthesis or the end.
  bool take_word(std::string_view word);
  void skip_spaces();

  // Everything up to a space, a parenthesis, a line end or the end; may be empty.
  std::string_view atom();
  std::optional<std::uint64_t> number();
  std::optional<std::uint32_t> number32();
  // A name of something: atom, quoted string or literal.
  std::optional<std::string> astring();
  // Content: NIL gives false in `is_nil`'s place; a literal is moved out, not copied.
  struct Content {
    bool nil = false;
    RawBytes bytes{};
  };
  std::optional<Content> content();
  // "BODY[HEADER.FIELDS (TO)]<0>": name and section of a FETCH item, in upper case.
  std::optional<std::string> fetch_item();
  // One value of any shape, lists in lists up to 64 deep.
  bool skip_value();

 private:
  std::optional<std::string> quoted();
  bool skip_quoted();
  RawBytes* literal();  // at '{' or '~{'

  std::string_view text_;
  std::span<RawBytes> literals_;
  std::size_t at_ = 0;
  std::size_t next_literal_ = 0;
};

}  // namespace tradewind::mailsync::imap
