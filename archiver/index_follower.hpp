// IndexFollower: the full-text index follows the store. What was just filed is handed to it with its text; what it
// missed (a crash, another process, a rebuild) it reads again from the vault. Either way a message is indexed once: how
// far the index has come is kept in the index itself, in the same transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "archiver/archiver.hpp"
#include "archiver/attachment_texts.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/search/index.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::archiver {

struct FollowReport {
  std::int64_t indexed = 0;
  std::int64_t read_again = 0;  // of these, parsed anew from the vault
  std::int64_t deferred = 0;    // quarantined, or not readable now: tried again by a later catch_up()
};

// One a thread. Opens store and vault for reading and the index for writing. Every call throws DatabaseError when the
// disk is full or a file damaged; the next call takes up where it stopped.
class IndexFollower {
 public:
  // (messages done in this call, messages there are to do); false stops after the batch at hand.
  using Progress = std::function<bool(std::int64_t done, std::int64_t all)>;

  // `default_charset`: DecisionOptions.
  [[nodiscard]] static Result<IndexFollower> open(const crm::DataDirectory& directory, std::string default_charset);

  // Indexes everything up to the newest message given, with the texts given where it has them; what was filed after it
  // is left for the next call, which may bring its texts. Messages that were refiled from quarantine come in here too.
  FollowReport take(std::vector<FiledMessage> filed);
  // The same from the vault alone, and tries the deferred ones again.
  FollowReport catch_up(const Progress& progress = {});
  // Forgets the index and makes it anew.
  FollowReport rebuild(const Progress& progress = {});

  // Of its caches: for when nothing happens for a while.
  void release_memory();

  // How many messages the store has beyond the index, the deferred ones not counted.
  [[nodiscard]] std::int64_t behind();

 private:
  using Texts = std::unordered_map<crm::RecordId, crm::IndexText>;
  IndexFollower(crm::Store store, crm::Vault vault, const crm::DataDirectory& directory, std::string default_charset);
  void start_over_if_store_is_older();
  FollowReport follow(Texts texts, crm::RecordId upto, const Progress& progress);
  [[nodiscard]] crm::search::IndexBatch next_batch(Texts& texts, crm::RecordId upto, FollowReport& report);
  void retry_deferred(Texts& texts, FollowReport& report);
  [[nodiscard]] std::optional<crm::search::IndexedMessage> with_text(const crm::StoredMessage& message, Texts& texts,
                                                                     FollowReport& report);
  void add_attachments(const crm::StoredMessage& message, std::string_view raw, crm::IndexText& text);

  crm::Store store_;
  crm::Vault vault_;
  crm::search::SearchIndex index_;
  AttachmentTexts attachments_;
  std::string default_charset_;
};

}  // namespace tradewind::archiver
