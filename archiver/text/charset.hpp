// Charsets of mail text to UTF-8. Labels in the field are often wrong or missing, so bytes are believed before labels.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

struct DecodedText {
  std::string text;         // always valid UTF-8, no NUL
  std::string charset;      // what it was read as: "utf-8", "gb18030", "windows-1251" ...
  bool relabelled = false;  // read as something else than the label says (beyond a superset, as gb18030 is of gb2312)
  bool damaged = false;     // some bytes meant nothing and became U+FFFD
};

// Decodes bytes that carry the label (as written in the mail; "" for none). `fallback` is the charset that the
// mailbox's correspondents are likely to use: it decides between candidates that fit equally well. Valid UTF-8 wins
// over a single-byte or missing label; a label that cannot be right loses to detection. Never fails. Thread-safe
// (converters are per thread).
[[nodiscard]] DecodedText to_utf8(std::string_view bytes, std::string_view label, std::string_view fallback = {});

// The name under which a label is decoded: lower case, aliases resolved, and widened to the superset that mailers
// really send (WHATWG Encoding §4.2 does the same): gb2312 and gbk -> gb18030, iso-8859-1 -> windows-1252 ... "" if
// unknown.
[[nodiscard]] std::string canonical_charset(std::string_view label);

// Charset named in the <meta> of an HTML text's first kilobyte; "" if none.
[[nodiscard]] std::string html_meta_charset(std::string_view html);

}  // namespace tradewind::archiver
