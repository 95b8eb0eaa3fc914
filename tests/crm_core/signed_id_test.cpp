#include "crm_core/model/signed_id.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tradewind::crm {
namespace {

constexpr std::string_view key = "0123456789abcdef";

TEST(SignedId, comes_back_as_it_was_made) {
  for (const RecordType type : {RecordType::quotation, RecordType::order, RecordType::service_case}) {
    const auto found = read_signed_id(make_signed_id({type, 4711}, "r4nd0m", "own.example", key), key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->type, type);
    EXPECT_EQ(found->id, 4711);
  }
  EXPECT_THROW((void)make_signed_id({RecordType::customer, 1}, "r", "own.example", key), std::invalid_argument);
}

TEST(SignedId, outlives_a_gateway_that_changes_case_and_domain) {
  std::string id = make_signed_id({RecordType::order, 12}, "r4nd0m", "own.example", key);
  for (char& c : id) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  EXPECT_TRUE(read_signed_id(id, key));
  EXPECT_TRUE(read_signed_id(id.substr(0, id.find('@')) + "@relay.example", key));
}

TEST(SignedId, of_another_key_or_changed_or_strange_is_none) {
  const std::string id = make_signed_id({RecordType::order, 12}, "r4nd0m", "own.example", key);
  EXPECT_FALSE(read_signed_id(id, "another key"));
  EXPECT_FALSE(read_signed_id(id, ""));
  std::string other = id;
  other[other.find("12.")] = '3';
  EXPECT_FALSE(read_signed_id(other, key));
  for (const char* strange : {"", "@", "tw1.", "tw1.order.x", "tw1.order1", "tw1.order99999999999999999999.r.00", "a@b"})
    EXPECT_FALSE(read_signed_id(strange, key)) << strange;
}

}  // namespace
}  // namespace tradewind::crm
