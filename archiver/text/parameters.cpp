#include "archiver/text/parameters.hpp"

#include <algorithm>
#include <charconv>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"
#include "archiver/text/encoded_word.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
constexpr std::size_t most_parameters = 64;

// One "name=value" as written: the name without its RFC 2231 marks, which stand beside it.
struct Piece {
  std::string name;
  std::string value;      // unquoted, not decoded
  int section = -1;       // of "name*3", -1 if none
  bool extended = false;  // "name*" or "name*3*": percent-encoded
};

void skip(std::string_view& rest, std::string_view characters) {
  while (!rest.empty() && characters.find(rest.front()) != std::string_view::npos) rest.remove_prefix(1);
}

// The value at the start of `rest`, which moves behind it. `name=a b.pdf` without quotes is common: a bare value ends
// at ';' only, unless what follows a blank looks like the next parameter.
std::string read_value(std::string_view& rest) {
  std::string value;
  if (rest.starts_with('"')) {
    const std::string_view all = rest;
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() != '"') {
      if (rest.front() == '\\' && rest.size() > 1 && (rest[1] == '"' || rest[1] == '\\')) rest.remove_prefix(1);
      if (rest.front() != '\r' && rest.front() != '\n') value.push_back(rest.front());
      rest.remove_prefix(1);
    }
    if (!rest.empty()) {
      rest.remove_prefix(1);
      return value;
    }
    rest = all.substr(1);  // never closed: a bare value
    value.clear();
  }
  while (!rest.empty() && rest.front() != ';') {
    if (is_space(rest.front())) {
      std::string_view ahead = rest;
      skip(ahead, " \t\r\n");
      const std::size_t name_end = ahead.find_first_of("=; \t\r\n\"");
      if (name_end != std::string_view::npos && name_end > 0 && ahead[name_end] == '=' && !ahead.starts_with("=?"))
        break;
    }
    if (rest.front() != '\r' && rest.front() != '\n') value.push_back(rest.front());
    rest.remove_prefix(1);
  }
  std::string_view trimmed = trim(value);
  if (trimmed.size() >= 2 && trimmed.front() == '\'' && trimmed.back() == '\'')
    trimmed = trimmed.substr(1, trimmed.size() - 2);
  return std::string(trimmed);
}

Piece read_piece(std::string_view name, std::string_view& rest) {
  Piece piece;
  name = trim(name);
  if (name.ends_with('*')) {
    piece.extended = true;
    name.remove_suffix(1);
  }
  if (const std::size_t star = name.rfind('*'); star != std::string_view::npos && star + 1 < name.size()) {
    int section = 0;
    const auto [end, error] = std::from_chars(name.data() + star + 1, name.data() + name.size(), section);
    if (error == std::errc() && end == name.data() + name.size() && section >= 0) {
      piece.section = section;
      name = name.substr(0, star);
    }
  }
  piece.name = lower_copy(trim(name));
  skip(rest, " \t\r\n");
  piece.value = read_value(rest);
  return piece;
}

std::string percent_decoded(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0) {
      bytes.push_back(static_cast<char>(hex_value(text[at + 1]) << 4 | hex_value(text[at + 2])));
      at += 2;
    } else {
      bytes.push_back(text[at]);
    }
  }
  return bytes;
}

// The pieces of one name, in order of their sections: charset'language'text stands in the first (RFC 2231 §4.1).
std::string join_pieces(std::vector<Piece>& pieces, std::string_view fallback) {
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.section < b.section; });
  std::string charset, bytes;
  bool any_extended = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::string_view value = pieces[i].value;
    if (pieces[i].extended && !any_extended) {
      const std::size_t first = value.find('\'');
      const std::size_t second = first == std::string_view::npos ? first : value.find('\'', first + 1);
      if (second != std::string_view::npos) {
        charset = value.substr(0, first);
        value = value.substr(second + 1);
      }
      any_extended = true;
    }
    if (pieces[i].extended) {
      bytes.append(percent_decoded(value));
    } else {
      bytes.append(value);
    }
  }
  if (any_extended && bytes.find("=?") == std::string::npos) {
    return single_line(to_utf8(bytes, charset.empty() ? "utf-8" : std::string_view(charset), fallback).text);
  }
  return decode_header_value(bytes, fallback);
}

bool is_override(char32_t c) {  // bidirectional controls, used to hide a file's real extension
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0xFEFF;
}
}  // namespace

std::string_view ParameterizedValue::parameter(std::string_view name) const {
  for (const auto& [known, text] : parameters) {
    if (known == name) return text;
  }
  return {};
}

ParameterizedValue parse_parameterized(std::string_view raw, std::string_view fallback) {
  ParameterizedValue parsed;
  const std::size_t value_end = std::min(raw.find(';'), raw.size());
  std::string_view value = trim(raw.substr(0, value_end));
  if (const std::size_t blank = value.find_first_of(" \t\r\n(");
      blank != std::string_view::npos && value.find('=') != std::string_view::npos) {
    raw = std::string_view(value.data() + blank,
                           static_cast<std::size_t>(raw.data() + raw.size() - value.data()) - blank);
    value = value.substr(0, blank);  // "text/plain charset=utf-8": the semicolon is missing
  } else {
    raw.remove_prefix(value_end);
  }
  for (const char c : value.substr(0, 256)) {
    if (c == '(') break;
    if (!is_space(c)) parsed.value.push_back(lower(c));
  }
  parsed.value = enforce_utf8(std::move(parsed.value));
  std::vector<Piece> pieces;
  while (!raw.empty() && pieces.size() < most_parameters) {
    skip(raw, "; \t\r\n");
    const std::size_t name_end = raw.find_first_of("=;");
    if (name_end == std::string_view::npos) break;
    const std::string_view name = raw.substr(0, name_end);
    raw.remove_prefix(name_end + 1);
    if (name.size() < name_end || raw.data()[-1] == ';') continue;
    pieces.push_back(read_piece(name, raw));
  }
  while (!pieces.empty()) {
    const std::string name = pieces.front().name;
    // An RFC 2231 form is better than the plain one that some mailers send beside it.
    std::vector<Piece> plain, marked;
    for (const Piece& piece : pieces) {
      if (piece.name == name) (piece.extended || piece.section >= 0 ? marked : plain).push_back(piece);
    }
    std::erase_if(pieces, [&](const Piece& piece) { return piece.name == name; });
    if (plain.size() > 1) plain.resize(1);
    parsed.parameters.emplace_back(name, join_pieces(marked.empty() ? plain : marked, fallback));
  }
  return parsed;
}

std::string safe_file_name(std::string_view name) {
  constexpr std::size_t longest = 255;
  const std::string clean = single_line(enforce_utf8(std::string(name)));
  std::string_view base = clean;
  if (const std::size_t slash = base.find_last_of("/\\"); slash != std::string_view::npos)
    base.remove_prefix(slash + 1);
  std::string safe;
  for (std::size_t at = 0; at < base.size();) {
    const char32_t c = next_code_point(base, at);
    if (!is_override(c)) append_utf8(safe, c);
  }
  const std::string_view clipped = clip_utf8(trim(safe), longest);
  return clipped == "." || clipped == ".." ? std::string{} : std::string(clipped);
}

}  // namespace tradewind::archiver
