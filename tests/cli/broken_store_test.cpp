// What is said, and how it ends, when the store is not as it should be.
#include <gtest/gtest.h>

#include "crm_core/database/database.hpp"
#include "tests/cli/crm_process.hpp"

namespace tradewind::testing {
namespace {

TEST(BrokenStore, DamagedIsSaidPlainly) {
  const CrmSandbox sandbox;
  ASSERT_EQ(sandbox.run("crm init").code, 0);
  write_file(sandbox.data() / "crm.db", std::string(8192, 'x'));
  std::filesystem::remove(sandbox.data() / "crm.db-wal");
  const Ran ran = sandbox.run("crm user list");
  EXPECT_EQ(ran.code, 10) << ran.err;
  EXPECT_NE(ran.err.find("crm: the store cannot be used"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("crm restore"), std::string::npos);
}

TEST(BrokenStore, MadeByANewerVersionIsLeftAlone) {
  const CrmSandbox sandbox;
  ASSERT_EQ(sandbox.run("crm init").code, 0);
  {
    database::Database store(sandbox.data() / "crm.db");
    store.execute("INSERT INTO schema_migration SELECT 9999, 'later', MAX(applied_at) FROM schema_migration");
  }
  for (const char* command : {"crm user list", "crm user add li Li", "crm status"}) {
    const Ran ran = sandbox.run(command);
    EXPECT_EQ(ran.code, 9) << command << ran.err;
    EXPECT_NE(ran.err.find("newer"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(sandbox.run("crm archive </dev/null").code, 75);
}

TEST(BrokenStore, ReadersDoNotWaitForAWriter) {
  const CrmSandbox sandbox;
  ASSERT_EQ(sandbox.run("crm init").code, 0);
  database::Database store(sandbox.data() / "crm.db");
  const database::Transaction writing(store);
  EXPECT_EQ(sandbox.run("crm user list").code, 0);
}

TEST(BrokenStore, WhatCannotEvenBeSaidIsStillInTheExitCode) {
  const CrmSandbox sandbox;
  EXPECT_EQ(sandbox.run("crm user list 2>/dev/full").code, 1);
  ASSERT_EQ(sandbox.run("crm init").code, 0);
  EXPECT_EQ(sandbox.run("crm status >/dev/full 2>/dev/full").code, 8);
}

TEST(BrokenStore, AConfigurationIsBlamedByLine) {
  const CrmSandbox sandbox;
  write_file(sandbox.configuration(), "[firm]\nname = \"x\"\nown_domain = [\"a.example\"]\n");
  const Ran ran = sandbox.run("crm init");
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("tradewind.toml:3"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("own_domains"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace tradewind::testing
