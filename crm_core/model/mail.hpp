// Words of mail that every layer shares.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crm_core/base/time.hpp"

namespace tradewind::crm {

struct MailAddress {
  std::string name;     // display name, UTF-8, may be empty
  std::string address;  // local@domain, domain lower-cased and local part as written; "" for a group without members

  // The part after the last '@', lower case; "" if there is none.
  [[nodiscard]] std::string domain() const;
  friend bool operator==(const MailAddress&, const MailAddress&) = default;
};

enum class Direction { inbound, outbound, internal };

// What a message is, unknown only for a quarantined one.
enum class MessageKind {
  unknown,
  inquiry,
  negotiation,
  order,
  payment,
  shipping,
  service,
  supplier,
  solicitation,
  newsletter,
  notification,
  auto_reply,
  bounce,
  fraud,
  internal,
  personal,
};
inline constexpr int message_kind_count = 16;

enum class FolderRole { other, inbox, sent, archive, all, junk, trash, drafts };

[[nodiscard]] std::string_view to_text(Direction direction);
[[nodiscard]] std::string_view to_text(MessageKind kind);
[[nodiscard]] std::string_view to_text(FolderRole role);
[[nodiscard]] std::optional<Direction> direction_from_text(std::string_view text);
[[nodiscard]] std::optional<MessageKind> message_kind_from_text(std::string_view text);
[[nodiscard]] std::optional<FolderRole> folder_role_from_text(std::string_view text);

// IMAP system flags that matter to a CRM, as bits (RFC 9051 §2.3.2).
enum MailFlag : unsigned {
  flag_seen = 1,
  flag_answered = 2,
  flag_flagged = 4,
  flag_deleted = 8,
  flag_draft = 16,
  flag_forwarded = 32,
  flag_junk = 64,
};

}  // namespace tradewind::crm
