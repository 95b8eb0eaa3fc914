#include "archiver/text/encoded_word.hpp"

#include <optional>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"
#include "archiver/text/transfer_encoding.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
struct Word {
  std::string_view charset;  // without an RFC 2231 language
  bool base64 = false;
  std::string_view text;
  std::size_t length = 0;  // of the whole word in the value
  bool closed = true;      // its "?=" was there
};

bool ends_word(std::string_view after) {
  return after.empty() || is_space(after.front()) || after.starts_with("=?") || !(hex_value(after.front()) >= 0);
}

// Where the text of a word ends. In Q text "?=" can be a raw question mark before an escape ("what?=3D"): prefer an end
// that is followed by something that cannot continue one.
std::size_t find_word_end(std::string_view text, bool base64) {
  std::size_t end = text.find("?=");
  while (!base64 && end != std::string_view::npos && !ends_word(text.substr(end + 2))) {
    const std::size_t later = text.find("?=", end + 1);
    if (later == std::string_view::npos || text.substr(end, later - end).find("=?") != std::string_view::npos) break;
    end = later;
  }
  return end;
}

// The encoded word at the start of the text, or nothing.
std::optional<Word> read_word(std::string_view text) {
  constexpr std::size_t longest_charset = 64;
  if (!text.starts_with("=?")) return {};
  const std::size_t charset_end = text.substr(0, longest_charset).find('?', 2);
  if (charset_end == std::string_view::npos || charset_end == 2) return {};
  if (text.size() < charset_end + 3 || text[charset_end + 2] != '?') return {};
  const char encoding = lower(text[charset_end + 1]);
  if (encoding != 'b' && encoding != 'q') return {};
  Word word;
  word.charset = text.substr(2, charset_end - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));
  if (word.charset.find_first_of(" \t\r\n\"<>") != std::string_view::npos) return {};
  word.base64 = encoding == 'b';
  constexpr std::size_t longest_word = 16'384;  // RFC 2047 allows 75; some mailers put a whole subject into one word
  const std::string_view rest = text.substr(charset_end + 3, longest_word);
  std::size_t end = find_word_end(rest, word.base64);
  const std::size_t next = rest.find("=?");
  if (end == std::string_view::npos ||
      (next != std::string_view::npos && next + 1 < end && is_space(rest[next == 0 ? 0 : next - 1]))) {
    // The end is missing: the word runs to the next blank. "=?" itself may be a "=" of the text before "?=".
    end = rest.find_first_of(" \t\r\n");
    if (end == std::string_view::npos) end = rest.size();
    word.text = rest.substr(0, end);
    word.length = charset_end + 3 + end;
    word.closed = false;
    return word;
  }
  word.text = rest.substr(0, end);
  word.length = charset_end + 3 + end + 2;
  return word;
}

void append_q_bytes(std::string_view text, std::string& bytes) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '_') {
      bytes.push_back(' ');
    } else if (text[at] == '=' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
               hex_value(text[at + 2]) >= 0) {
      bytes.push_back(static_cast<char>(hex_value(text[at + 1]) << 4 | hex_value(text[at + 2])));
      at += 2;
    } else if (text[at] != '\r' && text[at] != '\n') {
      bytes.push_back(text[at]);
    }
  }
}

// Collects neighbouring words of one charset.
class WordRun {
 public:
  [[nodiscard]] bool empty() const { return !open_; }

  void add(const Word& word, std::string& out) {
    if (open_ && !equal_nocase(word.charset, charset_)) flush(out);
    open_ = true;
    charset_ = word.charset;
    // Base64 that was cut inside a group of four goes on in the next word.
    if (!word.base64 || complete_groups(base64_)) decode_held();
    if (word.base64) {
      base64_.append(word.text);
    } else {
      append_q_bytes(word.text, bytes_);
    }
  }

  void flush(std::string& out) {
    if (!open_) return;
    decode_held();
    drop_empty_shifts();
    out.append(to_utf8(bytes_, charset_).text);
    bytes_.clear();
    open_ = false;
  }

 private:
  static bool complete_groups(std::string_view base64) { return base64.ends_with('=') || base64.size() % 4 == 0; }

  void decode_held() {
    if (base64_.empty()) return;
    bytes_.append(decode_base64(base64_));
    base64_.clear();
  }

  // Each word of ISO-2022-JP returns to ASCII at its end (RFC 2047 section 5.3). Joined with the next, which leaves it
  // again at once, the return shifts nothing, and a strict decoder takes that for an error.
  void drop_empty_shifts() {
    constexpr std::string_view to_ascii = "\x1B(B";
    for (std::size_t at = bytes_.find(to_ascii); at != std::string::npos; at = bytes_.find(to_ascii, at)) {
      const std::size_t behind = at + to_ascii.size();
      if (behind < bytes_.size() && bytes_[behind] == '\x1B')
        bytes_.erase(at, to_ascii.size());
      else
        at = behind;
    }
  }

  bool open_ = false;
  std::string_view charset_;
  std::string bytes_;   // decoded so far
  std::string base64_;  // not decoded yet
};
}  // namespace

std::string decode_raw_bytes(std::string_view raw, std::string_view fallback) {
  return is_ascii(raw) ? std::string(raw) : to_utf8(raw, {}, fallback).text;
}

std::string decode_header_value(std::string_view raw, std::string_view fallback) {
  if (raw.find("=?") == std::string_view::npos) {
    const bool shifted = raw.find('\x1B') != std::string_view::npos;  // raw ISO-2022-JP
    return single_line(enforce_utf8(shifted ? to_utf8(raw, {}, fallback).text : decode_raw_bytes(raw, fallback)));
  }
  std::string out;
  WordRun run;
  std::size_t plain_from = 0;
  int unclosed = 0;
  const auto flush_plain = [&](std::size_t to) {
    const std::string_view plain = raw.substr(plain_from, to - plain_from);
    if (!run.empty() && trim(plain).empty() && to < raw.size()) return;  // blanks between two words are not text
    run.flush(out);
    out.append(decode_raw_bytes(plain, fallback));
  };
  for (std::size_t at = raw.find("=?"); at != std::string_view::npos; at = raw.find("=?", at)) {
    const auto word = read_word(raw.substr(at));
    if (!word) {
      at += 2;
      continue;
    }
    constexpr int most_unclosed = 20;  // each costs a search for its end
    if (!word->closed && ++unclosed > most_unclosed) break;
    flush_plain(at);
    run.add(*word, out);
    at += word->length;
    plain_from = at;
  }
  flush_plain(raw.size());
  run.flush(out);
  return single_line(enforce_utf8(std::move(out)));
}

}  // namespace tradewind::archiver
