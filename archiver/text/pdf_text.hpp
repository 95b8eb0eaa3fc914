// Text of a PDF by poppler; the only poppler include is in pdf_text.cpp.
#pragma once

#include <string>
#include <string_view>

#include "archiver/text/attachment_text.hpp"

namespace tradewind::archiver {

[[nodiscard]] Result<std::string> pdf_text(std::string_view bytes, const AttachmentLimits& limits);

}  // namespace tradewind::archiver
