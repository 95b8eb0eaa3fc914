#include "archiver/extract/asked_goods.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/extract/sentences.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_goods = 4, most_words = 9;

bool names_goods(std::string_view words, std::size_t most) {
  return has_words(words) && !is_digit(words.front()) && !names_no_goods(words) && split(words, " ").size() <= most &&
         words.size() <= 120;
}

// How long the link is that joins two articles: "and", ", "; `comma` if it is only a comma. 0 if it is none.
std::size_t link_at(std::string_view text, bool& comma) {
  comma = false;
  for (const std::string_view word :
       {" and ",    " & ",      " und ",     " et ",         " y ",        " e ",         " и ",        " та ",
        " ve ",     " oraz ",   " i ",       " en ",         " dan ",      " và ",        " og ",       " och ",
        " samt ",   " ja ",     " sekä ",    " és ",         " valamint ", " și ",        " και ",      " ir ",
        " kao i ",  " ter ",    " sowie ",   " as well as ", " plus ",     " ainsi que ", " así como ", " assim como ",
        " nonché ", " alsook ", " а также ", " а також ",    " a také ",   " a ",         " və ",       " және ",
        " aur ",    " और ",     " এবং ",     " serta ",      " at ",       " και ",       " وكذلك ",    "和",
        "及",       "、",       "と",        "และ"}) {
    if (text.starts_with(word)) return word.size();
    // clause_end() stops at the word itself.
    if (word.starts_with(' ') && text.starts_with(word.substr(1))) return word.size() - 1;
  }
  comma = true;
  return text.starts_with(", ") ? 2 : text.starts_with("，") ? 3 : 0;
}

// "boots, gloves and masks for our shop": articles joined by commas count when an "and" ends them.
std::vector<AskedGoods> goods_at(std::string_view text) {
  std::vector<AskedGoods> goods;
  std::size_t sure = 0;
  bool comma = false;
  while (goods.size() < most_goods) {
    const std::size_t end = clause_end(text);
    std::string_view article = strip_edge_words(text.substr(0, end));
    if (const auto terms = find_incoterms(article); !terms.empty())
      article = strip_edge_words(article.substr(0, terms.front().begin));
    // "a 50 kW diesel generator": the figure is of the one thing.
    const std::size_t figure = says_one(text) ? article.find_first_not_of("0123456789.,- ") : 0;
    if (figure == std::string_view::npos || !names_goods(article.substr(figure), goods.empty() ? most_words : 5)) break;
    goods.push_back(AskedGoods{std::string(article), says_one(text)});
    if (!comma) sure = goods.size();
    const std::size_t link = end < text.size() ? link_at(text.substr(end), comma) : 0;
    if (link == 0) break;
    text = text.substr(end + link);
  }
  goods.resize(sure);
  return goods;
}

// "傘の見積", "우산 견적": the words before those of asking.
std::string goods_before(std::string_view text) {
  for (const std::string_view mark : {"。", "、", "，", ". ", ", "}) {
    const std::size_t found = text.rfind(mark);
    if (found != std::string_view::npos) text = text.substr(found + mark.size());
  }
  const std::string_view article = strip_edge_words(text);
  return ends_unspaced(text) && names_goods(article, 6) ? std::string(article) : "";
}

}  // namespace

std::vector<AskedGoods> find_asked_goods(std::string_view whole) {
  const std::string text = unwrapped(whole.substr(0, 8000));
  for (const std::string_view sentence : sentences_of(text)) {
    const std::vector<Request> requests = find_requests(sentence);
    // The last that goods follow: "looking for a supplier of | boots".
    for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
      std::vector<AskedGoods> goods = goods_at(sentence.substr(request->end));
      if (!goods.empty()) return goods;
    }
    for (const Request& request : requests) {
      std::string goods = goods_before(sentence.substr(0, request.begin));
      if (!goods.empty()) return {AskedGoods{std::move(goods), false}};
    }
  }
  return {};
}

std::string goods_of_subject(std::string_view subject, std::string_view text) {
  subject = subject.substr(0, 200);
  if (const std::size_t colon = subject.rfind(": "); colon != std::string_view::npos)
    subject = subject.substr(colon + 2);
  const std::string_view goods = strip_edge_words(subject.substr(behind_request(subject)));
  if (!names_goods(goods, 7)) return "";
  const std::string folded_goods = fold(goods), folded_text = fold(text);
  for (const std::string_view word : words_of(folded_goods)) {
    const std::string_view stem = word.substr(0, word.size() > 5 ? word.size() - 1 : word.size());
    if (stem.size() >= 4 && !names_no_goods(word) && folded_text.find(stem) != std::string::npos)
      return std::string(goods);
  }
  return "";
}

}  // namespace tradewind::archiver
