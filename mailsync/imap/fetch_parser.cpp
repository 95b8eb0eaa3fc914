// FETCH (RFC 9051 §7.5.2): the response that brings the mail.
#include <array>
#include <utility>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/cursor.hpp"
#include "mailsync/imap/internal_date.hpp"
#include "mailsync/imap/response_parser.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t most_keywords = 64;
constexpr std::size_t longest_keyword = 255;

struct KnownFlag {
  std::string_view name;
  crm::MailFlag bit;
};
constexpr std::array<KnownFlag, 8> known_flags{{
    {"\\Seen", crm::flag_seen},
    {"\\Answered", crm::flag_answered},
    {"\\Flagged", crm::flag_flagged},
    {"\\Deleted", crm::flag_deleted},
    {"\\Draft", crm::flag_draft},
    {"$Forwarded", crm::flag_forwarded},
    {"$Junk", crm::flag_junk},
    {"Junk", crm::flag_junk},
}};

void add_flag(Flags& flags, std::string_view name) {
  for (const KnownFlag& known : known_flags)
    if (equal_ignoring_case(name, known.name)) {
      flags.bits |= known.bit;
      return;
    }
  const bool keyword = !name.starts_with('\\');  // \Recent and what servers invent are of no use to us
  if (keyword && name.size() <= longest_keyword && flags.keywords.size() < most_keywords)
    flags.keywords.emplace_back(name);
}

bool read_flags(Cursor& cursor, FetchResponse& fetch) {
  if (!cursor.take('(')) return cursor.skip_value();
  Flags flags;
  while (true) {
    cursor.skip_spaces();
    if (cursor.take(')')) break;
    const std::string_view name = cursor.atom();
    if (name.empty()) return false;
    add_flag(flags, name);
  }
  fetch.flags = std::move(flags);
  return true;
}

// A number, alone or in parentheses as MODSEQ has it; what is none (NIL, a negative size) tells nothing.
bool read_number(Cursor& cursor, std::optional<std::uint64_t>& into) {
  const bool in_list = cursor.take('(');
  into = cursor.number();
  if (!into && !cursor.skip_value()) return false;
  return !in_list || cursor.take(')');
}

bool read_internal_date(Cursor& cursor, FetchResponse& fetch) {
  if (cursor.peek() != '"') return cursor.skip_value();
  const auto text = cursor.astring();
  if (!text) return false;
  fetch.internal_date = parse_internal_date(*text);
  return true;
}

bool read_content(Cursor& cursor, std::optional<RawBytes>& into) {
  auto content = cursor.content();
  if (!content) return false;
  if (!content->nil) into = std::move(content->bytes);
  return true;
}

bool read_item(Cursor& cursor, std::string_view item, FetchResponse& fetch) {
  if (item == "UID") {
    const auto uid = cursor.number32();
    fetch.uid = uid.value_or(0);
    return uid.has_value();
  }
  if (item == "RFC822.SIZE") return read_number(cursor, fetch.size);
  if (item == "FLAGS") return read_flags(cursor, fetch);
  if (item == "INTERNALDATE") return read_internal_date(cursor, fetch);
  if (item == "MODSEQ") {
    std::optional<std::uint64_t> modseq;
    const bool read = read_number(cursor, modseq);
    fetch.modseq = modseq.value_or(0);
    return read;
  }
  // Answered is without PEEK (RFC 9051 §7.5.2), but not by every server.
  if (item == "BODY[]" || item == "BODY.PEEK[]" || item == "BINARY[]" || item == "RFC822")
    return read_content(cursor, fetch.body);
  if (item == "BODY[HEADER]" || item == "BODY.PEEK[HEADER]" || item == "RFC822.HEADER")
    return read_content(cursor, fetch.header);
  return cursor.skip_value();
}

}  // namespace

bool parse_fetch(Cursor& cursor, FetchResponse& fetch) {
  if (!cursor.take('(')) return false;
  while (true) {
    cursor.skip_spaces();
    if (cursor.take(')')) return true;
    const auto item = cursor.fetch_item();
    if (!item) return false;
    cursor.skip_spaces();
    if (!read_item(cursor, *item, fetch)) return false;
  }
}

}  // namespace tradewind::mailsync::imap
