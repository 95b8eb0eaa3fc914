// Searching the archive: the one door for command line and, later, any other front end.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/search/plan.hpp"
#include "crm_core/search/shown_text.hpp"
#include "crm_core/search/snippet.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm::search {

struct SearchRequest {
  std::string query;  // docs/search.md
  Sort sort = Sort::newest;
  bool threads = false;  // one hit, the best, of each thread
  int limit = 20;        // hits on the page, at most 10,000
  int offset = 0;        // hits before it
  bool snippets = true;
};

struct SearchHit {
  StoredMessage message;
  MarkedText subject;
  std::optional<Snippet> snippet;
  bool unread = false;
  bool flagged = false;
  // Record type and name of what it is filed to: {customer, "Nordhaus GmbH"}, {quotation, "Q-2026-0012"}.
  std::vector<std::pair<RecordType, std::string>> links;
};

struct SearchPage {
  std::vector<SearchHit> hits;
  bool more = false;               // there are hits behind this page
  std::vector<std::string> notes;  // for the person: no customer fits "x"
};

class Searcher {
 public:
  // Reads only, and opens fast: no migration, no writing. Fault::not_found when there is no index yet.
  [[nodiscard]] static Result<Searcher> open(const DataDirectory& directory);

  // Only mail that the actor sees (store/visibility.hpp) is found, counted and paged.
  // Fault::invalid for a query that cannot be read (with its column), Fault::forbidden for an actor who may not read
  // mail. One Searcher a thread.
  [[nodiscard]] Result<SearchPage> search(const Actor& actor, const SearchRequest& request);
  // Ids of all hits, for exports, in the order of the request and without its limit.
  [[nodiscard]] Result<std::vector<RecordId>> search_all(const Actor& actor, const SearchRequest& request);

 private:
  explicit Searcher(std::unique_ptr<database::Database> database);
  struct Found;
  [[nodiscard]] Result<Found> find(const Actor& actor, const SearchRequest& request, std::int64_t wanted);
  [[nodiscard]] std::optional<SearchHit> show(RecordId message, const Visibility& visibility, const SnippetMaker& maker,
                                              bool snippet);
  void add_copies(SearchHit& hit);
  void add_links(SearchHit& hit, const Visibility& visibility);

  std::unique_ptr<database::Database> database_;
  ShownTexts shown_;
};

}  // namespace tradewind::crm::search
