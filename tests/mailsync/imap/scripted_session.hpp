// A session whose server is a script: what the tests of dialogues stand on.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "mailsync/imap/response.hpp"
#include "tests/mailsync/imap/scripted_transport.hpp"
#include "tests/mailsync/imap/session_runner.hpp"

namespace tradewind::mailsync::imap {

inline SessionOptions quick() {
  SessionOptions options;
  options.answer_timeout = Milliseconds(200);
  options.literal_limit = 1'000'000;
  return options;
}

// Starts a session on the script (its first step answers CAPABILITY) and runs the body on it.
class Scripted : public ::testing::Test {
 protected:
  template <class Body>
  void converse(std::string capabilities, std::deque<Step> steps, Body body, bool hangs_up = true,
                std::size_t chunk = 100'000) {
    steps.push_front({"T1 CAPABILITY", "* CAPABILITY IMAP4rev1 " + capabilities + "\r\nT1 OK done\r\n"});
    Session session(runner_.io().get_executor(), quick());
    runner_.run([&]() -> Task<void> {
      auto transport =
          std::make_unique<ScriptedTransport>(runner_.io().get_executor(), std::move(steps), hangs_up, chunk);
      const auto started = co_await session.start(std::move(transport));
      CO_REQUIRE(started);
      co_await body(session);
    });
  }

  // One bulk fetch of UIDs 1 to 3 with that answer.
  void fetch(std::string answer, std::function<void(const Result<FetchOutcome>&, const Session&)> check,
             bool hangs_up = true) {
    std::deque<Step> steps{{all_of("T2", "1:3"), std::move(answer)}};
    converse(
        "", std::move(steps),
        [&](Session& session) -> Task<void> {
          const auto outcome = co_await session.fetch_messages(UidSet::range(1, 3), into(messages_));
          check(outcome, session);
        },
        hangs_up);
  }

  static std::string all_of(const std::string& tag, const std::string& uids) {
    return tag + " UID FETCH " + uids + " (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])";
  }
  static std::string mail(int uid, const std::string& text) {
    return "* " + std::to_string(uid) + " FETCH (UID " + std::to_string(uid) + " FLAGS () RFC822.SIZE " +
           std::to_string(text.size()) + " BODY[] {" + std::to_string(text.size()) + "}\r\n" + text + ")\r\n";
  }

  Runner runner_;
  std::map<Uid, FetchedMessage> messages_;
};

}  // namespace tradewind::mailsync::imap
