#include "archiver/text/pdf_text.hpp"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
// Poppler writes its complaints about damaged files to stderr unless told otherwise.
void silence_poppler() {
  static const bool once = [] {
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    return true;
  }();
  static_cast<void>(once);
}
}  // namespace

Result<std::string> pdf_text(std::string_view bytes, const AttachmentLimits& limits) {
  silence_poppler();
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document) return fail(Fault::invalid, "the PDF is damaged");
  if (document->is_locked()) return fail(Fault::invalid, "the PDF is encrypted");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(limits.seconds);
  std::string text;
  for (int i = 0; i < std::min(document->pages(), limits.pages); ++i) {
    if (text.size() >= limits.text_bytes || std::chrono::steady_clock::now() > deadline) break;
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) continue;
    const poppler::byte_array utf8 = page->text(poppler::rectf(), poppler::page::physical_layout).to_utf8();
    text.append(utf8.data(), utf8.size()).push_back('\n');
  }
  return enforce_utf8(std::string(clip_utf8(text, limits.text_bytes)));
}

void keep_pdf_reader_ready() {
  static constexpr std::string_view smallest =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 34>>stream\nBT /F 12 Tf 9 9 Td (a text) Tj ET \nendstream endobj\n"
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
  silence_poppler();
  static const std::unique_ptr<poppler::document> held(
      poppler::document::load_from_raw_data(smallest.data(), static_cast<int>(smallest.size())));
  static_cast<void>(pdf_text(smallest, {}));  // binds the functions of reading a page, too
}

}  // namespace tradewind::archiver
