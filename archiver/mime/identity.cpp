#include "archiver/mime/identity.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "archiver/mime/header_block.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

namespace {
// Feeds the hash through a buffer: line by line, the calls would cost more than the hashing.
class CanonicalHash {
 public:
  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t fits = std::min(bytes.size(), buffer_.size() - used_);
      std::memcpy(buffer_.data() + used_, bytes.data(), fits);
      used_ += fits;
      bytes.remove_prefix(fits);
      if (used_ == buffer_.size()) flush();
    }
  }

  // White space runs become one blank; none at either end.
  void add_collapsed(std::string_view value) {
    value = trim(value);
    while (!value.empty()) {
      const std::size_t end = find_stop(value, 0, is_space);
      add(value.substr(0, end));
      value.remove_prefix(end);
      if (value.empty()) break;
      add(" ");
      while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    }
  }

  // CRLF and bare CR become LF.
  void add_lines(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\r'), text.size());
      add(text.substr(0, end));
      text.remove_prefix(end);
      if (text.empty()) break;
      add("\n");
      text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
    }
  }

  [[nodiscard]] Digest finish() {
    flush();
    return hash_.finish();
  }

 private:
  void flush() {
    hash_.update({buffer_.data(), used_});
    used_ = 0;
  }

  Sha256 hash_;
  std::array<char, 16'384> buffer_;
  std::size_t used_ = 0;
};
}  // namespace

Digest message_identity(std::string_view raw, const ParsedMessage& parsed) {
  static constexpr std::array fields{std::string_view("Message-ID"), std::string_view("Date"),
                                     std::string_view("From"),       std::string_view("To"),
                                     std::string_view("Cc"),         std::string_view("Subject")};
  const HeaderBlock block = read_header_block(raw.substr(parsed.header_block.offset), HeaderOf::part);
  CanonicalHash hash;
  for (const std::string_view name : fields) {
    hash.add(name);
    for (const RawField& field : block.fields) {
      if (!equal_nocase(field.name, name)) continue;
      hash.add(":");
      hash.add_collapsed(field.value);
    }
    hash.add("\n");
  }
  std::string_view body = raw.substr(parsed.header_block.offset + block.body);
  while (!body.empty() && (body.back() == '\n' || body.back() == '\r')) body.remove_suffix(1);
  hash.add("\n");
  hash.add_lines(body);
  return hash.finish();
}

std::vector<ByteSpan> vault_chunks(std::string_view raw, const ParsedMessage& parsed) {
  constexpr std::size_t worth_a_chunk = 16U << 10;
  std::vector<ByteSpan> chunks;
  std::size_t at = 0;
  const auto cut_to = [&](std::size_t end) {
    if (end > at) chunks.push_back({at, end - at});
    at = std::max(at, end);
  };
  cut_to(std::min(parsed.header_block.offset + parsed.header_block.size, raw.size()));
  for (const ByteSpan& leaf : parsed.leaves) {
    if (leaf.size <= worth_a_chunk || leaf.offset < at) continue;
    cut_to(leaf.offset);
    cut_to(leaf.offset + leaf.size);
  }
  cut_to(raw.size());
  return chunks;
}

}  // namespace tradewind::archiver
