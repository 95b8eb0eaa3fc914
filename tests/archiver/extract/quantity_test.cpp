#include "archiver/extract/quantity.hpp"
#include "archiver/extract/decimal.hpp"
#include "archiver/extract/firm_in_text.hpp"
#include "archiver/extract/money.hpp"

#include <gtest/gtest.h>

#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/items.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/signature.hpp"

namespace tradewind::archiver {
namespace {

std::string first(std::string_view line) {
  const auto found = find_quantities(line);
  return found.empty() ? "" : found.front().amount + "|" + found.front().unit;
}

TEST(DecimalOf, ReadsTheSeparatorsOfAllCountries) {
  EXPECT_EQ(decimal_of("2.500"), "2500");
  EXPECT_EQ(decimal_of("1,000"), "1000");
  EXPECT_EQ(decimal_of("7,80"), "7.8");
  EXPECT_EQ(decimal_of("1.234,50"), "1234.5");
  EXPECT_EQ(decimal_of("1,234.50"), "1234.5");
  EXPECT_EQ(decimal_of("0.125"), "0.125");
  EXPECT_EQ(decimal_of("12k"), "12000");
  EXPECT_EQ(decimal_of("2.5万"), "25000");
  EXPECT_EQ(decimal_of("pcs"), "");
}

TEST(FindQuantities, ReadsUnitsInManySpellings) {
  EXPECT_EQ(first("500 pcs of valves"), "500|pcs");
  EXPECT_EQ(first("2.500 und"), "2500|und");
  EXPECT_EQ(first("24 Stk. Hahn"), "24|Stk.");
  EXPECT_EQ(first("阀门 5000个"), "5000|个");
  EXPECT_EQ(first("1x40HC chairs"), "1|40HC");
  EXPECT_EQ(first("2 * 20ft"), "2|20ft");
  EXPECT_EQ(first("20 MT of wire"), "20|MT");
  EXPECT_EQ(first("5k pcs"), "5000|pcs");
  EXPECT_EQ(first("800 шт"), "800|шт");
}

TEST(FindQuantities, LeavesMeasuresCodesRangesAndTelephonesAlone) {
  EXPECT_EQ(first("thickness 8 mm"), "");
  EXPECT_EQ(first("size 60x120"), "");
  EXPECT_EQ(first("model AB-120"), "");
  EXPECT_EQ(first("500-600 pcs"), "");
  EXPECT_EQ(first("8 or 10 pcs"), "");
  EXPECT_EQ(first("35 days"), "");
}

TEST(FindMoney, ReadsCurrencyOnBothSides) {
  const auto dollars = find_money("at US$ 7,80 each");
  ASSERT_EQ(dollars.size(), 1U);
  EXPECT_EQ(dollars[0].amount, "7.8");
  EXPECT_EQ(dollars[0].currency, "USD");
  const auto euros = find_money("السعر المستهدف ٣٫٧٥ يورو");
  ASSERT_EQ(euros.size(), 1U);
  EXPECT_EQ(euros[0].amount + euros[0].currency, "3.75EUR");
  const auto yen = find_money("単価1,900円以下");
  ASSERT_EQ(yen.size(), 1U);
  EXPECT_EQ(yen[0].amount + yen[0].currency, "1900JPY");
}

TEST(Places, FindTermPortAndCountry) {
  const std::string text = "Please quote C&F Mombasa for our shop in Kenya";
  const auto terms = find_incoterms(text);
  ASSERT_EQ(terms.size(), 1U);
  EXPECT_EQ(terms[0].code, "CFR");
  EXPECT_EQ(place_of_term(text, terms[0])->text, "Mombasa");
  const auto countries = find_countries(text);
  ASSERT_FALSE(countries.empty());
  EXPECT_EQ(countries[0].country, "KE");
  EXPECT_EQ(find_countries("из Казахстана или Казахстан")[0].country, "KZ");
}

TEST(FindItems, ReadsListsAndSentences) {
  Catalogue catalogue;
  crm::Product valve;
  valve.sku = "BV-50";
  valve.name = "Brass ball valve 50 mm";
  crm::Product other = valve;
  other.sku = "BV-25";
  other.name = "Brass ball valve 25 mm";
  catalogue.build({valve, other});
  const auto list =
      find_items("Please quote:\n- brass ball valve 50mm - 200 pcs\n- gate valve, 1.000 pcs\n", catalogue);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].item.sku, "BV-50");
  EXPECT_EQ(list[0].item.quantity, "200");
  EXPECT_EQ(list[1].item.product, "gate valve");
  EXPECT_EQ(list[1].item.quantity, "1000");
  const auto prose =
      find_items("Kindly quote 300 pcs ball valves 25 mm and 40 sets pipe tools with our logo.", catalogue);
  ASSERT_EQ(prose.size(), 2U);
  EXPECT_EQ(prose[0].item.sku, "BV-25");
  EXPECT_EQ(prose[1].item.product, "pipe tools");
}

TEST(Catalogue, AContradictingMeasureIsAnotherProduct) {
  Catalogue catalogue;
  crm::Product product;
  product.sku = "KB16";
  product.name = "Cast iron weight 16 kg";
  catalogue.build({product});
  EXPECT_EQ(catalogue.match("cast iron weights 16kg").sku, "KB16");
  EXPECT_EQ(catalogue.match("cast iron weights 24 kg").sku, "");
}

TEST(ReadCard, TellsPersonFirmAndTelephoneApart) {
  const Card card = read_card(
      "We need prices.\n\nMit freundlichen Grüßen\nErika Muster\nEinkauf | Muster Bau GmbH & Co. KG\nTel. +49 30 "
      "123456\n",
      {"Erika Muster", "erika@muster-bau.example"}, "");
  EXPECT_EQ(card.person, "Erika Muster");
  EXPECT_EQ(card.company, "Muster Bau GmbH & Co. KG");
  EXPECT_EQ(card.phone, "+49 30 123456");
  EXPECT_EQ(card.phone_country, "DE");
}

TEST(NamesAFirm, AsksForALegalFormAsItIsWritten) {
  EXPECT_TRUE(names_a_firm("Acme Pty Ltd"));
  EXPECT_TRUE(names_a_firm("Muster KG"));
  EXPECT_TRUE(names_a_firm("青岛海风有限公司"));
  EXPECT_FALSE(names_a_firm("weight 20 kg"));
  EXPECT_FALSE(names_a_firm("we import from Asia"));
}

TEST(FindCurrencyNames, NamesCurrenciesThatStandAlone) {
  const auto only = [](std::string_view text) {
    const auto named = find_currency_names(text);
    return named.size() == 1 ? named.front().code : "";
  };
  EXPECT_EQ(only("Please quote in USD, FOB."), "USD");
  EXPECT_EQ(only("FOB寧波，請報美金。"), "USD");
  EXPECT_TRUE(find_currency_names("We are brand new here.").empty());
}

TEST(FindQuantities, AContainerIsCountedInWordsWhereItIsOrdered) {
  const auto listed = find_quantities("soja em grão, um container de 40'", Numbers::also_in_words);
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].amount, "1");
  EXPECT_EQ(listed[0].sort, UnitSort::container);
  EXPECT_EQ(find_quantities("we want one container of starch", Numbers::also_in_words).size(), 1U);
  EXPECT_TRUE(find_quantities("later one container a month", Numbers::also_in_words).empty());
}

TEST(FindQuantities, KnowsUnitsInManyLanguages) {
  for (const char* const text : {"3 τόνοι", "5 тонни", "40 zakken", "1200 κιλά", "900 lbs", "20 saci", "6 tarimas"}) {
    const auto found = find_quantities(text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_TRUE(found[0].sort.has_value()) << text;
  }
}

TEST(FindMoney, ACurrencysCodeMayTouchItsFigure) {
  for (const char* const text : {"EUR1.85", "around USD1.85 each", "1.85EUR"}) {
    const auto found = find_money(text);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].amount, "1.85") << text;
  }
  EXPECT_TRUE(find_money("rsvp 20 people").empty());
}

TEST(FindCurrencyNames, CashAgainstDocumentsIsNoCurrency) {
  EXPECT_TRUE(find_currency_names("Payment CAD at sight.").empty());
  EXPECT_EQ(find_currency_names("Prices in CAD please").size(), 1U);
}

TEST(Places, APlaceNoTableKnowsStandsBehindItsTerm) {
  const auto place = [](std::string_view text) {
    const auto terms = find_incoterms(text);
    const auto found = terms.empty() ? place_of_delivery(text) : place_of_term(text, terms.front());
    return found ? found->text : "";
  };
  EXPECT_EQ(place("CNF Tolohu or Surabaya"), "Tolohu");
  EXPECT_EQ(place("条件はCIF秋田でお願いします"), "秋田");
  EXPECT_EQ(place("FOB価格"), "");
  EXPECT_EQ(place("Delivered to our kitchen in Ullapool please"), "Ullapool");
  EXPECT_EQ(place("Angebot frei Lager Zwettl"), "Zwettl");
  EXPECT_EQ(place("delivered USD prices"), "");
}

TEST(FirmInText, IsNamedByItsLegalForm) {
  for (const auto& [text, firm] : std::initializer_list<std::pair<const char*, const char*>>{
           {"For our web shop (Kerti Fény Kft., Pécs) we ask for prices.", "Kerti Fény Kft."},
           {"A Ferragens Alvor, Lda representa 12 lojas.", "Ferragens Alvor, Lda"},
           {"ООО «Лесной Двор», Пермь, закупает инструмент.", "ООО «Лесной Двор»"},
           {"Здравствуйте! Цена? Иван Котов, ИП \"Мастер Дом\", Тверь", "ИП \"Мастер Дом\""},
           {"Bên em là công ty TNHH Vật tư Minh Long ở Huế.", "công ty TNHH Vật tư Minh Long"},
           {"Dear Harbour Lights Co., Ltd,", ""},
           {"we need 20 kg of it", ""}})
    EXPECT_EQ(firm_in_text(text), firm) << text;
}

}  // namespace
}  // namespace tradewind::archiver
