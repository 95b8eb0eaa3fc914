#include "archiver/text/vcard_lines.hpp"

#include <algorithm>

#include "archiver/text/ascii.hpp"
#include "archiver/text/charset.hpp"
#include "archiver/text/transfer_encoding.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {

constexpr std::size_t longest_line = std::size_t{64} << 10;
constexpr std::size_t most_parameters = 50;

// RFC 6350 §3.3: a colon between quotation marks is the parameter's.
std::size_t find_outside_quotes(std::string_view text, std::string_view stops, std::size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (!quoted && stops.find(text[at]) != std::string_view::npos) return at;
  }
  return std::string_view::npos;
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

// "item1.TEL;TYPE=work;PREF=1" -> name and parameters.
void read_head(std::string_view head, VCardLine& line) {
  std::size_t end = std::min(head.find(';'), head.size());
  std::string_view name = trim(head.substr(0, end));
  if (const auto group = name.rfind('.'); group != std::string_view::npos) name.remove_prefix(group + 1);
  line.name = lower_copy(name);
  while (end < head.size() && line.parameters.size() < most_parameters) {
    const std::size_t begin = end + 1;
    end = std::min(find_outside_quotes(head, ";", begin), head.size());
    const std::string_view parameter = trim(head.substr(begin, end - begin));
    const std::size_t equals = parameter.find('=');
    if (equals != std::string_view::npos)
      line.parameters.emplace_back(lower_copy(trim(parameter.substr(0, equals))),
                                   without_quotes(trim(parameter.substr(equals + 1))));
    else if (equal_nocase(parameter, "QUOTED-PRINTABLE") || equal_nocase(parameter, "BASE64"))
      line.parameters.emplace_back("encoding", parameter);
    else
      line.parameters.emplace_back("type", parameter);
  }
}

bool is_quoted_printable(const VCardLine& line) { return equal_nocase(line.parameter("encoding"), "QUOTED-PRINTABLE"); }

std::string decoded(const VCardLine& line, std::string_view raw, std::string_view fallback) {
  const std::string_view encoding = line.parameter("encoding");
  std::string bytes = is_quoted_printable(line)                                         ? decode_quoted_printable(raw)
                      : equal_nocase(encoding, "B") || equal_nocase(encoding, "BASE64") ? decode_base64(raw)
                                                                                        : std::string(raw);
  const std::string_view label = line.parameter("charset");
  return to_utf8(bytes, label.empty() ? fallback : label).text;
}

}  // namespace

bool VCardLine::has_type(std::string_view type) const {
  return std::any_of(parameters.begin(), parameters.end(), [&](const auto& parameter) {
    if (parameter.first != "type") return false;
    for (std::string_view rest = parameter.second; !rest.empty();) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      if (equal_nocase(trim(rest.substr(0, end)), type)) return true;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
  });
}

std::string_view VCardLine::parameter(std::string_view wanted) const {
  for (const auto& [key, text] : parameters)
    if (key == wanted) return text;
  return {};
}

VCardLines::VCardLines(std::string_view bytes) : rest_(bytes) {
  if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  // One value is too short to tell its charset by: the beginning of the file speaks for it.
  if (!is_valid_utf8(rest_)) fallback_ = to_utf8(rest_.substr(0, longest_line), "").charset;
}

std::string_view VCardLines::physical_line() {
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  ++number_;
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<VCardLine> VCardLines::next() {
  while (!rest_.empty()) {
    const std::string_view first = physical_line();
    const std::size_t colon = find_outside_quotes(first.substr(0, longest_line), ":", 0);
    VCardLine line;
    line.number = number_;
    std::string unfolded(first.substr(0, longest_line));
    line.too_long = first.size() > longest_line;
    const auto append = [&](std::string_view more) {
      const std::size_t room = longest_line - std::min(unfolded.size(), longest_line);
      line.too_long = line.too_long || more.size() > room;
      unfolded.append(more.substr(0, room));
    };
    // 2.1 breaks a quoted-printable value behind "=", and what follows is not led by a blank. The end of the card is no
    // part of a value that was cut off.
    if (colon != std::string_view::npos) {
      read_head(first.substr(0, colon), line);
      for (bool more = is_quoted_printable(line) && first.ends_with('=');
           more && !rest_.empty() && !starts_with_nocase(rest_, "END:VCARD");) {
        const std::string_view following = physical_line();
        more = following.ends_with('=');
        if (unfolded.ends_with('=')) unfolded.pop_back();
        append(following);
      }
    }
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) append(physical_line().substr(1));
    // The head itself may be folded.
    const std::size_t at = find_outside_quotes(unfolded, ":", 0);
    if (at == std::string::npos) continue;
    if (at != colon) {
      line.parameters.clear();
      read_head(std::string_view(unfolded).substr(0, at), line);
    }
    line.value = decoded(line, std::string_view(unfolded).substr(at + 1), fallback_);
    return line;
  }
  return {};
}

std::string unescaped(std::string_view value) {
  std::string text;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    const char following = c == '\\' && at + 1 < value.size() ? value[at + 1] : '\0';
    if (following == 'n' || following == 'N')
      text += '\n';
    else if (following != '\0' && std::string_view("\\;,:").find(following) != std::string_view::npos)
      text += following;
    else {
      text += c;
      continue;
    }
    ++at;
  }
  return text;
}

std::vector<std::string> split_escaped(std::string_view value, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '\\') {
      ++at;
    } else if (value[at] == separator) {
      parts.push_back(unescaped(value.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  parts.push_back(unescaped(value.substr(begin)));
  return parts;
}

}  // namespace tradewind::archiver
