#include "mailsync/imap/response_reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "mailsync/imap/ascii.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::string_view untagged = "* ";
constexpr std::size_t kept_capacity = std::size_t{64}
                                      << 10;  // a rare long line must not hold its memory for hours of IDLE

// The words after "* " of responses whose rest is text for people: a "{12}" at its end announces nothing.
bool is_status_line(std::string_view text) {
  if (!text.starts_with(untagged)) return true;  // tagged or a continuation
  const std::string_view word = first_word(text.substr(untagged.size()));
  return equal_ignoring_case(word, "OK") || equal_ignoring_case(word, "NO") || equal_ignoring_case(word, "BAD") ||
         equal_ignoring_case(word, "BYE") || equal_ignoring_case(word, "PREAUTH");
}

bool is_fetch(std::string_view text) {
  if (!text.starts_with(untagged)) return false;
  text.remove_prefix(untagged.size());
  const std::string_view number = first_word(text);
  if (number.empty() || !is_digit(number.front()) || number.size() == text.size()) return false;
  return equal_ignoring_case(first_word(text.substr(number.size() + 1)), "FETCH");
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

ResponseReader::ResponseReader(ReaderLimits limits) : limits_(std::move(limits)) {}

Result<std::optional<Frame>> ResponseReader::read(std::string_view& input) {
  if (std::exchange(complete_, false)) {
    if (text_.capacity() > kept_capacity) text_ = std::string();
    text_.clear();
    literals_.clear();
    line_start_ = 0;
    literal_total_ = 0;
  }
  while (!input.empty()) {
    if (literal_left_ != 0) {
      if (auto taken = take_literal(input); !taken) return pass_on(taken);
      continue;
    }
    const auto done = take_line(input);
    if (!done) return pass_on(done);
    if (!*done) continue;
    const std::string_view text = without_line_end(text_);
    if (text.empty()) {  // a stray empty line between responses
      text_.clear();
      continue;
    }
    complete_ = true;
    return Frame{text, literals_};
  }
  return std::nullopt;
}

Result<void> ResponseReader::take_literal(std::string_view& input) {
  const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, input.size()));
  if (auto kept = literals_.back().append(input.substr(0, here)); !kept) return kept;
  input.remove_prefix(here);
  literal_left_ -= here;
  return {};
}

Result<bool> ResponseReader::take_line(std::string_view& input) {
  const std::size_t newline = input.find('\n');
  const std::size_t here = newline == std::string_view::npos ? input.size() : newline + 1;
  text_.append(input.substr(0, here));
  if (text_.size() > limits_.line && text_.size() > line_limit())
    return fail(Fault::invalid, "a response line of the server is longer than allowed");
  input.remove_prefix(here);
  if (newline == std::string_view::npos) return false;
  const auto literal = announced_literal();
  if (!literal) return true;
  line_start_ = text_.size();
  if (auto started = start_literal(*literal); !started) return pass_on(started);
  return false;
}

std::size_t ResponseReader::line_limit() const {
  const std::string_view word = text_.starts_with(untagged) ? first_word(std::string_view(text_).substr(2)) : "";
  const bool is_set = equal_ignoring_case(word, "SEARCH") || equal_ignoring_case(word, "ESEARCH") ||
                      equal_ignoring_case(word, "VANISHED");
  return is_set ? limits_.set_line : limits_.line;
}

std::optional<std::uint64_t> ResponseReader::announced_literal() const {
  std::string_view line = without_line_end(std::string_view(text_).substr(line_start_));
  if (!line.ends_with('}')) return std::nullopt;
  line.remove_suffix(1);
  if (line.ends_with('+')) line.remove_suffix(1);  // RFC 7888; servers should not, some do
  const std::size_t brace = line.find_last_not_of("0123456789");
  if (brace == std::string_view::npos || line[brace] != '{' || brace + 1 == line.size()) return std::nullopt;
  if (is_status_line(text_)) return std::nullopt;
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(line.data() + brace + 1, line.data() + line.size(), size);
  return error == std::errc{} ? size : std::numeric_limits<std::uint64_t>::max();
}

Result<void> ResponseReader::start_literal(std::uint64_t size) {
  const bool fetch = is_fetch(text_);
  const std::uint64_t allowed = fetch ? limits_.fetch_literal : limits_.name_literal;
  if (size > allowed || literal_total_ + size > allowed)
    return fail(
        Fault::invalid,
        "the server announced " + std::to_string(size) + " bytes where " + std::to_string(allowed) + " are allowed",
        fetch ? "raise the limit for one message, or leave such messages out by their size" : "");
  if (literals_.size() == limits_.literals)
    return fail(Fault::invalid, "too many literals in one response of the server");
  const bool in_memory = literal_total_ + size <= limits_.memory_threshold;
  literal_total_ += size;
  literal_left_ = size;
  literals_.push_back(in_memory ? RawBytes(limits_.memory_threshold) : RawBytes(0, limits_.spool_directory));
  if (in_memory) literals_.back().expect(static_cast<std::size_t>(size));
  return {};
}

}  // namespace tradewind::mailsync::imap
