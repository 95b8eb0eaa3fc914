#include "archiver/classify/features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "archiver/classify/lexicon.hpp"
#include "archiver/extract/money.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/folded_text.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::array<std::string_view, circumstance_count> circumstance_names = {"outbound",
                                                                                 "internal",
                                                                                 "customer",
                                                                                 "known_contact",
                                                                                 "supplier",
                                                                                 "stranger",
                                                                                 "free_mail",
                                                                                 "company_domain",
                                                                                 "platform",
                                                                                 "notice",
                                                                                 "machine_sender",
                                                                                 "role_sender",
                                                                                 "bulk_header",
                                                                                 "machine_header",
                                                                                 "calendar",
                                                                                 "thread",
                                                                                 "thread_ours",
                                                                                 "thread_inquiry",
                                                                                 "thread_deal",
                                                                                 "thread_order",
                                                                                 "thread_service",
                                                                                 "thread_supplier",
                                                                                 "reply_mark",
                                                                                 "forward_mark",
                                                                                 "false_reply",
                                                                                 "answers_ours",
                                                                                 "answers_bulk",
                                                                                 "wrote_before",
                                                                                 "we_wrote",
                                                                                 "lead_open",
                                                                                 "number_quotation",
                                                                                 "number_order",
                                                                                 "number_case",
                                                                                 "file_document",
                                                                                 "file_sheet",
                                                                                 "file_image",
                                                                                 "file_html",
                                                                                 "file_archive",
                                                                                 "password_form",
                                                                                 "reply_elsewhere",
                                                                                 "fails_authentication",
                                                                                 "lookalike",
                                                                                 "borrowed_name",
                                                                                 "own_in_sender",
                                                                                 "borrowed_user",
                                                                                 "borrowed_brand",
                                                                                 "own_address_in_text",
                                                                                 "product",
                                                                                 "products",
                                                                                 "fresh"};

// What is counted in the words themselves, beside the lexicons.
enum Shape : std::size_t {
  quantity_one,
  quantity_many,
  incoterm,
  money_one,
  money_many,
  offered_prices,
  question_one,
  question_many,
  empty_text,
  many_links,
  shape_count
};
constexpr std::array<std::string_view, shape_count> shape_names = {
    "quantity",       "quantities", "incoterm",  "money",      "much_money",
    "offered_prices", "question",   "questions", "empty_text", "many_links"};

constexpr std::size_t read_bytes = 6000;  // of the author's words: what a mail is about stands at its beginning

// For each concept: in the subject, in the text, in the text repeatedly, in a file name; and in the words of a customer
// and of somebody never heard of, for the same words mean another thing from them.
constexpr std::size_t per_concept = 6;

// Where each sort begins among the features: the bias, the circumstances, the shapes, the concepts.
constexpr std::size_t shapes = 1 + circumstance_count, concepts = shapes + shape_count;

constexpr std::size_t token_bytes = 2000, most_tokens = 160;

std::vector<std::string> make_names() {
  std::vector<std::string> names{"bias"};
  for (const std::string_view name : circumstance_names) names.emplace_back(name);
  for (const std::string_view name : shape_names) names.emplace_back(name);
  for (const std::string& name : Lexicon::shared().concepts()) {
    names.push_back("subject:" + name);
    names.push_back("text:" + name);
    names.push_back("text:much " + name);
    names.push_back("file:" + name);
    names.push_back("customer's text:" + name);
    names.push_back("newcomer's text:" + name);
  }
  return names;
}

// A figure after a number: "? " counts; those of scripts with their own mark too.
std::size_t count_questions(std::string_view text) {
  std::size_t count = static_cast<std::size_t>(std::count(text.begin(), text.end(), '?'));
  for (const std::string_view mark : {"？", "؟"}) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + mark.size()))
      ++count;
  }
  for (const std::string_view mark : {"吗", "でしょうか", "ですか", "나요", "까요", "ไหม", "bisakah"})
    count += text.find(mark) != std::string_view::npos;
  return count;
}

std::size_t count_links(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 4)) ++count;
  return count;
}

// Lines that put a price to an article: who writes them offers.
std::size_t count_offer_lines(std::string_view text) {
  std::size_t count = 0;
  for (const std::string_view line : lines_of(text)) {
    if (line.size() < 200 && line.find('?') == std::string_view::npos && !find_money(line).empty()) ++count;
  }
  return count;
}

// The different words of folded texts; of scripts without blanks every two neighbouring characters. Two words of one
// hash pass for one.
class Tokens {
 public:
  explicit Tokens(std::vector<std::string>& tokens) : tokens_(tokens) { tokens_.reserve(most_tokens); }
  void add_text(std::string_view folded);

 private:
  void add(std::string_view token) {
    if (tokens_.size() >= most_tokens) return;
    const std::size_t hash = std::hash<std::string_view>()(token) | 1U;
    std::size_t at = hash % seen_.size();
    while (seen_[at] != 0 && seen_[at] != hash) at = (at + 1) % seen_.size();
    if (seen_[at] == hash) return;
    seen_[at] = hash;
    tokens_.emplace_back(token);
  }

  std::vector<std::string>& tokens_;
  std::array<std::size_t, 512> seen_{};  // hashes, 0 for a free place; never more than most_tokens are taken
};

void Tokens::add_text(std::string_view folded) {
  for (const std::string_view word : words_of(folded.substr(0, token_bytes))) {
    std::size_t second = 0;
    if (!is_unspaced(next_character(word, second))) {
      if (word.size() >= 2 && word.size() <= 30 && word.find_first_of("0123456789") == std::string_view::npos)
        add(word);
      continue;
    }
    for (std::size_t first = 0; second < word.size();) {
      std::size_t end = second;
      static_cast<void>(next_character(word, end));
      add(word.substr(first, end - first));
      first = second;
      second = end;
    }
  }
}

}  // namespace

float token_value(std::size_t known) { return 2.0F / std::sqrt(static_cast<float>(std::max<std::size_t>(known, 4))); }

std::string_view circumstance_name(Circumstance circumstance) {
  return circumstance_names[static_cast<std::size_t>(circumstance)];
}

const std::vector<std::string>& feature_names() {
  static const std::vector<std::string> names = make_names();
  return names;
}

Features make_features(const FeatureText& text, const Circumstances& circumstances) {
  Features made = make_text_features(text);
  add_circumstances(circumstances, made);
  return made;
}

Features make_text_features(const FeatureText& text) {
  Features made;
  made.all.reserve(48);
  const auto add = [&](std::size_t index, double value, std::string words = {}) {
    if (value <= 0) return;
    made.all.push_back(Feature{static_cast<std::uint32_t>(index), static_cast<float>(value)});
    made.words.push_back(std::move(words));
  };
  add(0, 1);

  const std::string_view written = text.written.substr(0, read_bytes);
  const std::size_t size = trim_wide(written).size();
  std::size_t quantities = 0;
  for (const std::string_view line : lines_of(written)) {
    for (const Quantity& quantity : find_quantities(line)) {
      quantities += quantity.sort && *quantity.sort != UnitSort::kilogram && *quantity.sort != UnitSort::gram &&
                    *quantity.sort != UnitSort::metre;
    }
  }
  const std::size_t money = find_money(written).size(), questions = count_questions(written);
  add(shapes + quantity_one, quantities >= 1);
  add(shapes + quantity_many, quantities >= 3);
  add(shapes + incoterm, !find_incoterms(written).empty());
  add(shapes + money_one, money >= 1);
  add(shapes + money_many, money >= 3);
  add(shapes + offered_prices, money >= 2 && count_offer_lines(written) >= 2);
  add(shapes + question_one, questions >= 1);
  add(shapes + question_many, questions >= 3);
  add(shapes + empty_text, size == 0);
  add(shapes + many_links, count_links(written) >= 4);

  const Lexicon& lexicon = Lexicon::shared();
  const std::string subject = fold(text.subject.substr(0, 500)), words = fold(written);
  const auto in_subject = lexicon.find(subject);
  const auto in_text = lexicon.find(words);
  const auto in_files = lexicon.find(fold(text.attachments.substr(0, 1000)));
  for (std::size_t i = 0; i < lexicon.concepts().size(); ++i) {
    add(concepts + i * per_concept, in_subject[i].count > 0 ? 1 : 0, in_subject[i].words);
    add(concepts + i * per_concept + 1, in_text[i].count > 0 ? 1 : 0, in_text[i].words);
    add(concepts + i * per_concept + 2, std::min(1.0, std::max(0, in_text[i].count - 1) / 4.0), in_text[i].words);
    add(concepts + i * per_concept + 3, in_files[i].count > 0 ? 1 : 0, in_files[i].words);
  }
  Tokens tokens(made.tokens);
  tokens.add_text(subject);
  tokens.add_text(words);
  return made;
}

void add_circumstances(const Circumstances& circumstances, Features& features) {
  const auto add = [&](std::size_t index, const std::string& words) {
    features.all.push_back(Feature{static_cast<std::uint32_t>(index), 1});
    features.words.push_back(words);
  };
  for (std::size_t i = 0; i < circumstance_count; ++i) {
    if (circumstances.is[i]) add(1 + i, {});
  }
  const bool customer = circumstances[Circumstance::customer], fresh = circumstances[Circumstance::fresh];
  const std::size_t said = features.all.size();
  for (std::size_t i = 0; i < said; ++i) {
    const std::size_t index = features.all[i].index;
    if (index < concepts || (index - concepts) % per_concept != 1) continue;
    const std::string words = features.words[i];
    if (customer) add(index + 3, words);
    if (fresh) add(index + 4, words);
  }
}

}  // namespace tradewind::archiver
