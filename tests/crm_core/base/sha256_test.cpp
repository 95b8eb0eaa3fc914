#include "crm_core/base/sha256.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tradewind {
namespace {

// Vectors of FIPS 180-4's examples.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 4231, test cases 2 and 6 (a key longer than a block).
TEST(Sha256, SignsAsThePublishedTestCasesDo) {
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Sha256, PiecesGiveTheDigestOfTheWhole) {
  Sha256 hasher;
  hasher.update("a");
  hasher.update("");
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
}

TEST(Sha256, StartsOverAfterFinish) {
  Sha256 hasher;
  hasher.update("something else");
  (void)hasher.finish();
  hasher.update("abc");
  EXPECT_EQ(hasher.finish(), sha256("abc"));
}

TEST(Sha256, DigestFromBytesRefusesAnotherLength) {
  EXPECT_EQ(digest_from_bytes(as_bytes(sha256("x"))), sha256("x"));
  EXPECT_THROW((void)digest_from_bytes("short"), std::invalid_argument);
}

}  // namespace
}  // namespace tradewind
