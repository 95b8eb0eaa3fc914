#include "crm_core/model/name_key.hpp"

#include <gtest/gtest.h>

namespace tradewind::crm {
namespace {

TEST(NameKey, legal_forms_case_and_diacritics_do_not_tell_firms_apart) {
  for (const auto& [name, key] : std::initializer_list<std::pair<const char*, const char*>>{
           {"Müller Möbel GmbH & Co. KG", "muller mobel"},
           {"MULLER MOBEL", "muller mobel"},
           {"Comercial Andina S.A. de C.V.", "comercial andina"},
           {"Comercial Andina SA de CV", "comercial andina"},
           {"Łódzkie Okna Sp. z o.o.", "lodzkie okna"},
           {"Great Wall Trading Co., Ltd.", "great wall trading"},
           {"Great Wall Trading Co.Ltd", "great wall trading"},
           {"Smith & Sons Pty Ltd", "smith sons"},
           {"O'Rourke Ltd", "orourke"},
           {"ООО «Ромашка»", "ромашка"},
           {"Ромашка, ООО", "ромашка"},
           {"青岛海风进出口有限公司", "青岛海风进出口"},
           {"株式会社山田商店", "山田商店"},
           {"山田商店（株）", "山田商店 株"},
           {"주식회사 한빛", "한빛"},
           {"Yıldız Mobilya San. ve Tic. Ltd. Şti.", "yildiz mobilya"},
           {"Tejidos Sol S. de R.L. de C.V.", "tejidos sol"},
           {"U.S.A. Foods Inc.", "usa foods"},
           {"Ærø Fisk ApS", "æro fisk"},
       })
    EXPECT_EQ(name_key(name), key) << name << " -> " << name_key(name);
}

TEST(NameKey, different_firms_stay_different) {
  EXPECT_NE(name_key("Berger Möbel GmbH"), name_key("Berger Bau GmbH"));
  EXPECT_NE(name_key("Plan B Ltd"), name_key("Plan Ltd"));
  EXPECT_NE(name_key("कमल ट्रेडर्स"), name_key("कमाल ट्रेडर्स")) << "vowel signs are letters";
}

TEST(NameKey, a_name_of_nothing_but_a_legal_form_keeps_it) {
  EXPECT_EQ(name_key("Limited"), "limited");
  EXPECT_EQ(name_key("有限公司"), "有限公司");
  EXPECT_EQ(name_key(" -- "), "");
  EXPECT_EQ(name_key(""), "");
}

TEST(NameKey, hostile_names_are_bounded) {
  EXPECT_LE(name_key(std::string(100'000, 'x')).size(), 5000U);
  std::string words;
  for (int i = 0; i < 50'000; ++i) words += "a ";
  EXPECT_LE(name_key(words).size(), 400U);
  EXPECT_NO_THROW((void)name_key("\xff\xfe\x80 broken \xc3"));
}

TEST(PhoneKey, national_and_international_writing_meet) {
  EXPECT_EQ(phone_key("+49 40 5557 1201"), phone_key("040 / 5557-1201"));
  EXPECT_EQ(phone_key("12-34"), "");
}

TEST(AddressKey, folds_ascii_case_and_blanks) { EXPECT_EQ(address_key(" Ana@Buyer.Example\t"), "ana@buyer.example"); }

}  // namespace
}  // namespace tradewind::crm
