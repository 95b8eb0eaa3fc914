#include "archiver/index_follower.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <set>
#include <thread>

#include "archiver/index_text.hpp"
#include "archiver/mime/parse.hpp"
#include "crm_core/base/sha256.hpp"
#include "crm_core/search/searcher.hpp"
#include "crm_core/service/intake.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::archiver {
namespace {

using Ids = std::vector<crm::RecordId>;

std::string base64(std::string_view text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k > text.size() ? '=' : letters[group >> (18 - 6 * k) & 63U];
  }
  return out;
}

std::string plain_mail(const std::string& subject, const std::string& body) {
  return "From: Hans Müller <hans@nordhaus.example>\r\nTo: sales@ours.example\r\nSubject: " + subject +
         "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body + "\r\n";
}

std::string mail_with_file(const std::string& name, const std::string& type, const std::string& content) {
  return "From: a@nordhaus.example\r\nTo: sales@ours.example\r\nSubject: with file\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee file\r\n"
         "--b\r\nContent-Type: " +
         type + "; name=\"" + name + "\"\r\nContent-Disposition: attachment; filename=\"" + name +
         "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(content) + "\r\n--b--\r\n";
}

class Follower : public ::testing::Test {
 protected:
  Follower()
      : directory_(crm::DataDirectory::create(temporary_.path() / "data").value()),
        store_(crm::Store::open(directory_, crm::Access::write).value()),
        vault_(crm::Vault::open(directory_.vault_file(), crm::Vault::Access::write).value()),
        intake_(store_, vault_, crm::Actor::system("test", "test")) {
    intake_.begin();
    folder_ = intake_.open_folder("anna", "INBOX", crm::FolderRole::inbox).folder.id;
    intake_.start_over(folder_, 1);
    intake_.commit();
  }

  static crm::Filing filing_of(const std::string& raw, EpochSeconds arrived_at) {
    const ParsedMessage parsed = parse_message(raw);
    crm::Filing filing;
    filing.identity = as_bytes(sha256(raw));
    filing.subject = parsed.subject;
    filing.arrived_at = arrived_at;
    filing.author = parsed.from.empty() ? MailAddress{} : parsed.from.front();
    filing.from = parsed.from;
    filing.to = parsed.to;
    filing.preview = parsed.body.whole.substr(0, 20);
    filing.kind = crm::MessageKind::inquiry;
    for (const AttachmentPart& part : parsed.attachments)
      filing.attachments.push_back({part.file_name, part.media_type, part.part_path,
                                    static_cast<std::int64_t>(part.encoded.size),
                                    static_cast<std::int64_t>(part.encoded.offset), "base64", part.inline_image});
    return filing;
  }

  // Stores the mail and gives what the filing side would hand to the index.
  FiledMessage store(const std::string& raw, bool quarantined = false) {
    crm::Filing filing = filing_of(raw, 1'790'000'000 - 60 * static_cast<EpochSeconds>(next_uid_));
    filing.quarantined = quarantined;
    crm::DeliveryFacts delivery;
    delivery.folder_id = folder_;
    delivery.uid_validity = 1;
    delivery.uid = next_uid_++;
    intake_.begin();
    const auto added = intake_.add(filing, raw, {}, delivery);
    intake_.commit();
    FiledMessage filed;
    filed.id = added.message;
    filed.arrived_at = filing.arrived_at;
    filed.quarantined = quarantined;
    if (!quarantined) filed.text = index_text(parse_message(raw));
    return filed;
  }

  IndexFollower follower() { return std::move(IndexFollower::open(directory_, "").value()); }

  Ids ids(const std::string& query) {
    crm::search::SearchRequest request;
    request.query = query;
    auto searcher = crm::search::Searcher::open(directory_).value();
    return searcher.search_all(crm::Actor::system("test", "test"), request).value();
  }

  tradewind::testing::TemporaryDirectory temporary_;
  crm::DataDirectory directory_;
  crm::Store store_;
  crm::Vault vault_;
  crm::Intake intake_;
  crm::RecordId folder_ = 0;
  std::uint32_t next_uid_ = 1;
};

TEST_F(Follower, IndexesWhatWasJustFiledWithoutReadingItAgain) {
  auto follow = follower();
  std::vector<FiledMessage> filed{store(plain_mail("one", "valve")), store(plain_mail("two", "报价 valve"))};
  const FollowReport report = follow.take(std::move(filed));
  EXPECT_EQ(report.indexed, 2);
  EXPECT_EQ(report.read_again, 0);
  EXPECT_EQ(ids("valve"), (Ids{1, 2}));
  EXPECT_EQ(ids("报价"), Ids{2});
  EXPECT_EQ(follow.behind(), 0);
}

TEST_F(Follower, ReadsUnlabelledTextInTheCharsetOfTheFirm) {
  store("From: ivan@zavod.example\r\nSubject: x\r\n\r\n\xEB\xF2\xE1\xEE\r\n");
  EXPECT_EQ(IndexFollower::open(directory_, "koi8-r").value().rebuild().indexed, 1);
  EXPECT_EQ(ids("кран"), Ids{1});
}

TEST_F(Follower, ReadsFromTheVaultWhatItWasNotGiven) {
  store(plain_mail("one", "valve"));
  store(plain_mail("two", "pump"));
  auto follow = follower();
  const FollowReport report = follow.take({store(plain_mail("three", "valve"))});
  EXPECT_EQ(report.indexed, 3);
  EXPECT_EQ(report.read_again, 2);
  EXPECT_EQ(ids("valve"), (Ids{1, 3}));
  EXPECT_EQ(follow.catch_up().indexed, 0);
}

TEST_F(Follower, TakesTheSameMailTwiceOnce) {
  auto follow = follower();
  const FiledMessage filed = store(plain_mail("one", "valve"));
  follow.take({filed});
  follow.take({filed});
  auto other = follower();
  other.take({filed});
  EXPECT_EQ(ids("valve"), Ids{1});
}

TEST_F(Follower, ARebuiltIndexFindsTheSame) {
  auto follow = follower();
  const std::vector<std::string> words{"valve", "pump", "报价单", "مضخة", "Größe", "GZ-3X3A", "flange"};
  std::mt19937 random(5);
  for (int i = 0; i < 60; ++i) {
    std::string body;
    for (int k = 0; k < 3; ++k) body += words[random() % words.size()] + " ";
    FiledMessage filed = i % 7 == 0 ? store(mail_with_file("list.csv", "text/csv", std::to_string(i) + ",qty\n" + body))
                                    : store(plain_mail("mail " + std::to_string(i), body));
    if (i % 3 != 0) follow.take({std::move(filed)});
  }
  follow.catch_up();
  const std::vector<std::string> queries{"valve",        "pump -valve",    "报价",
                                         "单",           "مضخة or flange", "grosse",
                                         "gz3x3a",       "\"valve pump\"", "attachment:valve",
                                         "filetype:csv", "from:muller",    "to:sales@ours.example valv*"};
  std::vector<Ids> before;
  for (const auto& query : queries) before.push_back(ids(query));
  EXPECT_EQ(follow.rebuild().indexed, 60);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    EXPECT_EQ(ids(queries[i]), before[i]) << queries[i];
    EXPECT_FALSE(before[i].empty()) << queries[i];
  }
}

TEST_F(Follower, FindsTheTextOfAttachments) {
  auto follow = follower();
  std::vector<FiledMessage> filed{
      store(mail_with_file("preise.csv", "text/csv", "Artikel;Preis\nKugelhahn DN50;12,50\n")),
      store(mail_with_file("bad.pdf", "application/pdf", "%PDF-1.4 nothing of a pdf")),
      store(mail_with_file("logo.png", "image/png", "kugelhahn"))};
  follow.take(std::move(filed));
  EXPECT_EQ(ids("kugelhahn"), Ids{1});
  EXPECT_EQ(ids("attachment:kugelhahn"), Ids{1});
  EXPECT_EQ(ids("attachment:preise"), Ids{1});
  EXPECT_EQ(ids("filetype:pdf"), Ids{2});
}

TEST_F(Follower, AQuarantinedMailIsIndexedOnceItIsFiled) {
  auto follow = follower();
  const std::string raw = plain_mail("late", "valve");
  const FiledMessage filed = store(raw, true);
  const FollowReport report = follow.take({filed, store(plain_mail("two", "valve"))});
  EXPECT_EQ(report.indexed, 1);
  EXPECT_EQ(report.deferred, 1);
  EXPECT_EQ(ids("valve"), Ids{2});
  intake_.begin();
  ASSERT_TRUE(intake_.refile(filed.id, filing_of(raw, filed.arrived_at)));
  intake_.commit();
  EXPECT_EQ(follow.catch_up().indexed, 1);
  EXPECT_EQ(follow.catch_up().indexed, 0);
  EXPECT_EQ(ids("valve"), (Ids{1, 2}));
}

TEST_F(Follower, StartsOverWhenTheStoreWasReplacedByAnOlderOne) {
  auto follow = follower();
  follow.take({store(plain_mail("one", "valve"))});
  crm::search::SearchIndex ahead(directory_.search_file());
  ASSERT_TRUE(ahead.append({1, 9, {}, {}}));
  follow.catch_up();
  EXPECT_EQ(follow.behind(), 0);
  EXPECT_EQ(ids("valve"), Ids{1});
}

TEST_F(Follower, StopsWhenProgressSaysSoAndGoesOnLater) {
  for (int i = 0; i < 5; ++i) store(plain_mail("mail " + std::to_string(i), "valve"));
  auto follow = follower();
  std::int64_t seen = 0;
  follow.catch_up([&](std::int64_t done, std::int64_t all) {
    EXPECT_LE(done, all);
    seen = done;
    return false;
  });
  EXPECT_EQ(seen, 5);
  follow.catch_up();
  EXPECT_EQ(ids("valve").size(), 5U);
}

// A child follows and is killed at some moment, again and again; in the end every mail is in the index exactly once.
TEST_F(Follower, SurvivesBeingKilled) {
  constexpr int mails = 300;
  for (int i = 0; i < mails; ++i) store(plain_mail("mail " + std::to_string(i), "valve"));
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto follow = follower();
      follow.rebuild();
      _exit(0);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    auto follow = follower();
    follow.catch_up();
    const Ids found = ids("valve");
    ASSERT_EQ(found.size(), static_cast<std::size_t>(mails));
    ASSERT_EQ(std::set(found.begin(), found.end()).size(), found.size());
  }
}

TEST(IndexText, HasWhatAPersonSearchesFor) {
  const crm::IndexText text =
      index_text(parse_message("From: Portal <notice@portal.example>\r\nReply-To: Li Wei <li@buyer.example>\r\nTo: "
                               "a@ours.example\r\nCc: b@ours.example\r\nSubject: Hi\r\n\r\nbody\r\n"));
  EXPECT_NE(text.from.find("notice@portal.example"), std::string::npos);
  EXPECT_NE(text.from.find("li@buyer.example"), std::string::npos);
  EXPECT_NE(text.to.find("a@ours.example"), std::string::npos);
  EXPECT_NE(text.cc.find("b@ours.example"), std::string::npos);
  EXPECT_NE(text.body.find("body"), std::string::npos);
  EXPECT_EQ(text.subject, "Hi");
}

}  // namespace
}  // namespace tradewind::archiver
