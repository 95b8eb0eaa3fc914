#include "archiver/link/short_numbers.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

using crm::RecordType;

crm::DocumentFacts document(RecordType type, std::string number, std::string customer_po = "") {
  crm::DocumentFacts made;
  made.type = type;
  made.number = std::move(number);
  made.customer_po = std::move(customer_po);
  return made;
}

const std::vector<crm::DocumentFacts> theirs{
    document(RecordType::quotation, "QT-2026/0311"), document(RecordType::quotation, "QT-2025/0312"),
    document(RecordType::order, "SO26-0704", "PO/8812"), document(RecordType::order, "SO26-0713"),
    document(RecordType::order, "HD2604471"), document(RecordType::service_case, "C-0031"),
    document(RecordType::service_case, "C-0032")};

std::vector<std::string> named(std::string_view text) {
  std::vector<std::string> numbers;
  for (const ShortNumber& said : find_short_numbers(text)) {
    if (const auto* const found = named_by(said, theirs)) numbers.push_back(found->number);
  }
  return numbers;
}
using Numbers = std::vector<std::string>;

TEST(ShortNumbers, EndsOfNumbersBehindTheWordForTheDocument) {
  EXPECT_EQ(named("about case no. 31: two more pieces are broken"), Numbers{"C-0031"});
  EXPECT_EQ(named("Unser Auftrag 0704 ist noch offen"), Numbers{"SO26-0704"});
  EXPECT_EQ(named("su cotización 26/0311, por favor"), Numbers{"QT-2026/0311"});
  EXPECT_EQ(named("по рекламации №32 ответа нет"), Numbers{"C-0032"});
  EXPECT_EQ(named("订单4471什么时候发货"), Numbers{"HD2604471"});
  EXPECT_EQ(named("our PO 8812"), Numbers{"SO26-0704"}) << "their own number";
  EXPECT_EQ(named("commande n° 713"), Numbers{"SO26-0713"});
}

TEST(ShortNumbers, AmountsDatesAndOtherNumbersAreNone) {
  EXPECT_EQ(named("we want to order 704 pieces"), Numbers{});
  EXPECT_EQ(named("order 31"), Numbers{}) << "two figures without a mark";
  EXPECT_EQ(named("order 5000"), Numbers{});
  EXPECT_EQ(named("case no. 7"), Numbers{});
  EXPECT_EQ(named("quotation 0704"), Numbers{}) << "an order's";
  EXPECT_EQ(named("case no. 31A"), Numbers{});
  EXPECT_EQ(named("order no. "), Numbers{});
}

TEST(ShortNumbers, WhatTwoEndWithNamesNeither) {
  const std::vector<crm::DocumentFacts> two{document(RecordType::order, "SO25-0007"),
                                            document(RecordType::order, "SO26-0007")};
  const auto said = find_short_numbers("order 0007");
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(named_by(said.front(), two), nullptr);
  const auto with_year = find_short_numbers("order 26-0007");
  ASSERT_EQ(with_year.size(), 1U);
  EXPECT_EQ(named_by(with_year.front(), two), &two[1]);
}

}  // namespace
}  // namespace tradewind::archiver
