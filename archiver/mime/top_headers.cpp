#include "archiver/mime/top_headers.hpp"

#include "archiver/mime/limits.hpp"
#include "archiver/mime/structure.hpp"
#include "archiver/text/address.hpp"
#include "archiver/text/ascii.hpp"
#include "archiver/text/date.hpp"
#include "archiver/text/encoded_word.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
// Message identifiers in a value: what stands in <>, or, where a mailer left the brackets out, the words with '@' in
// them.
std::vector<std::string> read_ids(std::string_view value) {
  std::vector<std::string> ids;
  const auto add = [&](std::string_view id) {
    std::string clean;  // a fold inside an id is no part of it
    for (const char c : id) {
      if (static_cast<unsigned char>(c) > ' ') clean.push_back(c);
    }
    if (!clean.empty()) ids.push_back(enforce_utf8(std::move(clean)));
  };
  for (std::size_t open = value.find('<'); open != std::string_view::npos; open = value.find('<', open + 1)) {
    const std::size_t end = value.find_first_of("<>", open + 1);
    if (end == std::string_view::npos) {
      add(value.substr(open + 1));
      break;
    }
    if (value[end] == '>') add(value.substr(open + 1, end - open - 1));
  }
  if (!ids.empty()) return ids;
  while (!value.empty()) {
    const std::size_t begin = value.find_first_not_of(" \t\r\n,;\"");
    if (begin == std::string_view::npos) break;
    value.remove_prefix(begin);
    const std::size_t end = std::min(value.find_first_of(" \t\r\n,;\""), value.size());
    if (value.substr(0, end).find('@') != std::string_view::npos) add(value.substr(0, end));
    value.remove_prefix(end);
  }
  return ids;
}

// The oldest names the thread, the newest the parent: the middle goes first.
void keep_ends(std::vector<std::string>& ids) {
  if (ids.size() > limits::references) {
    ids.erase(ids.begin() + 1, ids.end() - static_cast<std::ptrdiff_t>(limits::references - 1));
  }
}

std::optional<EpochSeconds> received_date(std::string_view value) {
  const std::size_t semicolon = value.rfind(';');
  if (semicolon == std::string_view::npos) return {};
  const auto date = parse_mail_date(value.substr(semicolon + 1));
  return date ? std::optional(date->time) : std::nullopt;
}

class TopHeaders {
 public:
  TopHeaders(std::string_view fallback, ParsedMessage& message) : fallback_(fallback), message_(message) {}

  void read(const RawField& field) {
    const std::string_view name = field.name;
    const std::string_view value = field.value;
    // Dispatch by the first letter: most fields of a mail are trace and X- fields that nothing here wants.
    switch (lower(name.front())) {
      case 'b':
        if (is(name, "Bcc")) addresses(value, message_.bcc);
        break;
      case 'c':
        if (is(name, "Cc")) addresses(value, message_.cc);
        if (is(name, "Content-Language") && message_.language_hint.empty())
          message_.language_hint = lower_copy(single_line(enforce_utf8(std::string(value))));
        break;
      case 'd':
        if (is(name, "Date")) read_date(value);
        if (is(name, "Delivered-To")) addresses(value, message_.delivered_to);
        break;
      case 'e':
        if (is(name, "Envelope-To")) addresses(value, message_.delivered_to);
        break;
      case 'f':
        if (is(name, "From")) first_addresses(value, message_.from);
        break;
      case 'i':
        if (is(name, "In-Reply-To") && message_.in_reply_to.empty()) message_.in_reply_to = read_ids(value);
        break;
      case 'm':
        if (is(name, "Message-ID") && message_.message_id.empty()) read_message_id(value);
        break;
      case 'r':
        read_r(name, value);
        break;
      case 's':
        read_s(name, value);
        break;
      case 't':
        if (is(name, "To")) addresses(value, message_.to);
        break;
      case 'x':
        if (is(name, "X-Original-To")) addresses(value, message_.delivered_to);
        break;
      default:
        break;
    }
  }

 private:
  static bool is(std::string_view name, std::string_view wanted) { return equal_nocase(name, wanted); }

  void addresses(std::string_view value, std::vector<MailAddress>& list) {
    if (list.size() >= limits::recipients) return;
    auto found = parse_addresses(value, fallback_, limits::recipients - list.size());
    list.insert(list.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  void first_addresses(std::string_view value, std::vector<MailAddress>& list) {
    if (list.empty()) addresses(value, list);
  }

  void read_r(std::string_view name, std::string_view value) {
    if (is(name, "Received") && !seen_received_) {
      seen_received_ = true;
      message_.received = received_date(value);
    }
    if (is(name, "Reply-To")) first_addresses(value, message_.reply_to);
    if (is(name, "References") && message_.references.empty()) {
      message_.references = read_ids(value);
      keep_ends(message_.references);
    }
  }

  void read_s(std::string_view name, std::string_view value) {
    if (is(name, "Subject") && !seen_subject_) {
      seen_subject_ = true;
      message_.subject = decode_header_value(value, fallback_);
    }
    if (is(name, "Sender") && !message_.sender) {
      auto found = parse_addresses(value, fallback_, 1);
      if (!found.empty()) message_.sender = std::move(found.front());
    }
  }

  void read_date(std::string_view value) {
    if (message_.date) return;
    if (const auto date = parse_mail_date(value)) {
      message_.date = date->time;
      message_.date_offset_minutes = date->offset_minutes;
    } else {
      add_defect(message_.defects, "unreadable Date");
    }
  }

  void read_message_id(std::string_view value) {
    auto ids = read_ids(value);
    message_.message_id = ids.empty() ? single_line(enforce_utf8(std::string(value))) : std::move(ids.front());
  }

  std::string_view fallback_;
  ParsedMessage& message_;
  bool seen_received_ = false;
  bool seen_subject_ = false;
};
}  // namespace

void read_top_headers(const HeaderBlock& block, std::string_view fallback, ParsedMessage& message) {
  TopHeaders reader(fallback, message);
  std::size_t bytes = 0;
  message.headers.reserve(block.fields.size());
  for (const RawField& field : block.fields) {
    bytes += field.value.size();
    if (bytes > limits::header_bytes) {
      add_defect(message.defects, "header too long");
      break;
    }
    message.headers.push_back({std::string(field.name), decode_header_value(field.value, fallback)});
    reader.read(field);
  }
}

}  // namespace tradewind::archiver
