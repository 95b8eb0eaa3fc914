#include "mailsync/local/import_mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "crm_core/service/verify.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "mailsync/local/maildir.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailsync {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string mail(int number, const std::string& line_end = "\n") {
  std::string text;
  for (const std::string& line :
       {std::string("From: Buyer <buyer@example.org>"), std::string("To: sales@example.test"),
        "Subject: mail " + std::to_string(number), std::string("Date: Mon, 23 Nov 2026 10:00:00 +0000"),
        "Message-ID: <" + std::to_string(number) + "@example.org>", std::string(), "text " + std::to_string(number)})
    text += line + line_end;
  return text;
}

class ImportMail : public ::testing::Test {
 protected:
  ImportMail() : data_(*crm::DataDirectory::create(directory_ / "data")) {
    EXPECT_TRUE(crm::Store::open(data_, crm::Access::write));
    EXPECT_TRUE(crm::Vault::open(data_.vault_file(), crm::Vault::Access::write));
  }
  fs::path write(const fs::path& name, const std::string& text) {
    const fs::path path = directory_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  ImportReport import(MailSource source, const fs::path& path, const ImportOptions& options = {}) {
    auto report = import_mail(data_, source, {path}, options);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : ImportReport{};
  }
  std::vector<crm::Folder> folders(const std::string& account) {
    const auto store = crm::Store::open(data_, crm::Access::read);
    crm::AccountRepository accounts(store->database());
    return accounts.folders_of(accounts.find_by_name(account)->id);
  }
  void expect_clean() {
    auto store = crm::Store::open(data_, crm::Access::read);
    const auto vault = crm::Vault::open(data_.vault_file(), crm::Vault::Access::read);
    const auto report = crm::verify(*store, *vault, crm::Actor::system("test", "verify"));
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.text;
  }

  testing::TemporaryDirectory directory_;
  crm::DataDirectory data_;
};

TEST_F(ImportMail, mbox_twice_adds_nothing_the_second_time) {
  std::string mbox;
  for (int i = 1; i <= 3; ++i) mbox += "From buyer@example.org Mon Nov 23 09:30:00 2026\n" + mail(i) + "\n";
  const auto path = write("old/2026.mbox", mbox);
  const auto first = import(MailSource::mbox, path);
  EXPECT_EQ(first.counts.seen, 3);
  EXPECT_EQ(first.counts.filed, 3);
  const auto second = import(MailSource::mbox, path);
  EXPECT_EQ(second.counts.filed, 0);
  EXPECT_EQ(second.counts.known, 3);
  ASSERT_THAT(folders("import"), SizeIs(1));
  EXPECT_EQ(folders("import")[0].name, "2026.mbox");
  expect_clean();
}

TEST_F(ImportMail, the_date_of_the_mbox_line_is_the_arrival) {
  import(MailSource::mbox, write("a.mbox", "From b@c Mon Nov 23 09:30:00 2026\n" + mail(1)));
  const auto store = crm::Store::open(data_, crm::Access::read);
  const auto found = crm::MessageRepository(store->database()).after(0, 10);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(to_rfc3339(found[0].arrived_at), "2026-11-23T09:30:00Z");
}

TEST_F(ImportMail, the_same_mail_twice_in_a_file_is_one) {
  const std::string once = "From b@c Mon Nov 23 09:30:00 2026\n" + mail(1) + "\n";
  const auto report = import(MailSource::mbox, write("a.mbox", once + once));
  EXPECT_EQ(report.counts.filed, 1);
  EXPECT_EQ(report.counts.known, 1);
}

TEST_F(ImportMail, eml_directory_with_other_line_ends_is_a_copy_of_what_is_known) {
  import(MailSource::mbox, write("a.mbox", "From b@c Mon Nov 23 09:30:00 2026\n" + mail(1)));
  write("mail/1.eml", mail(1, "\r\n"));
  write("mail/sub/2.eml", mail(2, "\r\n"));
  write("mail/note.txt", "no mail");
  const auto report = import(MailSource::eml, directory_ / "mail");
  EXPECT_EQ(report.counts.seen, 2);
  EXPECT_EQ(report.counts.filed, 1);
  EXPECT_EQ(report.counts.copies, 1);
  expect_clean();
}

TEST_F(ImportMail, maildir_with_its_folders_and_flags) {
  for (const char* part : {"cur", "new", "tmp"})
    for (const char* folder : {"", ".Sent", ".Junk", ".&W6JiNw-"})
      fs::create_directories(directory_ / "Maildir" / folder / part);
  write("Maildir/cur/1700000001.a:2,RS", mail(1));
  write("Maildir/new/1700000002.b", mail(2));
  write("Maildir/.Sent/cur/1700000003.c:2,S", mail(3));
  write("Maildir/.Junk/cur/1700000004.d:2,S", mail(4));
  write("Maildir/.&W6JiNw-/new/1700000005.e", mail(5));
  write("Maildir/tmp/1700000006.f", mail(6));
  const auto report = import(MailSource::maildir, directory_ / "Maildir");
  EXPECT_EQ(report.counts.filed, 4);
  EXPECT_THAT(report.left_out, ElementsAre(HasSubstr("junk")));
  const auto made = folders("import");
  ASSERT_THAT(made, SizeIs(3));
  EXPECT_EQ(made[0].name, "Maildir");
  EXPECT_EQ(made[1].name, "Maildir/Sent");
  EXPECT_EQ(made[1].role, crm::FolderRole::sent);
  EXPECT_EQ(made[2].name, "Maildir/客户");
  const auto store = crm::Store::open(data_, crm::Access::read);
  auto& flags = store->database().prepare("SELECT flags FROM delivery ORDER BY id LIMIT 1");
  ASSERT_TRUE(flags.step());
  EXPECT_EQ(flags.int64(0), crm::flag_answered | crm::flag_seen);
  EXPECT_EQ(import(MailSource::maildir, directory_ / "Maildir").counts.known, 4);
  expect_clean();
}

TEST_F(ImportMail, what_is_nothing_of_the_kind_is_refused) {
  const auto text = write("a.txt", "hello\n");
  EXPECT_EQ(import_mail(data_, MailSource::mbox, {text}, {}).error().fault, Fault::invalid);
  EXPECT_EQ(import_mail(data_, MailSource::mbox, {directory_ / "absent"}, {}).error().fault, Fault::not_found);
  EXPECT_EQ(import_mail(data_, MailSource::maildir, {directory_.path()}, {}).error().fault, Fault::invalid);
  EXPECT_EQ(import_mail(data_, MailSource::eml, {directory_ / "absent"}, {}).error().fault, Fault::not_found);
}

TEST_F(ImportMail, archive_takes_one_message_and_a_retry_adds_nothing) {
  const auto first = archive_message(data_, mail(1), {.account = "archive"});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->filed, 1);
  const auto again = archive_message(data_, "From MAILER Mon Nov 23 10:00:00 2026\n" + mail(1), {.account = "archive"});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->known, 1);
  EXPECT_FALSE(archive_message(data_, "", {.account = "archive"}));
  const auto made = folders("archive");
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].name, "INBOX");
  expect_clean();
}

// Two kinds of UIDs in one folder would let a server's mail be taken for known.
TEST_F(ImportMail, a_folder_that_a_server_numbers_is_left_alone) {
  {
    auto store = crm::Store::open(data_, crm::Access::write);
    auto vault = crm::Vault::open(data_.vault_file(), crm::Vault::Access::write);
    crm::Intake intake(*store, *vault, crm::Actor::system("test", "as a server"));
    intake.begin();
    const auto inbox = intake.open_folder("li", "INBOX", crm::FolderRole::inbox);
    intake.start_over(inbox.folder.id, 1);
    intake.commit();
  }
  ASSERT_TRUE(archive_message(data_, mail(1), {.account = "li"}));
  const auto made = folders("li");
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_EQ(made[0].uid_validity, 1u);
  EXPECT_EQ(made[1].name, "INBOX (imported)");
}

TEST_F(ImportMail, two_imports_take_turns) {
  auto first = LocalIntake::open(data_);
  ASSERT_TRUE(first);
  std::atomic<bool> released{false};
  std::thread second([&] {
    EXPECT_TRUE(archive_message(data_, mail(1), {.account = "archive"}));
    EXPECT_TRUE(released) << "it did not wait";
  });
  released = true;
  first->reset();
  second.join();
}

}  // namespace
}  // namespace tradewind::mailsync
