// Text of a PDF by poppler; the only poppler include is in pdf_text.cpp.
#pragma once

#include <string>
#include <string_view>

#include "archiver/text/attachment_text.hpp"

namespace tradewind::archiver {

[[nodiscard]] Result<std::string> pdf_text(std::string_view bytes, const AttachmentLimits& limits);

// Poppler reads its configuration and tables with the first document that is open and drops them with the last. Holds a
// tiny one open for as long as the process lives: for processes that read many.
void keep_pdf_reader_ready();

}  // namespace tradewind::archiver
