#include "crm_core/store/data_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm_core/store/store.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm {
namespace {

using ::tradewind::testing::TemporaryDirectory;

TEST(DataDirectory, is_made_private_and_opened_only_with_a_store_in_it) {
  const TemporaryDirectory parent;
  const auto path = parent / "deep" / "data";
  EXPECT_EQ(DataDirectory::open(path).error().fault, Fault::not_found);
  const auto made = DataDirectory::create(path);
  ASSERT_TRUE(made);
  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700U);
  EXPECT_EQ(DataDirectory::open(path).error().fault, Fault::not_found);
  ASSERT_TRUE(Store::open(*made, Access::write));
  EXPECT_TRUE(DataDirectory::open(path));
  EXPECT_EQ(DataDirectory::create(path).error().fault, Fault::conflict);
}

TEST(DataDirectory, the_daemon_is_alone_and_the_lock_goes_with_its_process) {
  const TemporaryDirectory parent;
  const auto directory = DataDirectory::create(parent / "data").value();
  int ready[2], done[2];
  ASSERT_EQ(::pipe(ready) | ::pipe(done), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto held = directory.lock_daemon();
    char byte = held ? 'y' : 'n';
    (void)!::write(ready[1], &byte, 1);
    (void)!::read(done[0], &byte, 1);
    _exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto refused = directory.lock_daemon();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::busy);
  EXPECT_NE(refused.error().message.find(std::to_string(child)), std::string::npos);
  EXPECT_TRUE(directory.lock_nightly()) << "the nightly job runs beside the daemon";
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(directory.lock_daemon());
}

}  // namespace
}  // namespace tradewind::crm
