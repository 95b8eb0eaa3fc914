#include "crm_core/model/mail.hpp"

#include <algorithm>

namespace tradewind::crm {

namespace {
constexpr std::array<std::string_view, 3> direction_names{"inbound", "outbound", "internal"};
constexpr std::array<std::string_view, message_kind_count> kind_names{
    "unknown",      "inquiry",    "negotiation",  "order",      "payment", "shipping", "service",  "supplier",
    "solicitation", "newsletter", "notification", "auto_reply", "bounce",  "fraud",    "internal", "personal"};
constexpr std::array<std::string_view, 8> role_names{"other", "inbox", "sent",  "archive",
                                                     "all",   "junk",  "trash", "drafts"};

template <class Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return {};
  return static_cast<Enum>(found - names.begin());
}
}  // namespace

std::string MailAddress::domain() const {
  const auto at = address.rfind('@');
  return at == std::string::npos ? std::string{} : address.substr(at + 1);
}

std::string_view to_text(Direction direction) { return direction_names[static_cast<std::size_t>(direction)]; }
std::string_view to_text(MessageKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::string_view to_text(FolderRole role) { return role_names[static_cast<std::size_t>(role)]; }
std::optional<Direction> direction_from_text(std::string_view text) {
  return from_name<Direction>(direction_names, text);
}
std::optional<MessageKind> message_kind_from_text(std::string_view text) {
  return from_name<MessageKind>(kind_names, text);
}
std::optional<FolderRole> folder_role_from_text(std::string_view text) {
  return from_name<FolderRole>(role_names, text);
}

}  // namespace tradewind::crm
