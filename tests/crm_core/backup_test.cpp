#include "crm_core/service/backup.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "crm_core/service/verify.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

TEST(Backup, is_whole_and_consistent_while_mail_is_filed) {
  testing::Archive archive;
  archive.file(mail("first", noon));
  std::atomic<bool> stop = false;
  std::atomic<int> filed = 0;
  std::thread daemon([&] {
    auto store = Store::open(archive.directory, tradewind::crm::Access::write).value();
    auto vault = Vault::open(archive.directory.vault_file(), Vault::Access::write).value();
    Intake intake(store, vault, Actor::system("mailsync", "test"));
    for (std::uint32_t uid = 1000; !stop; ++uid) {
      auto made = mail("m" + std::to_string(uid), noon);
      made.raw += std::string(30'000, static_cast<char>('a' + uid % 26)) + std::to_string(uid);
      intake.begin();
      (void)intake.add(made.filing, made.raw, {}, {archive.inbox, 7, uid, noon, 0, false, 0});
      intake.commit();
      ++filed;
    }
  });
  while (filed < 3) std::this_thread::yield();
  for (int round = 0; round < 5; ++round) {
    const auto target = archive.parent / ("backup" + std::to_string(round));
    const auto report = backup(archive.directory, archive.store, administrator(), target, true);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->files.size(), 2U);
    const auto restored = archive.parent / ("restored" + std::to_string(round));
    ASSERT_TRUE(restore(target, restored));
    const auto directory = DataDirectory::open(restored).value();
    auto store = Store::open(directory, tradewind::crm::Access::write).value();
    const auto vault = Vault::open(directory.vault_file(), Vault::Access::read).value();
    const auto checked = verify(store, vault, administrator()).value();
    EXPECT_TRUE(checked.clean()) << checked.findings[0].text;
    EXPECT_GE(checked.messages, 1);
  }
  stop = true;
  daemon.join();
  int left = 0;
  for (const auto& entry : std::filesystem::directory_iterator(archive.parent.path()))
    if (entry.path().filename().string().starts_with('.')) ++left;
  EXPECT_EQ(left, 0) << "no half backups lie about";
}

TEST(Backup, a_damaged_backup_is_not_restored) {
  testing::Archive archive;
  archive.file(mail("first", noon));
  const auto target = archive.parent / "backup";
  ASSERT_TRUE(backup(archive.directory, archive.store, administrator(), target, false));
  {
    std::fstream file(target / "vault.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(5000);
    file.put('!');
  }
  const auto damaged = restore(target, archive.parent / "restored");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().fault, Fault::corrupt);
  EXPECT_NE(damaged.error().message.find("vault.db"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(archive.parent / "restored" / "crm.db"));
  std::ofstream(target / "manifest.json") << R"({"files":[{"name":"../../etc/passwd","sha256":"00"}]})";
  EXPECT_EQ(restore(target, archive.parent / "restored").error().fault, Fault::corrupt);
  EXPECT_EQ(restore(archive.parent / "nothing", archive.parent / "restored").error().fault, Fault::not_found);
}

TEST(Backup, nothing_is_overwritten) {
  testing::Archive archive;
  const auto target = archive.parent / "backup";
  ASSERT_TRUE(backup(archive.directory, archive.store, administrator(), target, false));
  EXPECT_EQ(backup(archive.directory, archive.store, administrator(), target, false).error().fault, Fault::conflict);
  EXPECT_EQ(restore(target, archive.directory.path()).error().fault, Fault::conflict);
  EXPECT_EQ(
      backup(archive.directory, archive.store, {{}, "amy", Role::rep, ""}, archive.parent / "b2", false).error().fault,
      Fault::forbidden);
}

TEST(Verify, finds_what_is_wrong_wherever_it_is) {
  testing::Archive archive;
  const auto added = archive.file(mail("one", noon));
  archive.file(mail("two", noon));
  archive.database().execute("PRAGMA foreign_keys=OFF");
  archive.database().execute("DELETE FROM thread WHERE id = " + std::to_string(added.thread));
  archive.database().execute(
      "INSERT INTO filing (message_id, record_type, record_id, rule, confidence, evidence, filed_by, filed_at)"
      " VALUES (2, 'customer', 77, 'x', 1, '', 'x', 0)");
  {
    database::Database raw(archive.directory.vault_file(), {});
    raw.execute("DELETE FROM object WHERE digest = (SELECT min(digest) FROM object)");
  }
  int steps = 0;
  VerifyHooks hooks;
  hooks.progress = [&](const std::string&, std::int64_t, std::int64_t) { ++steps; };
  hooks.checks.push_back([] { return std::vector<Finding>{{Finding::Severity::error, "index", "behind"}}; });
  const auto report = verify(archive.store, archive.vault, administrator(), hooks).value();
  EXPECT_FALSE(report.clean());
  EXPECT_GT(steps, 3);
  const auto has = [&](std::string_view area, std::string_view words) {
    return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
      return finding.area == area && finding.text.find(words) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("references", "thread"));
  EXPECT_TRUE(has("references", "customer that does not exist"));
  EXPECT_TRUE(has("vault", "missing from the vault"));
  EXPECT_TRUE(has("index", "behind"));
  EXPECT_EQ(verify(archive.store, archive.vault, {{}, "amy", Role::rep, ""}).error().fault, Fault::forbidden);
}

}  // namespace
}  // namespace tradewind::crm
