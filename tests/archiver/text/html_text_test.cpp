#include "archiver/text/html_text.hpp"

#include <gtest/gtest.h>

#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string text_of(std::string_view html) { return html_to_text(html).text; }

TEST(HtmlText, PutsBlocksOnLinesAndParagraphsApart) {
  EXPECT_EQ(text_of("<p>Dear  Sir,</p><p>price\n please</p><div>a</div><div>b</div>"),
            "Dear Sir,\n\nprice please\n\na\nb");
  EXPECT_EQ(text_of("one<br>two<br><br>three"), "one\ntwo\n\nthree");
  EXPECT_EQ(text_of("<div>a</div><div><br></div><div>b</div>"), "a\n\nb");
  EXPECT_EQ(text_of("<ul><li>one<li>two</ul>"), "- one\n- two");
}

TEST(HtmlText, DecodesEntitiesAndKeepsLetters) {
  EXPECT_EQ(text_of("caf&eacute; &amp; &#20320;&#x597D;&nbsp;&euro;5 ÂÉ"), "café & 你好 €5 ÂÉ");
}

TEST(HtmlText, LeavesOutWhatIsNotSeen) {
  EXPECT_EQ(text_of("<head><title>t</title><style>p{}</style></head><script>x()</script>seen<!-- no -->"), "seen");
  EXPECT_EQ(text_of("<div style='display:none'>pre</div>a<span style=\"font-size:0px\">b</span><i hidden>c</i>"), "a");
  EXPECT_EQ(text_of("<div style='color:#FFFFFF'>preheader</div>real"), "real");
  EXPECT_EQ(text_of("<table bgcolor='#003366'><tr><td style='color:#fff'>Banner</td></tr></table>"), "Banner");
  EXPECT_EQ(text_of("<span style='font-size:0.9em'>small</span>"), "small");
}

TEST(HtmlText, SeparatesCellsByTabsAndPairsLabels) {
  const HtmlText text = html_to_text(
      "<table><tr><td>Company:</td><td><p>Acme <b>Ltd</b></p></td></tr><tr><th>Country</th><td>Peru</td></tr>"
      "<tr><td>a</td><td>b</td><td>c</td></tr></table>");
  EXPECT_EQ(text.text, "Company:\tAcme Ltd\nCountry\tPeru\na\tb\tc");
  EXPECT_EQ(text.fields, (Fields{{"Company", "Acme Ltd"}, {"Country", "Peru"}}));
}

TEST(HtmlText, PairsDefinitionListsAndLabelLines) {
  EXPECT_EQ(html_to_text("<dl><dt>Phone<dd>+51 1 555</dl>").fields, (Fields{{"Phone", "+51 1 555"}}));
  EXPECT_EQ(html_to_text("<b>Quantity:</b> 500 pcs<br>电话：0532-555").fields,
            (Fields{{"Quantity", "500 pcs"}, {"电话", "0532-555"}}));
  EXPECT_EQ(html_to_text("see https://x.test/a and wait").fields, Fields{});
}

TEST(HtmlText, MarksQuotesAndWhereHistoryBegins) {
  const HtmlText text = html_to_text(
      "<div>new</div><div class='gmail_quote'>On X "
      "wrote:<blockquote>old<blockquote>older</blockquote></blockquote></div>");
  EXPECT_EQ(text.text, "new\nOn X wrote:\n> old\n> > older");
  EXPECT_EQ(text.history_at, 4U);
  EXPECT_EQ(text_of("<blockquote style='margin:0 0 0 40px;border:none'>indented</blockquote>"), "indented");
}

TEST(HtmlText, CollectsLinksOnce) {
  EXPECT_EQ(html_to_text("<a href='https://x.test/1'>a</a><a href='https://x.test/1'>b</a><a "
                         "href='mailto:q@x.test'>c</a><a href='#top'>d</a>")
                .links,
            (std::vector<std::string>{"https://x.test/1", "mailto:q@x.test"}));
}

TEST(HtmlText, HostilePagesStayLinearAndBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  EXPECT_NE(text_of(deep + "bottom").find("bottom"), std::string::npos);
  std::string closers;
  for (int i = 0; i < 200; ++i) closers += "<b>";
  for (int i = 0; i < 200'000; ++i) closers += "</i>";
  EXPECT_LE(text_of(closers).size(), 10U);
  EXPECT_TRUE(is_valid_utf8(text_of(std::string("a\0<b>\xFF\xFE</b", 10))));
  EXPECT_EQ(text_of(""), "");
  EXPECT_LE(text_of(std::string(1'000'000, '<')).size(), 1'000'000U);
}

}  // namespace
}  // namespace tradewind::archiver
