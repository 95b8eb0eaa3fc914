// Signed ids: Message-IDs of our own mail that say which record it is about. Whoever answers sends it back in In-Reply-To
// and References (RFC 5322, 3.6.4); the signature shows that it was we who wrote it.
//
//   tw1.ORDER12.RANDOM.SIGNATURE@own.domain     quotation, order, case
//
// The signature is the first 80 bits of HMAC-SHA256 over what stands before it: enough against guessing, as each guess
// is a mail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct SignedId {
  RecordType type = RecordType::quotation;
  RecordId id = 0;
};

// Without angle brackets. `random`: letters and digits that no other id has. Precondition: quotation, order or case.
[[nodiscard]] std::string make_signed_id(const SignedId& about, std::string_view random, std::string_view domain,
                                         std::string_view key);
// Nothing for an id that is not ours, or whose signature does not fit. `key` "" fits nothing. In any case of letters,
// as some gateways change it.
[[nodiscard]] std::optional<SignedId> read_signed_id(std::string_view message_id, std::string_view key);

}  // namespace tradewind::crm
