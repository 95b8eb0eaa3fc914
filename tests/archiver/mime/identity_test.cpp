#include "archiver/mime/identity.hpp"

#include <gtest/gtest.h>

#include "archiver/mime/parse.hpp"

namespace tradewind::archiver {
namespace {

std::string identity(const std::string& raw) { return to_hex(message_identity(raw, parse_message(raw))); }

const std::string mail =
    "From: Li <li@x.test>\r\nTo: a@y.test\r\nSubject: a long\r\n subject\r\nDate: Mon, 23 Nov 2026 18:00:00 "
    "+0800\r\nMessage-ID: <1@x.test>\r\n\r\nHello\r\nworld\r\n";

std::string with_lf(std::string raw) {
  std::erase(raw, '\r');
  return raw;
}

TEST(Identity, IgnoresTraceFieldsLineEndsAndFolding) {
  const std::string expected = identity(mail);
  EXPECT_EQ(identity("Received: from a by b; Mon, 23 Nov 2026 10:00:05 +0000\r\nReturn-Path: "
                     "<li@x.test>\r\nX-Keywords: a\r\nStatus: RO\r\n" +
                     mail),
            expected);
  EXPECT_EQ(identity(with_lf(mail)), expected);
  EXPECT_EQ(identity("From li@x.test Mon Nov 23 10:00:00 2026\n" + with_lf(mail) + "\n\n"), expected);
  std::string unfolded = mail;
  unfolded.replace(unfolded.find("\r\n subject"), 3, " ");
  EXPECT_EQ(identity(unfolded), expected);
}

TEST(Identity, DiffersWhereTheMailDiffers) {
  const std::string expected = identity(mail);
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"world", "World"},
                                 {"a@y.test", "b@y.test"},
                                 {"18:00:00", "18:00:01"},
                                 {"<1@", "<2@"}}) {
    std::string other = mail;
    other.replace(other.find(from), from.size(), to);
    EXPECT_NE(identity(other), expected) << from;
  }
  EXPECT_NE(identity("To: a@y.test\n\nx\n"), identity("Cc: a@y.test\n\nx\n"));
}

TEST(VaultChunks, CutOutLargeBodiesAndCoverAll) {
  const std::string big(20'000, 'A');
  const std::string raw =
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: "
      "application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
      big + "\r\n--b--\r\n";
  const auto chunks = vault_chunks(raw, parse_message(raw));
  ASSERT_EQ(chunks.size(), 4U);  // header, text and part header, the file, the end
  EXPECT_EQ(raw.substr(chunks[2].offset, chunks[2].size), big);
  std::string joined;
  for (const ByteSpan& chunk : chunks) joined += raw.substr(chunk.offset, chunk.size);
  EXPECT_EQ(joined, raw);
}

TEST(VaultChunks, OfAnEmptyMessageAreNone) { EXPECT_TRUE(vault_chunks("", parse_message("")).empty()); }

}  // namespace
}  // namespace tradewind::archiver
