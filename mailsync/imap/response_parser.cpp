#include "mailsync/imap/response_parser.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/cursor.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t most_words = 1'000;  // capabilities, attributes, name spaces: more is no server
constexpr std::size_t most_set_ranges = std::size_t{4} << 20;  // the reader ends a line before that

struct ConditionWord {
  std::string_view word;
  Condition condition;
};
constexpr std::array<ConditionWord, 5> condition_words{{{"OK", Condition::ok},
                                                        {"NO", Condition::no},
                                                        {"BAD", Condition::bad},
                                                        {"BYE", Condition::bye},
                                                        {"PREAUTH", Condition::preauth}}};

std::optional<Condition> take_condition(Cursor& cursor) {
  for (const ConditionWord& each : condition_words)
    if (cursor.take_word(each.word)) return each.condition;
  return std::nullopt;
}

// "[UIDNEXT 4392] text". A ']' inside quotes does not end the code. A code without an end is taken for text.
StatusResponse read_status(Condition condition, std::string_view rest) {
  StatusResponse status;
  status.condition = condition;
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.starts_with('[')) {
    bool in_quotes = false;
    std::size_t end = 1;
    while (end < rest.size() && (in_quotes || rest[end] != ']')) {
      if (rest[end] == '\\' && in_quotes)
        ++end;
      else if (rest[end] == '"')
        in_quotes = !in_quotes;
      ++end;
    }
    if (end < rest.size()) {
      const std::string_view code = rest.substr(1, end - 1);
      const std::string_view name = first_word(code);
      status.code = ResponseCode{upper_case(name), std::string(code.substr(std::min(name.size() + 1, code.size())))};
      rest.remove_prefix(end + 1);
      while (rest.starts_with(' ')) rest.remove_prefix(1);
    }
  }
  status.text = std::string(rest);
  return status;
}

std::vector<std::string> read_words(Cursor& cursor) {
  std::vector<std::string> words;
  while (words.size() < most_words) {
    cursor.skip_spaces();
    const std::string_view word = cursor.atom();
    if (word.empty()) break;
    words.push_back(upper_case(word));
  }
  return words;
}

// * LIST (\HasNoChildren \Sent) "/" "Sent Items" ("CHILDINFO" ("SUBSCRIBED"))
bool read_list(Cursor& cursor, ListResponse& list) {
  if (!cursor.take('(')) return false;
  while (true) {
    cursor.skip_spaces();
    if (cursor.take(')')) break;
    const std::string_view attribute = cursor.atom();
    if (attribute.empty() || list.attributes.size() == most_words) return false;
    list.attributes.emplace_back(attribute);
  }
  cursor.skip_spaces();
  if (!cursor.take_word("NIL")) {
    const auto delimiter = cursor.astring();
    if (!delimiter) return false;
    list.delimiter = delimiter->empty() ? '\0' : delimiter->front();
  }
  cursor.skip_spaces();
  if (cursor.peek() == '"' || cursor.peek() == '{') {
    auto name = cursor.astring();
    if (!name) return false;
    list.wire_name = std::move(*name);
    return true;
  }
  // An atom; some servers send names with spaces or parentheses without quoting them.
  std::string_view name = cursor.rest();
  while (name.ends_with(' ')) name.remove_suffix(1);
  list.wire_name = std::string(name);
  return !name.empty();
}

// (("" "/")) (("~" "/")) NIL: personal, other users', shared (RFC 2342). Prefixes of the last two are kept.
bool read_namespace(Cursor& cursor, NamespaceResponse& names) {
  for (const bool foreign : {false, true, true}) {
    cursor.skip_spaces();
    if (cursor.take_word("NIL")) continue;
    if (!cursor.take('(')) return false;
    while (true) {
      cursor.skip_spaces();
      if (cursor.take(')')) break;
      if (!cursor.take('(')) return false;
      auto prefix = cursor.astring();
      if (!prefix || names.foreign_prefixes.size() == most_words) return false;
      if (foreign) names.foreign_prefixes.push_back(std::move(*prefix));
      while (cursor.skip_spaces(), !cursor.take(')'))
        if (!cursor.skip_value()) return false;
    }
  }
  return true;
}

// * STATUS "INBOX" (MESSAGES 231 UIDNEXT 44292)
bool read_folder_status(Cursor& cursor, FolderStatusResponse& answer) {
  auto name = cursor.astring();
  if (!name) return false;
  answer.wire_name = std::move(*name);
  cursor.skip_spaces();
  if (!cursor.take('(')) return false;
  while (true) {
    cursor.skip_spaces();
    if (cursor.take(')')) return true;
    const std::string_view item = cursor.atom();
    cursor.skip_spaces();
    const auto value = cursor.number();
    if (!value) {
      if (item.empty() || !cursor.skip_value()) return false;
      continue;
    }
    const auto small = static_cast<std::uint32_t>(std::min<std::uint64_t>(*value, 0xffff'ffff));
    if (equal_ignoring_case(item, "MESSAGES"))
      answer.status.messages = small;
    else if (equal_ignoring_case(item, "UIDVALIDITY"))
      answer.status.uid_validity = folded_uid_validity(*value);
    else if (equal_ignoring_case(item, "UIDNEXT"))
      answer.status.uid_next = small;
    else if (equal_ignoring_case(item, "HIGHESTMODSEQ"))
      answer.status.highest_modseq = *value;
  }
}

// * SEARCH 2 84 882 (MODSEQ 917162500)
bool read_search(Cursor& cursor, SearchResponse& search) {
  std::vector<UidRange> numbers;
  while (true) {
    cursor.skip_spaces();
    if (cursor.at_end() || cursor.peek() == '(') break;
    const auto number = cursor.number32();
    if (!number) return false;
    if (*number == 0) continue;  // no message has it, yet servers were seen to list it
    if (!numbers.empty() && numbers.back().last + 1 == *number)
      numbers.back().last = *number;
    else
      numbers.push_back({*number, *number});
  }
  search.numbers = UidSet::from_ranges(std::move(numbers));
  return true;
}

// * ESEARCH (TAG "A282") UID COUNT 5 ALL 4:19,21,28 (RFC 4731)
bool read_extended_search(Cursor& cursor, ExtendedSearchResponse& search) {
  cursor.skip_spaces();
  if (cursor.take('(')) {
    if (!cursor.take_word("TAG")) return false;
    cursor.skip_spaces();
    auto tag = cursor.astring();
    if (!tag || !cursor.take(')')) return false;
    search.tag = std::move(*tag);
  }
  cursor.skip_spaces();
  search.uid = cursor.take_word("UID");
  while (true) {
    cursor.skip_spaces();
    if (cursor.at_end()) return true;
    const std::string_view name = cursor.atom();
    cursor.skip_spaces();
    if (!equal_ignoring_case(name, "ALL")) {
      if (name.empty() || !cursor.skip_value()) return false;
      continue;
    }
    auto all = UidSet::parse(cursor.atom(), most_set_ranges);
    if (!all) return false;
    search.all = std::move(*all);
  }
}

// * VANISHED (EARLIER) 41,43:116 (RFC 7162)
bool read_vanished(Cursor& cursor, VanishedResponse& vanished) {
  if (cursor.take('(')) {
    if (!cursor.take_word("EARLIER") || !cursor.take(')')) return false;
    vanished.earlier = true;
  }
  cursor.skip_spaces();
  auto uids = UidSet::parse(cursor.atom(), most_set_ranges);
  if (!uids) return false;
  vanished.uids = std::move(*uids);
  return true;
}

// What follows "* ", when it begins with a number.
std::optional<Response> parse_numbered(Cursor& cursor) {
  const auto number = cursor.number32();
  if (!number || !cursor.take(' ')) return std::nullopt;
  cursor.skip_spaces();
  if (cursor.take_word("EXISTS")) return ExistsResponse{*number};
  if (cursor.take_word("EXPUNGE")) return ExpungeResponse{*number};
  if (cursor.take_word("FETCH")) {
    FetchResponse fetch;
    fetch.sequence = *number;
    cursor.skip_spaces();
    if (!parse_fetch(cursor, fetch)) return std::nullopt;
    return fetch;
  }
  const std::string_view name = cursor.atom();
  if (name.empty()) return std::nullopt;
  return OtherResponse{upper_case(name)};
}

template <class Data, class Read>
std::optional<Response> read_into(Cursor& cursor, Read read) {
  Data data;
  cursor.skip_spaces();
  if (!read(cursor, data)) return std::nullopt;
  return Response(std::move(data));
}

std::optional<Response> parse_untagged(Cursor& cursor) {
  cursor.skip_spaces();
  if (is_digit(cursor.peek())) return parse_numbered(cursor);
  if (const auto condition = take_condition(cursor)) return read_status(*condition, cursor.rest());
  if (cursor.take_word("CAPABILITY")) return CapabilityResponse{read_words(cursor)};
  if (cursor.take_word("ENABLED")) return EnabledResponse{read_words(cursor)};
  if (cursor.take_word("LIST") || cursor.take_word("XLIST")) return read_into<ListResponse>(cursor, read_list);
  if (cursor.take_word("NAMESPACE")) return read_into<NamespaceResponse>(cursor, read_namespace);
  if (cursor.take_word("STATUS")) return read_into<FolderStatusResponse>(cursor, read_folder_status);
  if (cursor.take_word("SEARCH")) return read_into<SearchResponse>(cursor, read_search);
  if (cursor.take_word("ESEARCH")) return read_into<ExtendedSearchResponse>(cursor, read_extended_search);
  if (cursor.take_word("VANISHED")) return read_into<VanishedResponse>(cursor, read_vanished);
  const std::string_view name = cursor.atom();
  if (name.empty()) return std::nullopt;
  return OtherResponse{upper_case(name.substr(0, 64))};
}

std::optional<Response> parse_tagged(Cursor& cursor) {
  const std::string_view tag = cursor.atom();
  if (tag.empty() || tag.size() > 32 || !cursor.take(' ')) return std::nullopt;
  const auto condition = take_condition(cursor);
  if (!condition || *condition == Condition::bye || *condition == Condition::preauth) return std::nullopt;
  StatusResponse status = read_status(*condition, cursor.rest());
  status.tag = std::string(tag);
  return status;
}

}  // namespace

std::uint64_t ResponseCode::number() const {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(arguments.data(), arguments.data() + arguments.size(), value);
  return error == std::errc{} ? value : 0;
}

std::uint32_t folded_uid_validity(std::uint64_t value) {
  const auto folded = static_cast<std::uint32_t>(value ^ (value >> 32));
  return folded != 0 ? folded : 0xffff'ffff;
}

std::string printable(std::string_view text, std::size_t most) {
  std::string shown(text.substr(0, most));
  for (char& c : shown)
    if (c < ' ' || c > '~') c = '?';
  if (text.size() > most) shown += "...";
  return shown;
}

Result<Response> parse_response(const Frame& frame) {
  Cursor cursor(frame.text, frame.literals);
  std::optional<Response> response;
  if (cursor.take('+'))
    response = ContinuationResponse{};
  else
    response = cursor.take('*') ? parse_untagged(cursor) : parse_tagged(cursor);
  if (response) return std::move(*response);
  const std::size_t around = cursor.position() < 20 ? 0 : cursor.position() - 20;
  return fail(Fault::invalid,
              "the server sent what is no IMAP, near \"" + printable(frame.text.substr(around), 60) + '"');
}

}  // namespace tradewind::mailsync::imap
