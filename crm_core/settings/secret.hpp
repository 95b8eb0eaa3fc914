// Secrets (passwords, client secrets, refresh tokens): named in the configuration, fetched when needed, never logged.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "crm_core/base/result.hpp"

namespace tradewind {

struct SecretSource {
  enum class Kind {
    command,     // run by /bin/sh -c; its first line of output
    file,        // its first line; must not be readable by others
    credential,  // name of a file below $CREDENTIALS_DIRECTORY (systemd LoadCredential=)
  };
  Kind kind = Kind::file;
  std::string value;  // the command, the path, or the name
  friend bool operator==(const SecretSource&, const SecretSource&) = default;
};

// Blocks for a command, 30 s at most; a stop ends it at once (Fault::busy). Fault::not_found, Fault::io,
// Fault::forbidden (a file that others may read), Fault::refused (the command failed or said nothing). Errors name the
// source, never what it held.
[[nodiscard]] Result<std::string> read_secret(const SecretSource& source, const std::stop_token& stop = {});

// First line of a file of at most 64 KiB, checked as above: owned by root or by us, and closed to all others.
[[nodiscard]] Result<std::string> read_private_file(const std::filesystem::path& file);
// Replaces the file whole or not at all (temporary file, fsync, rename), mode 0600.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& file, const std::string& line);

}  // namespace tradewind
