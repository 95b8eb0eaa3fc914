// A store that is full, held by others, written to by people, or made by a later version, while the daemon syncs.
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "tests/integration/sync/sync_harness.hpp"

namespace tradewind::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class StoreFault : public SyncHarness {
 protected:
  void expect_status(const std::string& word) const {
    const Answer status = run_crm({"status"});
    EXPECT_EQ(status.code, 1) << status.out << status.err;
    EXPECT_THAT(status.out, HasSubstr(word));
  }
};

// The data directory on a disk of its own, where this process may mount one; elsewhere a limit on file sizes, which
// writing meets in the same way. Either way room can be made from outside.
class FullDisk : public StoreFault {
 protected:
  FullDisk() {
    const auto kept = directory_ / "kept";
    std::filesystem::rename(data_, kept);
    std::filesystem::create_directory(data_);
    mounted_ = mount("tradewind-test", data_.c_str(), "tmpfs", 0, "size=64m,mode=0700") == 0;
    for (const auto& entry : std::filesystem::directory_iterator(kept))
      std::filesystem::copy(entry, data_ / entry.path().filename(), std::filesystem::copy_options::recursive);
  }
  ~FullDisk() override {
    if (mounted_) umount2(data_.c_str(), MNT_DETACH);
  }

  // Leaves `bytes` free.
  void fill(const Process& daemon, std::size_t bytes) {
    if (!mounted_) {
      limit(daemon, bytes);
      prefix_ = {"prlimit", "--fsize=100000"};  // what crm says goes into a file, too
      return;
    }
    struct statvfs disk {};
    ASSERT_EQ(statvfs(data_.c_str(), &disk), 0);
    const std::size_t taken = disk.f_bavail * disk.f_frsize - bytes;
    std::ofstream(data_ / "filler", std::ios::app) << std::string(taken, 'x');
    ASSERT_EQ(statvfs(data_.c_str(), &disk), 0);
    ASSERT_LE(disk.f_bavail * disk.f_frsize, bytes);
  }
  void make_room(const Process& daemon) {
    prefix_.clear();
    if (mounted_)
      std::filesystem::remove(data_ / "filler");
    else
      limit(daemon, RLIM_INFINITY);
  }

 private:
  static void limit(const Process& daemon, rlim_t bytes) {
    const rlimit sizes{bytes, RLIM_INFINITY};
    ASSERT_EQ(prlimit(daemon.id(), RLIMIT_FSIZE, &sizes, nullptr), 0);
  }
  bool mounted_ = false;
};

// More customers than what is left of the write-ahead log could take.
std::string many_customers() {
  std::string json = R"({"customers": [)";
  for (int i = 1; i <= 20'000; ++i) {
    const std::string number = std::to_string(i);
    json += (i == 1 ? "" : ",") + (R"({"key": ")" + number) + R"(", "name": "Northwind Traders No. )" + number + "\"}";
  }
  return json + "]}";
}

TEST_F(FullDisk, is_told_refuses_what_people_write_and_costs_no_mail) {
  write("records.json", many_customers());
  deliver(3);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() == 3; });
  fill(*daemon, 600'000);
  deliver(400, "INBOX", 20'000);
  await(*daemon, [&] { return run_crm({"status"}).code == 1; });
  expect_status("the disk is full or fails");
  EXPECT_TRUE(daemon->running());
  fill(*daemon, 0);
  const Answer refused = run_crm({"import", "records", (directory_ / "records.json").native()});
  EXPECT_EQ(refused.code, 8) << refused.err;
  EXPECT_THAT(refused.err, AllOf(HasSubstr("disk is full"), HasSubstr("hint: nothing was changed; make room")));
  make_room(*daemon);
  await(*daemon, [&] { return messages() == 403 && run_crm({"status"}).code == 0; });
  end(*daemon);
  expect_whole({"INBOX"}, 403);
  EXPECT_EQ(number("SELECT count(*) FROM customer"), 0);
}

TEST_F(StoreFault, people_write_and_the_nightly_job_runs_while_thousands_of_mails_come_in) {
  constexpr int mails = 4'000;
  deliver(mails);
  configure("backfill_slice = 200");
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() > 10; });
  std::map<std::string, int> done;
  std::set<std::int64_t> corrected;
  // Done, or told in words to do it again: nothing else.
  const auto act = [&](const std::string& name, std::vector<std::string> arguments) {
    const Answer answer = run_crm(std::move(arguments));
    EXPECT_THAT(answer.code, ::testing::AnyOf(0, 5)) << name << ": " << answer.out << answer.err;
    if (answer.code != 0) {
      EXPECT_THAT(answer.err, HasSubstr("run it again")) << name;
      return false;
    }
    ++done[name];
    return true;
  };
  for (int round = 1; messages() < mails && !HasFailure(); ++round) {
    const std::string id = std::to_string(number("SELECT max(id) FROM message"));
    act("customer add", {"customer", "add", "Firm " + std::to_string(round)});
    if (act("mail kind", {"mail", "kind", id, "solicitation"})) corrected.insert(std::stoll(id));
    act("mail file", {"mail", "file", id, "customer:1"});
    if (round % 3 == 1) act("nightly", {"nightly", "--no-mail"});
  }
  for (const char* name : {"customer add", "mail kind", "mail file", "nightly"}) EXPECT_GT(done[name], 0) << name;
  await(*daemon, [&] { return number("SELECT count(*) FROM account WHERE state = 'current'") == 1; });
  end(*daemon);
  expect_whole({"INBOX"}, mails);
  EXPECT_EQ(number("SELECT count(*) FROM customer"), done["customer add"]);
  for (const auto id : corrected)
    EXPECT_EQ(number("SELECT count(*) FROM message WHERE kind = 'solicitation' AND id = " + std::to_string(id)), 1);
  EXPECT_EQ(run_crm({"status"}).code, 0);
}

TEST_F(StoreFault, held_by_somebody_for_too_long_is_told_with_what_to_do) {
  auto store = crm::Store::open(*crm::DataDirectory::open(data_), crm::Access::write);
  ASSERT_TRUE(store);
  const database::Transaction held(store->database());
  const Answer answer = run_crm({"customer", "add", "Northwind"});
  EXPECT_EQ(answer.code, 5) << answer.err;
  EXPECT_THAT(answer.err, AllOf(HasSubstr("the store is busy"), HasSubstr("hint: run it again")));
}

class LaterStore : public SyncHarness {
 protected:
  [[nodiscard]] std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> content;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data_)) {
      const auto name = entry.path().filename().native();
      // The lock is the daemon's own, and readers of a database in WAL mode keep their marks in the shared memory.
      if (!entry.is_regular_file() || name == "daemon.lock" || name.ends_with("-shm")) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      content[name] = {std::istreambuf_iterator<char>(in), {}};
    }
    return content;
  }
};

TEST_F(LaterStore, is_refused_by_daemon_and_crm_and_left_as_it_is) {
  deliver(3);
  ASSERT_EQ(sync_once(), 0) << log();
  {
    database::Database store(data_ / "crm.db");
    store.execute(
        "INSERT INTO schema_migration SELECT max(version) + 1, 'later', max(applied_at) FROM schema_migration");
  }
  deliver(1);
  const auto before = files();
  EXPECT_EQ(sync_once(), 78);
  EXPECT_THAT(log(), AllOf(HasSubstr("this program knows versions up to"), HasSubstr("hint: install the newer")));
  const auto daemon = start_daemon();
  ASSERT_TRUE(daemon->ended_within(std::chrono::seconds(20)));
  EXPECT_EQ(daemon->status(), 78);
  for (const char* command : {"status", "nightly", "verify"}) {
    const Answer answer = run_crm({command});
    EXPECT_EQ(answer.code, 9) << command << answer.err;
    EXPECT_THAT(answer.err,
                AllOf(HasSubstr("this program knows versions up to"), HasSubstr("hint: install the newer")));
  }
  EXPECT_EQ(run_crm({"customer", "add", "Northwind"}).code, 9);
  EXPECT_EQ(files(), before) << "some file of the store was changed";
}

}  // namespace
}  // namespace tradewind::testing
