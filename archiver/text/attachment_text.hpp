// The readable text of an attachment, for the search index.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind::archiver {

struct AttachmentLimits {
  std::size_t input_bytes = 32U << 20;     // larger files are refused
  std::size_t text_bytes = 1U << 20;       // of the result; the rest is cut off
  std::size_t unpacked_bytes = 64U << 20;  // of all members read from a zip container, whatever their ratio
  int pages = 300;                         // of a PDF
  double seconds = 5;                      // looked at between pages and members
};

// `decoded` is the attachment's content (see decode_body). Reads PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, HTML and text
// (plain, CSV, XML, JSON ...), told by the content first, then media type and file name. The text is valid UTF-8.
// Errors: unsupported (images, archives, the old binary Office formats), invalid (damaged, encrypted, too large).
// Bounded: input, output, unpacked bytes, pages. Not bounded: the time that one PDF page takes poppler, and a crash
// inside poppler; callers that index mail from strangers run this where a crash or a hang costs only the one
// attachment. Thread-safe. Throws nothing.
[[nodiscard]] Result<std::string> attachment_text(std::string_view decoded, std::string_view media_type,
                                                  std::string_view file_name, const AttachmentLimits& limits = {});

}  // namespace tradewind::archiver
