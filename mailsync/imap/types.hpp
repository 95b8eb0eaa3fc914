// What the IMAP layer gives and takes: plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/raw_bytes.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/base/time.hpp"
#include "crm_core/model/mail.hpp"
#include "mailsync/imap/uid_set.hpp"

namespace tradewind::mailsync::imap {

using Milliseconds = std::chrono::milliseconds;
using ModSeq = std::uint64_t;  // RFC 7162: 1..2^63-1; 0 here means none

enum class Security {
  tls,       // TLS from the first byte (port 993)
  starttls,  // in the clear, then STARTTLS, and nothing else if the server lacks it (port 143)
  plain,     // no TLS at all
};

struct Endpoint {
  std::string host;  // name or address
  std::uint16_t port = 993;
  Security security = Security::tls;
  bool verify = true;                    // check certificate and host name
  std::filesystem::path ca_file;         // PEM file of trusted authorities; empty: the system's
  std::string proxy;                     // as curl takes it ("socks5h://host:port", "http://host:port"); empty: none
  Milliseconds connect_timeout{30'000};  // for name lookup, TCP, TLS and login together
  // Security::plain to a host that is not a loopback address is refused before anything is sent, unless this is set.
  bool allow_plaintext = false;
};

// Password or bearer token, not both; both empty is a password login with an empty password.
struct Credentials {
  std::string user;
  std::string password;
  std::string bearer_token;  // OAuth2 access token (SASL OAUTHBEARER or XOAUTH2)
  std::string authzid;  // whose mailbox to open, for a master user (RFC 4616 authorization identity); empty: user's own
};

struct SessionOptions {
  Milliseconds answer_timeout{120'000};   // longest silence while an answer is due
  Milliseconds command_timeout{600'000};  // longest time for a whole command that fetches no messages
  // While messages are fetched, time spent waiting for the server must bring so many bytes each window; a byte now and
  // then would else hold a connection for ever.
  Milliseconds progress_window{300'000};
  std::size_t least_progress = std::size_t{64} << 10;
  std::uint64_t literal_limit = std::uint64_t{256} << 20;  // a bigger message is refused, and with it the connection
  std::size_t memory_threshold = RawBytes::default_threshold;  // messages above it wait in a file of spool_directory
  std::filesystem::path spool_directory;                       // empty: the system's temporary directory
  std::string client_name = "Tradewind";                       // for ID (RFC 2971)
  std::string client_version;
};

// Flags of one message: the ones a CRM reads as crm::MailFlag bits, all others by name.
struct Flags {
  unsigned bits = 0;                  // crm::MailFlag; $Forwarded, $Junk and Junk count too
  std::vector<std::string> keywords;  // as the server spells them, at most 64
  friend bool operator==(const Flags&, const Flags&) = default;
};

struct Folder {
  std::string name;       // UTF-8, for people and for the store
  std::string wire_name;  // as the server wants to hear it; every Session call takes the Folder's wire_name
  char delimiter = 0;     // 0: flat name space
  crm::FolderRole role =
      crm::FolderRole::other;           // from SPECIAL-USE, and INBOX by its name; never guessed from other names
  bool selectable = true;               // false: \Noselect or \NonExistent
  bool personal = true;                 // false: below another user's or a shared namespace (RFC 2342)
  std::vector<std::string> attributes;  // as sent, "\HasNoChildren" ...
};

// State of the folder just examined (RFC 9051 §6.3.3, RFC 7162 §3.1.2).
struct MailboxState {
  std::uint32_t exists = 0;
  std::uint32_t uid_validity = 0;  // 0: the server gave none; its UIDs cannot be trusted between sessions
  std::uint32_t uid_next = 0;      // 0: not given
  ModSeq highest_modseq = 0;       // 0: NOMODSEQ or no CONDSTORE
};

struct FlagState {
  Uid uid = 0;
  ModSeq modseq = 0;  // 0: not given
  Flags flags;
};

// For the SELECT parameter QRESYNC (RFC 7162 §3.2.5).
struct KnownState {
  std::uint32_t uid_validity = 0;
  ModSeq modseq = 0;
  UidSet uids;
};

struct Examined {
  MailboxState state;
  bool resynchronised = false;  // the server took KnownState: vanished and changed are complete since its modseq
  UidSet vanished;
  std::vector<FlagState> changed;
};

struct FolderStatus {
  std::uint32_t messages = 0;
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 0;
  ModSeq highest_modseq = 0;
};

struct MessageSummary {
  Uid uid = 0;
  std::uint64_t size = 0;                     // RFC822.SIZE, bytes; servers are known to be wrong by a little
  std::optional<EpochSeconds> internal_date;  // nothing when missing or unreadable
  Flags flags;
};

struct FetchedMessage {
  Uid uid = 0;
  std::uint64_t size = 0;  // RFC822.SIZE as the server says; 0 when not given
  std::optional<EpochSeconds> internal_date;
  Flags flags;
  RawBytes bytes;  // the whole message, or its header for fetch_headers
};

// What became of every UID asked for: delivered + absent + refused = asked.
struct FetchOutcome {
  struct Refusal {
    Uid uid = 0;
    std::string reason;  // one line, the server's words made printable
  };
  UidSet delivered;
  UidSet absent;                 // the server answered OK without them: expunged meanwhile
  std::vector<Refusal> refused;  // the server answered NO for just this one, or sent it without content
};

struct FlagsAnswer {
  std::vector<FlagState> states;
  UidSet vanished;  // only when asked for
};

// What the server told unasked since the last look. Sequence numbers are not tracked: `expunged` and `flags_unknown`
// say that something changed, list_uids() and fetch_flags() say what.
struct Changes {
  std::optional<std::uint32_t> exists;  // newest EXISTS count
  std::uint32_t expunged = 0;           // number of EXPUNGE responses (by sequence number)
  UidSet vanished;                      // VANISHED (with QRESYNC)
  std::vector<FlagState> flags;         // FETCH (UID FLAGS)
  bool flags_unknown = false;           // flags changed but the UID was not told, or there were too many to keep
  [[nodiscard]] bool any() const {
    return exists || expunged != 0 || !vanished.empty() || !flags.empty() || flags_unknown;
  }
};

enum class IdleEnd {
  changed,  // something is in changes()
  timeout,  // nothing happened in the time given
};

}  // namespace tradewind::mailsync::imap
