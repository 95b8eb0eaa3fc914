#include "archiver/text/attachment_text.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "archiver/text/transfer_encoding.hpp"

namespace tradewind::archiver {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string zip(const Files& files) {
  std::string bytes(64U << 20, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  for (const auto& [name, content] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(writer, entry);
    archive_write_data(writer, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

// A PDF of one page with one line; the cross-reference table is left out, which poppler repairs.
std::string small_pdf(const std::string& line) {
  const std::string stream = "BT /F1 12 Tf 72 700 Td (" + line + ") Tj ET";
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 "
         "R>>>>>>endobj\n"
         "4 0 obj<</Length " +
         std::to_string(stream.size()) + ">>stream\n" + stream +
         "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 "
         "R>>\n%%EOF\n";
}

TEST(AttachmentText, ReadsPdf) {
  const auto text = attachment_text(small_pdf("Quotation 500 sets"), "application/octet-stream", "x.doc");
  ASSERT_TRUE(text.has_value()) << text.error().message;
  EXPECT_NE(text->find("Quotation 500 sets"), std::string::npos);
}

TEST(AttachmentText, ReadsDocx) {
  const auto text = attachment_text(
      zip({{"[Content_Types].xml", "<x/>"},
           {"word/document.xml",
            "<w:document><w:body><w:p><w:r><w:t>报价 500</w:t></w:r><w:r><w:t> sets</w:t></w:r></w:p>"
            "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>second</w:t></w:r></w:p></w:body></w:document>"}}),
      "application/zip", "a.docx");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, "报价 500 sets\nsecond\n");
}

TEST(AttachmentText, ReadsXlsx) {
  const auto text = attachment_text(
      zip({{"xl/sharedStrings.xml", "<sst><si><t>Item</t></si><si><r><t>Can</t></r><r><t>opy</t></r></si></sst>"},
           {"xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
            "<row><c><v>500</v></c><c t=\"inlineStr\"><is><t>pcs</t></is></c></row></sheetData></worksheet>"}}),
      "", "a.xlsx");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, "Item\tCanopy\n500\tpcs\n");
}

TEST(AttachmentText, ReadsOpenDocumentHtmlAndText) {
  EXPECT_EQ(attachment_text(zip({{"content.xml", "<o><text:p>Hello</text:p><text:p>World</text:p></o>"}}), "", "a.odt")
                .value(),
            "Hello\nWorld\n");
  EXPECT_EQ(attachment_text("<html><body><p>Hello</p></body></html>", "", "a.bin").value(), "Hello");
  EXPECT_EQ(attachment_text("a,b\r\n1,\xB1\xA8\xBC\xDB\xB5\xA5\r\n", "text/csv", "a.csv").value(), "a,b\n1,报价单\n");
  EXPECT_EQ(attachment_text(std::string("\xFF\xFEh\0i\0", 6), "text/plain", "a.txt").value(), "hi");
}

TEST(AttachmentText, SaysWhatItCannotRead) {
  EXPECT_EQ(attachment_text(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", 10), "application/msword", "a.doc")
                .error()
                .fault,
            Fault::unsupported);
  EXPECT_EQ(attachment_text("\x89PNG", "image/png", "a.png").error().fault, Fault::unsupported);
  EXPECT_EQ(attachment_text(zip({{"a.txt", "x"}}), "application/zip", "a.zip").error().fault, Fault::unsupported);
  EXPECT_EQ(attachment_text("PK\x03\x04 broken", "", "a.docx").has_value(), false);
  EXPECT_EQ(attachment_text("%PDF-1.4 broken", "", "a.pdf").has_value(), false);
}

TEST(AttachmentText, BombsAreBounded) {
  const auto bomb = attachment_text(zip({{"word/document.xml", std::string(80U << 20, ' ')}}), "", "a.docx");
  EXPECT_FALSE(bomb.has_value());
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  EXPECT_TRUE(attachment_text(zip({{"word/document.xml", deep}}), "", "a.docx").has_value());
  const std::string entities =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:p><w:t>&b;&b;</w:t></w:p>";
  EXPECT_LT(attachment_text(zip({{"word/document.xml", entities}}), "", "a.docx").value().size(), 100U);
  EXPECT_EQ(attachment_text(std::string(10'000, 'x'), "text/plain", "a.txt", {.text_bytes = 100}).value().size(), 100U);
}

TEST(TransferEncoding, DecodesBase64QuotedPrintableAndUuencode) {
  EXPECT_EQ(decode_base64("aGVs\r\nbG8="), "hello");
  EXPECT_EQ(decode_base64("aGVsbG8"), "hello");
  EXPECT_EQ(decode_base64("aA==bG8="), "hlo");
  EXPECT_EQ(decode_base64("!!??"), "");
  EXPECT_EQ(decode_quoted_printable("a=3D=\r\nb  \r\n=E2=82=AC=\n"), "a=b\r\n€");
  EXPECT_EQ(decode_quoted_printable("100%=ZZ ="), "100%=ZZ ");
  EXPECT_EQ(decode_uuencode("begin 644 x\n#0V%T\n`\nend\n"), "Cat");
}

}  // namespace
}  // namespace tradewind::archiver
