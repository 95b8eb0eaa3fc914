// Result<T>: the answer of everything whose failure depends on input (mail, servers, files, arguments). A broken store or a
// bug throws instead. The only include of tl::expected.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace tradewind {

// What kind of thing went wrong; the command line maps each to an exit code (docs/exit-codes.md), the daemon to a grade.
enum class Fault {
  invalid,      // the input is wrong: arguments, query, configuration, a malformed message
  not_found,    // what was named does not exist
  conflict,     // it exists already, changed meanwhile, or breaks a rule
  forbidden,    // the actor may not
  busy,         // somebody else holds it; later may do
  network,      // no connection, or it broke
  refused,      // the other side said no (login, TLS, server answer)
  io,           // disk or system call
  unsupported,  // a feature this build or server lacks
  corrupt,      // stored data does not match its checksum or its references
};

struct Error {
  Fault fault = Fault::invalid;
  std::string message;  // one line, no trailing period, no secrets
  std::string hint;     // what to do about it; may be empty
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Fault fault, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{fault, std::move(message), std::move(hint)});
}

// The error of a failed Result, passed on to a caller with another T.
template <class T>
[[nodiscard]] tl::unexpected<Error> pass_on(const Result<T>& failed) {
  return tl::unexpected<Error>(failed.error());
}

}  // namespace tradewind
