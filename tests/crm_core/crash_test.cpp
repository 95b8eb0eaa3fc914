// Faults that the archive must survive: kill -9 at any moment, a full disk, and a second writer.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <thread>

#include "crm_core/service/verify.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

// The n-th mail of a mailbox; some with an attachment that others have too.
testing::Mail numbered_mail(std::uint32_t uid) {
  auto made = mail("m" + std::to_string(uid), noon + uid);
  if (uid % 3 == 0) {
    const std::string body(20'000 + uid % 7, static_cast<char>('A' + uid % 7));
    made.parts = {{made.raw.size(), body.size()}};
    made.raw += body;
    made.filing.identity = std::string(as_bytes(sha256(made.raw)));
  }
  if (uid % 5 == 0) made.filing.lead = LeadDraft{};
  return made;
}

// Files UIDs that are not accounted for yet, in small batches, and says after each commit how far it is.
[[noreturn]] void file_until_killed(const DataDirectory& directory, RecordId inbox, int acknowledge) {
  auto store = Store::open(directory, Access::write).value();
  auto vault = Vault::open(directory.vault_file(), Vault::Access::write).value();
  Intake intake(store, vault, Actor::system("mailsync", "test"));
  std::uint32_t uid = MessageRepository(store.database()).highest_uid(inbox, 7) + 1;
  while (true) {
    intake.begin();
    for (int i = 0; i < 5; ++i, ++uid) {
      const auto made = numbered_mail(uid);
      if (intake.find_message(made.filing.identity)) _exit(3);
      (void)intake.add(made.filing, made.raw, made.parts, {inbox, 7, uid, noon, 0, false, 0});
    }
    intake.commit();
    const std::uint32_t done = uid - 1;
    if (::write(acknowledge, &done, sizeof done) != sizeof done) _exit(4);
  }
}

TEST(Crash, killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_comes_twice) {
  testing::Archive archive;
  std::mt19937 random(1);
  std::uint32_t acknowledged = 0;
  for (int round = 0; round < 50; ++round) {
    int channel[2];
    ASSERT_EQ(::pipe(channel), 0);
    const pid_t child = fork();
    if (child == 0) {
      ::close(channel[0]);
      file_until_killed(archive.directory, archive.inbox, channel[1]);
    }
    ::close(channel[1]);
    // The moment is random in fine steps: some rounds end before the first commit, some after many.
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
    std::uint32_t done = 0;
    while (::read(channel[0], &done, sizeof done) == sizeof done) acknowledged = done;
    ::close(channel[0]);
    const auto stored = archive.messages().highest_uid(archive.inbox, 7);
    ASSERT_GE(stored, acknowledged);
    ASSERT_EQ(stored % 5, 0U) << "a batch is whole or not there";
    ASSERT_EQ(archive.messages().count(), stored);
  }
  EXPECT_GT(acknowledged, 50U);
  const auto report = verify(archive.store, archive.vault, testing::administrator());
  ASSERT_TRUE(report && report->clean()) << report->findings[0].text;
  for (RecordId id = 1; id <= archive.messages().last_id(); id += 7) {
    const auto message = archive.messages().find(id).value();
    const auto uid = archive.messages().deliveries_of(id)[0].uid;
    EXPECT_EQ(archive.vault.get(digest_from_bytes(message.vault_object)).value(), numbered_mail(uid).raw);
  }
}

TEST(Crash, objects_left_between_the_two_commits_are_found_again_or_cleared) {
  testing::Archive archive;
  archive.vault.begin();
  (void)archive.vault.put(numbered_mail(3).raw, numbered_mail(3).parts);  // committed to the vault, then the power went
  (void)archive.vault.put("never fetched again", {});
  archive.vault.commit();
  EXPECT_TRUE(archive.file(numbered_mail(3)).fresh);
  const auto report = verify(archive.store, archive.vault, testing::administrator()).value();
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.unreferenced_objects, 1);
  EXPECT_EQ(remove_unreferenced(archive.store, archive.vault, testing::administrator()).value(), 1);
  EXPECT_EQ(verify(archive.store, archive.vault, testing::administrator())->unreferenced_objects, 0);
}

// A file size limit stands for a full disk: writes beyond it fail.
TEST(Crash, a_full_disk_fails_the_batch_and_work_goes_on_when_there_is_room) {
  testing::Archive archive;
  archive.file(mail("before", noon));
  const pid_t child = fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{2'000'000, 2'000'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto store = Store::open(archive.directory, Access::write).value();
    auto vault = Vault::open(archive.directory.vault_file(), Vault::Access::write).value();
    Intake intake(store, vault, Actor::system("mailsync", "test"));
    std::mt19937 random(2);
    for (std::uint32_t uid = 100; uid < 200; ++uid) {
      auto made = mail("big" + std::to_string(uid), noon);
      std::string body(100'000, '\0');
      for (char& c : body) c = static_cast<char>(random());
      made.parts = {{made.raw.size(), body.size()}};
      made.raw += body;
      try {
        intake.begin();
        (void)intake.add(made.filing, made.raw, made.parts, {archive.inbox, 7, uid, noon, 0, false, 0});
        intake.commit();
      } catch (const database::DatabaseError& error) {
        _exit(error.is_full() ? 42 : 5);
      }
    }
    _exit(6);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 42) << "the failure is told as a full disk";
  archive.next_uid = 500;
  EXPECT_TRUE(archive.file(mail("after", noon)).fresh);
  EXPECT_TRUE(verify(archive.store, archive.vault, testing::administrator())->clean());
}

TEST(Concurrency, command_line_and_daemon_write_at_once_without_errors) {
  testing::Archive archive;
  std::thread daemon([&] {
    auto store = Store::open(archive.directory, Access::write).value();
    auto vault = Vault::open(archive.directory.vault_file(), Vault::Access::write).value();
    Intake intake(store, vault, Actor::system("mailsync", "test"));
    for (std::uint32_t uid = 1; uid <= 200; ++uid) {
      const auto made = numbered_mail(uid);
      intake.begin();
      (void)intake.add(made.filing, made.raw, made.parts, {archive.inbox, 7, uid, noon, 0, false, 0});
      intake.commit();
    }
  });
  std::thread command([&] {
    auto store = Store::open(archive.directory, Access::write).value();
    Users users(store);
    for (int i = 0; i < 100; ++i)
      ASSERT_TRUE(users.add(testing::administrator(), {0, "user" + std::to_string(i), "", Role::rep, true, 1, {}}));
  });
  daemon.join();
  command.join();
  EXPECT_EQ(archive.messages().count(), 200);
  EXPECT_EQ(Users(archive.store).list(testing::administrator())->size(), 100U);
  EXPECT_TRUE(verify(archive.store, archive.vault, testing::administrator())->clean());
}

}  // namespace
}  // namespace tradewind::crm
