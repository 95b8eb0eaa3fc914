#include "mailsync/daemon/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>
#include <vector>

#include "mailsync/daemon/work_queue.hpp"

namespace tradewind::mailsync {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

TEST(Gate, lets_in_no_more_than_its_places_and_in_order) {
  asio::io_context io;
  Gate gate(2);
  int inside = 0;
  int most = 0;
  std::vector<int> order;
  for (int i = 0; i < 6; ++i)
    asio::co_spawn(
        io,
        [&, i]() -> asio::awaitable<void> {
          const auto pass = co_await gate.enter(io.get_executor());
          order.push_back(i);
          most = std::max(most, ++inside);
          Signal pause(io.get_executor());
          co_await pause.wait(milliseconds(1));
          --inside;
        },
        asio::detached);
  io.run();
  EXPECT_EQ(most, 2);
  EXPECT_THAT(order, ::testing::ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(Reply, brings_a_value_from_another_thread) {
  asio::io_context io;
  asio::thread_pool pool(1);
  int answer = 0;
  asio::co_spawn(
      io, [&]() -> asio::awaitable<void> { answer = co_await on_pool(io.get_executor(), pool, [] { return 42; }); },
      asio::detached);
  io.run();
  pool.join();
  EXPECT_EQ(answer, 42);
}

TEST(WorkQueue, keeps_order_and_waits_for_room) {
  WorkQueue<int> queue(10);
  ASSERT_TRUE(queue.push(1, 8));
  std::thread writer([&] {
    queue.push(2, 8);  // waits until 1 is gone
    queue.push(3, 1);
    queue.close();
  });
  EXPECT_EQ(queue.pop(milliseconds(5000)), 1);
  EXPECT_EQ(queue.pop(milliseconds(5000)), 2);
  EXPECT_EQ(queue.pop(milliseconds(5000)), 3);
  EXPECT_EQ(queue.pop(milliseconds(5000)), std::nullopt);
  EXPECT_TRUE(queue.finished());
  EXPECT_FALSE(queue.push(4, 1));
  writer.join();
}

TEST(WorkQueue, lets_one_entry_in_whatever_it_costs) {
  WorkQueue<int> queue(10);
  EXPECT_TRUE(queue.push(1, 1000));
  EXPECT_EQ(queue.pop(milliseconds(0)), 1);
  EXPECT_EQ(queue.pop(milliseconds(1)), std::nullopt);
}

}  // namespace
}  // namespace tradewind::mailsync
