// Widths, sanitising, tables, CSV and JSON.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/output/output.hpp"
#include "cli/output/sanitise.hpp"
#include "cli/output/table.hpp"
#include "cli/output/value.hpp"
#include "cli/output/width.hpp"

namespace tradewind::cli {
namespace {

TEST(DisplayWidth, CountsEastAsianWideCharactersTwice) {
  EXPECT_EQ(display_width("报价"), 4U);
  EXPECT_EQ(display_width("ｶﾀ"), 2U) << "half-width katakana";
  EXPECT_EQ(display_width("カタ"), 4U);
  EXPECT_EQ(display_width("견적"), 4U);
  EXPECT_EQ(display_width("Ａ"), 2U) << "full-width Latin";
}

TEST(DisplayWidth, CountsMarksThatJoinALetterAsNothing) {
  EXPECT_EQ(display_width("e\u0301"), 1U);
  EXPECT_EQ(display_width("مُحَمَّد"), 4U) << "Arabic with vowel signs";
  EXPECT_EQ(display_width("שָׁלוֹם"), 4U) << "Hebrew with points";
  EXPECT_EQ(display_width("가"), 2U) << "Hangul made of two jamo";
}

TEST(DisplayWidth, TakesAnEmojiSequenceAsOneWideCharacter) {
  EXPECT_EQ(display_width("🚢"), 2U);
  EXPECT_EQ(display_width("👍🏽"), 2U) << "with a skin tone";
  EXPECT_EQ(display_width("👨‍👩‍👧"), 2U) << "a family joined by zero-width joiners";
  EXPECT_EQ(display_width("❤️"), 2U) << "a heart asked to be an emoji";
  EXPECT_EQ(display_width("❤"), 1U);
  EXPECT_EQ(display_width("🇩🇪"), 2U) << "a flag of two letters";
}

TEST(DisplayWidth, ArabicLettersTakeOneColumnEach) { EXPECT_EQ(display_width("سعر"), 3U); }

TEST(FitToWidth, CutsBeforeTheLimitAndShowsIt) {
  EXPECT_EQ(fit_to_width("quotation", 9), "quotation");
  EXPECT_EQ(fit_to_width("quotation", 5), "quot…");
  EXPECT_EQ(fit_to_width("报价单", 5), "报价…");
  EXPECT_EQ(fit_to_width("报价单", 4), "报…") << "half of a wide character is no room for it";
  EXPECT_EQ(fit_to_width("报价单", 6), "报价单");
  EXPECT_EQ(fit_to_width("x", 0), "");
}

TEST(FitToWidth, NeverPartsALetterFromItsMarks) {
  EXPECT_EQ(fit_to_width("ae\u0301io", 3), "ae\u0301…");
  EXPECT_EQ(fit_to_width("👨‍👩‍👧abc", 4), "👨‍👩‍👧a…");
}

TEST(Sanitise, RemovesEscapeSequencesOfTerminals) {
  EXPECT_EQ(sanitise("\x1b[2J\x1b]0;owned\x07hello"), "[2J]0;ownedhello");
  EXPECT_EQ(sanitise("a\xC2\x9B"
                     "31mb"),
            "a31mb")
      << "CSI as a C1 character";
  EXPECT_EQ(sanitise("\x7f\x08x"), "x");
}

TEST(Sanitise, RemovesWhatWouldReverseOrHideText) {
  EXPECT_EQ(sanitise("invoice\u202Efdp.exe"), "invoicefdp.exe");
  EXPECT_EQ(sanitise("a\u2066b\u2069c"), "abc");
  EXPECT_EQ(sanitise("a\U000E0041b"), "ab");
}

TEST(Sanitise, ReplacesBytesThatAreNoUtf8) { EXPECT_EQ(sanitise("a\xff\xc0z"), "a\uFFFD\uFFFDz"); }

TEST(Sanitise, KeepsLinesOnlyWhereThereAreLines) {
  EXPECT_EQ(sanitise("one\r\ntwo\tthree"), "one two three");
  EXPECT_EQ(sanitise("one\r\ntwo\tthree\r", Lines::many), "one\ntwo\tthree\n");
}

Listing two_leads() {
  Listing listing;
  listing.columns = {
      {"id", "ID", Column::Align::right}, {"company", "COMPANY", Column::Align::left, 6}, {"country", "CC"}};
  listing.records.push_back(Record().add("id", 7).add("company", "青岛海风五金").add("country", "CN"));
  listing.records.push_back(Record().add("id", 12).add("company", "Nordhaus Garten GmbH").add("country", "DE"));
  return listing;
}

TEST(Table, AlignsByDisplayWidth) {
  EXPECT_EQ(to_table(two_leads(), {}, false),
            "ID  COMPANY               CC\n"
            " 7  青岛海风五金          CN\n"
            "12  Nordhaus Garten GmbH  DE\n");
}

TEST(Table, ShrinksOnlyTheColumnsThatMay) {
  EXPECT_EQ(to_table(two_leads(), 18, false),
            "ID  COMPANY     CC\n"
            " 7  青岛海风…   CN\n"
            "12  Nordhaus …  DE\n");
}

TEST(Table, KeepsHostileTextFromTheTerminal) {
  Listing listing;
  listing.columns = {{"subject", "SUBJECT"}};
  listing.records.push_back(Record().add("subject", "\x1b[31mpay\nnow"));
  EXPECT_EQ(to_table(listing, {}, false), "SUBJECT\n[31mpay now\n");
}

TEST(Table, IsNothingWithoutRecords) { EXPECT_EQ(to_table(Listing{{{"id", "ID"}}, {}}, {}, false), ""); }

TEST(Csv, QuotesByRfc4180) {
  Listing listing;
  listing.columns = {{"a", "A"}, {"b", "B"}};
  listing.records.push_back(Record().add("a", "say \"hi\"").add("b", "x,y\nz"));
  EXPECT_EQ(to_csv(listing), "a,b\r\n\"say \"\"hi\"\"\",\"x,y\nz\"\r\n");
}

TEST(Csv, DisarmsFormulas) {
  Listing listing;
  listing.columns = {{"text", ""}, {"number", ""}};
  for (const char* text : {"=1+1", "+49 30 1", "-x", "@sum"})
    listing.records.push_back(Record().add("text", text).add("number", -5));
  EXPECT_EQ(to_csv(listing), "text,number\r\n'=1+1,-5\r\n'+49 30 1,-5\r\n'-x,-5\r\n'@sum,-5\r\n");
}

TEST(Json, IsOneVersionedObjectInTheOrderOfTheFields) {
  const std::vector<Record> records = {
      Record().add("id", 1).add("at", Time{0}).add("known", Value()).add("list", std::vector<std::string>{"x"})};
  EXPECT_EQ(to_json(records), R"({
  "schema": 1,
  "items": [
    {
      "id": 1,
      "at": "1970-01-01T00:00:00Z",
      "known": null,
      "list": [
        "x"
      ]
    }
  ]
}
)");
}

TEST(Json, StaysValidWithAnyBytesAndEscapesControlCharacters) {
  const std::string json = to_json({Record().add("text", "\xff\x1b[0m\x7f\xC2\x9B!")});
  EXPECT_EQ(nlohmann::json::parse(json)["items"][0]["text"], "\uFFFD\x1b[0m\x7f\xC2\x9B!");
  for (const char c : json) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c != 0x7f) || c < 0) << static_cast<int>(c);
  EXPECT_EQ(json.find("\xC2\x9B"), std::string::npos);
}

// What an Output wrote to its two files.
struct Written {
  std::string out, err;
};
template <class Write>
Written written_by(OutputOptions options, Write write) {
  std::FILE* out = std::tmpfile();
  std::FILE* err = std::tmpfile();
  {
    Output output(out, err, options);
    write(output);
    EXPECT_TRUE(output.flush());
  }
  const auto content = [](std::FILE* file) {
    std::rewind(file);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file));
    std::fclose(file);
    return text;
  };
  return {content(out), content(err)};
}

TEST(Output, SendsErrorsWithTheirHintToStderr) {
  const Written written = written_by({}, [](Output& output) {
    output.error({Fault::not_found, "no lead 7\x1b[0m", "crm lead list"});
  });
  EXPECT_EQ(written.out, "");
  EXPECT_EQ(written.err, "crm: no lead 7[0m\nhint: crm lead list\n");
}

TEST(Output, MakesRawMailHarmlessOnATerminalOnly) {
  const auto write = [](Output& output) { output.bytes("a\x1b[2J\r\nb"); };
  EXPECT_EQ(written_by({}, write).out, "a\x1b[2J\r\nb");
  EXPECT_EQ(written_by({.terminal = true}, write).out, "a[2J\nb");
}

TEST(Output, ColoursOnlyWhenAsked) {
  const auto write = [](Output& output) { output.styled("x", Style::bad); };
  EXPECT_EQ(written_by({}, write).out, "x");
  EXPECT_EQ(written_by({.colour = true}, write).out, "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace tradewind::cli
