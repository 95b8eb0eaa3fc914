#include "mailsync/imap/dialogue.hpp"

#include <algorithm>
#include <utility>

#include "mailsync/imap/login_answer.hpp"
#include "mailsync/imap/response_parser.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t least_buffer = std::size_t{4} << 10;  // what an idle session holds
constexpr std::size_t most_buffer = std::size_t{256} << 10;

ReaderLimits limits_of(const SessionOptions& options) {
  ReaderLimits limits;
  limits.fetch_literal = options.literal_limit;
  limits.memory_threshold = options.memory_threshold;
  limits.spool_directory = options.spool_directory;
  return limits;
}

}  // namespace

Dialogue::Dialogue(const SessionOptions& options)
    : answer_timeout_(options.answer_timeout),
      progress_window_(options.progress_window),
      least_progress_(options.least_progress),
      reader_(limits_of(options)),
      buffer_(least_buffer) {}

void Dialogue::attach(std::unique_ptr<Transport> transport) {
  transport_ = std::move(transport);
  usable_ = !cancelled_;
}

Task<Result<void>> Dialogue::begin(std::string command, Milliseconds longest) {
  tag_ = "T" + std::to_string(++tag_number_);
  window_bytes_ = 0;
  window_waited_ = {};
  deadline_ = longest == Milliseconds::max() ? Clock::time_point::max() : Clock::now() + longest;
  command.insert(0, tag_ + " ");
  co_return co_await send_line(command);
}

Task<Result<void>> Dialogue::send_line(std::string_view line) {
  if (!usable_) co_return fail(Fault::network, cancelled_ ? "cancelled" : "the session is over");
  const std::string bytes = std::string(line) + "\r\n";
  auto sent = co_await transport_->write(bytes, answer_timeout_);
  if (!sent) usable_ = false;
  co_return sent;
}

Task<Result<Response>> Dialogue::next() {
  while (true) {
    auto ready = from_buffer();
    if (!ready) co_return pass_on(ready);
    if (*ready) co_return std::move(**ready);
    const auto asked = Clock::now();
    const auto filled = co_await fill(silence_allowed());
    if (!filled) co_return pass_on(filled);
    if (!*filled) {
      usable_ = false;
      co_return fail(Fault::network, "the server did not answer in time");
    }
    if (auto going_on = note_progress(unread_.size(), Clock::now() - asked); !going_on) co_return pass_on(going_on);
  }
}

Task<Result<std::optional<Response>>> Dialogue::next_within(Milliseconds longest) {
  const auto until = Clock::now() + longest;
  while (true) {
    auto ready = from_buffer();
    if (!ready || *ready) co_return std::move(ready);
    const auto left = std::chrono::ceil<Milliseconds>(until - Clock::now());
    if (left <= Milliseconds::zero()) co_return std::nullopt;
    const auto filled = co_await fill(left);
    if (!filled) co_return pass_on(filled);
    if (!*filled) co_return std::nullopt;
  }
}

Milliseconds Dialogue::silence_allowed() const {
  if (deadline_ == Clock::time_point::max()) return answer_timeout_;
  const auto left = std::chrono::ceil<Milliseconds>(deadline_ - Clock::now());
  return std::clamp(left, Milliseconds::zero(), answer_timeout_);
}

// Only the time waited for the server counts, not what we take to store what it sent.
Result<void> Dialogue::note_progress(std::size_t bytes, Clock::duration waited) {
  window_bytes_ += bytes;
  window_waited_ += waited;
  if (window_bytes_ >= least_progress_) {
    window_bytes_ = 0;
    window_waited_ = {};
  }
  if (deadline_ != Clock::time_point::max() || window_waited_ < progress_window_) return {};
  usable_ = false;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(window_waited_).count();
  return fail(Fault::network,
              "the server sent only " + std::to_string(window_bytes_) + " bytes in " + std::to_string(seconds) + " s");
}

// What is complete in the buffer, without waiting.
Result<std::optional<Response>> Dialogue::from_buffer() {
  if (!usable_) return fail(Fault::network, cancelled_ ? "cancelled" : "the session is over");
  const auto frame = reader_.read(unread_);
  if (!frame) usable_ = false;
  if (!frame) return pass_on(frame);
  if (!*frame) return std::nullopt;
  auto response = parse_response(**frame);
  if (!response) usable_ = false;
  if (!response) return pass_on(response);
  if (auto checked = check(*response); !checked) {
    usable_ = false;
    return pass_on(checked);
  }
  return std::move(*response);
}

Result<void> Dialogue::check(const Response& response) {
  const auto* const status = std::get_if<StatusResponse>(&response);
  if (status == nullptr) return {};
  if (status->condition == Condition::bye && !bye_expected_)
    return fail(means_later(*status) ? Fault::busy : Fault::network,
                "the server ended the session: " + printable(status->text));
  if (!status->tag.empty() && status->tag != tag_)
    return fail(Fault::invalid, "the server answered a command that was not sent: " + printable(status->tag, 40));
  return {};
}

Task<Result<bool>> Dialogue::fill(Milliseconds timeout) {
  if (timeout <= Milliseconds::zero()) co_return false;
  const auto received = co_await transport_->read_some(buffer_, timeout);
  if (!received) {
    usable_ = false;
    co_return pass_on(received);
  }
  if (*received == 0) co_return false;
  unread_ = std::string_view(buffer_.data(), *received);
  if (*received == buffer_.size() && buffer_.size() < most_buffer) {
    std::vector<char> bigger(buffer_.size() * 4);
    std::copy(unread_.begin(), unread_.end(), bigger.begin());
    buffer_ = std::move(bigger);
    unread_ = std::string_view(buffer_.data(), *received);
  }
  co_return true;
}

bool Dialogue::ends_command(const Response& response) {
  const auto* const status = std::get_if<StatusResponse>(&response);
  return status != nullptr && !status->tag.empty();
}

void Dialogue::cancel() {
  cancelled_ = true;
  usable_ = false;
  if (transport_) transport_->cancel();
}

void Dialogue::shrink() {
  if (!unread_.empty() || buffer_.size() == least_buffer) return;
  buffer_ = std::vector<char>(least_buffer);
  unread_ = {};
}

Result<std::string> imap_quoted(std::string_view text) {
  std::string answer = "\"";
  for (const char c : text) {
    if (c == '\r' || c == '\n' || c == '\0')
      return fail(Fault::invalid, "a folder name with a line end or NUL: " + printable(text));
    if (c == '"' || c == '\\') answer += '\\';
    answer += c;
  }
  return answer + '"';
}

tl::unexpected<Error> refusal(const StatusResponse& status, std::string_view command) {
  const std::string code = status.code ? status.code->name : std::string();
  const Fault fault = code == "NONEXISTENT" ? Fault::not_found : means_later(status) ? Fault::busy : Fault::refused;
  const std::string_view how = status.condition == Condition::bad ? " did not understand " : " refused ";
  return fail(fault, "the server" + std::string(how) + std::string(command) + ": " +
                         (code.empty() ? "" : "[" + printable(code, 40) + "] ") + printable(status.text));
}

}  // namespace tradewind::mailsync::imap
