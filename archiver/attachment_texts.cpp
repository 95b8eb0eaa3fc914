#include "archiver/attachment_texts.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "archiver/text/attachment_text.hpp"
#include "archiver/text/transfer_encoding.hpp"

namespace tradewind::archiver {

namespace {

constexpr std::size_t largest_encoded = std::size_t{45} << 20;
constexpr std::size_t most_remembered = std::size_t{8} << 20;  // bytes of text

constexpr AttachmentLimits limits{.input_bytes = std::size_t{32} << 20,
                                  .text_bytes = std::size_t{256} << 10,
                                  .unpacked_bytes = std::size_t{64} << 20,
                                  .pages = 100,
                                  .seconds = 3};

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  std::string lower(name);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return lower.ends_with(ending); });
}

TransferEncoding encoding_of(std::string_view name) {
  if (name == "base64") return TransferEncoding::base64;
  if (name == "quoted-printable") return TransferEncoding::quoted_printable;
  if (name == "uuencode") return TransferEncoding::uuencode;
  return TransferEncoding::identity;
}

// PDF and zip containers go through large libraries. All else is plain text or HTML, or refused at the first look.
bool needs_isolation(std::string_view decoded) {
  const std::string_view head = decoded.substr(0, 1024);
  return head.find("%PDF-") != std::string_view::npos || head.starts_with("PK");
}

}  // namespace

std::size_t AttachmentTexts::DigestHash::operator()(const Digest& digest) const {
  std::size_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

bool AttachmentTexts::may_have_text(const crm::AttachmentRecord& attachment) {
  const std::string_view type = attachment.media_type;
  if (attachment.inline_image || type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/"))
    return false;
  if (type.starts_with("message/") || type == "application/pgp-signature" || type.ends_with("pkcs7-signature"))
    return false;
  if (attachment.encoded_bytes > static_cast<std::int64_t>(largest_encoded)) return false;
  return !ends_with_any(attachment.file_name, {".jpg", ".jpeg", ".png", ".gif",  ".bmp", ".tif", ".tiff", ".heic",
                                               ".zip", ".rar",  ".7z",  ".gz",   ".tar", ".exe", ".mp4",  ".mov",
                                               ".mp3", ".dwg",  ".dxf", ".step", ".stp", ".p7s", ".asc"});
}

const std::string& AttachmentTexts::read(const crm::AttachmentRecord& attachment, std::string_view encoded) {
  const Digest digest = sha256(encoded);
  if (const auto found = known_.find(digest); found != known_.end()) return found->second;
  const std::string decoded = decode_body(encoded, encoding_of(attachment.encoding));
  auto text = needs_isolation(decoded)
                  ? isolated_.attachment_text(decoded, attachment.media_type, attachment.file_name, limits)
                  : attachment_text(decoded, attachment.media_type, attachment.file_name, limits);
  while (bytes_ > most_remembered && !order_.empty()) forget_oldest();
  order_.push_back(digest);
  const std::string& kept = known_.emplace(digest, text ? std::move(*text) : std::string()).first->second;
  bytes_ += kept.size() + sizeof(Digest);
  return kept;
}

void AttachmentTexts::forget() {
  while (!order_.empty()) forget_oldest();
}

void AttachmentTexts::forget_oldest() {
  const auto oldest = known_.find(order_.front());
  bytes_ -= oldest->second.size() + sizeof(Digest);
  known_.erase(oldest);
  order_.pop_front();
}

}  // namespace tradewind::archiver
