#include "cli/nouns/marked_text.hpp"

#include <gtest/gtest.h>

#include "cli/output/width.hpp"

namespace tradewind::cli {
namespace {

crm::search::MarkedText text_with(std::string text, const std::vector<std::string>& hits) {
  crm::search::MarkedText marked_text{std::move(text), {}};
  std::size_t from = 0;
  for (const std::string& hit : hits) {
    const std::size_t at = marked_text.text.find(hit, from);
    marked_text.marks.push_back({at, at + hit.size()});
    from = at + hit.size();
  }
  return marked_text;
}

TEST(Marked, PutsHitsInBracketsWithoutColour) {
  EXPECT_EQ(marked(text_with("one two three", {"one", "three"}), {}, false, Style::plain), "[one] two [three]");
}

TEST(Marked, ColoursThemOnATerminal) {
  EXPECT_EQ(marked(text_with("one two", {"two"}), {}, true, Style::plain), "one \x1b[36mtwo\x1b[0m");
}

TEST(Marked, ShowsTheHitEvenWhenTheBeginningDoesNotFit) {
  const auto text =
      text_with("Dear Sirs, we are an importer of garden tools and ask for bypass pruners, please", {"pruners"});
  const std::string shown = marked(text, 40, false, Style::plain);
  EXPECT_EQ(shown, "…for bypass [pruners], please");
  const auto chinese = text_with("您好，我们是一家进口商，需要花园剪刀五千把，请报价，并告知交货期", {"报价"});
  const std::string narrow = marked(chinese, 20, false, Style::plain);
  EXPECT_NE(narrow.find("[报价]"), std::string::npos) << narrow;
  EXPECT_LE(display_width(narrow), 20U) << narrow;
}

TEST(Marked, KeepsEscapeSequencesOut) {
  EXPECT_EQ(marked(text_with("a\x1b[31mb hit", {"hit"}), {}, false, Style::plain), "a[31mb [hit]");
}

}  // namespace
}  // namespace tradewind::cli
