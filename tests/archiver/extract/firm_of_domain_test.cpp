#include "archiver/extract/firm_of_domain.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

TEST(FirmOfDomain, IsNamedInProseByTheWordsOfTheDomain) {
  EXPECT_EQ(firm_of_domain("I am Tuya from Altan Pharm (we have 9 shops). Best, Tuya", "altan-pharm.example"),
            "Altan Pharm");
  EXPECT_EQ(firm_of_domain("Salam! We are Kaspi Lux, Baku.", "kaspilux.example"), "Kaspi Lux");
  EXPECT_EQ(firm_of_domain("Bên em (Blue Mask Hub, Huế) muốn đặt hàng", "bluemaskhub-vn.example"), "Blue Mask Hub");
}

TEST(FirmOfDomain, TakesTheWordsOfTradeBehindIt) {
  EXPECT_EQ(firm_of_domain("Saya wakil Bunga Jaya Trading, Melaka.", "bungajaya.example"), "Bunga Jaya Trading");
}

TEST(FirmOfDomain, ReadsCyrillicAsDomainsSpellIt) {
  EXPECT_EQ(firm_of_domain("Мы сеть магазинов Лотос-Дент, Самара", "lotos-dent.example"), "Лотос-Дент");
}

TEST(FirmOfDomain, IsNotTheAddressNorFreeMailNorAPartOfAnotherWord) {
  EXPECT_EQ(firm_of_domain("Write to sales@northgate.example or www.northgate.example", "northgate.example"), "");
  EXPECT_EQ(firm_of_domain("My mail is on Outlook Mail", "outlook.com"), "");
  EXPECT_EQ(firm_of_domain("We need North wind stoppers", "northgate.example"), "");
  EXPECT_EQ(firm_of_domain("", "northgate.example"), "");
}

}  // namespace
}  // namespace tradewind::archiver
