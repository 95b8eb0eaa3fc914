#include "crm_core/vault/vault.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm {
namespace {

std::string random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

class VaultTest : public ::testing::Test {
 protected:
  Digest put(std::string_view raw, std::vector<ChunkSpan> parts = {}) {
    vault_.begin();
    const Digest object = vault_.put(raw, parts);
    vault_.commit();
    return object;
  }
  std::int64_t damage() {
    return vault_.verify([&](const std::string& line) { lines_.push_back(line); }, {});
  }

  ::tradewind::testing::TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "vault.db";
  Vault vault_ = Vault::open(file_, Vault::Access::write).value();
  std::vector<std::string> lines_;
};

TEST_F(VaultTest, gives_back_the_exact_bytes_with_and_without_parts) {
  const std::string raw =
      "Header: x\r\n\r\n" + random_bytes(5000, 1) + "--boundary\r\n" + random_bytes(9000, 2) + std::string("\0end", 4);
  const Digest plain = put(raw);
  const Digest cut = put(raw, {{13, 5000}, {5025, 9000}});
  EXPECT_NE(plain, cut);
  EXPECT_EQ(vault_.get(plain).value(), raw);
  EXPECT_EQ(vault_.get(cut).value(), raw);
  EXPECT_EQ(vault_.size(cut).value(), raw.size());
  EXPECT_EQ(damage(), 0);
}

TEST_F(VaultTest, an_empty_message_is_a_message) {
  const Digest object = put("");
  EXPECT_TRUE(vault_.contains(object));
  EXPECT_EQ(vault_.get(object).value(), "");
}

TEST_F(VaultTest, the_same_attachment_in_two_messages_is_stored_once) {
  const std::string attachment = random_bytes(100'000, 3);
  const Digest first = put("To: a\r\n\r\n" + attachment + "tail", {{9, attachment.size()}});
  const auto before = vault_.counts();
  const Digest second = put("To: bb\r\n\r\n" + attachment + "tail", {{10, attachment.size()}});
  const auto after = vault_.counts();
  EXPECT_NE(first, second);
  EXPECT_EQ(after.chunks, before.chunks + 1);  // the other skeleton only
  EXPECT_LT(after.stored_bytes, before.stored_bytes + 200);
  EXPECT_EQ(vault_.get(second).value(), "To: bb\r\n\r\n" + attachment + "tail");
}

TEST_F(VaultTest, putting_the_same_message_again_adds_nothing) {
  const Digest first = put("one message");
  const auto before = vault_.counts();
  EXPECT_EQ(put("one message"), first);
  EXPECT_EQ(vault_.counts().chunks, before.chunks);
}

TEST_F(VaultTest, parts_that_overlap_or_lie_outside_are_taken_as_skeleton) {
  const std::string raw = random_bytes(10'000, 4);
  const Digest object =
      put(raw, {{0, 4000}, {3000, 4000}, {9000, 4000}, {SIZE_MAX, 4000}, {5000, SIZE_MAX}, {6000, 4000}});
  EXPECT_EQ(vault_.get(object).value(), raw);
}

TEST_F(VaultTest, a_large_part_is_cut_and_read_in_ranges) {
  const std::string body = random_bytes(3'500'000, 5);
  const std::string raw = "head" + body + "tail";
  const Digest object = put(raw, {{4, body.size()}});
  EXPECT_EQ(vault_.counts().chunks, 5);
  for (const auto& [offset, size] : {std::pair<std::uint64_t, std::uint64_t>{0, 10},
                                     {2, 1'100'000},
                                     {1'048'570, 20},
                                     {3'500'000, 100},
                                     {raw.size(), 5},
                                     {raw.size() + 9, 5},
                                     {7, UINT64_MAX}})
    EXPECT_EQ(vault_.get_range(object, offset, size).value(), offset < raw.size() ? raw.substr(offset, size) : "")
        << offset;
  std::size_t largest = 0;
  ASSERT_TRUE(vault_.read(object, [&](std::string_view piece) { largest = std::max(largest, piece.size()); }));
  EXPECT_LE(largest, std::size_t{1} << 20);
}

TEST_F(VaultTest, what_is_rolled_back_is_not_there) {
  vault_.begin();
  const Digest object = vault_.put("forgotten", {});
  vault_.rollback();
  EXPECT_FALSE(vault_.contains(object));
  EXPECT_EQ(vault_.get(object).error().fault, Fault::not_found);
  EXPECT_EQ(put("forgotten"), object);
}

TEST_F(VaultTest, a_damaged_chunk_is_reported_and_never_given_out) {
  const Digest object = put("some text that compresses some text that compresses");
  const Digest other = put("untouched");
  {
    database::Database raw(file_, {});
    raw.execute("UPDATE chunk SET data = x'00112233' WHERE id = 1");
  }
  EXPECT_EQ(vault_.get(object).error().fault, Fault::corrupt);
  EXPECT_EQ(vault_.get(other).value(), "untouched");
  EXPECT_EQ(damage(), 1);
}

TEST_F(VaultTest, a_missing_chunk_and_a_forged_layout_are_reported) {
  const Digest object = put("text one");
  put("text two");
  {
    database::Database raw(file_, {});
    raw.execute("DELETE FROM chunk WHERE id = 1");
    raw.execute(
        "UPDATE object SET layout = x'ffffffffffffffffffffffff' WHERE digest <> (SELECT min(digest) FROM object)");
  }
  EXPECT_FALSE(vault_.get(object));
  EXPECT_GE(damage(), 2);
}

TEST_F(VaultTest, removes_only_what_nobody_refers_to) {
  const std::string shared = random_bytes(5000, 6);
  const Digest kept = put("kept " + shared, {{5, shared.size()}});
  const Digest dropped = put("dropped " + shared, {{8, shared.size()}});
  EXPECT_EQ(vault_.remove_unreferenced([&](const Digest& object) { return object == kept; }), 1);
  EXPECT_FALSE(vault_.contains(dropped));
  EXPECT_EQ(vault_.get(kept).value(), "kept " + shared);
  EXPECT_EQ(vault_.counts().chunks, 2);
  EXPECT_EQ(damage(), 0);
}

TEST_F(VaultTest, reading_needs_no_right_to_write_and_sees_what_is_committed) {
  const Digest object = put("for readers");
  const auto reader = Vault::open(file_, Vault::Access::read);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->get(object).value(), "for readers");
  EXPECT_EQ(reader->get(put("later")).value(), "later");
}

TEST_F(VaultTest, a_newer_vault_is_refused_and_a_missing_one_not_found) {
  {
    database::Database raw(file_, {});
    raw.execute("PRAGMA user_version = 99");
  }
  EXPECT_EQ(Vault::open(file_, Vault::Access::write).error().fault, Fault::unsupported);
  EXPECT_EQ(Vault::open(directory_ / "none.db", Vault::Access::read).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace tradewind::crm
