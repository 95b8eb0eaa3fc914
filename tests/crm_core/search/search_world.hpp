// A small store and its index, made row by row: what a search meets, without the way of mail that leads there.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "crm_core/search/index.hpp"
#include "crm_core/search/searcher.hpp"
#include "crm_core/store/store.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm::search {

// One mail of the world; fields left out take a plain value.
struct WorldMail {
  RecordId id = 0;
  EpochSeconds arrived_at = 0;
  IndexText text;
  std::string kind = "inquiry", direction = "inbound", language = "en", state = "filed";
  std::int64_t size = 1000, thread = 1, attachments = 0;
  bool automatic = false, answered = false;
  unsigned flags = 0;
  RecordId folder = 1;
  bool gone = false;
};

class SearchWorld : public ::testing::Test {
 protected:
  SearchWorld();

  void add(const WorldMail& mail);
  void add_attachment(RecordId message, const std::string& name, const std::string& type);
  void file(RecordId message, const std::string& type, RecordId record, bool removed = false);
  void run(const std::string& sql) { store_->database().execute(sql); }
  void add_to_index();  // everything added since the last call

  // Ids found, in order; on an error its message fails the test.
  std::vector<RecordId> ids(const std::string& query, Sort sort = Sort::newest, bool threads = false);
  SearchPage page(const SearchRequest& request);
  Searcher searcher();

  testing::TemporaryDirectory parent_;
  std::unique_ptr<DataDirectory> directory_;
  std::unique_ptr<Store> store_;
  std::vector<IndexedMessage> waiting_;
};

}  // namespace tradewind::crm::search
