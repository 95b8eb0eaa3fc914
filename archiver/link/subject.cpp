#include "archiver/link/subject.hpp"

#include <algorithm>
#include <array>

#include "archiver/folded_text.hpp"

namespace tradewind::archiver {
namespace {

// Folded marks of mail programs in many languages (localised Outlook, Thunderbird, Lotus, Foxmail, Coremail, Daum ...).
constexpr std::array<std::string_view, 30> reply_marks = {
    "re",   "aw",   "sv",  "vs",    "antw", "antwort", "odp",  "ref",  "res",  "rif",
    "r",    "ynt",  "yan", "cevap", "atb",  "回复",    "回覆", "答复", "答覆", "返信",
    "답장", "回信", "vá",  "re-",   "bls",  "απ",      "σχετ", "رد",   "hal",  "отв"};
constexpr std::array<std::string_view, 28> forward_marks = {"fw",
                                                            "fwd",
                                                            "wg",
                                                            "tr",
                                                            "rv",
                                                            "enc",
                                                            "i",
                                                            "pd",
                                                            "ilt",
                                                            "vb",
                                                            "vl",
                                                            "doorst",
                                                            "weitergeleitet",
                                                            "転送",
                                                            "转发",
                                                            "轉寄",
                                                            "转寄",
                                                            "轉發",
                                                            "전달",
                                                            "fs",
                                                            "továb.",
                                                            "továb",
                                                            "nl",
                                                            "ott",
                                                            "πρθ",
                                                            "переслано",
                                                            "пер",
                                                            "إعادة توجيه"};

template <std::size_t n>
bool is_mark(const std::array<std::string_view, n>& marks, std::string_view word) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return fold(mark) == word; });
}

// The length of a mark with its colon at the start of `text` ("Re[2]: ", "回复："), 0 if there is none.
std::size_t mark_length(std::string_view text, SubjectParts& parts) {
  std::size_t colon = text.find(':');
  std::size_t colon_size = 1;
  const std::size_t wide = text.find("\xEF\xBC\x9A");  // U+FF1A
  if (wide < colon) {
    colon = wide;
    colon_size = 3;
  }
  if (colon == std::string_view::npos || colon > 24) return 0;
  std::string word = fold(trim_wide(text.substr(0, colon)));
  const std::size_t count = word.find_first_of("[(^0123456789");
  if (count != std::string::npos && count > 0) word.resize(count);
  word = std::string(trim_wide(word));
  const bool reply = is_mark(reply_marks, word);
  const bool forward = !reply && is_mark(forward_marks, word);
  if (!reply && !forward) return 0;
  parts.reply = parts.reply || reply;
  parts.forward = parts.forward || forward;
  return colon + colon_size;
}

}  // namespace

SubjectParts split_subject(std::string_view subject) {
  SubjectParts parts;
  std::string_view rest = trim_wide(subject.substr(0, 2000));
  for (int i = 0; i < 20; ++i) {
    const std::size_t size = mark_length(rest, parts);
    if (size == 0) break;
    rest = trim_wide(rest.substr(size));
  }
  parts.rest = std::string(rest);
  std::string_view bare = rest;
  while (!bare.empty() && bare.front() == '[') {
    const std::size_t end = bare.find(']');
    if (end == std::string_view::npos || trim_wide(bare.substr(end + 1)).empty()) break;
    bare = trim_wide(bare.substr(end + 1));
    SubjectParts inner;
    const std::size_t size = mark_length(bare, inner);
    bare = trim_wide(bare.substr(size));
  }
  const std::string folded = fold(bare);
  for (const std::string_view word : words_of(folded)) {
    if (!parts.key.empty()) parts.key += ' ';
    parts.key += word;
  }
  return parts;
}

}  // namespace tradewind::archiver
