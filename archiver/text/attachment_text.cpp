#include "archiver/text/attachment_text.hpp"

#include <algorithm>
#include <exception>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"
#include "archiver/text/html_text.hpp"
#include "archiver/text/office_text.hpp"
#include "archiver/text/pdf_text.hpp"
#include "archiver/text/plain_text.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
enum class Format { unsupported, pdf, office, html, text };

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

// The content tells first: senders name a PDF "offer.doc" or call everything application/octet-stream.
Format format_of(std::string_view bytes, std::string_view media_type, std::string_view file_name) {
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return Format::pdf;
  if (bytes.starts_with("PK\x03\x04")) return Format::office;
  const std::string type = lower_copy(media_type), name = lower_copy(file_name);
  const std::string_view head = trim(bytes.substr(0, 1024));
  if (head.substr(0, 512).find('\0') != std::string_view::npos && !head.starts_with("\xFF\xFE"))
    return Format::unsupported;
  if (type == "text/html" || ends_with_any(name, {".html", ".htm"}) || starts_with_nocase(head, "<!doctype html") ||
      starts_with_nocase(head, "<html"))
    return Format::html;
  if (ends_with_any(name, {".txt", ".csv", ".tsv", ".xml", ".json", ".log", ".md", ".ics", ".vcf", ".eml"}))
    return Format::text;
  const bool textual =
      type.starts_with("text/") || type == "application/json" || type == "application/xml" || type == "application/csv";
  return textual ? Format::text : Format::unsupported;
}

std::string plain(std::string_view bytes, const AttachmentLimits& limits) {
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  std::string text = to_utf8(bytes.substr(0, limits.text_bytes * 2), utf16 ? "utf-16" : "").text;
  text = readable(text);
  return std::string(clip_utf8(text, limits.text_bytes));
}

std::string html(std::string_view bytes, const AttachmentLimits& limits) {
  const DecodedText decoded = to_utf8(bytes.substr(0, limits.text_bytes * 4), html_meta_charset(bytes));
  return readable(html_to_text(decoded.text, {0, 0, limits.text_bytes}).text);
}

Result<std::string> extract(std::string_view bytes, Format format, const AttachmentLimits& limits) {
  switch (format) {
    case Format::pdf:
      return pdf_text(bytes, limits);
    case Format::office:
      return office_text(bytes, limits);
    case Format::html:
      return html(bytes, limits);
    case Format::text:
      return plain(bytes, limits);
    case Format::unsupported:
      break;
  }
  return fail(Fault::unsupported, "no text can be read from this kind of file");
}
}  // namespace

Result<std::string> attachment_text(std::string_view decoded, std::string_view media_type, std::string_view file_name,
                                    const AttachmentLimits& limits) {
  if (decoded.size() > limits.input_bytes) return fail(Fault::invalid, "the attachment is too large to be read");
  if (decoded.empty()) return std::string{};
  try {
    return extract(decoded, format_of(decoded, media_type, file_name), limits);
  } catch (const std::exception& error) {
    return fail(Fault::invalid, std::string("the attachment cannot be read: ") + error.what());
  }
}

}  // namespace tradewind::archiver
