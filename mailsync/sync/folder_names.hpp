// The names that servers and mail programs give to Sent, Drafts, Junk, Trash and Archive in the common languages: for
// servers without SPECIAL-USE (RFC 6154).
#pragma once

#include <string>
#include <string_view>

#include "crm_core/model/mail.hpp"

namespace tradewind::mailsync {

// Small letters, for Latin, Greek and Cyrillic; other scripts, and bytes that are no UTF-8, stay.
[[nodiscard]] std::string fold_name(std::string_view name);

// Of a folder's own name (without its parents) as fold_name() gives it; other if it is none of the known ones.
[[nodiscard]] crm::FolderRole role_of_name(std::string_view folded);

}  // namespace tradewind::mailsync
