// Files that crm writes of mail: attachments, mbox.
#include <gtest/gtest.h>

#include "cli/full/mbox.hpp"
#include "cli/new_file.hpp"
#include "tests/cli/crm_process.hpp"

namespace tradewind::cli {
namespace {

using tradewind::testing::content_of;
using tradewind::testing::TemporaryDirectory;

TEST(SafeFileName, LeavesNoPathAndNoHiddenFile) {
  EXPECT_EQ(safe_file_name("../../.ssh/authorized_keys", "x"), "authorized_keys");
  EXPECT_EQ(safe_file_name("C:\\Users\\a\\evil.exe", "x"), "evil.exe");
  EXPECT_EQ(safe_file_name(".bashrc", "x"), "bashrc");
  EXPECT_EQ(safe_file_name("-rf", "x"), "rf");
  EXPECT_EQ(safe_file_name("..", "attachment-1"), "attachment-1");
  EXPECT_EQ(safe_file_name("", "attachment-1"), "attachment-1");
  EXPECT_EQ(safe_file_name("invoice\u202Efdp.exe", "x"), "invoicefdp.exe");
  EXPECT_EQ(safe_file_name("报价单.pdf", "x"), "报价单.pdf");
}

TEST(SafeFileName, ShortensInTheMiddleAndKeepsTheEnding) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "价";
  const std::string safe = safe_file_name(name + ".pdf", "x");
  EXPECT_LE(safe.size(), 200U);
  EXPECT_TRUE(safe.ends_with("价.pdf")) << safe;
}

TEST(NewFile, NeverOverwritesAndLeavesNothingHalfWritten) {
  const TemporaryDirectory directory;
  const auto path = directory / "a.txt";
  {
    auto file = NewFile::create(path);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write("half"));
  }
  EXPECT_FALSE(std::filesystem::exists(path)) << "it was not kept";
  auto file = NewFile::create(path);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("whole"));
  ASSERT_TRUE(file->keep());
  EXPECT_EQ(content_of(path), "whole");
  const auto again = NewFile::create(path);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, Fault::conflict);
  std::filesystem::create_symlink("/nonexistent/target", directory / "link");
  EXPECT_FALSE(NewFile::create(directory / "link")) << "a link is never followed";
}

TEST(Mbox, QuotesWhatLooksLikeASeparator) {
  EXPECT_EQ(mbox_entry("Subject: x\r\n\r\nFrom here\r\n>From there\r\nlast", "a b@c", 0),
            "From ab@c Thu Jan  1 00:00:00 1970\nSubject: x\n\n>From here\n>>From there\nlast\n\n");
  EXPECT_TRUE(mbox_entry("", "", 0).starts_with("From MAILER-DAEMON "));
}

}  // namespace
}  // namespace tradewind::cli
