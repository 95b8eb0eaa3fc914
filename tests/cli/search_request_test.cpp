#include "cli/nouns/search_request.hpp"

#include <gtest/gtest.h>

namespace tradewind::cli {
namespace {

std::string query(std::vector<std::string> words) { return query_of(words); }

TEST(QueryOf, TakesOneWordAsItStands) {
  EXPECT_EQ(query({"price list"}), "price list");
  EXPECT_EQ(query({"from:li and (a or b)"}), "from:li and (a or b)");
}

TEST(QueryOf, GivesBackTheQuotesThatTheShellAte) {
  EXPECT_EQ(query({"from:li", "price list"}), "from:li \"price list\"");
  EXPECT_EQ(query({"subject:price list", "from:li"}), "subject:\"price list\" from:li");
}

TEST(QueryOf, LeavesExpressionsAlone) {
  EXPECT_EQ(query({"(a or b)", "c"}), "(a or b) c");
  EXPECT_EQ(query({"a or b", "c"}), "a or b c");
  EXPECT_EQ(query({"from:li to:wang", "c"}), "from:li to:wang c");
  EXPECT_EQ(query({"\"a b\"", "c"}), "\"a b\" c");
  EXPECT_EQ(query({"a -b", "c"}), "a -b c");
}

}  // namespace
}  // namespace tradewind::cli
