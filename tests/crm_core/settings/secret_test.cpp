#include "crm_core/settings/secret.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <thread>

#include "tests/support/temporary_directory.hpp"

namespace tradewind {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Result<std::string> from_command(const std::string& command) {
  return read_secret({SecretSource::Kind::command, command});
}

TEST(Secret, first_line_of_a_command) {
  EXPECT_EQ(from_command("printf 'pass word\\r\\nmore\\n'").value(), "pass word");
}

TEST(Secret, command_has_no_input_and_none_of_our_descriptors) {
  EXPECT_EQ(from_command("cat; echo end").value(), "end");
  EXPECT_EQ(from_command("for fd in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$fd ] && echo $fd; done; echo none").value(),
            "none");
}

TEST(Secret, helper_left_behind_does_not_hold_us_up) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(from_command("sleep 20 & echo secret").value(), "secret");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Secret, a_stop_ends_a_command_that_hangs_and_its_children) {
  const testing::TemporaryDirectory directory;
  const std::string alive = (directory / "alive").native();
  std::stop_source source;
  const auto start = std::chrono::steady_clock::now();
  const std::jthread stopper([&] {
    while (!std::filesystem::exists(alive)) std::this_thread::yield();
    source.request_stop();
  });
  const auto stopped = read_secret(
      {SecretSource::Kind::command, "mkfifo '" + alive + "'; cat '" + alive + "'; echo late"}, source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().fault, Fault::busy);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  // The child that read from the pipe dies, too.
  while (open(alive.c_str(), O_WRONLY | O_NONBLOCK) >= 0)
    ASSERT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Secret, more_output_than_the_pipe_holds_is_read_away) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(from_command("echo first; yes | head -c 300000").value(), "first");
}

TEST(Secret, failing_command_is_refused_without_its_output) {
  const auto failed = from_command("echo hunter2; exit 3");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().fault, Fault::refused);
  EXPECT_THAT(failed.error().message, HasSubstr("status 3"));
  EXPECT_THAT(failed.error().message, Not(HasSubstr("hunter2")));
  EXPECT_FALSE(from_command("true"));
}

TEST(Secret, file_that_others_can_read_is_refused_with_the_remedy) {
  const testing::TemporaryDirectory directory;
  const auto file = directory / "password";
  std::ofstream(file) << "hunter2\nsecond\n";
  chmod(file.c_str(), 0644);
  const auto open_to_all = read_secret({SecretSource::Kind::file, file.native()});
  ASSERT_FALSE(open_to_all);
  EXPECT_EQ(open_to_all.error().fault, Fault::forbidden);
  EXPECT_THAT(open_to_all.error().hint, HasSubstr("chmod 600"));
  chmod(file.c_str(), 0600);
  EXPECT_EQ(read_secret({SecretSource::Kind::file, file.native()}).value(), "hunter2");
  EXPECT_EQ(read_secret({SecretSource::Kind::file, (directory / "absent").native()}).error().fault, Fault::not_found);
}

TEST(Secret, written_file_is_private_and_whole) {
  const testing::TemporaryDirectory directory;
  const auto file = directory / "token";
  ASSERT_TRUE(write_private_file(file, "one"));
  ASSERT_TRUE(write_private_file(file, "two"));
  EXPECT_EQ(read_private_file(file).value(), "two");
  struct stat status {};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_FALSE(write_private_file(directory / "absent" / "token", "x"));
}

TEST(Secret, systemd_credential) {
  const testing::TemporaryDirectory directory;
  std::ofstream(directory / "sales") << "hunter2";
  setenv("CREDENTIALS_DIRECTORY", directory.path().c_str(), 1);
  EXPECT_EQ(read_secret({SecretSource::Kind::credential, "sales"}).value(), "hunter2");
  unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(read_secret({SecretSource::Kind::credential, "sales"}).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace tradewind
