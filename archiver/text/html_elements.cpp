#include "archiver/text/html_elements.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

namespace {

const std::unordered_map<std::string_view, Element>& elements() {
  static const std::unordered_map<std::string_view, Element> known{
      {"script", Element::unseen},    {"style", Element::unseen},
      {"title", Element::unseen},     {"template", Element::unseen},
      {"noembed", Element::unseen},   {"select", Element::unseen},
      {"br", Element::line_break},    {"div", Element::block},
      {"section", Element::block},    {"article", Element::block},
      {"header", Element::block},     {"footer", Element::block},
      {"address", Element::block},    {"center", Element::block},
      {"form", Element::block},       {"fieldset", Element::block},
      {"table", Element::block},      {"tbody", Element::block},
      {"thead", Element::block},      {"tfoot", Element::block},
      {"caption", Element::block},    {"hr", Element::block},
      {"body", Element::block},       {"dl", Element::block},
      {"figure", Element::block},     {"legend", Element::block},
      {"p", Element::paragraph},      {"h1", Element::paragraph},
      {"h2", Element::paragraph},     {"h3", Element::paragraph},
      {"h4", Element::paragraph},     {"h5", Element::paragraph},
      {"h6", Element::paragraph},     {"ul", Element::block},
      {"ol", Element::block},         {"li", Element::item},
      {"blockquote", Element::quote}, {"pre", Element::preformatted},
      {"tr", Element::row},           {"td", Element::cell},
      {"th", Element::cell},          {"dt", Element::term},
      {"dd", Element::description},   {"a", Element::link}};
  return known;
}

// Classes and ids that mail clients put on the element in which the quoted mail begins.
struct HistoryMark {
  std::string_view name;  // lower case
  bool prefix;            // Outlook on the web and others add digits or a prefix of their own ("x_divRplyFwdMsg")
};
constexpr std::array history_marks{HistoryMark{"divrplyfwdmsg", false},
                                   HistoryMark{"x_divrplyfwdmsg", false},
                                   HistoryMark{"outlookmessageheader", false},
                                   HistoryMark{"gmail_quote", true},
                                   HistoryMark{"yahoo_quoted", true},
                                   HistoryMark{"isreplycontent", false},
                                   HistoryMark{"isforwardcontent", false},
                                   HistoryMark{"origbody", false},
                                   HistoryMark{"moz-cite-prefix", false},
                                   HistoryMark{"moz-forward-container", false},
                                   HistoryMark{"protonmail_quote", false},
                                   HistoryMark{"tutanota_quote", false},
                                   HistoryMark{"zmail_extra", true},
                                   HistoryMark{"zimbra_quoted", true},
                                   HistoryMark{"mail-quote-collapse", false},
                                   HistoryMark{"ntes_mailreplycontent", true},
                                   HistoryMark{"qqmail_quote", true},
                                   HistoryMark{"foxmail_quote", true},
                                   HistoryMark{"mail_quote", true},
                                   HistoryMark{"reply_to_quote", true}};

}  // namespace

Element element_of(std::string_view name) {
  const auto known = elements().find(name);
  return known == elements().end() ? Element::other : known->second;
}

bool names_history(std::string_view attribute) {
  while (!attribute.empty()) {
    const std::size_t end = std::min(attribute.find_first_of(" \t\r\n"), attribute.size());
    const std::string_view word = attribute.substr(0, end);
    attribute.remove_prefix(std::min(end + 1, attribute.size()));
    for (const HistoryMark& mark : history_marks) {
      if (mark.prefix ? starts_with_nocase(word, mark.name) : equal_nocase(word, mark.name)) return true;
    }
  }
  return false;
}

}  // namespace tradewind::archiver
