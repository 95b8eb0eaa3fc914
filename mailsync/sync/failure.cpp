#include "mailsync/sync/failure.hpp"

namespace tradewind::mailsync {

Grade grade_login(const Error& error) {
  switch (error.fault) {
    case Fault::network:
      return {Scope::account, Retry::now};
    case Fault::forbidden:  // our own rules: plaintext login, a password file open to others
    case Fault::invalid:
    case Fault::unsupported:
      return {Scope::account, Retry::never};
    default:
      return {Scope::account, Retry::later};
  }
}

Grade grade_folder(const Error& error, bool session_usable) {
  if (!session_usable) return {Scope::account, error.fault == Fault::network ? Retry::now : Retry::later};
  switch (error.fault) {
    case Fault::network:
      return {Scope::account, Retry::now};
    case Fault::not_found:
    case Fault::unsupported:
      return {Scope::folder, Retry::never};
    case Fault::io:
      return {Scope::account, Retry::later};  // our own disk
    default:
      return {Scope::folder, Retry::later};
  }
}

Grade grade_message(unsigned failed_looks) { return {Scope::message, failed_looks < 2 ? Retry::later : Retry::never}; }

}  // namespace tradewind::mailsync
