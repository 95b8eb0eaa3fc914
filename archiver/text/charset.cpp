#include "archiver/text/charset.hpp"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset_detect.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// Opening a converter loads tables and costs microseconds to milliseconds: each thread keeps those it used. Names come
// from hostile mail, so the number kept is bounded, and unknown names are remembered too.
UConverter* converter_for(const std::string& name) {
  constexpr std::size_t kept = 24;
  thread_local std::vector<std::pair<std::string, Converter>> cache;
  for (const auto& [known, converter] : cache) {
    if (known == name) return converter.get();
  }
  if (cache.size() >= kept) cache.erase(cache.begin());
  UErrorCode error = U_ZERO_ERROR;
  Converter opened(ucnv_open(name.c_str(), &error));
  if (U_FAILURE(error)) opened.reset();
  cache.emplace_back(name, std::move(opened));
  return cache.back().second.get();
}

std::size_t count_replacements(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("\xEF\xBF\xBD"); at != std::string_view::npos; at = text.find("\xEF\xBF\xBD", at + 3))
    ++count;
  return count;
}

// Nothing when ICU does not know the charset.
std::optional<DecodedText> convert(std::string_view bytes, const std::string& name) {
  if (name == "utf-8" || name == "us-ascii") {
    DecodedText decoded{enforce_utf8(std::string(bytes)), "utf-8", false, false};
    decoded.damaged = !is_valid_utf8(bytes);
    return decoded;
  }
  UConverter* converter = name.empty() ? nullptr : converter_for(name);
  if (converter == nullptr) return {};
  ucnv_reset(converter);
  DecodedText decoded;
  decoded.charset = name;
  decoded.text.resize(bytes.size() * 2 + 64);
  for (int attempt = 0; attempt < 2; ++attempt) {
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t written =
        ucnv_toAlgorithmic(UCNV_UTF8, converter, decoded.text.data(), static_cast<std::int32_t>(decoded.text.size()),
                           bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
    if (error != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(error)) return {};
    const bool fits = error != U_BUFFER_OVERFLOW_ERROR;
    decoded.text.resize(static_cast<std::size_t>(written));
    if (fits) break;
  }
  decoded.text = enforce_utf8(std::move(decoded.text));
  decoded.damaged = count_replacements(decoded.text) > 0;
  return decoded;
}

// Escape sequences of the 7-bit charsets, which only a conversion makes readable: ISO-2022-JP and -KR (ESC $), HZ (~{).
bool has_seven_bit_shift(std::string_view bytes) { return std::memchr(bytes.data(), 0x1B, bytes.size()) != nullptr; }

// How many multi-byte sequences a valid UTF-8 text holds, counted in its first kilobytes.
std::size_t multi_byte_count(std::string_view text) {
  const std::string_view head = text.substr(0, 8192);
  return static_cast<std::size_t>(
      std::count_if(head.begin(), head.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }));
}

bool is_multi_byte(std::string_view name) {
  return name == "gb18030" || name == "big5-hkscs" || name == "windows-31j" || name == "euc-jp" ||
         name == "windows-949";
}

// Valid UTF-8 is never an accident in a single-byte charset; in a double-byte one a very short text can be both.
bool utf8_beats(std::string_view name, std::string_view bytes) {
  if (name == "utf-16" || name.starts_with("utf-16") || name.starts_with("utf-32")) return false;
  return !is_multi_byte(name) || multi_byte_count(bytes) >= 3;
}
}  // namespace

DecodedText to_utf8(std::string_view bytes, std::string_view label, std::string_view fallback) {
  constexpr std::size_t most = 64U << 20;  // ICU counts in 32 bits; no text of ours is near this
  bytes = bytes.substr(0, most);
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
    label = "utf-8";
  }
  std::string name = label.empty() ? std::string{} : canonical_charset(label);
  const bool ascii = is_ascii(bytes);
  if (ascii && !has_seven_bit_shift(bytes) && !name.starts_with("utf-16") && name != "utf-7" &&
      !name.starts_with("hz") && !name.starts_with("utf-32")) {
    return {enforce_utf8(std::string(bytes)), name.empty() || name == "us-ascii" ? "us-ascii" : name, false, false};
  }
  const bool claims_something = !name.empty() && name != "us-ascii";
  if (!ascii && is_valid_utf8(bytes) && (!claims_something || name == "utf-8" || utf8_beats(name, bytes))) {
    return {enforce_utf8(std::string(bytes)), "utf-8", claims_something && name != "utf-8", false};
  }
  if (claims_something && label_is_plausible(bytes, name)) {
    if (auto decoded = convert(bytes, name)) {
      const std::size_t bad = decoded->damaged ? count_replacements(decoded->text) : 0;
      const auto high = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_high));
      if (bad == 0 || bad * 20 <= high + 20) return std::move(*decoded);
    }
  }
  const std::string detected = detect_charset(bytes, name, canonical_charset(fallback));
  if (auto decoded = convert(bytes, detected)) {
    decoded->relabelled = claims_something && detected != name;
    return std::move(*decoded);
  }
  return {enforce_utf8(std::string(bytes)), "utf-8", false, true};
}

}  // namespace tradewind::archiver
