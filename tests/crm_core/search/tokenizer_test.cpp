#include "crm_core/search/tokenizer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradewind::crm::search {
namespace {

// The tokens in order, a colocated one marked by '='.
std::string words(std::string_view text) {
  std::string shown;
  tokenize(text, [&](const Token& token) {
    if (!shown.empty()) shown += ' ';
    if (token.colocated) shown += '=';
    shown += token.text;
    return true;
  });
  return shown;
}

struct Case {
  const char* name;
  const char* text;
  const char* tokens;
};

class TokenizerScripts : public testing::TestWithParam<Case> {};

TEST_P(TokenizerScripts, FoldsAndCuts) { EXPECT_EQ(words(GetParam().text), GetParam().tokens); }

INSTANTIATE_TEST_SUITE_P(
    Tables, TokenizerScripts,
    testing::Values(Case{"English", "Please QUOTE 20 valves.", "please quote 20 valves"},
                    Case{"German", "Grüße, MÜLLER straße STRASSE", "grusse muller strasse strasse"},
                    Case{"French", "Œuvre d'été à Nîmes", "oeuvre d ete a nimes"},
                    Case{"DecomposedAccents", "re\xCC\x81sume\xCC\x81", "resume"},
                    Case{"Nordic", "Ærø Åse þorn Øl", "aero ase thorn ol"}, Case{"Polish", "Łódź żółw", "lodz zolw"},
                    Case{"Turkish", "IŞIK ışık İstanbul ısı", "isik isik istanbul isi"},
                    Case{"Vietnamese", "Báo giá thiết bị Đường", "bao gia thiet bi duong"},
                    Case{"Russian", "Счёт ЦЕНА Йод", "счет цена иод"}, Case{"Greek", "Τιμή ΟΔΟΣ", "τιμη οδοσ"},
                    Case{"ArabicHarakat", "عَرْضُ السِّعْر", "عرض السعر"},
                    Case{"ArabicLetterForms", "أحمد إلى شركة كـــبير", "احمد الي شركه كبير"},
                    Case{"PersianLetters", "قیمت کالا", "قيمت كالا"}, Case{"ArabicDigits", "٢٠٢٦ ۱۲", "2026 12"},
                    Case{"ArabicPresentationForms", "\uFEB3\uFECC\uFEAE", "سعر"}, Case{"HebrewPoints", "שָׁלוֹם", "שלום"},
                    Case{"HindiKeepsVowelSigns", "मूल्य सूची", "मूल्य सूची"}, Case{"Thai", "ราคา", "รา าค คา =า"},
                    Case{"ChineseQuotation", "报价", "报价 =价"},
                    Case{"ChineseLong", "请报价单。", "请报 报价 价单 =单"}, Case{"ChineseOneCharacter", "价", "价"},
                    Case{"ChineseBesideLatin", "PDF文件A4", "pdf 文件 =件 a4"},
                    Case{"ChineseWrappedLine", "报\r\n价", "报价 =价"}, Case{"ChineseParagraphs", "报\n\n价", "报 价"},
                    Case{"ChineseCompatibility", "\uF9B5", "例"},
                    Case{"JapaneseKanaAndLengthMark", "バルブー見積", "ハル ルフ フー ー見 見積 =積"},
                    Case{"JapaneseHalfWidth", "ﾊﾞﾙﾌﾞ", "ハル ルフ =フ"},
                    Case{"JapaneseDecomposed", "ハ\u3099ルフ\u3099", "ハル ルフ =フ"},
                    Case{"Korean", "견적 요청", "견적 =적 요청 =청"},
                    Case{"KoreanDecomposed", "\u1100\u1167\u11AB\u110C\u1165\u11A8", "견적 =적"},
                    Case{"FullWidth", "ＧＺ３Ｘ", "gz3x"}, Case{"Ligatures", "ﬁlter oﬃce", "filter office"},
                    Case{"Superscripts", "20 m² Nº 5", "20 m2 no 5"},
                    Case{"SoftHyphenAndZeroWidth", "val\u00ADve no\u200Cbreak \u200Fx\u200E", "valve nobreak x"},
                    Case{"PartNumber", "GZ-3X3A", "gz 3x3a =gz3x3a"},
                    Case{"PartNumbersOfAList", "GZ-3X3A/GZ-3X3B", "gz 3x3a =gz3x3a gz 3x3b =gz3x3b"},
                    Case{"PartNumberWithTypographicHyphen", "GZ\u20113X3A", "gz 3x3a =gz3x3a"},
                    Case{"DocumentNumber", "Q-2026-0012", "q 2026 0012 =q20260012"},
                    Case{"HyphenAtTheEdge", "-5 to- --x", "5 to x"},
                    Case{"OrderNumber", "PO 4500187734", "po 4500187734"},
                    Case{"MailAddress", "Hans.Mueller@nord-haus.example", "hans mueller nord haus =nordhaus example"},
                    Case{"Money", "USD 1,200.50", "usd 1 200 50"}, Case{"Emoji", "ok \U0001F600 fine", "ok fine"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Tokenizer, GivesByteSpansOfWhatItRead) {
  const std::string text = "Größe GZ-3X 报价";
  std::vector<std::string> read;
  tokenize(text, [&](const Token& token) {
    read.push_back(text.substr(token.start, token.end - token.start));
    return true;
  });
  EXPECT_EQ(read, (std::vector<std::string>{"Größe", "GZ", "3X", "GZ-3X", "报价", "价"}));
}

TEST(Tokenizer, ColocatedTokensShareThePositionBefore) {
  std::vector<std::uint32_t> positions;
  tokenize("GZ-3X 报价 x", [&](const Token& token) {
    positions.push_back(token.position);
    return true;
  });
  EXPECT_EQ(positions, (std::vector<std::uint32_t>{0, 1, 1, 2, 2, 3}));
}

TEST(Tokenizer, StopsWhenTheSinkSaysSo) {
  int seen = 0;
  tokenize("a b c d", [&](const Token&) { return ++seen < 2; });
  EXPECT_EQ(seen, 2);
}

TEST(Tokenizer, CutsAnEndlessWordAndGoesOn) {
  const std::string shown = words(std::string(1'000'000, 'a') + " end");
  EXPECT_EQ(shown, std::string(longest_word, 'a') + " end");
  EXPECT_EQ(words(std::string(1'000'000, '-') + "x"), "x");
}

TEST(Tokenizer, CutsAnEndlessWordBetweenCharacters) {
  std::string text = "x";
  for (int i = 0; i < 1000; ++i) text += "ж";
  const std::string shown = words(text);
  EXPECT_EQ(shown.size(), 63U);  // x and 31 letters of two bytes: the 32nd would be cut in half
}

TEST(Tokenizer, TakesNulAndBadUtf8AsSeparators) {
  EXPECT_EQ(words(std::string("a\0b", 3)), "a b");
  EXPECT_EQ(words("a\xFF\xFE"
                  "b\xE6\x8A"),
            "a b");
  EXPECT_EQ(words("a\xC0\xAF"
                  "b\xED\xA0\x80"
                  "c\xF4\x90\x80\x80"
                  "d"),
            "a b c d");
  EXPECT_EQ(words(""), "");
}

TEST(Tokenizer, DropsStretchesOfRandomTextButNotASerialNumber) {
  std::string garbage;
  unsigned seed = 1;
  const auto random_word = [&] {
    std::string word;
    for (int i = 0; i < 30; ++i) word += "abcdefghij0123456789"[(seed = seed * 1103515245 + 12345) / 65536 % 20];
    return word;
  };
  for (int i = 0; i < 1000; ++i) garbage += random_word() + "+";
  int kept = 0;
  tokenize(garbage, [&](const Token&) { return ++kept > 0; });
  EXPECT_LT(kept, 20);
  EXPECT_EQ(words("serial a1b2c3d4e5f6a7b8c9d0e1 of pump"), "serial a1b2c3d4e5f6a7b8c9d0e1 of pump");
}

TEST(Tokenizer, EveryTokenReadAgainIsItself) {
  // The planner quotes tokens back to the index; folding twice must change nothing.
  for (const char* text : {"Größe ŁÓDŹ ΟΔΟΣ", "ＧＺ ﬁ ½", "バルブ", "ก็", "한국", "İı", "ة ى ئ", "ǆ ŉ ẞ"}) {
    tokenize(text, [&](const Token& token) {
      std::string again;
      tokenize(token.text, [&](const Token& inner) {
        if (again.empty()) again = inner.text;
        return true;
      });
      EXPECT_EQ(again, token.text) << text;
      return true;
    });
  }
}

}  // namespace
}  // namespace tradewind::crm::search
