#include "archiver/link/domains.hpp"

#include <gtest/gtest.h>

#include "archiver/link/subject.hpp"

namespace tradewind::archiver {
namespace {

TEST(RegistrableDomain, FollowsThePublicSuffixList) {
  EXPECT_EQ(registrable_domain("sales.acme.co.uk"), "acme.co.uk");
  EXPECT_EQ(registrable_domain("mail.acme.com"), "acme.com");
  EXPECT_EQ(registrable_domain("co.uk"), "co.uk");
  EXPECT_EQ(registrable_domain(""), "");
}

TEST(FreeMail, KnowsProvidersOfManyCountries) {
  EXPECT_TRUE(is_free_mail("gmail.com"));
  EXPECT_TRUE(is_free_mail("vip.qq.com"));
  EXPECT_TRUE(is_free_mail("yahoo.co.jp"));
  EXPECT_FALSE(is_free_mail("acme-gmail.com"));
}

TEST(CountryOfDomain, IsTheEndingUnlessItIsSoldToEverybody) {
  EXPECT_EQ(country_of_domain("acme.de"), "DE");
  EXPECT_EQ(country_of_domain("acme.co.uk"), "GB");
  EXPECT_EQ(country_of_domain("acme.io"), "");
  EXPECT_EQ(country_of_domain("acme.com"), "");
}

TEST(Imitation, SeesLettersExchangedWordsAddedAndOtherEndings) {
  EXPECT_NE(imitation("rnetalworks.com", "metalworks.com"), "");
  EXPECT_NE(imitation("metalw0rks.com", "metalworks.com"), "");
  EXPECT_NE(imitation("metalwroks.com", "metalworks.com"), "");
  EXPECT_NE(imitation("metalworks-payment.com", "metalworks.com"), "");
  EXPECT_NE(imitation("metalworks.co", "metalworks.com"), "");
  EXPECT_EQ(imitation("metalworks.com", "metalworks.com"), "");
  EXPECT_EQ(imitation("woodworks.com", "metalworks.com"), "");
}

TEST(SplitSubject, TakesMarksOfManyProgramsOff) {
  EXPECT_TRUE(split_subject("AW: Re[2]: Preise").reply);
  EXPECT_EQ(split_subject("AW: Re[2]: Preise").rest, "Preise");
  EXPECT_TRUE(split_subject("\xE5\x9B\x9E\xE5\xA4\x8D\xEF\xBC\x9A报价").reply);
  EXPECT_TRUE(split_subject("Fwd: WG: x").forward);
  EXPECT_EQ(split_subject("Re: [list] Hello,  World!").key, "hello world");
  EXPECT_FALSE(split_subject("Reference: 5").reply);
}

}  // namespace
}  // namespace tradewind::archiver
