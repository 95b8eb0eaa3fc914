#include "mailsync/imap/folder_name.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace tradewind::mailsync::imap {

namespace {

// RFC 2045's alphabet with ',' for '/'.
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
constexpr char32_t replacement = 0xFFFD;

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

// Takes one character off the front; `replacement` for a byte that begins no well-formed sequence (Unicode 15 table
// 3-7).
char32_t take_utf8(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  char32_t c = length <= 1 ? lead : lead & (0xFFU >> (length + 1));
  bool good = length != 0 && length <= text.size();
  for (std::size_t i = 1; good && i < length; ++i) {
    good = (byte(i) & 0xC0) == 0x80;
    c = (c << 6) | (byte(i) & 0x3F);
  }
  good = good && !(length == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) &&
         !(length == 4 && (c < 0x10000 || c > 0x10FFFF));
  text.remove_prefix(good ? length : 1);
  return good ? c : replacement;
}

constexpr bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

std::string clean_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const char32_t c = take_utf8(text);
    append_utf8(clean, is_control(c) ? replacement : c);
  }
  return clean;
}

// One "&...-" run without its ends: base64 of UTF-16BE, padded with zero bits and as short as it can be.
bool decode_run(std::string_view run, std::string& text) {
  std::uint32_t bits = 0;
  int count = 0;
  char32_t high = 0;  // a waiting high surrogate
  for (const char c : run) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 16) continue;
    count -= 16;
    const char32_t unit = (bits >> count) & 0xFFFF;
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (is_low != (high != 0) || is_control(unit)) return false;
    if (is_low) {
      append_utf8(text, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
      high = 0;
    } else if (unit >= 0xD800 && unit < 0xDC00) {
      high = unit;
    } else {
      append_utf8(text, unit);
    }
  }
  return high == 0 && count < 6 && (bits & ((1U << count) - 1)) == 0;
}

std::optional<std::string> decode_modified_utf7(std::string_view wire) {
  std::string text;
  for (std::size_t at = 0; at < wire.size(); ++at) {
    const char c = wire[at];
    if (c < ' ' || c > '~') return std::nullopt;
    if (c != '&') {
      text += c;
      continue;
    }
    const std::size_t end = wire.find('-', at);
    if (end == std::string_view::npos) return std::nullopt;
    if (end == at + 1)
      text += '&';
    else if (!decode_run(wire.substr(at + 1, end - at - 1), text))
      return std::nullopt;
    at = end;
  }
  return text;
}

class RunEncoder {
 public:
  explicit RunEncoder(std::string& out) : out_(out) {}
  void add(char32_t c) {
    if (!open_) out_ += '&';
    open_ = true;
    if (c >= 0x10000) {
      unit(0xD800 + ((c - 0x10000) >> 10));
      unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      unit(c);
    }
  }
  void close() {
    if (!open_) return;
    if (count_ != 0) out_ += alphabet[(bits_ << (6 - count_)) & 0x3F];
    out_ += '-';
    open_ = false;
    bits_ = 0;
    count_ = 0;
  }

 private:
  void unit(char32_t value) {
    bits_ = (bits_ << 16) | value;
    for (count_ += 16; count_ >= 6; count_ -= 6) out_ += alphabet[(bits_ >> (count_ - 6)) & 0x3F];
  }

  std::string& out_;
  std::uint32_t bits_ = 0;
  int count_ = 0;
  bool open_ = false;
};

}  // namespace

std::string folder_name_from_wire(std::string_view wire, bool server_speaks_utf8) {
  if (!server_speaks_utf8)
    if (auto text = decode_modified_utf7(wire)) return *std::move(text);
  return clean_utf8(wire);
}

std::string folder_name_to_wire(std::string_view name, bool server_speaks_utf8) {
  if (server_speaks_utf8) return clean_utf8(name);
  std::string wire;
  RunEncoder run(wire);
  while (!name.empty()) {
    const char32_t c = take_utf8(name);
    if (c < ' ' || c > '~') {
      run.add(c);
      continue;
    }
    run.close();
    wire += static_cast<char>(c);
    if (c == '&') wire += '-';
  }
  run.close();
  return wire;
}

}  // namespace tradewind::mailsync::imap
