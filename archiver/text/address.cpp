#include "archiver/text/address.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "archiver/text/ascii.hpp"
#include "archiver/text/encoded_word.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
using crm::MailAddress;

// The parts of one mailbox as its characters are read.
struct Draft {
  std::string phrase;   // text outside <> and comments, still with encoded words
  std::string angle;    // text inside the last <>
  std::string comment;  // text of the last comment
  bool had_angle = false;
  bool had_quote = false;

  [[nodiscard]] bool blank() const { return trim(phrase).empty() && !had_angle && trim(comment).empty(); }
};

// Full-width forms that Chinese and Japanese input methods leave in addresses.
std::string narrow_punctuation(std::string_view raw) {
  struct Form {
    std::string_view wide;
    char narrow;
  };
  static constexpr std::array forms{Form{"＜", '<'}, Form{"＞", '>'}, Form{"〈", '<'}, Form{"〉", '>'},
                                    Form{"＠", '@'}, Form{"，", ','}, Form{"；", ';'}};
  std::string text(raw);
  if (is_ascii(raw)) return text;
  for (const Form& form : forms) {
    for (std::size_t at = text.find(form.wide); at != std::string::npos; at = text.find(form.wide, at + 1)) {
      text.replace(at, form.wide.size(), 1, form.narrow);
    }
  }
  return text;
}

// Addr-spec as we keep it: no blanks, route, "mailto:" or trailing dots; domain in lower case.
std::string clean_address(std::string_view text) {
  std::string address;
  for (const char c : text) {
    if (!is_space(c) && static_cast<unsigned char>(c) >= 0x20) address.push_back(c);
  }
  address.erase(0, std::min(address.find_first_not_of("<'"), address.size()));
  while (!address.empty() && std::string_view(">'.,;").find(address.back()) != std::string_view::npos)
    address.pop_back();
  if (starts_with_nocase(address, "mailto:")) address.erase(0, 7);
  if (address.starts_with('@')) {  // a source route, "@relay,@relay:user@host"
    if (const std::size_t colon = address.rfind(':'); colon != std::string::npos) address.erase(0, colon + 1);
  }
  if (const std::size_t at = address.rfind('@'); at != std::string::npos) {
    for (std::size_t i = at; i < address.size(); ++i) address[i] = lower(address[i]);
    if (at + 1 == address.size()) address.pop_back();
  }
  return address;
}

std::string clean_name(std::string_view phrase, std::string_view fallback) {
  std::string decoded = decode_header_value(phrase, fallback);
  std::string_view name = trim(decoded);
  const auto wrapped = [&](char open, char close) {
    return name.size() >= 2 && name.front() == open && name.back() == close;
  };
  while (wrapped('"', '"') || wrapped('\'', '\'')) name = trim(name.substr(1, name.size() - 2));
  if (name.size() >= 7 && equal_nocase(name.substr(name.size() - 7), "mailto:"))
    name = trim(name.substr(0, name.size() - 7));
  while (!name.empty() && (name.back() == '[' || name.back() == '<' || name.back() == '>'))
    name = trim(name.substr(0, name.size() - 1));
  return std::string(name);
}

// The word with '@' inside a phrase without angle brackets: "Li Wei li@example.com".
MailAddress split_bare(std::string_view text, std::string_view fallback) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return {clean_name(text, fallback), {}};
  constexpr std::string_view edges = " \t\r\n\"()<>[]:,;";
  std::size_t begin = at, end = at + 1;
  while (begin > 0 && edges.find(text[begin - 1]) == std::string_view::npos) --begin;
  while (end < text.size() && edges.find(text[end]) == std::string_view::npos) ++end;
  // "user @ host": blanks round the sign belong to the address, unless a name is all that is left of it.
  if (begin == at) {
    while (begin > 0 && is_space(text[begin - 1])) --begin;
    while (begin > 0 && edges.find(text[begin - 1]) == std::string_view::npos) --begin;
  }
  if (end == at + 1) {
    while (end < text.size() && is_space(text[end])) ++end;
    while (end < text.size() && edges.find(text[end]) == std::string_view::npos) ++end;
  }
  std::string rest(text.substr(0, begin));
  rest.append(" ").append(text.substr(end));
  std::string_view name = trim(rest);
  while (!name.empty() && std::string_view("[]()<>").find(name.back()) != std::string_view::npos)
    name = trim(name.substr(0, name.size() - 1));
  return {clean_name(name, fallback), clean_address(text.substr(begin, end - begin))};
}

MailAddress finish(const Draft& draft, std::string_view fallback) {
  MailAddress mailbox;
  if (draft.had_angle) {
    mailbox = {clean_name(draft.phrase, fallback), clean_address(draft.angle)};
    if (mailbox.address.find('@') == std::string::npos && mailbox.name.find('@') != std::string::npos) {
      const MailAddress inner = split_bare(mailbox.name, fallback);
      mailbox = {mailbox.address.empty() ? inner.name : mailbox.address, inner.address};
    }
  } else {
    mailbox = split_bare(draft.phrase, fallback);
    if (mailbox.address.empty() && mailbox.name.find('@') != std::string::npos &&
        draft.phrase.find("=?") != std::string::npos) {
      // The whole mailbox was put into an encoded word: "=?utf-8?B?...?=" for "Name <a@b>".
      const std::string decoded = mailbox.name;
      const std::size_t open = decoded.find('<');
      mailbox = open == std::string::npos
                    ? split_bare(decoded, fallback)
                    : MailAddress{clean_name(decoded.substr(0, open), fallback), clean_address(decoded.substr(open))};
    }
  }
  if (mailbox.name.empty() && !draft.comment.empty()) mailbox.name = clean_name(draft.comment, fallback);
  if (equal_nocase(mailbox.name, mailbox.address)) mailbox.name.clear();
  return mailbox;
}

class AddressReader {
 public:
  AddressReader(std::string_view text, std::string_view fallback, std::size_t most)
      : text_(text), fallback_(fallback), most_(most) {}

  std::vector<MailAddress> read() {
    while (at_ < text_.size() && found_.size() < most_) {
      const char c = text_[at_];
      if (c == '"' && read_quoted()) continue;
      if (c == '(' && read_comment()) continue;
      if (c == '<') {
        read_angle();
        continue;
      }
      ++at_;
      if (c == ',') {
        end_mailbox(true);
      } else if (c == ';') {
        end_mailbox(false);
        end_group();
      } else if (c == ':' && starts_group()) {
        group_ = clean_name(draft_.phrase, fallback_);
        members_ = 0;
        draft_ = {};
      } else if (!is_space(c)) {
        draft_.phrase.push_back(c);
      } else if (!draft_.phrase.empty() && draft_.phrase.back() != ' ') {
        draft_.phrase.push_back(' ');
      }
    }
    if (found_.size() < most_) end_mailbox(false);
    end_group();
    return std::move(found_);
  }

 private:
  // "Group name:" has no '@' before its colon and is not the scheme of "mailto:a@b".
  [[nodiscard]] bool starts_group() const {
    return !draft_.had_angle && draft_.phrase.find('@') == std::string::npos && !trim(draft_.phrase).empty() &&
           find_nocase(draft_.phrase, "mailto") == std::string_view::npos &&
           draft_.phrase.find("=?") == std::string::npos && !draft_.had_quote;
  }

  // A quoted string without an end is an ordinary character; where a quote ends is searched once, for the whole value.
  bool read_quoted() {
    if (at_ >= last_quote()) return false;
    std::string inside;
    std::size_t at = at_ + 1;
    for (; at < text_.size() && text_[at] != '"'; ++at) {
      if (text_[at] == '\\' && at + 1 < text_.size()) ++at;
      inside.push_back(text_[at]);
    }
    draft_.phrase.append(inside);
    draft_.had_quote = true;
    at_ = std::min(at + 1, text_.size());
    return true;
  }

  [[nodiscard]] std::size_t last_quote() {
    if (last_quote_ == std::string_view::npos) last_quote_ = text_.rfind('"');
    return last_quote_;
  }

  bool read_comment() {
    constexpr std::size_t longest = 1000;
    constexpr int most_unclosed = 20;  // an unclosed "(" must not be searched for its end again and again
    if (unclosed_ >= most_unclosed) return false;
    int depth = 0;
    for (std::size_t at = at_; at < std::min(text_.size(), at_ + longest); ++at) {
      if (text_[at] == '(') ++depth;
      if (text_[at] == ')' && --depth == 0) {
        const std::string_view inside = text_.substr(at_ + 1, at - at_ - 1);
        // Before the address a bracket is part of the name: "Li Wei (Sales) <li@x>".
        if (draft_.had_angle || draft_.phrase.find('@') != std::string::npos) {
          draft_.comment = inside;
        } else {
          draft_.phrase.append("(").append(inside).append(")");
        }
        at_ = at + 1;
        return true;
      }
    }
    ++unclosed_;
    return false;
  }

  void read_angle() {
    // A comma ends an unclosed "<a@b", but not a source route.
    std::size_t end = text_.find_first_of(">,;", at_ + 1);
    if (end != std::string_view::npos && text_[end] == ',' && text_.substr(at_ + 1, 1) == "@")
      end = text_.find_first_of(">;", at_ + 1);
    if (end == std::string_view::npos) end = text_.size();
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    if (!draft_.had_angle || inside.find('@') != std::string_view::npos) draft_.angle = inside;
    draft_.had_angle = true;
    at_ = end < text_.size() && text_[end] == '>' ? end + 1 : end;
  }

  // `Smith, John <js@x>` without quotes: a piece with no address and a comma behind it is the front of the next one's
  // name.
  void end_mailbox(bool comma) {
    if (draft_.blank()) {
      draft_ = {};
      return;
    }
    const bool bare_words = !draft_.had_angle && draft_.phrase.find('@') == std::string::npos &&
                            draft_.phrase.find("=?") == std::string::npos;
    if (comma && bare_words && draft_.phrase.size() < 200 && at_ < text_.size()) {
      draft_.phrase = std::string(trim(draft_.phrase)) + ", ";
      return;
    }
    MailAddress mailbox = finish(draft_, fallback_);
    if (!mailbox.name.empty() || !mailbox.address.empty()) {
      found_.push_back(std::move(mailbox));
      ++members_;
    }
    draft_ = {};
  }

  void end_group() {
    if (!group_.empty() && members_ == 0 && found_.size() < most_) found_.push_back({group_, {}});
    group_.clear();
  }

  std::string_view text_;
  std::string_view fallback_;
  std::size_t most_;
  std::size_t at_ = 0;
  std::size_t last_quote_ = std::string_view::npos;
  Draft draft_;
  std::string group_;
  std::size_t members_ = 0;
  int unclosed_ = 0;  // comments without an end
  std::vector<MailAddress> found_;
};
}  // namespace

std::vector<MailAddress> parse_addresses(std::string_view raw, std::string_view fallback, std::size_t most) {
  const std::string text = narrow_punctuation(enforce_utf8(decode_raw_bytes(raw, fallback)));
  return AddressReader(text, fallback, most).read();
}

}  // namespace tradewind::archiver
