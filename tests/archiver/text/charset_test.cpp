#include "archiver/text/charset.hpp"

#include <gtest/gtest.h>

#include <string>

#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {
namespace {

TEST(Charset, ReadsTheSupersetThatALabelStandsForInTheField) {
  EXPECT_EQ(to_utf8("\xE9\x46\xC4\xE3", "gb2312").text, "镕你");  // the first is in GBK only
  EXPECT_EQ(to_utf8("\x93price\x94 \x80 5", "iso-8859-1").text, "“price” € 5");
  EXPECT_EQ(to_utf8("\xC7\xD1\xB1\xB9 \xB0\xA1\xB0\xDD \x8C\x63", "ks_c_5601-1987").text, "한국 가격 똠");
}

TEST(Charset, ValidUtf8WinsOverASingleByteOrMissingLabel) {
  const DecodedText western = to_utf8("caf\xC3\xA9 r\xC3\xA9glable", "iso-8859-1");
  EXPECT_EQ(western.text, "café réglable");
  EXPECT_TRUE(western.relabelled);
  EXPECT_EQ(to_utf8("\xD0\x9F\xD1\x80\xD0\xB8", "").text, "При");
  EXPECT_EQ(to_utf8("\xE6\x8A\xA5\xE4\xBB\xB7\xE5\x8D\x95", "us-ascii").text, "报价单");
}

TEST(Charset, ShortDoubleByteTextIsNotTakenForUtf8) { EXPECT_EQ(to_utf8("\xC4\xE3\xBA\xC3", "gbk").text, "你好"); }

TEST(Charset, DetectsUnlabelledTextOfManyLanguages) {
  EXPECT_EQ(to_utf8("\xC7\xEB\xB1\xA8\xC4\xFE\xB2\xA8\xC0\xEB\xB0\xB6\xBC\xDB\xA3\xAC\xD0\xBB\xD0\xBB", "").text,
            "请报宁波离岸价，谢谢");
  EXPECT_EQ(to_utf8("\xBD\xD0\xB3\xF8\xBB\xF9\xA5\x78\xC6\x57\xA5\xAB\xB3\xF5\xAA\xBA\xBB\xF9\xAE\xE6", "").text,
            "請報價台灣市場的價格");
  EXPECT_EQ(
      to_utf8("\xF0\xD2\xCF\xDB\xD5 \xD0\xD2\xC9\xD3\xCC\xC1\xD4\xD8 \xC3\xC5\xCE\xD5 \xCE\xC1 \xD4\xCF\xD7\xC1\xD2",
              "")
          .text,
      "Прошу прислать цену на товар");
  EXPECT_EQ(
      to_utf8("\xCF\xF0\xEE\xF8\xF3 \xEF\xF0\xE8\xF1\xEB\xE0\xF2\xFC \xF6\xE5\xED\xF3 \xED\xE0 \xF2\xEE\xE2\xE0\xF0",
              "")
          .text,
      "Прошу прислать цену на товар");
  EXPECT_EQ(
      to_utf8("\x82\xA8\x8C\xA9\x90\xCF\x82\xE0\x82\xE8\x82\xF0\x82\xA8\x8A\xE8\x82\xA2\x82\xB5\x82\xDC\x82\xB7", "")
          .text,
      "お見積もりをお願いします");
  EXPECT_EQ(to_utf8("Gr\xFC\xDF"
                    "e aus K\xF6ln",
                    "")
                .text,
            "Grüße aus Köln");
}

TEST(Charset, AWesternLabelOnChineseBytesIsNotBelieved) {
  const DecodedText decoded =
      to_utf8("\xC7\xEB\xB1\xA8\xC4\xFE\xB2\xA8\xC0\xEB\xB0\xB6\xBC\xDB\xA3\xAC\xD0\xBB\xD0\xBB", "iso-8859-1");
  EXPECT_EQ(decoded.text, "请报宁波离岸价，谢谢");
  EXPECT_TRUE(decoded.relabelled);
  EXPECT_EQ(to_utf8("d\xE9j\xE0 \xE9t\xE9 \xE0 No\xEBl", "iso-8859-1").text, "déjà été à Noël");
}

TEST(Charset, TheMailboxDefaultDecidesWhatIsTooShortToTell) {
  EXPECT_EQ(to_utf8("\xCD\xF5\xCE\xB0", "", "gb18030").text, "王伟");
  EXPECT_EQ(to_utf8("\xCD\xF5\xCE\xB0", "", "windows-1252").text, "王伟");
  EXPECT_EQ(to_utf8("cena \xBF\xF3\xB3ta, zaw\xF3r", "", "windows-1250").text, "cena żółta, zawór");
  EXPECT_EQ(to_utf8("\xC3\xC5\xCE\xC1 \xCB\xD2\xC1\xCE", "", "koi8-r").text, "цена кран");
  EXPECT_EQ(to_utf8("Z\xFCrich", "", "gb18030").text, "Zürich");
  EXPECT_EQ(to_utf8("M\xFCller", "", "koi8-r").text, "Müller");
}

TEST(Charset, SevenBitShiftsAreUndone) {
  EXPECT_EQ(to_utf8("\x1B$B8+@Q\x1B(B 5", "iso-2022-jp").text, "見積 5");
  EXPECT_EQ(to_utf8("\x1B$B8+@Q\x1B(B 5", "").text, "見積 5");
}

TEST(Charset, UnknownAndHostileLabelsStillGiveText) {
  EXPECT_EQ(to_utf8("plain", "no-such-charset").text, "plain");
  EXPECT_EQ(to_utf8("na\xC3\xAFve", "\xFF\xFE;").text, "naïve");
  EXPECT_TRUE(is_valid_utf8(to_utf8("\xFF\xFE\x80\x81\x00z", "utf-8").text));
}

TEST(Charset, ResultIsAlwaysValidUtf8WithoutNul) {
  std::string every;
  for (int i = 0; i < 256; ++i) every.push_back(static_cast<char>(i));
  for (const char* label : {"", "utf-8", "gb2312", "big5", "shift_jis", "euc-kr", "koi8-r", "iso-2022-jp", "utf-7",
                            "utf-16", "hz-gb-2312", "x"}) {
    const std::string text = to_utf8(every, label).text;
    EXPECT_TRUE(is_valid_utf8(text)) << label;
    EXPECT_EQ(text.find('\0'), std::string::npos) << label;
  }
}

TEST(Utf8, ReplacesIllFormedSequencesOnly) {
  EXPECT_EQ(enforce_utf8("a\xC3\xA9"
                         "b\xFFz"),
            "aéb\uFFFDz");
  EXPECT_EQ(enforce_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(enforce_utf8(std::string("a\0b", 3)), "a b");
}

TEST(Utf8, ClipsBetweenCharacters) {
  EXPECT_EQ(clip_utf8("报价", 4), "报");
  EXPECT_EQ(clip_utf8("报价", 6), "报价");
}

TEST(HtmlMeta, NamesItsCharset) {
  EXPECT_EQ(html_meta_charset("<html><head><META http-equiv='Content-Type' content=\"text/html; charset=gb2312\">"),
            "gb2312");
  EXPECT_EQ(html_meta_charset("<meta charset=\"koi8-r\">"), "koi8-r");
  EXPECT_EQ(html_meta_charset("<p>none"), "");
}

}  // namespace
}  // namespace tradewind::archiver
