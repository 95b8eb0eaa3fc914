// A complaint that goes on without naming its case: which of the customer's open cases it speaks of.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct CaseMatch {
  std::size_t index = 0;  // of the case in the span
  std::string shared;     // the words that tell it, as the case's subject has them
};

// Our articles, by SKU: a complaint in one language and a case in another speak of the same goods.
struct CaseArticles {
  std::vector<std::string> said;      // in the message
  std::vector<std::string> of_cases;  // of each case, "" for none
};

// By the words that the case's subject shares with the message: a word with a figure in it (a batch, an article) tells
// as much as two others, and so does the article that only one of the cases is about. Words that stand in several of
// the cases tell nothing. None when fewer than two words' worth is shared, or two cases fit alike.
[[nodiscard]] std::optional<CaseMatch> match_open_case(std::string_view subject, std::string_view text,
                                                       std::span<const crm::DocumentFacts> cases,
                                                       const CaseArticles& articles = {});

}  // namespace tradewind::archiver
