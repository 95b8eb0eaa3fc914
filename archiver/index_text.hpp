// The text of a parsed mail as it goes into the full-text index.
#pragma once

#include "archiver/mime/parsed_message.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

// Addresses stand as "name address". `from` has Sender and Reply-To too, so that from: finds the buyer whose mail a
// platform relays; `cc` has Bcc. The body is the whole text, what it quotes included. Attachment names carry the short
// name of their type behind them
// ("offer pdf"), so that filetype: finds files without an ending. Mails inside the mail count as attachments: their
// subjects among the names, their text in attachment_text, which otherwise is empty (attachment_texts.hpp adds what
// files say). Pure.
[[nodiscard]] crm::IndexText index_text(const ParsedMessage& message);

}  // namespace tradewind::archiver
