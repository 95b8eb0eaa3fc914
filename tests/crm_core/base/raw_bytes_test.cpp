#include "crm_core/base/raw_bytes.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>

#include "tests/support/temporary_directory.hpp"

namespace tradewind {
namespace {

using testing::TemporaryDirectory;

std::size_t entries_in(const std::filesystem::path& directory) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory), {}));
}

TEST(RawBytes, KeepsSmallContentInMemory) {
  RawBytes bytes(10);
  EXPECT_TRUE(bytes.empty());
  EXPECT_EQ(bytes.view(), "");
  ASSERT_TRUE(bytes.append("12345"));
  ASSERT_TRUE(bytes.append("67890"));
  EXPECT_FALSE(bytes.in_file());
  EXPECT_EQ(bytes.view(), "1234567890");
}

TEST(RawBytes, MovesToANamelessFileWhenItGrows) {
  const TemporaryDirectory directory;
  RawBytes bytes(10, directory.path());
  std::string expected;
  for (int i = 0; i < 1'000; ++i) {
    const std::string piece = std::to_string(i) + ",";
    expected += piece;
    ASSERT_TRUE(bytes.append(piece));
    EXPECT_EQ(bytes.view().substr(0, 4), expected.substr(0, 4));
  }
  EXPECT_TRUE(bytes.in_file());
  EXPECT_EQ(bytes.view(), expected);
  EXPECT_EQ(bytes.size(), expected.size());
  EXPECT_EQ(entries_in(directory.path()), 0U);
}

TEST(RawBytes, CanBeMovedAround) {
  const TemporaryDirectory directory;
  for (const std::size_t threshold : {std::size_t{2}, std::size_t{100}}) {
    RawBytes first(threshold, directory.path());
    ASSERT_TRUE(first.append("hello"));
    RawBytes second(std::move(first));
    EXPECT_EQ(second.view(), "hello");
    RawBytes third(1);
    third = std::move(second);
    ASSERT_TRUE(third.append(" world"));
    EXPECT_EQ(third.view(), "hello world");
  }
}

TEST(RawBytes, TakesAString) {
  const RawBytes bytes(std::string("ready"));
  EXPECT_EQ(bytes.view(), "ready");
  EXPECT_EQ(bytes.size(), 5U);
}

TEST(RawBytes, SaysWhenThereIsNoDirectory) {
  RawBytes bytes(3, "/nonexistent/directory");
  ASSERT_TRUE(bytes.append("abc"));
  const auto appended = bytes.append("d");
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().fault, Fault::io);
  EXPECT_EQ(bytes.view(), "abc");
}

TEST(RawBytes, SaysWhenTheDiskIsFull) {
  // The limit on the size of a file stands for a full disk: writing beyond it fails in the same call.
  const TemporaryDirectory directory;
  RawBytes bytes(0, directory.path());
  ASSERT_TRUE(bytes.append("kept"));
  const auto fill_the_disk = [&] {
    const rlimit limit = {1'000, 1'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);
    const auto appended = bytes.append(std::string(5'000, 'x'));
    const bool good = !appended && appended.error().fault == Fault::io && bytes.view() == "kept";
    ::_exit(good ? 0 : 1);
  };
  EXPECT_EXIT(fill_the_disk(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace tradewind
