#include "archiver/link/open_case.hpp"

#include <algorithm>
#include <vector>

#include "archiver/folded_text.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t read_text = 4000;  // bytes: what a complaint is about stands at its beginning
constexpr int enough = 2;
constexpr std::size_t shortest_word = 4, same_beginning = 5;

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Scripts without blanks give one long word; pairs of their characters stand for words.
void add_words(std::string_view folded, std::vector<std::string>& words) {
  for (const std::string_view word : words_of(folded)) {
    std::size_t at = 0;
    const bool unspaced = is_unspaced(next_character(word, at));
    if (!unspaced) {
      if (has_digit(word) ? word.size() >= 3 : word.size() >= shortest_word) words.emplace_back(word);
      continue;
    }
    for (std::size_t begin = 0, middle = at; middle < word.size();) {
      std::size_t end = middle;
      static_cast<void>(next_character(word, end));
      words.emplace_back(word.substr(begin, end - begin));
      begin = middle;
      middle = end;
    }
  }
}

// "cushion" and "cushions", "leak" and "leaking": one word but for its ending.
bool same_word(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (has_digit(a) || has_digit(b)) return false;
  const std::size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  if (shorter < same_beginning || longer > shorter + 4) return false;
  const std::size_t kept = std::max(same_beginning, shorter - 2);
  return a.substr(0, kept) == b.substr(0, kept);
}

bool holds(const std::vector<std::string>& words, std::string_view wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return same_word(word, wanted); });
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  add_words(fold(text), words);
  return words;
}

// The message speaks of the article of this case and of no other.
bool is_told_by_article(const CaseArticles& articles, std::size_t at) {
  if (at >= articles.of_cases.size() || articles.of_cases[at].empty()) return false;
  const std::string& article = articles.of_cases[at];
  return std::count(articles.of_cases.begin(), articles.of_cases.end(), article) == 1 &&
         std::find(articles.said.begin(), articles.said.end(), article) != articles.said.end();
}

}  // namespace

std::optional<CaseMatch> match_open_case(std::string_view subject, std::string_view text,
                                         std::span<const crm::DocumentFacts> cases, const CaseArticles& articles) {
  std::vector<std::string> said = words_in(subject);
  for (std::string& word : words_in(text.substr(0, read_text))) said.push_back(std::move(word));
  std::vector<std::vector<std::string>> subjects;
  for (const crm::DocumentFacts& each : cases) subjects.push_back(words_in(each.subject));

  std::optional<CaseMatch> best;
  int best_points = 0;
  bool alike = false;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CaseMatch match{i, {}};
    int points = 0;
    std::vector<std::string> counted;
    for (const std::string& word : subjects[i]) {
      const auto others =
          std::count_if(subjects.begin(), subjects.end(), [&](const auto& words) { return holds(words, word); });
      if (others > 1 || holds(counted, word) || !holds(said, word)) continue;
      counted.push_back(word);
      points += has_digit(word) ? 2 : 1;
      if (!match.shared.empty()) match.shared += ", ";
      match.shared += word;
    }
    if (is_told_by_article(articles, i)) {
      points += 2;
      match.shared += (match.shared.empty() ? "" : ", ") + articles.of_cases[i];
    }
    alike = points == best_points ? alike || points > 0 : points > best_points ? false : alike;
    if (points > best_points) {
      best_points = points;
      best = std::move(match);
    }
  }
  return best_points >= enough && !alike ? best : std::nullopt;
}

}  // namespace tradewind::archiver
