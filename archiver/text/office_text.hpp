// Text of zipped XML office files (ECMA-376, ISO 26300). pugixml is included in office_text.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "archiver/text/attachment_text.hpp"

namespace tradewind::archiver {

// Tells the kind by the members of the container. Errors: unsupported for a zip that is none of them, invalid if
// damaged.
[[nodiscard]] Result<std::string> office_text(std::string_view bytes, const AttachmentLimits& limits);

}  // namespace tradewind::archiver
