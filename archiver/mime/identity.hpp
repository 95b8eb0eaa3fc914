// What makes a mail the same mail, and how the vault cuts it.
#pragma once

#include <string_view>
#include <vector>

#include "archiver/mime/parsed_message.hpp"
#include "crm_core/base/sha256.hpp"

namespace tradewind::archiver {

// SHA-256 over Message-ID, Date, From, To, Cc and Subject (raw values, each run of white space one blank) and the body
// with LF line ends, trailing blank lines dropped. Trace and added fields (Received, Delivered-To, X-..., Status ...)
// do not count: the copies of one mail in several mailboxes, folders or exports agree, and two mails under one
// Message-ID differ. `parsed` must come from the same bytes. Linear; allocates a fixed buffer.
[[nodiscard]] Digest message_identity(std::string_view raw, const ParsedMessage& parsed);

// Spans that cover raw exactly, in order: the header block, each leaf body above 16 KiB by itself (so that an
// attachment sent many times is stored once), and what lies between.
[[nodiscard]] std::vector<ByteSpan> vault_chunks(std::string_view raw, const ParsedMessage& parsed);

}  // namespace tradewind::archiver
