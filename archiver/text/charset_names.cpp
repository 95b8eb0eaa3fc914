#include <cstddef>
#include <unordered_map>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"

namespace tradewind::archiver {

namespace {
// From a label as found in mail (lower case, '_' written as '-') to a name that ICU knows. Only where ICU's own aliases
// would pick a narrower converter, or none. Everything else is looked up in ICU as it is.
const std::unordered_map<std::string_view, std::string_view>& aliases() {
  static const std::unordered_map<std::string_view, std::string_view> names{
      {"utf8", "utf-8"},
      {"utf-8-sig", "utf-8"},
      {"utf8mb4", "utf-8"},
      {"unicode-1-1-utf-8", "utf-8"},
      {"utf-8n", "utf-8"},
      {"unicode-1-1-utf-7", "utf-7"},
      {"us-ascii", "us-ascii"},
      {"ascii", "us-ascii"},
      {"ansi-x3.4-1968", "us-ascii"},
      {"646", "us-ascii"},
      {"iso646-us", "us-ascii"},
      {"ansi", "us-ascii"},
      {"default", "us-ascii"},
      {"unknown-8bit", "us-ascii"},
      {"x-unknown", "us-ascii"},
      {"unknown", "us-ascii"},
      {"x-user-defined", "us-ascii"},
      {"binary", "us-ascii"},
      {"8bit", "us-ascii"},
      {"7bit", "us-ascii"},
      {"gb2312", "gb18030"},
      {"gbk", "gb18030"},
      {"x-gbk", "gb18030"},
      {"cp936", "gb18030"},
      {"ms936", "gb18030"},
      {"windows-936", "gb18030"},
      {"gb-2312-80", "gb18030"},
      {"euc-cn", "gb18030"},
      {"x-euc-cn", "gb18030"},
      {"gb18030", "gb18030"},
      {"chinese", "gb18030"},
      {"csgb2312", "gb18030"},
      {"gb", "gb18030"},
      {"gb18030-2005", "gb18030"},
      {"gb-18030", "gb18030"},
      {"hz", "hz-gb-2312"},
      {"big5", "big5-hkscs"},
      {"big5-hkscs", "big5-hkscs"},
      {"big-5", "big5-hkscs"},
      {"cp950", "big5-hkscs"},
      {"x-x-big5", "big5-hkscs"},
      {"csbig5", "big5-hkscs"},
      {"cn-big5", "big5-hkscs"},
      {"ms950", "big5-hkscs"},
      {"windows-950", "big5-hkscs"},
      {"big5-eten", "big5-hkscs"},
      {"shift-jis", "windows-31j"},
      {"sjis", "windows-31j"},
      {"x-sjis", "windows-31j"},
      {"ms-kanji", "windows-31j"},
      {"cp932", "windows-31j"},
      {"ms932", "windows-31j"},
      {"shiftjis", "windows-31j"},
      {"windows-932", "windows-31j"},
      {"cp50220", "iso-2022-jp"},
      {"cp50221", "iso-2022-jp"},
      {"x-euc-jp", "euc-jp"},
      {"cp51932", "euc-jp"},
      {"euc-kr", "windows-949"},
      {"ks-c-5601-1987", "windows-949"},
      {"ks-c-5601", "windows-949"},
      {"ksc5601", "windows-949"},
      {"ksc-5601", "windows-949"},
      {"cp949", "windows-949"},
      {"uhc", "windows-949"},
      {"ks-c-5601-1989", "windows-949"},
      {"korean", "windows-949"},
      {"ms949", "windows-949"},
      {"iso-8859-1", "windows-1252"},
      {"iso8859-1", "windows-1252"},
      {"iso88591", "windows-1252"},
      {"latin1", "windows-1252"},
      {"latin-1", "windows-1252"},
      {"l1", "windows-1252"},
      {"cp1252", "windows-1252"},
      {"iso-8859-1-windows-3.1-latin-1", "windows-1252"},
      {"iso-8859-9", "windows-1254"},
      {"latin5", "windows-1254"},
      {"iso8859-9", "windows-1254"},
      {"iso-8859-11", "windows-874"},
      {"tis-620", "windows-874"},
      {"tis620", "windows-874"},
      {"iso8859-15", "iso-8859-15"},
      {"latin9", "iso-8859-15"},
      {"latin2", "iso-8859-2"},
      {"iso-8859-8-i", "iso-8859-8"},
      {"iso-8859-6-i", "iso-8859-6"},
      {"cp1251", "windows-1251"},
      {"win-1251", "windows-1251"},
      {"win1251", "windows-1251"},
      {"windows1251", "windows-1251"},
      {"cp-1251", "windows-1251"},
      {"cp1250", "windows-1250"},
      {"cp1256", "windows-1256"},
      {"koi8", "koi8-r"},
      {"koi8-ru", "koi8-u"},
      {"x-mac-roman", "macintosh"},
      {"mac", "macintosh"},
  };
  return names;
}
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
  if (const auto alias = aliases().find(name); alias != aliases().end()) return std::string(alias->second);
  // "big5_tw": with the country behind it.
  if (const std::size_t dash = name.rfind('-'); dash != std::string::npos && name.size() - dash == 3) {
    const auto alias = aliases().find(std::string_view(name).substr(0, dash));
    if (alias != aliases().end()) return std::string(alias->second);
  }
  return name;
}

std::string html_meta_charset(std::string_view html) {
  const std::string_view head = html.substr(0, 1024);
  for (std::size_t meta = find_nocase(head, "<meta"); meta != std::string_view::npos;
       meta = find_nocase(head, "<meta", meta + 5)) {
    const std::string_view tag = head.substr(meta, head.find('>', meta) - meta);
    const std::size_t at = find_nocase(tag, "charset=");
    if (at == std::string_view::npos) continue;
    std::string_view name = tag.substr(at + 8);
    while (!name.empty() && (name.front() == '"' || name.front() == '\'' || is_space(name.front())))
      name.remove_prefix(1);
    return std::string(name.substr(0, name.find_first_of("\"' ;/>\r\n\t")));
  }
  return {};
}

}  // namespace tradewind::archiver
