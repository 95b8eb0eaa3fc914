#include "mailsync/sync/failure.hpp"

#include <gtest/gtest.h>

namespace tradewind::mailsync {
namespace {

Error error(Fault fault) { return {fault, "x", ""}; }

TEST(Failure, login) {
  EXPECT_EQ(grade_login(error(Fault::network)), (Grade{Scope::account, Retry::now}));
  EXPECT_EQ(grade_login(error(Fault::busy)), (Grade{Scope::account, Retry::later}));
  EXPECT_EQ(grade_login(error(Fault::refused)), (Grade{Scope::account, Retry::later}))
      << "a password may be put right on the server";
  EXPECT_EQ(grade_login(error(Fault::forbidden)), (Grade{Scope::account, Retry::never}));
}

TEST(Failure, a_no_to_one_folder_stays_with_that_folder) {
  EXPECT_EQ(grade_folder(error(Fault::refused), true), (Grade{Scope::folder, Retry::later}));
  EXPECT_EQ(grade_folder(error(Fault::busy), true), (Grade{Scope::folder, Retry::later}));
  EXPECT_EQ(grade_folder(error(Fault::not_found), true), (Grade{Scope::folder, Retry::never}));
  EXPECT_EQ(grade_folder(error(Fault::unsupported), true), (Grade{Scope::folder, Retry::never}));
}

TEST(Failure, a_session_that_is_over_concerns_the_account) {
  EXPECT_EQ(grade_folder(error(Fault::network), false), (Grade{Scope::account, Retry::now}));
  EXPECT_EQ(grade_folder(error(Fault::invalid), false), (Grade{Scope::account, Retry::later}))
      << "a server that talks garbage";
}

TEST(Failure, a_message_gets_a_second_chance) {
  EXPECT_EQ(grade_message(1), (Grade{Scope::message, Retry::later}));
  EXPECT_EQ(grade_message(2), (Grade{Scope::message, Retry::never}));
}

}  // namespace
}  // namespace tradewind::mailsync
