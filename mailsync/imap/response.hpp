// Everything an IMAP server can say (RFC 3501 §7, RFC 9051 §7), as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync::imap {

// "[UIDNEXT 4392]": name in upper case and what follows it, as sent.
struct ResponseCode {
  std::string name;
  std::string arguments;
  // The arguments as one number; 0 if they are none.
  [[nodiscard]] std::uint64_t number() const;
};

enum class Condition { ok, no, bad, bye, preauth };

// A status response; with a tag it ends a command.
struct StatusResponse {
  std::string tag;  // "" when untagged
  Condition condition = Condition::ok;
  std::optional<ResponseCode> code;
  std::string text;
};

struct ContinuationResponse {};

struct CapabilityResponse {
  std::vector<std::string> capabilities;  // upper case, as ordered by the server
};

struct EnabledResponse {
  std::vector<std::string> capabilities;  // upper case
};

struct ListResponse {
  std::vector<std::string> attributes;
  char delimiter = 0;
  std::string wire_name;
};

struct NamespaceResponse {
  std::vector<std::string> foreign_prefixes;  // of other users' and shared name spaces
};

struct FolderStatusResponse {
  std::string wire_name;
  FolderStatus status;
};

struct SearchResponse {
  UidSet numbers;
};

struct ExtendedSearchResponse {
  std::string tag;  // of the command it answers, "" if not given
  bool uid = false;
  UidSet all;
};

struct VanishedResponse {
  bool earlier = false;
  UidSet uids;
};

struct ExistsResponse {
  std::uint32_t count = 0;
};

struct ExpungeResponse {
  std::uint32_t sequence = 0;
};

struct FetchResponse {
  std::uint32_t sequence = 0;
  Uid uid = 0;  // 0: not given
  std::optional<Flags> flags;
  std::optional<EpochSeconds> internal_date;
  std::optional<std::uint64_t> size;
  ModSeq modseq = 0;
  std::optional<RawBytes> body;    // BODY[], BINARY[] or RFC822
  std::optional<RawBytes> header;  // BODY[HEADER] or RFC822.HEADER
};

// Untagged data that nobody here needs: FLAGS, RECENT, ID, QUOTA, what vendors invent ...
struct OtherResponse {
  std::string name;
};

using Response = std::variant<StatusResponse, ContinuationResponse, CapabilityResponse, EnabledResponse, ListResponse,
                              NamespaceResponse, FolderStatusResponse, SearchResponse, ExtendedSearchResponse,
                              VanishedResponse, ExistsResponse, ExpungeResponse, FetchResponse, OtherResponse>;

// A UIDVALIDITY as it is kept. RFC 9051 has non-zero numbers of 32 bits; servers that send 0, a negative number or more
// bits (milliseconds since 1970) are told apart by what the bits beyond leave.
[[nodiscard]] std::uint32_t folded_uid_validity(std::uint64_t value);

// At most `most` bytes of what a server sent, fit for a log line: control and non-ASCII bytes become '?'.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 200);

}  // namespace tradewind::mailsync::imap
