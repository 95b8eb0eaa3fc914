#include "crm_core/search/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "crm_core/search/character_folding.hpp"
#include "crm_core/search/utf8.hpp"

namespace tradewind::crm::search {

namespace {

// Text that is no text (base64 pasted into a body, hex dumps, tracking ids) would fill the index with words nobody
// types. A word of 20 bytes or more that changes between letters and digits at least three times looks like that. A few
// are let through, as serial numbers and hashes are worth finding; in a stretch of nothing else they are dropped until
// ordinary words come again.
class GarbageGauge {
 public:
  [[nodiscard]] bool drops(std::string_view word) {
    if (!suspicious(word)) {
      level_ -= level_ > 0 ? 1 : 0;
      return false;
    }
    level_ = std::min(level_ + 4, highest);
    return level_ > tolerated;
  }

 private:
  static bool suspicious(std::string_view word) {
    if (word.size() < 20) return false;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    int changes = 0;
    for (std::size_t i = 1; i < word.size(); ++i) changes += is_digit(word[i]) != is_digit(word[i - 1]) ? 1 : 0;
    return changes >= 3;
  }
  static constexpr int tolerated = 32;
  static constexpr int highest = 64;
  int level_ = 0;
};

class WordCutter {
 public:
  WordCutter(std::string_view text, void* context, TokenSink sink) : text_(text), context_(context), sink_(sink) {}

  void run() {
    while (at_ < text_.size() && !stopped_) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 0x80)
        take_ascii(byte);
      else
        take_other();
    }
    end_everything();
  }

 private:
  void take_ascii(unsigned char byte) {
    const char folded = ascii_folding[byte];
    if (folded == 0) {
      if (run_length_ > 0 && is_line_break_inside_run(byte)) return;
      end_everything();
      ++at_;
    } else if (folded == '-') {
      take_connector(1);
    } else {
      take_ascii_word();
    }
  }

  // The hot loop: most bytes of most mail.
  void take_ascii_word() {
    begin_word();
    const std::size_t begin = at_;
    std::size_t size = word_size_;
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte >= 0x80) break;
      const char folded = ascii_folding[byte];
      if (folded == 0 || folded == '-') break;
      if (size < longest_word) word_[size++] = folded;
      ++at_;
    }
    if (size == longest_word && at_ - begin > size - word_size_) word_full_ = true;
    word_size_ = size;
    word_end_ = at_;
  }

  void take_other() {
    const std::size_t begin = at_;
    const DecodedCharacter decoded = decode_character();
    const FoldedCharacter folded = fold_character(decoded.value);
    switch (folded.kind) {
      case CharacterClass::separator:
        end_everything();
        at_ = begin + decoded.size;
        break;
      case CharacterClass::ignored:
        if (in_word_) word_end_ = begin + decoded.size;
        at_ = begin + decoded.size;
        break;
      case CharacterClass::connector:
        take_connector(decoded.size);
        break;
      case CharacterClass::word:
        begin_word();
        append_to_word(folded.view());
        at_ = begin + decoded.size;
        word_end_ = at_;
        break;
      case CharacterClass::paired:
        at_ = begin + decoded.size;
        take_paired(folded, begin);
        break;
    }
  }

  // Hangul that came decomposed (file names made on macOS) is put together again (Unicode §3.12).
  [[nodiscard]] DecodedCharacter decode_character() const {
    DecodedCharacter decoded = decode_utf8(text_, at_);
    if (decoded.value < 0x1100 || decoded.value > 0x1112) return decoded;
    const auto next = [&](char32_t first, char32_t count) -> int {
      if (at_ + decoded.size >= text_.size()) return -1;
      const DecodedCharacter follower = decode_utf8(text_, at_ + decoded.size);
      return follower.value >= first && follower.value < first + count ? static_cast<int>(follower.value - first) : -1;
    };
    constexpr std::size_t jamo_bytes = 3;
    const int vowel = next(0x1161, 21);
    if (vowel < 0) return decoded;
    decoded.value = 0xAC00 + ((decoded.value - 0x1100) * 21 + static_cast<char32_t>(vowel)) * 28;
    decoded.size += jamo_bytes;
    const int final_consonant = next(0x11A8, 27);
    if (final_consonant < 0) return decoded;
    decoded.value += static_cast<char32_t>(final_consonant) + 1;
    decoded.size += jamo_bytes;
    return decoded;
  }

  void take_connector(std::size_t size) {
    end_run();
    const bool after_word = in_word_;
    end_word();
    if (!after_word) end_compound();
    at_ += size;
  }

  void begin_word() {
    if (in_word_) return;
    end_run();
    in_word_ = true;
    word_full_ = false;
    word_size_ = 0;
    word_start_ = at_;
    if (parts_ == 0) compound_start_ = at_;
  }

  void append_to_word(std::string_view bytes) {
    // Once a character did not fit, later and shorter ones must not either: the cut form stays a prefix of the word.
    if (word_full_ || word_size_ + bytes.size() > longest_word) {
      word_full_ = true;
      return;
    }
    std::memcpy(word_.data() + word_size_, bytes.data(), bytes.size());
    word_size_ += bytes.size();
  }

  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    const std::string_view word(word_.data(), word_size_);
    ++parts_;
    if (joined_size_ + word_size_ <= longest_joined)
      std::memcpy(joined_.data() + joined_size_, word_.data(), word_size_);
    joined_size_ += word_size_;
    if (word_size_ > 0 && !garbage_.drops(word)) emit(word, word_start_, word_end_, TokenKind::word, false);
  }

  void end_compound() {
    if (parts_ >= 2 && parts_ <= most_joined_parts && joined_size_ <= longest_joined)
      emit({joined_.data(), joined_size_}, compound_start_, word_end_, TokenKind::joined, true);
    parts_ = 0;
    joined_size_ = 0;
  }

  void take_paired(const FoldedCharacter& folded, std::size_t begin) {
    end_word();
    end_compound();
    if (run_length_ > 0) {
      std::array<char, 12> pair{};
      std::memcpy(pair.data(), last_.utf8.data(), last_.size);
      std::memcpy(pair.data() + last_.size, folded.utf8.data(), folded.size);
      emit({pair.data(), std::size_t{last_.size} + folded.size}, last_start_, at_, TokenKind::pair, false);
    }
    ++run_length_;
    last_ = folded;
    last_start_ = begin;
    last_end_ = at_;
  }

  void end_run() {
    if (run_length_ == 0) return;
    emit(last_.view(), last_start_, last_end_, TokenKind::single, run_length_ > 1);
    run_length_ = 0;
  }

  // Mail programs break Chinese and Japanese lines anywhere, inside words too: a line break between two such characters
  // (U+3000 to U+9FFF, first byte E3 to E9) does not end the run. Takes the break when it is one.
  bool is_line_break_inside_run(unsigned char byte) {
    std::size_t next = at_;
    if (byte == '\r' && next + 1 < text_.size() && text_[next + 1] == '\n') ++next;
    if (text_[next] != '\n' || next + 1 >= text_.size()) return false;
    const auto lead = static_cast<unsigned char>(text_[next + 1]);
    if (lead < 0xE3 || lead > 0xE9) return false;
    at_ = next + 1;
    return true;
  }

  void end_everything() {
    end_word();
    end_compound();
    end_run();
  }

  void emit(std::string_view token, std::size_t start, std::size_t end, TokenKind kind, bool colocated) {
    if (stopped_) return;
    // A dropped word leaves no position behind, and nothing may share the place of a word that is not there.
    if (colocated && position_ == 0) colocated = false;
    if (!colocated) ++position_;
    if (!sink_(context_, Token{token, start, end, position_ - 1, kind, colocated})) stopped_ = true;
  }

  std::string_view text_;
  void* context_;
  TokenSink sink_;
  std::size_t at_ = 0;
  std::uint32_t position_ = 0;
  bool stopped_ = false;

  bool in_word_ = false;
  bool word_full_ = false;
  std::array<char, longest_word> word_{};
  std::size_t word_size_ = 0, word_start_ = 0, word_end_ = 0;

  int parts_ = 0;  // of the hyphenated word so far
  std::array<char, longest_joined> joined_{};
  std::size_t joined_size_ = 0, compound_start_ = 0;

  std::uint32_t run_length_ = 0;
  FoldedCharacter last_;
  std::size_t last_start_ = 0, last_end_ = 0;

  GarbageGauge garbage_;
};

}  // namespace

void tokenize(std::string_view text, void* context, TokenSink sink) { WordCutter(text, context, sink).run(); }

}  // namespace tradewind::crm::search
