// The mail of an invented firm in the order of its arrival: conversations with buyers in many languages, carried on
// over months with the history quoted, and the bulk mail between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/attachments.hpp"
#include "tests/bench/random.hpp"
#include "tests/bench/vocabulary.hpp"

namespace tradewind::bench {

struct Mail {
  std::string bytes;  // lines end in \n, as a delivery agent writes them to a Maildir
  bool sent = false;  // by us
  std::int64_t date = 0;
  std::size_t text_bytes = 0;        // what a person can read in it: the body once, whatever its forms
  std::size_t attachment_bytes = 0;  // of base64
};

class Correspondence {
 public:
  // `total`: how many mails will be asked for; they are spread over six years and over senders in proportion.
  Correspondence(std::uint64_t seed, std::uint64_t total);
  [[nodiscard]] Mail next();

 private:
  struct Conversation {
    const Language* language = nullptr;
    std::uint64_t domain = 0;
    std::uint64_t person = 0;
    std::uint64_t rep = 0;
    std::string subject;
    std::vector<std::string> message_ids;
    std::string last_text;  // with its quotes
    bool ours_next = true;
    bool legacy_charset = false;
  };

  [[nodiscard]] Conversation& choose_conversation();
  [[nodiscard]] Mail bulk_mail();
  [[nodiscard]] Mail conversation_mail();
  [[nodiscard]] std::string buyer_address(const Conversation& conversation) const;
  [[nodiscard]] std::vector<const Attachment*> choose_attachments(std::vector<Attachment>& own);

  Random random_;
  std::uint64_t domains_;
  std::int64_t seconds_per_mail_;
  std::int64_t clock_;
  std::uint64_t written_ = 0;
  std::vector<Conversation> open_;
  std::vector<Attachment> catalogues_;  // the ones sent to many
};

}  // namespace tradewind::bench
