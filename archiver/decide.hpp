// Decider: (message, what the store knows) -> Filing. A sequence of steps, each a value in and a value out, each
// leaving its evidence:
//
//   notice     a platform's or website form's mail: the buyer's fields in it        extract/notice.hpp
//   author     who really writes: From, Reply-To, forwarded block, the notice        link/author.hpp
//   automatic  bounce, auto-reply, bulk, machine                                     classify/automatic.hpp
//   direction  inbound, outbound, internal                                           link/direction.hpp
//   thread     by References, else by subject and participants                       link/thread.hpp
//   relation   whom the counterparts belong to: contact, customer, supplier, nobody  link/relation.hpp
//   numbers    document numbers of ours and the customers' own                       link/numbers.hpp
//   kind       the model                                                             classify/kind.hpp
//   links      what of all that the message is filed to                              link/ladder.hpp
//   lead       fields, duplicate check                                               extract/lead.hpp,
//   link/duplicate.hpp
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "archiver/classify/kind.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

// How a message came to us.
struct DeliveryContext {
  crm::FolderRole folder = crm::FolderRole::inbox;
  std::optional<crm::RecordId> owner;    // our user whose mailbox it is
  EpochSeconds internal_date = 0;        // 0: none
  bool stub = false;                     // only the header was taken
  std::optional<crm::RecordId> message;  // when it is decided again: its id
};

struct DecisionOptions {
  // Of unlabelled 8-bit text, "gb18030" for instance; "" if nothing is known. What is read again is read as the first
  // time.
  std::string default_charset;
  // Further platform templates of the firm's own (*.txt, format in docs/platform-templates.md), read beside the shipped
  // ones. Empty: none.
  std::filesystem::path platform_directory;
};

// Immutable tables (lexicons, model, templates) are shared by all; the matchers over the firm's records follow
// Knowledge. One a thread.
class Decider {
 public:
  explicit Decider(const DecisionOptions& options = {});
  ~Decider();
  void use(const DecisionOptions& options);  // in place of those before; templates are read again
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;

  // Reads the store, writes nothing. Without identity (the caller's). Throws database::DatabaseError only.
  [[nodiscard]] crm::Filing decide(const ParsedMessage& message, crm::Knowledge& knowledge,
                                   const DeliveryContext& context);

  // Only what its kind is decided by: what the kind model is trained and measured with.
  [[nodiscard]] KindQuestion ask_kind(const ParsedMessage& message, crm::Knowledge& knowledge,
                                      const DeliveryContext& context);

  // What a lesson about the kind of this message goes by.
  [[nodiscard]] crm::LessonTraits read_traits(const ParsedMessage& message, crm::Knowledge& knowledge,
                                              crm::Direction direction);

 private:
  struct Tables;
  struct Reading;
  [[nodiscard]] Reading read(const ParsedMessage& message, crm::Knowledge& knowledge, const DeliveryContext& context);

  std::unique_ptr<Tables> tables_;
};

}  // namespace tradewind::archiver
