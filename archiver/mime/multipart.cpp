#include "archiver/mime/multipart.hpp"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wregister"
#pragma GCC diagnostic ignored "-Wdeprecated"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
#include <mimetic/mimeentity.h>
#include <mimetic/parser/itparser.h>
#include <cassert>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#include <cstring>

namespace tradewind::archiver {

namespace {
using LineParser = mimetic::IteratorParser<const char*, std::input_iterator_tag>;

// mimetic's multipart state machine (preamble, parts, epilogue) over our own search for boundary lines. Children are
// not parsed by it: the ignore mask makes it jump over each, which is where we note the span. So nesting costs no stack
// here, and header bytes never pass through its C strings, which a NUL would cut.
class SpanParser : public LineParser {
 public:
  SpanParser(mimetic::MimeEntity& entity, std::string_view body, std::string_view delimiter, std::size_t most)
      : LineParser(entity), body_(body), delimiter_(delimiter), most_(most) {
    m_bit = body.data();
    m_eit = body.data() + body.size();
    iMask(mimetic::imPreamble | mimetic::imChildParts | mimetic::imEpilogue);
  }

  MultipartSpans split() {
    loadMultipart();
    return std::move(spans_);
  }

 protected:
  void copy_until_boundary(mimetic::ParsingElem) override {
    const bool in_part = m_lastBoundary == Boundary;
    const bool full = in_part && spans_.parts.size() >= most_;
    if (full || m_lastBoundary == ClosingBoundary) {  // nothing behind the end boundary belongs to the message
      spans_.too_many = full;
      m_bit = m_eit;
      return;
    }
    const char* begin = m_bit;
    const char* line = find_boundary_line();
    const char* end = line == nullptr ? m_eit : without_line_break(begin, line);
    if (in_part)
      spans_.parts.push_back({static_cast<std::size_t>(begin - body_.data()), static_cast<std::size_t>(end - begin)});
    if (line == nullptr) m_bit = m_eit;
  }

 private:
  // The next boundary line; sets m_lastBoundary and moves m_bit behind it. nullptr if there is none.
  const char* find_boundary_line() {
    const char* from = m_bit;
    while (from < m_eit) {
      const auto* hit = static_cast<const char*>(
          memmem(from, static_cast<std::size_t>(m_eit - from), delimiter_.data(), delimiter_.size()));
      if (hit == nullptr) return nullptr;
      const char* after = hit + delimiter_.size();
      const bool at_line_start = hit == body_.data() || hit[-1] == '\n' || hit[-1] == '\r';
      if (at_line_start && ends_line(after)) return hit;
      from = hit + 1;
    }
    return nullptr;
  }

  bool ends_line(const char* after) {
    const bool closing = m_eit - after >= 2 && after[0] == '-' && after[1] == '-';
    const char* at = closing ? after + 2 : after;
    while (at < m_eit && (*at == ' ' || *at == '\t')) ++at;
    if (at < m_eit && *at != '\r' && *at != '\n') return false;
    if (at < m_eit) at += at + 1 < m_eit && isnl(at[0], at[1]) && at[0] == '\r' ? 2 : 1;
    m_lastBoundary = closing ? ClosingBoundary : Boundary;
    if (closing) spans_.closed = true;
    m_bit = at;
    return true;
  }

  // The line break before a boundary belongs to the boundary (RFC 2046 §5.1.1).
  static const char* without_line_break(const char* begin, const char* line) {
    if (line > begin && line[-1] == '\n') --line;
    if (line > begin && line[-1] == '\r') --line;
    return line;
  }

  std::string_view body_;
  std::string_view delimiter_;
  std::size_t most_;
  MultipartSpans spans_;
};
}  // namespace

MultipartSpans split_multipart(std::string_view body, const std::string& boundary, std::size_t most) {
  mimetic::MimeEntity entity;
  mimetic::ContentType type;
  type.type("multipart");
  type.subtype("mixed");
  type.param("boundary", boundary);
  entity.header().contentType(type);
  const std::string delimiter = "--" + boundary;
  return SpanParser(entity, body, delimiter, most).split();
}

}  // namespace tradewind::archiver
