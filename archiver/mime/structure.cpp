#include "archiver/mime/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archiver/mime/limits.hpp"
#include "archiver/mime/multipart.hpp"
#include "archiver/text/ascii.hpp"
#include "archiver/text/transfer_encoding.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
// A part still to be looked at.
struct Pending {
  ByteSpan span;  // header and body in the raw message
  std::string path;
  int depth = 0;
  int alternative = -1;
  bool in_digest = false;  // parts of multipart/digest are messages unless they say otherwise (RFC 2046 §5.1.5)
};

std::string_view slice(std::string_view raw, ByteSpan span) { return raw.substr(span.offset, span.size); }

// The first encoding that means something: the field may be doubled, or hold several words.
TransferEncoding read_encoding(const HeaderBlock& block) {
  for (const RawField& field : block.fields) {
    if (!equal_nocase(field.name, "Content-Transfer-Encoding")) continue;
    if (find_nocase(field.value, "base64") != std::string_view::npos) return TransferEncoding::base64;
    if (find_nocase(field.value, "quoted-printable") != std::string_view::npos)
      return TransferEncoding::quoted_printable;
    if (find_nocase(field.value, "uuencode") != std::string_view::npos) return TransferEncoding::uuencode;
    if (find_nocase(field.value, "x-uue") != std::string_view::npos) return TransferEncoding::uuencode;
  }
  return TransferEncoding::identity;
}

ParameterizedValue read_content_type(const HeaderBlock& block, std::string_view fallback, bool in_digest) {
  for (const RawField& field : block.fields) {
    if (!equal_nocase(field.name, "Content-Type")) continue;
    ParameterizedValue type = parse_parameterized(field.value, fallback);
    if (type.value == "text") type.value = "text/plain";  // RFC 1049 and lazy mailers
    if (type.value == "html") type.value = "text/html";
    if (type.value.find('/') != std::string::npos) return type;
  }
  ParameterizedValue type;
  type.value = in_digest ? "message/rfc822" : "text/plain";
  return type;
}

// A multipart that names no boundary: its first line that can be one.
std::string guess_boundary(std::string_view body) {
  constexpr std::size_t looked_at = 4096;
  std::string_view head = body.substr(0, looked_at);
  while (!head.empty()) {
    const std::size_t end = std::min(head.find_first_of("\r\n"), head.size());
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.size() > 4 && line.starts_with("--") && line.find(' ') == std::string_view::npos)
      return std::string(line.substr(2));
  }
  return {};
}

class StructureReader {
 public:
  StructureReader(std::string_view raw, std::string_view fallback, Budget& budget)
      : raw_(raw), fallback_(fallback), budget_(budget) {}

  Structure read(const HeaderBlock& top, int depth) {
    add_entity(top, {top.body, raw_.size() - top.body}, {{}, {}, depth, -1, false});
    while (!pending_.empty()) {
      const Pending part = std::move(pending_.back());
      pending_.pop_back();
      const HeaderBlock block = read_header_block(slice(raw_, part.span), HeaderOf::part);
      add_entity(block, {part.span.offset + block.body, part.span.size - block.body}, part);
    }
    return std::move(found_);
  }

 private:
  void defect(std::string text) { add_defect(found_.defects, std::move(text)); }

  void add_entity(const HeaderBlock& block, ByteSpan body, const Pending& place) {
    if (budget_.parts == 0) {
      defect("too many parts");
      return;
    }
    --budget_.parts;
    Leaf leaf;
    leaf.type = read_content_type(block, fallback_, place.in_digest);
    leaf.body = body;
    leaf.depth = place.depth;
    leaf.alternative = place.alternative;
    if (leaf.type.value.starts_with("multipart/") && add_multipart(leaf, place)) return;
    fill_leaf(leaf, block);
    leaf.part_path = place.path.empty() ? "1" : place.path;
    found_.leaves.push_back(std::move(leaf));
  }

  // False when no parts can be found: then what is there is kept as one leaf.
  bool add_multipart(Leaf& container, const Pending& place) {
    if (static_cast<std::size_t>(place.depth) >= limits::nesting) {
      defect("nested too deep");
      container.type.value = "application/octet-stream";
      return false;
    }
    std::string boundary(container.type.parameter("boundary"));
    const std::string_view body = slice(raw_, container.body);
    MultipartSpans spans;
    if (!boundary.empty()) spans = split_multipart(body, boundary, budget_.parts);
    if (spans.parts.empty()) {
      boundary = guess_boundary(body);
      if (!boundary.empty()) spans = split_multipart(body, boundary, budget_.parts);
      if (!spans.parts.empty()) defect("boundary does not match the header");
    }
    if (spans.parts.empty()) {
      defect("multipart without parts");
      container.type.value = "text/plain";
      return false;
    }
    if (!spans.closed) defect("no end boundary");
    if (spans.too_many) defect("too many parts");
    if (container.type.value == "multipart/encrypted") found_.encrypted = true;
    push_children(spans, container, place);
    return true;
  }

  void push_children(const MultipartSpans& spans, const Leaf& container, const Pending& place) {
    int alternative = place.alternative;
    if (alternative < 0 && container.type.value == "multipart/alternative") alternative = alternatives_++;
    const bool digest = container.type.value == "multipart/digest";
    for (std::size_t i = spans.parts.size(); i-- > 0;) {  // the last pushed is looked at first
      Pending child;
      child.span = {container.body.offset + spans.parts[i].offset, spans.parts[i].size};
      child.path = place.path.empty() ? fmt::to_string(i + 1) : fmt::format("{}.{}", place.path, i + 1);
      child.depth = place.depth + 1;
      child.alternative = alternative;
      child.in_digest = digest;
      pending_.push_back(std::move(child));
    }
  }

  void fill_leaf(Leaf& leaf, const HeaderBlock& block) {
    if (const RawField* field = block.find("Content-Disposition"))
      leaf.disposition = parse_parameterized(field->value, fallback_);
    if (const RawField* field = block.find("Content-ID")) {
      const std::string id = single_line(enforce_utf8(std::string(field->value)));
      const std::size_t open = id.find('<');
      leaf.content_id = open == std::string::npos ? id : id.substr(open + 1, id.find('>', open) - open - 1);
    }
    std::string_view name = leaf.disposition.parameter("filename");
    if (name.empty()) name = leaf.type.parameter("name");
    leaf.file_name = safe_file_name(name);
    leaf.encoding = read_encoding(block);
    if (leaf.encoding == TransferEncoding::base64 && !looks_like_base64(slice(raw_, leaf.body))) {
      leaf.encoding = TransferEncoding::identity;
      defect("declared base64 but is not");
    }
  }

  std::string_view raw_;
  std::string_view fallback_;
  Budget& budget_;
  int alternatives_ = 0;
  std::vector<Pending> pending_;
  Structure found_;
};
}  // namespace

Structure read_structure(std::string_view raw, const HeaderBlock& top, int depth, std::string_view fallback,
                         Budget& budget) {
  return StructureReader(raw, fallback, budget).read(top, depth);
}

void add_defect(std::vector<std::string>& defects, std::string text) {
  if (defects.size() >= limits::defects || std::find(defects.begin(), defects.end(), text) != defects.end()) return;
  defects.push_back(std::move(text));
}

}  // namespace tradewind::archiver
