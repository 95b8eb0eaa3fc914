// Worksheets made by hand, good and hostile. Files of real programs: tests/cli/golden/workbook.txt.
#include "archiver/text/xlsx.hpp"

#include <gtest/gtest.h>

#include <map>

#include "archiver/text/xlsx_styles.hpp"

namespace tradewind::archiver {
namespace {

using Cells = std::vector<std::vector<std::string>>;

class XlsxTest : public ::testing::Test {
 protected:
  XlsxTest() {
    members_["xl/workbook.xml"] =
        "<workbook><sheets><sheet name=\"Old\" r:id=\"rId9\" state=\"hidden\" xmlns:r=\"r\"/>"
        "<sheet name=\"Buyers &amp; more\" r:id=\"rId1\" xmlns:r=\"r\"/></sheets></workbook>";
    members_["xl/_rels/workbook.xml.rels"] =
        "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId9\" Type=\"x/worksheet\" Target=\"/xl/worksheets/old.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"x/styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
    members_["xl/worksheets/old.xml"] = worksheet("<row><c><v>1</v></c></row>");
  }
  static std::string worksheet(const std::string& rows) {
    return "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows +
           "</sheetData></worksheet>";
  }
  void sheet(const std::string& rows) { members_["xl/worksheets/sheet1.xml"] = worksheet(rows); }
  Result<std::vector<CsvRow>> read(std::string_view name = "", XlsxLimits limits = {}) {
    return read_workbook(
        [&](std::string_view member, const MemberPieces& take) -> Result<void> {
          const auto found = members_.find(std::string(member));
          if (found == members_.end()) return fail(Fault::not_found, "none");
          for (std::size_t at = 0; at < found->second.size(); at += piece_)
            if (auto taken = take(std::string_view(found->second).substr(at, piece_)); !taken) return taken;
          return {};
        },
        name, limits);
  }
  Cells cells(std::string_view name = "") {
    const auto rows = read(name);
    if (!rows) return {{rows.error().message}};
    Cells found;
    for (const auto& row : *rows) found.push_back(row.cells);
    return found;
  }
  std::string refused(XlsxLimits limits = {}) {
    const auto rows = read("", limits);
    return rows ? "read" : rows.error().message;
  }

  std::map<std::string, std::string> members_;
  std::size_t piece_ = 7;  // bytes at once
};

TEST_F(XlsxTest, cells_of_every_type_are_texts) {
  members_["xl/sharedStrings.xml"] =
      "<sst><si><t>name</t></si><si><r><t>Nord</t></r><r><rPr><b/></rPr><t>haus &amp; Söhne</t></r></si>"
      "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si></sst>";
  sheet(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
      "t=\"inlineStr\"><is><r><t>in</t></r><t>line</t></is></c>"
      "<c r=\"C1\" t=\"str\"><f>A1</f><v>formula</v></c><c r=\"D1\"><v>4.9895550100000001E9</v></c>"
      "<c r=\"E1\" t=\"b\"><v>1</v></c><c r=\"F1\" t=\"e\"><v>#N/A</v></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>2</v></c><c r=\"C2\" t=\"s\"><v>99</v></c>"
      "<c r=\"D2\"><v>0.10000000000000001</v></c><c r=\"E2\" t=\"b\"><v>0</v></c>"
      "<c r=\"F2\" t=\"d\"><v>2026-11-23T00:00:00</v></c></row>");
  for (piece_ = 1; piece_ < 5'000; piece_ *= 9)
    EXPECT_EQ(cells(), (Cells{{"name", "inline", "formula", "4989555010", "TRUE", "#N/A"},
                              {"Nordhaus & Söhne", "東京", "", "0.1", "FALSE", "2026-11-23"}}));
}

TEST_F(XlsxTest, numbers_are_dates_by_their_style) {
  members_["xl/styles.xml"] =
      "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ &quot;day&quot;\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs>"
      "</styleSheet>";
  sheet(
      "<row><c><v>45000</v></c><c s=\"1\"><v>45000</v></c><c s=\"2\"><v>45000.625</v></c><c s=\"3\"><v>45000</v></c>"
      "<c s=\"77\"><v>1</v></c><c s=\"1\"><v>1e300</v></c></row>");
  EXPECT_EQ(cells(), (Cells{{"45000", "2023-03-15", "2023-03-15T15:00", "45000", "1", "1e300"}}));
  members_["xl/workbook.xml"] =
      "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"S\" id=\"rId1\"/></sheets></workbook>";
  EXPECT_EQ(cells()[0][1], "2027-03-16");
}

TEST_F(XlsxTest, the_days_before_march_1900_are_counted_as_lotus_did) {
  EXPECT_EQ(number_text("1", NumberShape::day, false), "1900-01-01");
  EXPECT_EQ(number_text("59", NumberShape::day, false), "1900-02-28");
  EXPECT_EQ(number_text("61", NumberShape::day, false), "1900-03-01");
  EXPECT_EQ(number_text("2958465", NumberShape::day, false), "9999-12-31");
  EXPECT_EQ(number_text("2958466", NumberShape::day, false), "2958466");
  EXPECT_EQ(number_text("-1", NumberShape::day, false), "-1");
  EXPECT_EQ(number_text("0.5", NumberShape::time, false), "12:00");
  EXPECT_EQ(number_text("nan", NumberShape::day, false), "nan");
}

TEST_F(XlsxTest, codes_of_formats_tell_days_and_times) {
  for (const auto& [code, shape] : std::map<std::string, NumberShape>{{"General", NumberShape::number},
                                                                      {"0.00%", NumberShape::number},
                                                                      {"[Red]#,##0", NumberShape::number},
                                                                      {"\"yards\" 0", NumberShape::number},
                                                                      {"0_d", NumberShape::number},
                                                                      {"yyyy-mm-dd", NumberShape::day},
                                                                      {"[$-804]yyyy\"年\"m\"月\"", NumberShape::day},
                                                                      {"mmm yy;@", NumberShape::day},
                                                                      {"h:mm AM/PM", NumberShape::time},
                                                                      {"[h]:mm", NumberShape::time},
                                                                      {"d.m.yyyy h:mm", NumberShape::day_and_time},
                                                                      {"\"open", NumberShape::number},
                                                                      {"[open", NumberShape::number},
                                                                      {"", NumberShape::number}})
    EXPECT_EQ(shape_of_code(code), shape) << code;
}

TEST_F(XlsxTest, empty_cells_rows_and_columns_are_no_cells) {
  sheet(
      "<row r=\"3\"><c r=\"B3\" t=\"str\"><v>name</v></c><c r=\"E3\" t=\"str\"><v>city</v></c><c r=\"G3\" "
      "s=\"1\"/></row>"
      "<row r=\"4\"><c r=\"B4\"/><c r=\"C4\"/></row>"
      "<row r=\"7\"><c r=\"B7\" t=\"str\"><v>Nordhaus</v></c></row>"
      "<row r=\"8\"><c r=\"E8\" t=\"str\"><v>Kiel</v></c><c r=\"B8\" t=\"str\"><v>late</v></c></row>");
  const auto rows = read().value();
  EXPECT_EQ(cells(), (Cells{{"name", "city"}, {"Nordhaus", ""}, {"late", "Kiel"}}));
  EXPECT_EQ(rows[0].line, 3);
  EXPECT_EQ(rows[1].line, 7);
}

TEST_F(XlsxTest, a_sheet_is_chosen_by_name_and_hidden_ones_are_passed_over) {
  sheet("<row><c t=\"str\"><v>shown</v></c></row>");
  EXPECT_EQ(cells(), (Cells{{"shown"}}));
  EXPECT_EQ(cells("Old"), (Cells{{"1"}}));
  const auto none = read("Sellers");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fault, Fault::not_found);
  EXPECT_EQ(none.error().hint, "there is: Old, Buyers & more");
}

TEST_F(XlsxTest, the_workbook_may_lie_elsewhere_and_use_prefixes) {
  members_["_rels/.rels"] =
      "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/book/main.xml\"/></Relationships>";
  members_["book/main.xml"] =
      "<x:workbook xmlns:x=\"m\"><x:sheets><x:sheet name=\"S\" id=\"q\"/></x:sheets></x:workbook>";
  members_["book/_rels/main.xml.rels"] =
      "<Relationships><Relationship Id=\"q\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>";
  members_["book/s.xml"] =
      "<x:worksheet xmlns:x=\"m\"><x:row><x:c t=\"str\"><x:v>there</x:v></x:c></x:row></x:worksheet>";
  EXPECT_EQ(cells(), (Cells{{"there"}}));
}

TEST_F(XlsxTest, what_is_damaged_or_hostile_is_refused_by_name) {
  sheet("<row><c><v>1</v></c></row>");
  members_["xl/worksheets/sheet1.xml"].resize(40);
  EXPECT_EQ(refused().find("xl/worksheets/sheet1.xml: the XML is damaged"), 0U) << refused();
  members_["xl/worksheets/sheet1.xml"] =
      "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><row><c t=\"str\"><v>&b;</v></c>"
      "</row></worksheet>";
  EXPECT_EQ(refused(), "xl/worksheets/sheet1.xml: the XML declares a document type");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  members_["xl/worksheets/sheet1.xml"] = deep;
  EXPECT_EQ(refused().find("xl/worksheets/sheet1.xml: the XML is damaged"), 0U) << refused();
  sheet("<row r=\"1\"><c r=\"XFD1\" t=\"str\"><v>far</v></c></row>");
  EXPECT_EQ(refused(), "the sheet is too large: row 1 has more than 512 columns");
  sheet("<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZZZZZZZZZZ1\"><v>far</v></c></row>");
  EXPECT_EQ(refused(), "the sheet is too large: row 1 has more than 512 columns");
  members_.erase("xl/worksheets/sheet1.xml");
  EXPECT_NE(refused(), "read");
  members_.erase("xl/workbook.xml");
  EXPECT_EQ(refused(), "the file is no XLSX workbook, or not all of one");
}

TEST_F(XlsxTest, memory_is_bounded_whatever_the_sheet_says) {
  XlsxLimits limits;
  limits.kept_bytes = 20'000;
  std::string rows, wide = "<row>";
  for (int i = 0; i < 400; ++i) wide += "<c t=\"str\"><v>h</v></c>";
  for (int i = 0; i < 100; ++i) rows += "<row><c t=\"str\"><v>x</v></c></row>";
  sheet(wide + "</row>");
  EXPECT_EQ(refused(limits), "read");
  sheet(wide + "</row>" + rows);
  EXPECT_EQ(refused(limits), "the sheet is too large: it holds more than is allowed") << "padded to the header";
  sheet("<row><c t=\"str\"><v>" + std::string(30'000, 'x') + "</v></c></row>");
  EXPECT_EQ(refused(limits), "the sheet is too large: it holds more than is allowed");
  sheet("<row><c t=\"s\"><v>0</v></c></row>");
  members_["xl/sharedStrings.xml"] = "<sst><si><t>" + std::string(30'000, 'x') + "</t></si></sst>";
  EXPECT_EQ(refused(limits), "the file holds more text than is allowed");
  members_["xl/sharedStrings.xml"] = "<sst>";
  for (int i = 0; i < 1'000; ++i) members_["xl/sharedStrings.xml"] += "<si/>";
  members_["xl/sharedStrings.xml"] += "</sst>";
  EXPECT_EQ(refused(limits), "the file holds more text than is allowed");
}

TEST(Xlsx, what_is_no_zip_or_cut_off_is_refused) {
  EXPECT_FALSE(read_xlsx("", ""));
  EXPECT_FALSE(read_xlsx("PK\x03\x04", ""));
  EXPECT_FALSE(read_xlsx(std::string(1'000, '\0'), ""));
}

}  // namespace
}  // namespace tradewind::archiver
