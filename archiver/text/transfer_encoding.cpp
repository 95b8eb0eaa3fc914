#include "archiver/text/transfer_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

namespace {
constexpr std::uint8_t not_base64 = 0xFF;
constexpr std::uint8_t padding = 0xFE;

constexpr std::array<std::uint8_t, 256> base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(not_base64);
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  values['='] = padding;
  return values;
}();

std::uint8_t base64_value(char c) { return base64_values[static_cast<unsigned char>(c)]; }

// Whole groups of four from `in` while they last; returns the bytes consumed. The common case: a line of base64.
std::size_t decode_groups(std::string_view in, char*& out) {
  std::size_t at = 0;
  for (; at + 4 <= in.size(); at += 4) {
    const std::uint8_t a = base64_value(in[at]), b = base64_value(in[at + 1]), c = base64_value(in[at + 2]),
                       d = base64_value(in[at + 3]);
    if ((a | b | c | d) & 0xC0) break;
    const std::uint32_t bits = static_cast<std::uint32_t>(a << 18 | b << 12 | c << 6 | d);
    out[0] = static_cast<char>(bits >> 16);
    out[1] = static_cast<char>(bits >> 8);
    out[2] = static_cast<char>(bits);
    out += 3;
  }
  return at;
}
}  // namespace

std::string decode_base64(std::string_view encoded) {
  std::string decoded(encoded.size() / 4 * 3 + 4, '\0');
  char* out = decoded.data();
  std::uint32_t bits = 0;
  int held = 0;  // characters of the group begun
  const auto flush = [&] {
    if (held >= 2) *out++ = static_cast<char>(bits >> (held == 2 ? 4 : 10));
    if (held == 3) *out++ = static_cast<char>(bits >> 2);
    bits = 0;
    held = 0;
  };
  for (std::size_t at = 0; at < encoded.size();) {
    if (held == 0) at += decode_groups(encoded.substr(at), out);
    if (at >= encoded.size()) break;
    const std::uint8_t value = base64_value(encoded[at++]);
    if (value == padding) {
      flush();
    } else if (value != not_base64) {
      bits = bits << 6 | value;
      if (++held == 4) {
        *out++ = static_cast<char>(bits >> 16);
        *out++ = static_cast<char>(bits >> 8);
        *out++ = static_cast<char>(bits);
        bits = 0;
        held = 0;
      }
    }
  }
  flush();
  decoded.resize(static_cast<std::size_t>(out - decoded.data()));
  return decoded;
}

std::string decode_quoted_printable(std::string_view encoded) {
  std::string decoded;
  decoded.reserve(encoded.size());
  for (std::size_t at = 0; at < encoded.size();) {
    const std::size_t line_end = std::min(encoded.find('\n', at), encoded.size());
    std::string_view line = encoded.substr(at, line_end - at);
    const bool has_break = line_end < encoded.size();
    const bool crlf = has_break && line.ends_with('\r');
    at = line_end + 1;
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    const bool soft = line.ends_with('=');
    if (soft) line.remove_suffix(1);
    while (!line.empty()) {
      const std::size_t plain = std::min(line.find('='), line.size());
      decoded.append(line.substr(0, plain));
      line.remove_prefix(plain);
      if (line.empty()) break;
      const int high = line.size() >= 3 ? hex_value(line[1]) : -1;
      const int low = line.size() >= 3 ? hex_value(line[2]) : -1;
      const bool escape = high >= 0 && low >= 0;
      decoded.push_back(escape ? static_cast<char>(high << 4 | low) : '=');
      line.remove_prefix(escape ? 3 : 1);
    }
    if (has_break && !soft) decoded.append(crlf ? "\r\n" : "\n");
  }
  return decoded;
}

std::string decode_uuencode(std::string_view encoded) {
  std::string decoded;
  decoded.reserve(encoded.size() * 3 / 4);
  while (!encoded.empty()) {
    const std::size_t line_end = std::min(encoded.find('\n'), encoded.size());
    std::string_view line = encoded.substr(0, line_end);
    encoded.remove_prefix(std::min(line_end + 1, encoded.size()));
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.starts_with("begin ")) continue;
    if (line == "end") break;
    const auto value = [&](std::size_t i) {
      return i < line.size() ? static_cast<std::uint32_t>((line[i] - ' ') & 0x3F) : 0U;
    };
    const std::size_t count = std::min<std::size_t>(value(0), (line.size() - 1) * 3 / 4);
    const std::size_t wanted = decoded.size() + count;
    for (std::size_t i = 1; decoded.size() < wanted; i += 4) {
      const std::uint32_t bits = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
      for (int shift = 16; shift >= 0 && decoded.size() < wanted; shift -= 8)
        decoded.push_back(static_cast<char>(bits >> shift));
    }
  }
  return decoded;
}

bool looks_like_base64(std::string_view body) {
  const std::string_view head = body.substr(0, 4096);
  const auto odd =
      std::count_if(head.begin(), head.end(), [](char c) { return base64_value(c) == not_base64 && !is_space(c); });
  const auto inner_blanks = std::count(head.begin(), head.end(), ' ');
  return static_cast<std::size_t>(odd + inner_blanks) * 20 <= head.size();
}

std::string decode_body(std::string_view encoded, TransferEncoding encoding) {
  switch (encoding) {
    case TransferEncoding::base64:
      return decode_base64(encoded);
    case TransferEncoding::quoted_printable:
      return decode_quoted_printable(encoded);
    case TransferEncoding::uuencode:
      return decode_uuencode(encoded);
    case TransferEncoding::identity:
      break;
  }
  return std::string(encoded);
}

}  // namespace tradewind::archiver
