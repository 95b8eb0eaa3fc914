#include "archiver/text/charset_detect.hpp"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"

namespace tradewind::archiver {

namespace {
constexpr std::size_t looked_at = 8192;

unsigned value(char c) { return static_cast<unsigned char>(c); }

struct HighRuns {
  std::size_t bytes = 0;    // high bytes in all
  std::size_t in_runs = 0;  // those that stand in runs of three and more
  std::size_t longest = 0;  // run
};

HighRuns high_runs(std::string_view bytes) {
  HighRuns runs;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t length = 0;
    while (at + length < bytes.size() && is_high(bytes[at + length])) ++length;
    runs.bytes += length;
    if (length >= 3) runs.in_runs += length;
    runs.longest = std::max(runs.longest, length);
    at += length + 1;
  }
  return runs;
}

// How the byte pairs of a double-byte charset are spread: `common` counts pairs in the rows where its everyday
// characters live.
struct PairCount {
  std::size_t pairs = 0, common = 0, broken = 0;
};

template <class Lead, class Trail, class Common>
PairCount count_pairs(std::string_view bytes, Lead lead, Trail trail, Common common) {
  PairCount count;
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned first = value(bytes[at]);
    if (first < 0x80) {
      ++at;
      continue;
    }
    if (at + 1 == bytes.size()) break;
    const unsigned second = value(bytes[at + 1]);
    if (!lead(first) || !trail(second)) {
      ++count.broken;
      ++at;
      continue;
    }
    ++count.pairs;
    if (common(first, second)) ++count.common;
    at += 2;
  }
  return count;
}

int pair_score(const PairCount& count) {
  if (count.pairs == 0 || count.broken * 20 > count.pairs) return 0;
  return static_cast<int>(10 + 80 * count.common / count.pairs) -
         static_cast<int>(std::min<std::size_t>(count.broken * 5, 30));
}

// GB 2312 level 1 hanzi (rows B0..D7) and its punctuation; Big5 level 1 (A4..C6); KS X 1001 hangul (B0..C8); JIS kana.
int gb_score(std::string_view bytes) {
  return pair_score(count_pairs(
      bytes, [](unsigned b) { return b >= 0x81 && b <= 0xFE; },
      [](unsigned b) { return b >= 0x40 && b != 0x7F && b != 0xFF; },
      [](unsigned a, unsigned b) { return b >= 0xA1 && ((a >= 0xB0 && a <= 0xD7) || a == 0xA1 || a == 0xA3); }));
}
int big5_score(std::string_view bytes) {
  return pair_score(count_pairs(
      bytes, [](unsigned b) { return b >= 0x81 && b <= 0xFE; },
      [](unsigned b) { return (b >= 0x40 && b <= 0x7E) || (b >= 0xA1 && b <= 0xFE); },
      [](unsigned a, unsigned) { return a >= 0xA4 && a <= 0xC6; }));
}
int korean_score(std::string_view bytes) {
  const int score = pair_score(count_pairs(
      bytes, [](unsigned b) { return b >= 0x81 && b <= 0xFE; }, [](unsigned b) { return b >= 0x41 && b != 0xFF; },
      [](unsigned a, unsigned b) { return a >= 0xB0 && a <= 0xC8 && b >= 0xA1; }));
  // Korean has blanks between its words, Chinese has almost none between its characters.
  const auto blanks = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), ' '));
  return blanks * 16 >= high_runs(bytes).bytes ? score + 8 : score - 8;
}
int shift_jis_score(std::string_view bytes) {
  std::size_t kana = 0, pairs = 0, broken = 0, half_width = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const unsigned first = value(bytes[at]);
    if (first < 0x80) continue;
    if (first >= 0xA1 && first <= 0xDF) {
      ++half_width;
      continue;
    }
    const unsigned second = at + 1 < bytes.size() ? value(bytes[at + 1]) : 0;
    if (first == 0x80 || first == 0xA0 || first > 0xFC || second < 0x40 || second == 0x7F || second > 0xFC) {
      ++broken;
      continue;
    }
    ++pairs;
    if (first >= 0x81 && first <= 0x83) ++kana;
    ++at;
  }
  return pairs > half_width ? pair_score({pairs, std::min(pairs, kana * 2), broken}) : 0;
}
int euc_jp_score(std::string_view bytes) {
  const PairCount count = count_pairs(
      bytes, [](unsigned b) { return (b >= 0xA1 && b <= 0xFE) || b == 0x8E; },
      [](unsigned b) { return b >= 0xA1 && b != 0xFF; }, [](unsigned a, unsigned) { return a == 0xA4 || a == 0xA5; });
  return pair_score({count.pairs, std::min(count.pairs, count.common * 2), count.broken});
}

// Share of the bytes that are a script's most frequent letters.
int letter_score(std::string_view bytes, std::string_view frequent, unsigned low, unsigned high) {
  std::size_t total = 0, hits = 0, outside = 0;
  for (const char c : bytes) {
    if (!is_high(c)) continue;
    ++total;
    if (frequent.find(c) != std::string_view::npos) ++hits;
    if (value(c) < low || value(c) > high) ++outside;
  }
  if (total == 0 || outside * 20 > total) return 0;
  return static_cast<int>(100 * hits / total);
}
int thai_score(std::string_view bytes) {
  const int share = letter_score(bytes, "\xE0\xD2\xB9\xC3\xCD\xA1\xA7\xE8\xE9\xD1\xD5\xC1\xC7\xC5\xB7\xD4", 0xA1, 0xFB);
  return share >= 55 ? share : 0;
}
// о е а и н т с р in lower case: KOI8-R and windows-1251 put them, and the capitals, at each other's places.
int koi8_score(std::string_view bytes) {
  return letter_score(bytes, "\xCF\xC5\xC1\xC9\xCE\xD4\xD3\xD2\xD7\xCC", 0xA3, 0xFF);
}
int cp1251_score(std::string_view bytes) {
  return letter_score(bytes, "\xEE\xE5\xE0\xE8\xED\xF2\xF1\xF0\xE2\xEB", 0xA0, 0xFF);
}

struct Candidate {
  std::string name;
  int score = 0;
};

bool is_latin(std::string_view name) {
  static constexpr std::array latin{"windows-1252", "iso-8859-15",  "windows-1254",
                                    "iso-8859-2",   "windows-1250", "macintosh"};
  return std::find(latin.begin(), latin.end(), name) != latin.end();
}

// A name or a subject is too short for statistics: there the mailbox's own charset has the word, if the bytes can be in
// it. Latin text has no four accented letters on end; pairs of a double-byte charset mostly stand in its everyday rows.
bool short_text_fits(const HighRuns& runs, std::string_view fallback, const std::vector<Candidate>& candidates) {
  constexpr std::size_t short_text = 16;
  if (fallback.empty() || runs.bytes >= short_text) return false;
  if (is_latin(fallback)) return runs.longest < 4;
  if (runs.longest < 2) return false;  // single accented letters
  static constexpr std::array of_pairs{"gb18030", "big5-hkscs", "windows-949", "windows-31j", "euc-jp"};
  if (std::find(of_pairs.begin(), of_pairs.end(), fallback) == of_pairs.end()) return true;
  return std::any_of(candidates.begin(), candidates.end(),
                     [&](const Candidate& each) { return each.name == fallback && each.score >= 45; });
}

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// ICU's n-gram guess, best first. It knows more languages than the counts above, but misjudges short texts.
void add_icu_guesses(std::string_view bytes, std::vector<Candidate>& candidates) {
  UErrorCode error = U_ZERO_ERROR;
  thread_local const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&error));
  if (!detector) return;
  error = U_ZERO_ERROR;
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  std::int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &error);
  if (U_FAILURE(error)) return;
  for (std::int32_t i = 0; i < count; ++i) {
    UErrorCode ignored = U_ZERO_ERROR;
    const char* name = ucsdet_getName(matches[i], &ignored);
    const int confidence = ucsdet_getConfidence(matches[i], &ignored);
    if (name == nullptr || U_FAILURE(ignored)) continue;
    std::string canonical = canonical_charset(name);
    if (canonical == "utf-8" || canonical.starts_with("ibm"))
      continue;  // EBCDIC is no mail; UTF-8 was refuted by the caller
    candidates.push_back({std::move(canonical), confidence});
  }
}
}  // namespace

bool label_is_plausible(std::string_view bytes, std::string_view name) {
  if (!is_latin(name)) return true;
  const HighRuns runs = high_runs(bytes.substr(0, looked_at));
  return runs.bytes < 4 || runs.in_runs * 2 < runs.bytes;
}

std::string detect_charset(std::string_view bytes, std::string_view claimed, std::string_view fallback) {
  bytes = bytes.substr(0, looked_at);
  if (bytes.find("\x1B$B") != std::string_view::npos || bytes.find("\x1B$@") != std::string_view::npos)
    return "iso-2022-jp";
  if (bytes.find("\x1B$)C") != std::string_view::npos) return "iso-2022-kr";
  std::vector<Candidate> candidates{{"gb18030", gb_score(bytes)},         {"big5-hkscs", big5_score(bytes)},
                                    {"windows-949", korean_score(bytes)}, {"windows-31j", shift_jis_score(bytes)},
                                    {"euc-jp", euc_jp_score(bytes)},      {"windows-874", thai_score(bytes)},
                                    {"koi8-r", koi8_score(bytes)},        {"windows-1251", cp1251_score(bytes)}};
  const HighRuns runs = high_runs(bytes);
  if (short_text_fits(runs, fallback, candidates)) return std::string(fallback);
  if (runs.in_runs * 2 < runs.bytes) {
    // Single accented letters between ASCII ones: a Latin text. Double-byte text would stand in pairs.
    for (Candidate& candidate : candidates) candidate.score /= 4;
    candidates.push_back({"windows-1252", 30});
  }
  add_icu_guesses(bytes, candidates);
  const Candidate* best = nullptr;
  for (Candidate& candidate : candidates) {
    if (candidate.score > 0 && candidate.name == fallback) candidate.score += 15;
    if (candidate.score > 0 && candidate.name == claimed) candidate.score += 5;
    if (candidate.score > 0 && (best == nullptr || candidate.score > best->score)) best = &candidate;
  }
  if (best != nullptr) return best->name;
  return fallback.empty() ? "windows-1252" : std::string(fallback);
}

}  // namespace tradewind::archiver
