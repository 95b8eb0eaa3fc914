#include "archiver/mime/parse.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tradewind::archiver {
namespace {

bool has_defect(const ParsedMessage& message, std::string_view part) {
  return std::any_of(message.defects.begin(), message.defects.end(),
                     [&](const std::string& d) { return d.find(part) != std::string::npos; });
}

std::string_view slice(std::string_view raw, ByteSpan span) { return raw.substr(span.offset, span.size); }

TEST(Parse, ReadsAPlainMail) {
  const ParsedMessage m = parse_message(
      "Received: from a by b; Mon, 23 Nov 2026 10:00:05 +0000\r\nFrom: Li <li@x.test>\r\nTo: a@y.test, B <b@y.test>\r\n"
      "Subject: =?utf-8?B?5oql5Lu3?= 5\r\nDate: Mon, 23 Nov 2026 18:00:00 +0800\r\nMessage-ID: <1@x.test>\r\n"
      "In-Reply-To: <0@y.test>\r\nReferences: <a@y.test>\r\n <0@y.test>\r\nContent-Type: text/plain; "
      "charset=utf-8\r\n\r\nHello\r\nworld\r\n");
  EXPECT_EQ(m.subject, "报价 5");
  ASSERT_EQ(m.from.size(), 1U);
  EXPECT_EQ(m.from[0].address, "li@x.test");
  EXPECT_EQ(m.to.size(), 2U);
  EXPECT_EQ(m.message_id, "1@x.test");
  EXPECT_EQ(m.in_reply_to, std::vector<std::string>{"0@y.test"});
  EXPECT_EQ(m.references, (std::vector<std::string>{"a@y.test", "0@y.test"}));
  EXPECT_EQ(to_rfc3339(*m.date), "2026-11-23T10:00:00Z");
  EXPECT_EQ(m.date_offset_minutes, 480);
  EXPECT_EQ(to_rfc3339(*m.received), "2026-11-23T10:00:05Z");
  EXPECT_EQ(m.body.whole, "Hello\nworld");
  EXPECT_TRUE(m.defects.empty());
}

TEST(Parse, ChoosesTheBodyAsAReaderDoes) {
  const std::string head = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n";
  const std::string html = "\n--b\nContent-Type: text/html\n\n<p>" + std::string(40, 'x') + "</p><p>" +
                           std::string(400, 'y') + "</p>\n--b--\n";
  EXPECT_FALSE(parse_message(head + std::string(300, 'z') + html).body.from_html);
  EXPECT_TRUE(parse_message(head + "Your client shows no HTML." + html).body.from_html);
  EXPECT_TRUE(parse_message(head + html).body.from_html);
}

TEST(Parse, ListsAttachmentsWithTheirSpans) {
  const std::string raw =
      "Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\npreamble\r\n--out\r\nContent-Type: multipart/related; "
      "boundary=in\r\n\r\n"
      "--in\r\nContent-Type: text/html\r\n\r\n<img src=\"cid:logo@x\">see\r\n--in\r\nContent-Type: "
      "image/png\r\nContent-ID: <logo@x>\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--in--\r\n\r\n--out\r\nContent-Type: application/pdf; "
      "name=a.pdf\r\n"
      "Content-Disposition: attachment; filename=\"offer.pdf\"\r\nContent-Transfer-Encoding: "
      "base64\r\n\r\nJVBERg==\r\n--out--\r\nepilogue\r\n";
  const ParsedMessage m = parse_message(raw);
  ASSERT_EQ(m.attachments.size(), 2U);
  EXPECT_TRUE(m.attachments[0].inline_image);
  EXPECT_EQ(m.attachments[0].content_id, "logo@x");
  EXPECT_EQ(m.attachments[0].part_path, "1.2");
  EXPECT_EQ(m.attachments[1].file_name, "offer.pdf");
  EXPECT_EQ(m.attachments[1].part_path, "2");
  EXPECT_EQ(slice(raw, m.attachments[1].encoded), "JVBERg==");
  EXPECT_EQ(m.body.whole, "see");
  EXPECT_TRUE(m.defects.empty());
}

TEST(Parse, ABoundaryEndsAtItsLineOnly) {
  const ParsedMessage m = parse_message(
      "Content-Type: multipart/mixed; boundary=ab\n\n--ab\n\nfirst\n--abc\nstill --ab first\n--ab  \nContent-Type: "
      "text/plain; name=x.txt\n\nsecond\n--ab--\n");
  EXPECT_EQ(m.body.whole, "first\n--abc\nstill --ab first");
  EXPECT_EQ(m.attachments.size(), 1U);
}

TEST(Parse, ReadsOverBrokenStructure) {
  ParsedMessage m =
      parse_message("Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: image/png\n\nxx");
  EXPECT_EQ(m.body.whole, "text");
  EXPECT_EQ(m.attachments.size(), 1U);
  EXPECT_TRUE(has_defect(m, "no end boundary"));

  m = parse_message("Content-Type: multipart/mixed; boundary=wrong\n\n--real\n\ntext\n--real--\n");
  EXPECT_EQ(m.body.whole, "text");
  EXPECT_TRUE(has_defect(m, "boundary"));

  m = parse_message("Content-Type: multipart/mixed\n\njust text\n");
  EXPECT_EQ(m.body.whole, "just text");

  m = parse_message("Subject: s\nThis is the body without a blank line\n");
  EXPECT_EQ(m.body.whole, "This is the body without a blank line");
  EXPECT_TRUE(has_defect(m, "no blank line"));

  m = parse_message("From li@x.test Mon Nov 23 10:00:00 2026\nSubject: from mbox\n\nbody\n");
  EXPECT_EQ(m.subject, "from mbox");
}

TEST(Parse, ReadsAnyLineEnds) {
  for (const std::string end : {"\r\n", "\n", "\r"}) {
    std::string raw =
        "Subject: a|Content-Type: multipart/mixed; boundary=b||--b||one|two|--b|Content-Type: image/png||x|--b--|";
    for (std::size_t at = raw.find('|'); at != std::string::npos; at = raw.find('|', at + end.size()))
      raw.replace(at, 1, end);
    const ParsedMessage m = parse_message(raw);
    EXPECT_EQ(m.subject, "a");
    EXPECT_EQ(m.body.whole, "one\ntwo");
    EXPECT_EQ(m.attachments.size(), 1U);
  }
}

TEST(Parse, ReadsWrongAndDoubleTransferEncodings) {
  EXPECT_EQ(parse_message("Content-Transfer-Encoding: base64\n\nThis is plain text, <b>not</b> base64!\n").body.whole,
            "This is plain text, <b>not</b> base64!");
  EXPECT_EQ(
      parse_message("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n").body.whole,
      "hello");
  EXPECT_EQ(parse_message("Content-Transfer-Encoding: quoted-printable\n\na=3Db soft=\n ly =zz\n").body.whole,
            "a=b soft ly =zz");
  EXPECT_EQ(parse_message("Content-Transfer-Encoding: base64\n\naGVs\n!bG8=\naGVsbG8=\n").body.whole, "hellohello");
}

TEST(Parse, ReadsRawHeadersInTheCharsetOfTheText) {
  const ParsedMessage m = parse_message(
      "From: \xCD\xF5\xCE\xB0 <w@x.test>\nSubject: \xD1\xAF\xBC\xDB\nContent-Type: text/plain; "
      "charset=gb2312\n\n\xC4\xE3\xBA\xC3\n");
  EXPECT_EQ(m.from[0].name, "王伟");
  EXPECT_EQ(m.subject, "询价");
  EXPECT_EQ(m.body.whole, "你好");
  EXPECT_EQ(parse_message("Subject: \xD1\xAF\xBC\xDB\n\n", {"gb18030"}).subject, "询价");
}

TEST(Parse, UnfoldsFlowedText) {
  const ParsedMessage m =
      parse_message("Content-Type: text/plain; format=flowed\n\nOne long \nline.\n Stuffed\n-- \nLi\n");
  EXPECT_EQ(m.body.whole, "One long line.\nStuffed\n--\nLi");
  EXPECT_EQ(m.body.signature, "Li");
  EXPECT_EQ(parse_message("Content-Type: text/plain; format=flowed; delsp=yes\n\n报 \n价\n").body.whole, "报价");
}

TEST(Parse, TakesUuencodedFilesOutOfText) {
  const std::string raw = "Subject: s\n\nsee below\n\nbegin 644 price.txt\n#0V%T\n`\nend\n";
  const ParsedMessage m = parse_message(raw);
  EXPECT_EQ(m.body.whole, "see below");
  ASSERT_EQ(m.attachments.size(), 1U);
  EXPECT_EQ(m.attachments[0].file_name, "price.txt");
  EXPECT_EQ(m.attachments[0].encoding, TransferEncoding::uuencode);
}

TEST(Parse, ReadsEmbeddedMessages) {
  const ParsedMessage m = parse_message(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nouter\n--b\nContent-Type: message/rfc822\n\nFrom: "
      "in@x.test\nSubject: inner\n\ntext\n--b\n"
      "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogY29kZWQKCmhlbGxv\n--b--\n");
  ASSERT_EQ(m.embedded.size(), 2U);
  EXPECT_EQ(m.embedded[0].subject, "inner");
  EXPECT_EQ(m.embedded[0].body.whole, "text");
  EXPECT_EQ(m.embedded[1].subject, "coded");
  EXPECT_TRUE(m.attachments[0].embedded_message);
}

TEST(Parse, ReadsDeliveryReports) {
  const ParsedMessage m = parse_message(
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: "
      "message/delivery-status\n\n"
      "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@x.test\nStatus: 5.1.1\n\n--b\nContent-Type: "
      "text/rfc822-headers\n\nSubject: original\n--b--\n");
  ASSERT_EQ(m.delivery_status.size(), 3U);
  EXPECT_EQ(m.delivery_status[1].name, "final-recipient");
  EXPECT_EQ(m.delivery_status[2].value, "5.1.1");
  ASSERT_EQ(m.embedded.size(), 1U);
  EXPECT_EQ(m.embedded[0].subject, "original");
  EXPECT_EQ(m.body.whole, "failed");
}

TEST(Parse, NotesSpecialParts) {
  EXPECT_TRUE(parse_message("Content-Type: application/ms-tnef; name=winmail.dat\n\nx").has_tnef);
  EXPECT_TRUE(parse_message("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx").encrypted);
  EXPECT_FALSE(parse_message("Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx").encrypted);
  EXPECT_TRUE(parse_message("Content-Type: text/calendar\n\nBEGIN:VCALENDAR").has_calendar);
  EXPECT_TRUE(parse_message("Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: "
                            "application/pgp-encrypted\n\nVersion: 1\n--b--\n")
                  .encrypted);
}

TEST(Parse, AnHtmlFileWithANameIsAnAttachment) {
  const ParsedMessage m = parse_message(
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\nContent-Type: text/html; "
      "name=\"PO.pdf.html\"\n\n<form>\n--b--\n");
  EXPECT_EQ(m.body.whole, "see");
  ASSERT_EQ(m.attachments.size(), 1U);
  EXPECT_EQ(m.attachments[0].file_name, "PO.pdf.html");
}

TEST(Parse, NulBytesCutNothing) {
  using namespace std::string_literals;
  const ParsedMessage m = parse_message("Subject: a\0b\nTo: x\0y@z.test\n\nbefore\0after\n"s);
  EXPECT_EQ(m.subject, "a b");
  EXPECT_NE(m.body.whole.find("after"), std::string::npos);
  EXPECT_EQ(m.body.whole.find('\0'), std::string::npos);
}

}  // namespace
}  // namespace tradewind::archiver
