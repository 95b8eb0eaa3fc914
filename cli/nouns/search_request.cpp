#include "cli/nouns/search_request.hpp"

#include <algorithm>

namespace tradewind::cli {

namespace {

bool is_expression(std::string_view word) {
  if (word.find_first_of("\"()") != std::string_view::npos) return true;
  if (std::count(word.begin(), word.end(), ':') > 1) return true;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t end = std::min(word.find(' ', at), word.size());
    const std::string_view part = word.substr(at, end - at);
    for (const std::string_view joint : {"and", "or", "not", "AND", "OR", "NOT"}) {
      if (part == joint) return true;
    }
    if (part.starts_with('-')) return true;
    if (at > 0 && part.find(':') != std::string_view::npos) return true;
    at = end + 1;
  }
  return false;
}

std::string quoted_again(const std::string& word) {
  if (word.find(' ') == std::string::npos || is_expression(word)) return word;
  const std::size_t colon = word.find(':');
  const std::size_t start = colon == std::string::npos || colon > word.find(' ') ? 0 : colon + 1;
  return word.substr(0, start) + "\"" + word.substr(start) + "\"";
}

}  // namespace

std::string query_of(std::span<const std::string> words) {
  if (words.empty()) return "size:>=0";  // crm mail list: any mail there is
  if (words.size() == 1) return words.front();
  std::string query;
  for (const std::string& word : words) {
    if (!query.empty()) query += ' ';
    query += quoted_again(word);
  }
  return query;
}

Result<crm::search::SearchRequest> search_request(const Arguments& arguments) {
  const auto limit = arguments.number("limit", 20, 1, 10'000);
  if (!limit) return pass_on(limit);
  const auto offset = arguments.number("offset", 0, 0, 1'000'000'000);
  if (!offset) return pass_on(offset);
  crm::search::SearchRequest request;
  request.query = query_of(arguments.positionals);
  request.sort = arguments.value("sort") == "relevance" ? crm::search::Sort::relevance : crm::search::Sort::newest;
  request.threads = arguments.has("threads");
  request.limit = static_cast<int>(*limit);
  request.offset = static_cast<int>(*offset);
  return request;
}

}  // namespace tradewind::cli
