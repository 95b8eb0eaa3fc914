#include "crm_core/base/memory.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace tradewind {
namespace {

TEST(Memory, the_resident_part_is_not_more_than_the_whole) {
  EXPECT_GT(resident_bytes(), 0U);
  EXPECT_LE(resident_bytes(), address_space_bytes());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Memory, what_was_freed_is_no_longer_resident_after_giving_back) {
  constexpr std::size_t block = 4096, blocks = 8192;
  std::vector<std::unique_ptr<char[]>> held;
  for (std::size_t i = 0; i < blocks; ++i) {
    held.push_back(std::make_unique<char[]>(block));
    std::memset(held.back().get(), 1, block);
  }
  const std::size_t full = resident_bytes();
  const std::unique_ptr<char[]> last = std::move(held.back());  // it keeps the heap from shrinking by itself
  held.clear();
  give_back_memory();
  EXPECT_LT(resident_bytes() + blocks * block / 2, full);
  EXPECT_EQ(last[0], 1);
}

TEST(Memory, the_program_and_its_libraries_run_on_from_the_page_cache) {
  const std::size_t before = resident_bytes();
  give_back_memory();
  EXPECT_LT(resident_bytes(), before);
  EXPECT_EQ(std::to_string(std::strtod("1.5", nullptr)), "1.500000");
}
#endif

}  // namespace
}  // namespace tradewind
