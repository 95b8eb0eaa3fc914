#include "archiver/mime/parse.hpp"

#include <algorithm>
#include <set>

#include "archiver/mime/body.hpp"
#include "archiver/mime/header_block.hpp"
#include "archiver/mime/limits.hpp"
#include "archiver/mime/structure.hpp"
#include "archiver/mime/top_headers.hpp"
#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"
#include "archiver/text/encoded_word.hpp"
#include "archiver/text/transfer_encoding.hpp"

namespace tradewind::archiver {

namespace {
ParsedMessage parse_nested(std::string_view raw, std::string_view default_charset, int depth, Budget& budget);

// Raw 8-bit header bytes are most likely in the charset that the text is labelled with.
std::string header_charset(const Structure& structure, std::string_view default_charset) {
  for (const Leaf& leaf : structure.leaves) {
    if (!leaf.type.value.starts_with("text/")) continue;
    std::string name = canonical_charset(leaf.type.parameter("charset"));
    if (!name.empty() && name != "utf-8" && name != "us-ascii" && name != "windows-1252") return name;
  }
  return std::string(default_charset);
}

bool is_message(const Leaf& leaf) {
  const std::string& type = leaf.type.value;
  return type == "message/rfc822" || type == "message/global" || type == "text/rfc822-headers" ||
         type == "message/rfc822-headers";
}

bool is_status(const Leaf& leaf) {
  return leaf.type.value == "message/delivery-status" || leaf.type.value == "message/disposition-notification" ||
         leaf.type.value == "message/global-delivery-status";
}

// RFC 3464 §2.1: groups of fields, apart by blank lines.
void read_status(std::string_view text, ParsedMessage& message) {
  while (!text.empty() && message.delivery_status.size() < limits::delivery_fields) {
    const HeaderBlock block = read_header_block(text, HeaderOf::message);
    for (const RawField& field : block.fields) {
      message.delivery_status.push_back({lower_copy(field.name), decode_header_value(field.value)});
    }
    if (block.body == 0 || block.no_blank_line) break;
    text.remove_prefix(block.body);
  }
}

// Content-IDs that the HTML shows, each as it stands behind "cid:".
std::set<std::string, std::less<>> shown_ids(std::string_view html) {
  std::set<std::string, std::less<>> ids;
  for (std::size_t at = find_nocase(html, "cid:"); at != std::string_view::npos;
       at = find_nocase(html, "cid:", at + 4)) {
    const std::size_t end = std::min(html.find_first_of("\"'> \t\r\n)", at + 4), html.size());
    ids.emplace(html.substr(at + 4, end - at - 4));
  }
  return ids;
}

void add_attachment(const Leaf& leaf, const std::set<std::string, std::less<>>& shown, ParsedMessage& message) {
  AttachmentPart part;
  part.file_name = leaf.file_name;
  part.media_type = leaf.type.value;
  part.content_id = leaf.content_id;
  const bool image = leaf.type.value.starts_with("image/");
  part.inline_image =
      image && (leaf.disposition.value == "inline" || (!leaf.content_id.empty() && shown.contains(leaf.content_id)));
  part.encoding = leaf.encoding;
  part.encoded = leaf.body;
  part.part_path = leaf.part_path;
  part.embedded_message = is_message(leaf);
  message.attachments.push_back(std::move(part));
}

void note_kind(const Leaf& leaf, ParsedMessage& message) {
  const std::string& type = leaf.type.value;
  if (type == "text/calendar" || type == "application/ics") message.has_calendar = true;
  if (type == "application/ms-tnef" || type == "application/vnd.ms-tnef" || equal_nocase(leaf.file_name, "winmail.dat"))
    message.has_tnef = true;
  const bool smime = type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime";
  if (smime && !equal_nocase(leaf.type.parameter("smime-type"), "signed-data")) message.encrypted = true;
}

void read_embedded(std::string_view raw, const Leaf& leaf, std::string_view default_charset, Budget& budget,
                   ParsedMessage& message) {
  if (static_cast<std::size_t>(leaf.depth) + 1 >= limits::nesting || budget.parts == 0) {
    add_defect(message.defects, "nested too deep");
    return;
  }
  const std::string_view encoded = raw.substr(leaf.body.offset, leaf.body.size);
  if (leaf.encoding == TransferEncoding::identity) {
    message.embedded.push_back(parse_nested(encoded, default_charset, leaf.depth + 1, budget));
    return;
  }
  const std::string decoded = decode_body(encoded.substr(0, limits::embedded_bytes), leaf.encoding);
  message.embedded.push_back(parse_nested(decoded, default_charset, leaf.depth + 1, budget));
}

void read_leaves(std::string_view raw, const Structure& structure, std::string_view default_charset, Budget& budget,
                 ParsedMessage& message) {
  const bool has_ids = std::any_of(structure.leaves.begin(), structure.leaves.end(),
                                   [](const Leaf& leaf) { return !leaf.content_id.empty(); });
  const auto shown = has_ids ? shown_ids(message.html) : std::set<std::string, std::less<>>{};
  const bool only_leaf = structure.leaves.size() == 1;
  for (const Leaf& leaf : structure.leaves) {
    message.leaves.push_back(leaf.body);
    note_kind(leaf, message);
    if (is_readable_text(leaf, only_leaf)) continue;
    const std::string_view encoded = raw.substr(leaf.body.offset, leaf.body.size);
    if (is_status(leaf)) {
      read_status(decode_body(encoded.substr(0, limits::text_bytes), leaf.encoding), message);
      continue;
    }
    if (is_message(leaf)) read_embedded(raw, leaf, default_charset, budget, message);
    add_attachment(leaf, shown, message);
  }
}

ParsedMessage parse_nested(std::string_view raw, std::string_view default_charset, int depth, Budget& budget) {
  ParsedMessage message;
  const HeaderBlock block = read_header_block(raw, HeaderOf::message);
  message.header_block = {block.begin, block.body - block.begin};
  if (block.no_blank_line) add_defect(message.defects, "no blank line after the header");
  if (block.too_many) add_defect(message.defects, "too many header fields");
  if (block.fields.empty()) add_defect(message.defects, "no header");
  Structure structure = read_structure(raw, block, depth, default_charset, budget);
  message.encrypted = structure.encrypted;
  for (std::string& defect : structure.defects) add_defect(message.defects, std::move(defect));
  read_top_headers(block, header_charset(structure, default_charset), message);
  read_body(raw, structure, default_charset, budget, message);
  read_leaves(raw, structure, default_charset, budget, message);
  return message;
}
}  // namespace

ParsedMessage parse_message(std::string_view raw, const ParseOptions& options) {
  Budget budget{limits::parts, limits::text_bytes, limits::html_bytes};
  return parse_nested(raw, options.default_charset, 0, budget);
}

}  // namespace tradewind::archiver
