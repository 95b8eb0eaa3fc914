#include "archiver/extract/item_sentence.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/counted.hpp"
#include "archiver/extract/item_entry.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t longest_article = 10;  // words

// Where the article begins that stands before a quantity: behind the last clause's end. Commas end none behind words of
// asking, for they stand between an article and its properties: "please offer gate valve DN80, cast iron, 300 pcs".
std::size_t goods_begin(std::string_view before) {
  // "..., and namely | 4,000 pieces": words that name nothing do not part the article from its number.
  std::string_view body = before.substr(0, before.find_last_not_of(' ') + 1);
  for (std::string_view rest = without_edge_words_behind(body); rest.size() < body.size() && has_words(rest);) {
    body = rest.substr(0, rest.find_last_not_of(" ,") + 1);
    rest = without_edge_words_behind(body);
  }
  // "shaft, qty: | 150 pcs": the label of the number is not the article's end.
  if (static const PhraseTable labels = listed_phrases("quantity label"); body.ends_with(':')) {
    const std::string_view all = trim_wide(body.substr(0, body.size() - 1));
    const FoldedText folded = fold_with_origin(all);
    const std::vector<PhraseHit> hits = labels.find_longest(folded.text);
    if (!hits.empty() && hits.back().offset + hits.back().size == folded.text.size()) {
      const std::string_view rest = trim_wide(all.substr(0, folded.origin[hits.back().offset]));
      body = rest.ends_with(',') || rest.ends_with('-') ? rest.substr(0, rest.size() - 1) : rest;
    }
  }
  // "article，| 6000支": the comma stands between the article and its number.
  for (const std::string_view mark : {"，", "、", "：", "،"}) {
    if (body.ends_with(mark) && has_words(body)) body.remove_suffix(mark.size());
  }
  const auto behind_last = [&](std::initializer_list<std::string_view> marks) {
    std::size_t begin = 0;
    for (const std::string_view mark : marks) {
      const std::size_t found = body.rfind(mark);
      if (found != std::string_view::npos) begin = std::max(begin, found + mark.size());
    }
    return begin;
  };
  const std::size_t clause =
      behind_last({" / ", "; ",   ": ",  ". ",   "。",     "；",    "：",   " and ", " und ", " y ",   " et ", " e ",
                   " и ", " та ", " і ", " ve ", " oraz ", " και ", " og ", " och ", " și ",  " dan ", " và ", " és "});
  std::size_t comma = behind_last({", ", "，", "、"});
  // "您好,我们想订": a narrow comma amid scripts without blanks.
  const std::size_t narrow = body.rfind(',');
  if (narrow != std::string_view::npos && narrow + 1 < body.size() &&
      static_cast<unsigned char>(body[narrow + 1]) >= 0xE0)
    comma = std::max(comma, narrow + 1);
  std::size_t request = behind_request(body);
  // "please quote: | ball valve, brass"
  if (request > 0 && clause > request && strip_marks(body.substr(request, clause - request)).empty()) request = clause;
  const std::string_view asked = body.substr(request);
  if (request > 0 && request >= clause && (ends_unspaced(body) || (has_words(asked) && split(asked, " ").size() <= 10)))
    return request;
  // "offerte voor | 350 stuks": nothing between the asking and the number.
  if (request > std::max(clause, comma) && !has_words(strip_edge_words(asked))) return before.size();
  return std::max(clause, comma);
}

// The words before the quantity name goods.
bool names_goods(std::string_view before) {
  return has_words(before) && !names_no_goods(before) && split(before, " ").size() <= longest_article;
}

// "white rice 3 tonnes and brown rice 1 tonne, CIF Mombasa": each quantity stands behind its article. So it is when
// goods stand before every quantity and none behind the last.
bool quantities_follow(std::string_view sentence, const std::vector<Quantity>& counted) {
  if (counted.size() < 2) return false;
  const std::string_view tail = trim_wide(sentence.substr(counted.back().end));
  const bool ended = tail.empty() || std::string_view(".,;)").find(tail.front()) != std::string_view::npos ||
                     !has_words(strip_edge_words(tail.substr(0, clause_end(tail))));
  if (!ended) return false;
  std::size_t done = 0;
  for (const Quantity& quantity : counted) {
    const std::string_view all = sentence.substr(done, quantity.begin - done);
    if (!names_goods(strip_edge_words(all.substr(goods_begin(all))))) return false;
    done = quantity.end;
  }
  return true;
}

// "sprayer 16 l, quantity 300 pcs": behind a word for the quantity the goods are past.
bool ends_with_count_word(std::string_view before) {
  static constexpr std::string_view words[] = {
      "qty",    "quantity", "quantity of", "quantité", "cantidad", "quantidade", "menge",   "количество",
      "кол-во", "ilość",    "miktar",      "数量",     "數量",     "수량",       "الكمية",  "كمية",
      "عدد",    "تعداد",    "số lượng",    "jumlah",   "จำนวน",    "ποσότητα",   "quantità"};
  const std::string folded = fold(before);
  std::string_view tail = folded;
  while (!tail.empty() && (tail.back() == ' ' || tail.back() == ':')) tail.remove_suffix(1);
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return tail.ends_with(fold(word)); });
}

// A number counted in full, for sums of breakdowns; 0 for fractions.
std::uint64_t value_of(const Quantity& quantity) {
  std::uint64_t value = 0;
  const std::string& amount = quantity.amount;
  const auto [end, error] = std::from_chars(amount.data(), amount.data() + amount.size(), value);
  return error == std::errc() && end == amount.data() + amount.size() ? value : 0;
}

// "1200 shirts (600 navy, 400 white, 200 red)": without the bracket whose numbers add up to one outside it.
std::string without_breakdown(std::string_view sentence) {
  std::string whole(sentence);
  const std::size_t open = whole.find('('), close = whole.find(')', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return whole;
  const std::string outside = whole.substr(0, open) + whole.substr(close + 1);
  const std::vector<Quantity> inner = find_counts(std::string_view(whole).substr(open + 1, close - open - 1));
  std::uint64_t sum = 0;
  for (const Quantity& quantity : inner) sum += value_of(quantity);
  if (inner.size() < 2 || sum == 0) return whole;
  for (const Quantity& quantity : find_counts(outside)) {
    if (value_of(quantity) == sum) return outside;
  }
  return whole;
}

const PhraseTable& each_words() {
  static const PhraseTable table = listed_phrases("each");
  return table;
}

// "| each", "| din fiecare pentru început"
bool begins_with_each(std::string_view behind) {
  const std::string folded = fold(behind.substr(0, 30));
  const std::size_t first = folded.find_first_not_of(' ');
  return first != std::string::npos && each_words().longest_at(folded, first).has_value();
}

// "20 pieces each", "je 300 Stück": a word for each stands beside the quantity.
bool is_of_each(std::string_view sentence, const Quantity& quantity) {
  if (begins_with_each(sentence.substr(quantity.end))) return true;
  const std::string folded_before = fold(sentence.substr(0, quantity.begin));
  const std::vector<PhraseHit> hits = each_words().find_longest(folded_before);
  return std::any_of(hits.begin(), hits.end(), [&](const PhraseHit& hit) {
    return trim_wide(std::string_view(folded_before).substr(hit.offset + hit.size)).empty();
  });
}

// "A and B, 20,000 pcs each", "A und B, je 300 Stück": the quantity of every article before it.
bool read_each(std::string_view sentence, const Quantity& quantity, std::vector<ItemFound>& items,
               const Catalogue& catalogue) {
  std::string_view before = sentence.substr(0, quantity.begin);
  if (!is_of_each(sentence, quantity)) return false;
  before = before.substr(behind_request(before));
  std::vector<std::string_view> articles{before};
  for (const std::string_view mark :
       {", ",        "; ",        " and ", " & ",  " und ", " et ",  " y ",  " e ", " и ",  " та ", " ve ", " oraz ",
        " i ",       " en ",      " dan ", " và ", " og ",  " och ", " ja ", " a ", " și ", " si ", " és ", " και ",
        " und die ", " and the ", " và ",  "、",   "，",    "和",    "及",   "と",  "และ",  " و"}) {
    std::vector<std::string_view> finer;
    for (const std::string_view article : articles) {
      for (const std::string_view part : split(article, mark)) finer.push_back(part);
    }
    articles = std::move(finer);
  }
  std::erase_if(articles, [](std::string_view article) { return !names_goods(strip_edge_words(article)); });
  if (articles.size() < 2) return false;
  for (const std::string_view article : articles) enter_item(items, article, &quantity, sentence, catalogue);
  return true;
}

// "throws with fringes (we think of | 1,500 pieces in 5 colours)": the goods before the bracket that the quantity
// stands in; "" if it stands in none.
std::string_view before_bracket(std::string_view before_all) {
  const std::size_t open = before_all.rfind('(');
  if (open == std::string_view::npos || before_all.find(')', open) != std::string_view::npos) return {};
  const std::string_view inside = strip_edge_words(before_all.substr(open + 1));
  if (has_words(inside) && split(inside, " ").size() > 3) return {};
  const std::string_view outside = before_all.substr(0, open);
  const std::string_view article = strip_edge_words(outside.substr(goods_begin(outside)));
  return names_goods(article) ? article : std::string_view{};
}

// "100 tons | monthly | & napkin paper": without how often.
std::string_view without_period(std::string_view behind) {
  static const PhraseTable periods = listed_phrases("period");
  const FoldedText folded = fold_with_origin(behind.substr(0, 40));
  const std::size_t at = folded.text.find_first_not_of(' ');
  if (at == std::string::npos) return behind;
  const auto hit = periods.longest_at(folded.text, at);
  return hit ? behind.substr(folded.origin[hit->offset + hit->size]) : behind;
}

// The articles of one quantity after the other; `done` is what has been read of the sentence.
class SentenceReading {
 public:
  SentenceReading(std::string_view sentence, bool asked, std::vector<ItemFound>& items, const Catalogue& catalogue)
      : sentence_(sentence),
        items_(items),
        catalogue_(catalogue),
        counted_(find_counted_goods(sentence, asked, catalogue)) {
    for (Quantity& quantity : counted_)
      quantity.end = sentence.size() - without_period(sentence.substr(quantity.end)).size();
  }

  void read() {
    if (counted_.size() == 1 && read_each(sentence_, counted_.front(), items_, catalogue_)) return;
    const bool follow = quantities_follow(sentence_, counted_);
    for (std::size_t i = 0; i < counted_.size(); ++i) {
      const std::size_t next = i + 1 < counted_.size() ? counted_[i + 1].begin : sentence_.size();
      if (follow) {
        const std::string_view before = sentence_.substr(done_, counted_[i].begin - done_);
        enter(before.substr(goods_begin(before)), counted_[i]);
        done_ = counted_[i].end;
      } else {
        read_one(counted_[i], next);
      }
    }
  }

 private:
  void enter(std::string_view article, const Quantity& quantity) {
    const std::size_t before = items_.size();
    enter_item(items_, article, &quantity, sentence_, catalogue_);
    if (items_.size() > before) items_.back().of_each = is_of_each(sentence_, quantity);
  }

  void read_one(const Quantity& quantity, std::size_t next) {
    const std::string_view behind = sentence_.substr(quantity.end, next - quantity.end);
    const std::string_view clause = strip_edge_words(behind.substr(0, clause_end(behind)));
    const std::string_view before_all =
        sentence_.substr(std::min(done_, quantity.begin), quantity.begin - std::min(done_, quantity.begin));
    const std::string_view before = strip_edge_words(before_all.substr(goods_begin(before_all)));
    // "2 pallets (about 1,600 kg)": the same in other words.
    const std::string_view bracket = trim_wide(before_all);
    if (done_ > 0 && bracket.starts_with('(') && !has_words(strip_edge_words(bracket.substr(1)))) {
      done_ = quantity.end;
      return;
    }
    const bool tight_before = !before.empty() && split(before, " ").size() <= longest_article;
    const bool behind_clause = take_before(quantity, behind, clause, before_all, before, tight_before);
    done_ = behind_clause ? static_cast<std::size_t>(clause.data() - sentence_.data()) + clause.size() : quantity.end;
  }

  // Enters the article of the quantity; true if it was the clause behind it.
  bool take_before(const Quantity& quantity, std::string_view behind, std::string_view clause,
                   std::string_view before_all, std::string_view before, bool tight_before) {
    const std::string_view next_mark = trim_wide(behind);
    const bool ends = next_mark.empty() || std::string_view(".,;)").find(next_mark.front()) != std::string_view::npos;
    // "article (100 pairs)", "article, 80 pieces", "article: 50", "article x 50": the number follows its article.
    const std::string_view lead = trim_wide(without_edge_words_behind(before_all));
    const char mark = lead.empty() ? ' ' : lead.back();
    const bool follows = std::string_view("(,:=-/").find(mark) != std::string_view::npos && tight_before &&
                         (mark == '(' || clause.empty() || ends);
    if (refers_elsewhere(sentence_, quantity)) {
      enter("", quantity);
      return false;
    }
    // "sprayer 400 pieces with 12 V battery", "sprayer 400 pcs (12v8ah)": what follows only describes.
    if (tight_before && has_words(before) && describes(behind) && !catalogue_.match(before).sku.empty()) {
      enter(before, quantity);
      return false;
    }
    const bool goods_before =
        has_words(before) && !names_no_goods(before) && !without_edge_words_behind(before).empty();
    const bool goods_behind =
        has_words(clause) && !ends && !starts_aside(behind) && !names_no_goods(clause) && !begins_with_each(behind);
    // "the price of some | 80,000 caps": nothing but asking before it.
    const std::size_t request = behind_request(before_all);
    if (goods_behind && request > 0 && !has_words(strip_edge_words(before_all.substr(request)))) {
      enter(clause, quantity);
      return true;
    }
    // In Korean and Japanese the number follows its article: "앤초비 50g 2,000개", but "500個の傘".
    const bool after = ends_unspaced(quantity.unit) && !next_mark.starts_with("の") && !next_mark.starts_with("의") &&
                       !next_mark.starts_with("的");
    // "mugs, and 300 | plates": a unit elsewhere, goods of ours here.
    if (const std::string_view holding = clause.empty() || ends ? unit_as_goods(quantity, behind) : std::string_view{};
        !holding.empty() && catalogue_.match(before).sku.empty()) {
      enter(holding, quantity);
      return true;
    }
    if (const std::string_view article = before_bracket(before_all); !article.empty()) {
      enter(article, quantity);
      return false;
    }
    const bool variant = follows && !has_words(before) && !with_measure_of(before, items_).empty();
    if (variant || (goods_before && (follows || after || stands_behind_times(sentence_, quantity) ||
                                     ends_unspaced(before) || ends_with_count_word(before_all)))) {
      enter(before, quantity);
    } else if (goods_behind) {
      enter(clause, quantity);
      return true;
    } else if (tight_before && goods_before) {
      enter(before, quantity);
    } else if (const std::string_view holding = unit_as_goods(quantity, behind); !holding.empty()) {
      enter(holding, quantity);
      return true;
    } else {
      enter("", quantity);
    }
    return false;
  }

  // "5,000 bottles 500 ml", "20 machines": what else is a unit is the goods where no other stand.
  [[nodiscard]] std::string_view unit_as_goods(const Quantity& quantity, std::string_view behind) const {
    const bool goods = quantity.sort == UnitSort::package || quantity.sort == UnitSort::head ||
                       quantity.sort == UnitSort::sheet || quantity.sort == UnitSort::pallet;
    if (!goods || quantity.unit.size() < 4 || begins_with_each(behind)) return {};
    const std::size_t begin = quantity.end - std::min(quantity.end, quantity.unit.size());
    const std::string_view words =
        sentence_.substr(begin, quantity.unit.size() + std::min(clause_end(behind), behind.size()));
    return catalogue_.match(words).sku.empty() ? std::string_view{} : words;
  }

  std::string_view sentence_;
  std::vector<ItemFound>& items_;
  const Catalogue& catalogue_;
  std::vector<Quantity> counted_;
  std::size_t done_ = 0;
};

}  // namespace

void read_sentence(std::string_view sentence, bool asked, std::vector<ItemFound>& items, const Catalogue& catalogue) {
  const std::string body = without_breakdown(strip_numbering(trim_wide(sentence)));
  if (!body.empty()) SentenceReading(body, asked, items, catalogue).read();
}

}  // namespace tradewind::archiver
