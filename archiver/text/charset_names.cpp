#include <array>
#include <cstddef>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"

namespace tradewind::archiver {

namespace {
struct Alias {
  std::string_view label;      // lower case, as found in mail; '_' written as '-'
  std::string_view canonical;  // a name that ICU knows
};

// Only where ICU's own aliases would pick a narrower converter, or none. Everything else is looked up in ICU as it is.
constexpr std::array aliases{
    Alias{"utf8", "utf-8"}, Alias{"utf-8-sig", "utf-8"}, Alias{"utf8mb4", "utf-8"}, Alias{"unicode-1-1-utf-8", "utf-8"},
    Alias{"utf-8n", "utf-8"}, Alias{"unicode-1-1-utf-7", "utf-7"},
    Alias{"us-ascii", "us-ascii"}, Alias{"ascii", "us-ascii"}, Alias{"ansi-x3.4-1968", "us-ascii"}, Alias{"646", "us-ascii"},
    Alias{"iso646-us", "us-ascii"}, Alias{"ansi", "us-ascii"}, Alias{"default", "us-ascii"}, Alias{"unknown-8bit", "us-ascii"},
    Alias{"x-unknown", "us-ascii"}, Alias{"unknown", "us-ascii"}, Alias{"x-user-defined", "us-ascii"}, Alias{"binary", "us-ascii"},
    Alias{"8bit", "us-ascii"}, Alias{"7bit", "us-ascii"},
    Alias{"gb2312", "gb18030"}, Alias{"gbk", "gb18030"}, Alias{"x-gbk", "gb18030"}, Alias{"cp936", "gb18030"}, Alias{"ms936", "gb18030"},
    Alias{"windows-936", "gb18030"}, Alias{"gb-2312-80", "gb18030"}, Alias{"euc-cn", "gb18030"}, Alias{"x-euc-cn", "gb18030"},
    Alias{"gb18030", "gb18030"}, Alias{"chinese", "gb18030"}, Alias{"csgb2312", "gb18030"}, Alias{"gb", "gb18030"},
    Alias{"gb18030-2005", "gb18030"}, Alias{"gb-18030", "gb18030"}, Alias{"hz", "hz-gb-2312"},
    Alias{"big5", "big5-hkscs"}, Alias{"big5-hkscs", "big5-hkscs"}, Alias{"big-5", "big5-hkscs"}, Alias{"cp950", "big5-hkscs"},
    Alias{"x-x-big5", "big5-hkscs"}, Alias{"csbig5", "big5-hkscs"}, Alias{"cn-big5", "big5-hkscs"}, Alias{"ms950", "big5-hkscs"},
    Alias{"windows-950", "big5-hkscs"}, Alias{"big5-eten", "big5-hkscs"},
    Alias{"shift-jis", "windows-31j"}, Alias{"sjis", "windows-31j"}, Alias{"x-sjis", "windows-31j"}, Alias{"ms-kanji", "windows-31j"},
    Alias{"cp932", "windows-31j"}, Alias{"ms932", "windows-31j"}, Alias{"shiftjis", "windows-31j"}, Alias{"windows-932", "windows-31j"},
    Alias{"cp50220", "iso-2022-jp"}, Alias{"cp50221", "iso-2022-jp"}, Alias{"x-euc-jp", "euc-jp"}, Alias{"cp51932", "euc-jp"},
    Alias{"euc-kr", "windows-949"}, Alias{"ks-c-5601-1987", "windows-949"}, Alias{"ks-c-5601", "windows-949"},
    Alias{"ksc5601", "windows-949"}, Alias{"ksc-5601", "windows-949"}, Alias{"cp949", "windows-949"}, Alias{"uhc", "windows-949"},
    Alias{"ks-c-5601-1989", "windows-949"}, Alias{"korean", "windows-949"}, Alias{"ms949", "windows-949"},
    Alias{"iso-8859-1", "windows-1252"}, Alias{"iso8859-1", "windows-1252"}, Alias{"iso88591", "windows-1252"},
    Alias{"latin1", "windows-1252"}, Alias{"latin-1", "windows-1252"}, Alias{"l1", "windows-1252"}, Alias{"cp1252", "windows-1252"},
    Alias{"iso-8859-1-windows-3.1-latin-1", "windows-1252"}, Alias{"iso-8859-9", "windows-1254"}, Alias{"latin5", "windows-1254"},
    Alias{"iso8859-9", "windows-1254"}, Alias{"iso-8859-11", "windows-874"}, Alias{"tis-620", "windows-874"},
    Alias{"tis620", "windows-874"}, Alias{"iso8859-15", "iso-8859-15"}, Alias{"latin9", "iso-8859-15"}, Alias{"latin2", "iso-8859-2"},
    Alias{"iso-8859-8-i", "iso-8859-8"}, Alias{"iso-8859-6-i", "iso-8859-6"}, Alias{"cp1251", "windows-1251"},
    Alias{"win-1251", "windows-1251"}, Alias{"win1251", "windows-1251"}, Alias{"windows1251", "windows-1251"},
    Alias{"cp-1251", "windows-1251"}, Alias{"cp1250", "windows-1250"}, Alias{"cp1256", "windows-1256"}, Alias{"koi8", "koi8-r"},
    Alias{"koi8-ru", "koi8-u"}, Alias{"x-mac-roman", "macintosh"}, Alias{"mac", "macintosh"},
};
}  // namespace

std::string canonical_charset(std::string_view label) {
  label = trim(label.substr(0, 64));
  while (!label.empty() && (label.front() == '"' || label.front() == '\'')) label.remove_prefix(1);
  while (!label.empty() && (label.back() == '"' || label.back() == '\'' || label.back() == ';')) label.remove_suffix(1);
  std::string name = lower_copy(label);
  for (char& c : name) {
    if (c == '_') c = '-';
    if (static_cast<unsigned char>(c) <= ' ' || is_high(c)) return {};
  }
  if (name.starts_with("charset=")) name.erase(0, 8);
  for (const Alias& alias : aliases) {
    if (alias.label == name) return std::string(alias.canonical);
  }
  return name;
}

std::string html_meta_charset(std::string_view html) {
  const std::string_view head = html.substr(0, 1024);
  for (std::size_t meta = find_nocase(head, "<meta"); meta != std::string_view::npos; meta = find_nocase(head, "<meta", meta + 5)) {
    const std::string_view tag = head.substr(meta, head.find('>', meta) - meta);
    const std::size_t at = find_nocase(tag, "charset=");
    if (at == std::string_view::npos) continue;
    std::string_view name = tag.substr(at + 8);
    while (!name.empty() && (name.front() == '"' || name.front() == '\'' || is_space(name.front()))) name.remove_prefix(1);
    return std::string(name.substr(0, name.find_first_of("\"' ;/>\r\n\t")));
  }
  return {};
}

}  // namespace tradewind::archiver
