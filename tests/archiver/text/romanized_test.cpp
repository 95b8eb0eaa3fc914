#include "archiver/text/romanized.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

TEST(Romanized, a_name_sounds_alike_in_every_script) {
  EXPECT_EQ(consonants_of("Renata"), consonants_of("Рената"));
  EXPECT_EQ(consonants_of("Shakirova"), consonants_of("Шакирова"));
  EXPECT_EQ(consonants_of("Khalid"), consonants_of("خالد"));
  EXPECT_EQ(consonants_of("Mohammed"), consonants_of("محمد"));
  EXPECT_EQ(consonants_of("Zhanna"), consonants_of("Жанна"));
  EXPECT_EQ(consonants_of("Giorgos"), consonants_of("Γιώργος"));
  EXPECT_EQ(consonants_of("Müller"), "mlr");
}

TEST(Romanized, other_names_sound_otherwise) {
  EXPECT_NE(consonants_of("Renata"), consonants_of("Рита"));
  EXPECT_NE(consonants_of("Khalid"), consonants_of("Kalib"));
}

TEST(Romanized, nothing_is_left_of_vowels_and_bytes_that_are_no_text) {
  EXPECT_EQ(consonants_of("Aya"), "");
  EXPECT_EQ(consonants_of(""), "");
  EXPECT_NO_THROW(static_cast<void>(consonants_of("\xff\xfe\x80")));
  EXPECT_LE(consonants_of(std::string(5'000, 'k') + "l").size(), 64U);
}

}  // namespace
}  // namespace tradewind::archiver
