#include "archiver/text/phrase_index.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tradewind::archiver {
namespace {

constexpr std::array<std::string_view, 4> words{"ab", "abc", "报价", "x"};

TEST(PhraseIndex, FindsEveryOccurrenceInOrder) {
  const PhraseIndex index(words);
  std::string found;
  index.scan("abcab报价", [&](std::size_t at, std::size_t number, std::string_view) {
    found += std::to_string(at) + ":" + std::to_string(number) + " ";
    return true;
  });
  EXPECT_EQ(found, "0:0 0:1 3:0 5:2 ");
}

TEST(PhraseIndex, StopsWhenTold) {
  const PhraseIndex index(words);
  int calls = 0;
  index.scan("abab", [&](std::size_t, std::size_t, std::string_view) { return ++calls < 1; });
  EXPECT_EQ(calls, 1);
}

TEST(PhraseIndex, KnowsStartsAndEnds) {
  const PhraseIndex index(words);
  const auto any = [](std::string_view) { return true; };
  EXPECT_TRUE(index.any_start("abz", any));
  EXPECT_FALSE(index.any_start("zab", any));
  EXPECT_TRUE(index.any_end("请报价", any));
  EXPECT_FALSE(index.any_end("", any));
}

}  // namespace
}  // namespace tradewind::archiver
