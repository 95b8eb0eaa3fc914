#include "archiver/link/open_case.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tradewind::archiver {
namespace {

std::vector<crm::DocumentFacts> cases_about(std::initializer_list<const char*> subjects) {
  std::vector<crm::DocumentFacts> cases;
  for (const char* subject : subjects) {
    crm::DocumentFacts facts;
    facts.type = crm::RecordType::service_case;
    facts.subject = subject;
    cases.push_back(facts);
  }
  return cases;
}

TEST(OpenCase, is_told_by_the_words_it_shares_with_the_complaint) {
  const auto cases = cases_about({"Rust on hinges, delivery of May", "Motor PX-200 overheating"});
  const auto rust =
      match_open_case("still no answer", "The hinges are rusty again. What about the replacement?", cases);
  EXPECT_FALSE(rust) << "\"hinges\" alone is too little";
  const auto hinges = match_open_case("hinges", "more of your May delivery shows rust, see pictures", cases);
  ASSERT_TRUE(hinges);
  EXPECT_EQ(hinges->index, 0U);
  const auto motor = match_open_case("PX200", "the px-200 motors overheat after one hour", cases);
  ASSERT_TRUE(motor);
  EXPECT_EQ(motor->index, 1U);
}

TEST(OpenCase, a_figure_tells_as_much_as_two_words) {
  const auto cases = cases_about({"lot 7731 short weight"});
  EXPECT_TRUE(match_open_case("", "and what of 7731 now?", cases));
  EXPECT_FALSE(match_open_case("", "and what of 7732 now?", cases));
}

TEST(OpenCase, an_article_tells_where_the_languages_differ) {
  const auto cases = cases_about({"GP-110 gasket torn", "KX-20 paint peeling"});
  const auto found =
      match_open_case("reclamo", "las juntas de la bomba siguen rotas", cases, {{"GP-110"}, {"GP-110", "KX-20"}});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->index, 0U);
  EXPECT_EQ(found->shared, "GP-110");
  EXPECT_FALSE(match_open_case("reclamo", "las juntas", cases, {{"ZZ-9"}, {"GP-110", "KX-20"}})) << "another article";
  EXPECT_FALSE(match_open_case("reclamo", "las juntas", cases, {{"GP-110"}, {"GP-110", "GP-110"}}))
      << "two cases of it";
}

TEST(OpenCase, is_not_guessed_between_two_that_fit_alike) {
  EXPECT_FALSE(match_open_case("broken handles", "pumps arrived with broken handles",
                               cases_about({"broken handles", "broken handles"})));
  EXPECT_FALSE(match_open_case("labels and seals", "wrong labels, damaged seals",
                               cases_about({"wrong labels printed", "damaged seals found"})));
}

TEST(OpenCase, reads_scripts_without_blanks_by_pairs_of_characters) {
  const auto cases = cases_about({"水泵漏水", "包装破损"});
  const auto found = match_open_case("投诉", "你们的水泵又漏水了", cases);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->index, 0U);
}

TEST(OpenCase, none_without_cases_or_words) {
  EXPECT_FALSE(match_open_case("complaint", "all is broken", {}));
  EXPECT_FALSE(match_open_case("", "", cases_about({""})));
}

}  // namespace
}  // namespace tradewind::archiver
