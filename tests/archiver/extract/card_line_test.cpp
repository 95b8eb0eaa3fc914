#include "archiver/extract/card_line.hpp"

#include <gtest/gtest.h>

#include "archiver/extract/places.hpp"
#include "archiver/extract/signature.hpp"

namespace tradewind::archiver {
namespace {

using Pieces = std::vector<std::string_view>;

TEST(CardPieces, CutALineAtItsMarksAndKeepALegalFormWithItsFirm) {
  EXPECT_EQ(card_pieces("Jane Roe | Buyer | Acme Co., Ltd., Lagos"),
            (Pieces{"Jane Roe", "Buyer", "Acme Co., Ltd.", "Lagos"}));
  EXPECT_EQ(card_pieces("Kwanza & Filhos, Lda"), (Pieces{"Kwanza & Filhos, Lda"}));
  EXPECT_EQ(card_pieces("Castlebar, Co. Mayo"), (Pieces{"Castlebar", "Co. Mayo"}));
  EXPECT_EQ(card_pieces("Dolna Sp. z o.o., Kielce"), (Pieces{"Dolna Sp. z o.o.", "Kielce"}));
  EXPECT_EQ(card_pieces("資材部　鈴木　一郎"), (Pieces{"資材部", "鈴木　一郎"}));
}

TEST(NamesAPost, KnowsPostsAndDepartmentsInManyLanguages) {
  for (const char* const post :
       {"Purchasing Manager", "Sr. Manager", "Head of Procurement", "Jefa de Compras", "Gerente de Importações",
        "Responsable des achats", "Leiter Einkauf", "отдел снабжения", "Менеджер по закупкам", "采购部经理", "資材部",
        "구매팀", "Satın Alma Müdürü", "Kierownik działu zakupów", "مدير المشتريات", "Trưởng phòng mua hàng"})
    EXPECT_TRUE(names_a_post(post)) << post;
  for (const char* const name : {"Maria Sales", "服部", "Importaciones Quispe", "Acme Export GmbH", "General Trading"})
    EXPECT_FALSE(names_a_post(name)) << name;
}

TEST(WithoutPost, LeavesTheName) {
  EXPECT_EQ(without_post("김민수 차장"), "김민수");
  EXPECT_EQ(without_post("林美玲 業務部"), "林美玲");
  EXPECT_EQ(without_post("営業部 鈴木 一郎"), "鈴木 一郎");
  EXPECT_EQ(without_post("Maria Sales Director"), "Maria Sales");
  EXPECT_EQ(without_post("Executive Travel Ltd"), "Executive Travel Ltd");
  EXPECT_EQ(without_post("陈经理"), "陈经理");
  EXPECT_EQ(without_post("Lê Văn Phong"), "Lê Văn Phong");
}

Card card_of(std::string_view lines, std::string name) {
  return read_card("Prices please.\n\nBest regards\n" + std::string(lines), {std::move(name), "x@gmail.com"}, "");
}

TEST(ReadCard, ALineOfAPostIsNotTheFirm) {
  EXPECT_EQ(card_of("Ana Torres\nJefa de Importaciones\nFerretera del Valle S.A.C.\n", "Ana Torres").company,
            "Ferretera del Valle S.A.C.");
  EXPECT_EQ(card_of("Олег Ким\nотдел снабжения, ООО \"Север\"\n", "Олег Ким").company, "ООО \"Север\"");
  EXPECT_EQ(card_of("李明\n东海建材贸易 采购主管\n", "李明").company, "东海建材贸易");
  const Card korean = card_of("김민수 차장 / 바다유통\n", "김민수");
  EXPECT_EQ(korean.person, "김민수");
  EXPECT_EQ(korean.company, "바다유통");
}

TEST(ReadCard, TheClosingMayEndALineAndTheNameMayShareIt) {
  const auto read = [](std::string_view text) { return read_card(text, {"Ufficio Acquisti", "x@gmail.com"}, ""); };
  EXPECT_EQ(read("Prezzi?\n\nIn attesa porgiamo distinti saluti.\n\nLucia Bruni\nVia Roma 55 - 43013\n").person,
            "Lucia Bruni");
  EXPECT_EQ(read("Prix ?\n\nBien cordialement,\n\nKarim Alaoui\n").person, "Karim Alaoui");
  EXPECT_EQ(read("Preciso de preço.\n\nAbs, Rogério\n").person, "Rogério");
}

TEST(ReadCard, KnowsLegalFormsThatStandFirstAndFirmsWithoutOne) {
  EXPECT_EQ(card_of("Ганна Коваль\nТОВ «Колос», м. Суми\n", "Ганна Коваль").company, "ТОВ «Колос»");
  EXPECT_EQ(card_of("Άννα Δήμου\nΔΗΜΟΥ ΤΡΟΦΙΜΑ Α.Ε.\n", "Άννα Δήμου").company, "ΔΗΜΟΥ ΤΡΟΦΙΜΑ Α.Ε.");
  EXPECT_EQ(card_of("Rosa Pardo\nBuyer\nDulces La Abuela\n477 555 0100\n", "Rosa Pardo").company, "Dulces La Abuela");
}

TEST(ReadCard, ALabelledTelephoneBeforeAStreetNumber) {
  EXPECT_EQ(card_of("Ana Gil\nVia Sud 55 - 43013 Parma\nTel. +39 0521 555 018\n", "Ana Gil").phone, "+39 0521 555 018");
}

TEST(FindCountries, PassesOverTheNameOfAStreet) {
  const auto found = find_countries("Av. Brasil 1540, Cercado\nLima, Perú\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().country, "PE");
  EXPECT_TRUE(find_countries("12 Jordan Street").empty());
  EXPECT_EQ(find_countries("Calle Mayor 5, España").size(), 1U);
}

}  // namespace
}  // namespace tradewind::archiver
