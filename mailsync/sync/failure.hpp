// How bad a failure is, and when to try again: one unreadable message must not stop a folder, nor one folder an
// account.
#pragma once

#include "crm_core/base/result.hpp"

namespace tradewind::mailsync {

enum class Scope { message, folder, account };
enum class Retry {
  now,    // the connection broke: reconnect, soon
  later,  // the other side, or our own disk, has to change first: try slowly
  never,  // only another configuration can help (or, for a folder, its being listed again)
};

struct Grade {
  Scope scope = Scope::account;
  Retry retry = Retry::later;
  friend bool operator==(const Grade&, const Grade&) = default;
};

// Of an error while fetching credentials, connecting, logging in or listing folders.
[[nodiscard]] Grade grade_login(const Error& error);
// Of an error while working in one folder; `session_usable` as the session says after it.
[[nodiscard]] Grade grade_folder(const Error& error, bool session_usable);
// Of a message that the server did not hand out, by how many looks have failed to get it so far (1 for the first).
[[nodiscard]] Grade grade_message(unsigned failed_looks);

}  // namespace tradewind::mailsync
