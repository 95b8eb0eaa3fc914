// The way from the sink into a real store.
#include "mailsync/daemon/filing_sink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "crm_core/store/account_repository.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailsync {
namespace {

namespace asio = boost::asio;
using ::testing::HasSubstr;
template <class T>
using Task = asio::awaitable<T>;

std::string mail(std::uint32_t number, std::size_t body_bytes = 50) {
  return "From: buyer@example.org\r\nTo: sales@example.test\r\nSubject: mail " + std::to_string(number) +
         "\r\nMessage-ID: <" + std::to_string(number) + "@example.org>\r\n\r\n" + std::string(body_bytes, 'x') + "\r\n";
}

Arrival arrival(std::uint32_t uid, std::size_t body_bytes = 50) {
  Arrival made;
  made.uid = uid;
  made.internal_date = 1'700'000'000 + uid;
  made.raw = RawBytes(mail(uid, body_bytes));
  made.server_size = made.raw.size();
  return made;
}

FolderMark mark(std::uint32_t uid_next, std::int64_t count) {
  FolderMark made;
  made.uid_validity = 7;
  made.uid_next = uid_next;
  made.server_count = count;
  made.backfilled = true;
  return made;
}

class FilingSinkTest : public ::testing::Test {
 protected:
  FilingSinkTest() : data_(*crm::DataDirectory::create(directory_ / "data")) {}

  template <class Body>
  void run(Body body, SinkLimits limits = {}) {
    asio::io_context io;
    FilingSink sink(io.get_executor(), limits);
    const auto opened =
        sink.open(data_, {}, [&](std::vector<archiver::FiledMessage> filed) { heard_ += filed.size(); });
    ASSERT_TRUE(opened) << opened.error().message;
    std::exception_ptr thrown;
    asio::co_spawn(
        io, [&]() -> Task<void> { co_await body(sink); }, [&](std::exception_ptr failure) { thrown = failure; });
    io.run();
    sink.close();
    if (thrown) std::rethrow_exception(thrown);
  }
  void sql(const std::string& statements) {
    const auto store = crm::Store::open(data_, crm::Access::write);
    store->database().execute(statements);
  }

  testing::TemporaryDirectory directory_;
  crm::DataDirectory data_;
  std::atomic<std::size_t> heard_{0};
};

const FolderDescription inbox{"anna", "INBOX", crm::FolderRole::inbox};

TEST_F(FilingSinkTest, settled_is_durable_and_remembered) {
  run([&](FilingSink& sink) -> Task<void> {
    const auto memory = co_await sink.open_folder(inbox);
    EXPECT_EQ(memory->uid_validity, 0u);
    EXPECT_TRUE(co_await sink.start_over(memory->id, 7));
    for (std::uint32_t uid = 1; uid <= 3; ++uid) EXPECT_TRUE(co_await sink.take(memory->id, arrival(uid)));
    EXPECT_TRUE(co_await sink.skip(memory->id, 4, "the server does not send it"));
    EXPECT_TRUE(co_await sink.settle(memory->id, mark(5, 4)));
    EXPECT_TRUE(co_await sink.report_account("anna", ""));
  });
  EXPECT_EQ(heard_, 3u);
  run([&](FilingSink& sink) -> Task<void> {
    const auto memory = co_await sink.open_folder(inbox);
    EXPECT_EQ(memory->uid_validity, 7u);
    EXPECT_EQ(memory->uid_next, 5u);
    EXPECT_TRUE(memory->backfilled);
    EXPECT_EQ(memory->accounted, UidSet::range(1, 4));
    EXPECT_TRUE(co_await sink.mark_gone(memory->id, UidSet::range(2, 2)));
    EXPECT_TRUE(co_await sink.settle(memory->id, mark(5, 3)));
    const auto again = co_await sink.open_folder(inbox);
    EXPECT_EQ(again->present, (UidSet{1, 3, 4}));
    EXPECT_EQ(again->accounted, UidSet::range(1, 4));
  });
}

// A trigger stands in for whatever makes the store refuse one message.
TEST_F(FilingSinkTest, an_entry_that_cannot_be_filed_stops_none_behind_it_and_is_fetched_again) {
  ASSERT_TRUE(crm::Store::open(data_, crm::Access::write));
  sql("CREATE TRIGGER poison BEFORE INSERT ON delivery WHEN new.uid = 2 BEGIN SELECT RAISE(ABORT, 'poisoned'); END");
  run([&](FilingSink& sink) -> Task<void> {
    const auto memory = co_await sink.open_folder(inbox);
    EXPECT_TRUE(co_await sink.start_over(memory->id, 7));
    for (std::uint32_t uid = 1; uid <= 3; ++uid) EXPECT_TRUE(co_await sink.take(memory->id, arrival(uid)));
    const auto settled = co_await sink.settle(memory->id, mark(4, 3));
    EXPECT_FALSE(settled);
    EXPECT_THAT(settled ? "" : settled.error().message, HasSubstr("poisoned"));
    const auto again = co_await sink.open_folder(inbox);
    EXPECT_EQ(again->accounted, (UidSet{1, 3}));
    EXPECT_FALSE(again->backfilled) << "the mark must not claim what is missing";
  });
  sql("DROP TRIGGER poison");
  run([&](FilingSink& sink) -> Task<void> {
    const auto memory = co_await sink.open_folder(inbox);
    EXPECT_TRUE(co_await sink.take(memory->id, arrival(2)));
    EXPECT_TRUE(co_await sink.settle(memory->id, mark(4, 3)));
  });
}

TEST_F(FilingSinkTest, taking_waits_while_too_much_is_waiting) {
  run(
      [&](FilingSink& sink) -> Task<void> {
        const auto memory = co_await sink.open_folder(inbox);
        EXPECT_TRUE(co_await sink.start_over(memory->id, 7));
        for (std::uint32_t uid = 1; uid <= 12; ++uid) EXPECT_TRUE(co_await sink.take(memory->id, arrival(uid, 10'000)));
        EXPECT_TRUE(co_await sink.settle(memory->id, mark(13, 12)));
      },
      {.bytes = 30'000, .entries = 3});
  EXPECT_EQ(heard_, 12u);
}

TEST_F(FilingSinkTest, what_was_taken_is_filed_on_closing_without_being_settled) {
  run([&](FilingSink& sink) -> Task<void> {
    const auto memory = co_await sink.open_folder(inbox);
    EXPECT_TRUE(co_await sink.start_over(memory->id, 7));
    EXPECT_TRUE(co_await sink.take(memory->id, arrival(1)));
  });
  run([&](FilingSink& sink) -> Task<void> {
    const auto memory = co_await sink.open_folder(inbox);
    EXPECT_EQ(memory->accounted, UidSet{1});
  });
}

}  // namespace
}  // namespace tradewind::mailsync
