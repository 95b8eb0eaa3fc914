// mailgen: writes N generated mails as a Maildir (Maildir++: INBOX in the directory itself, our own mail in .Sent) for
// scripts/bench. The same N and seed give the same bytes on every machine.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "tests/bench/correspondence.hpp"

namespace {

using tradewind::bench::Correspondence;
using tradewind::bench::Mail;

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument(fmt::format("not a number: {}", text));
  return value;
}

// The file's time is the IMAP server's INTERNALDATE. S= and W= in the name (size as it is, and with CRLF) are
// Dovecot's, so that it need not read each file to learn them.
void write_mail(const std::filesystem::path& maildir, const Mail& mail, std::uint64_t index) {
  const auto lines = static_cast<std::size_t>(std::count(mail.bytes.begin(), mail.bytes.end(), '\n'));
  const std::string name = fmt::format("{}.M{}P1.bench,S={},W={}:2,{}", mail.date, index, mail.bytes.size(),
                                       mail.bytes.size() + lines, mail.sent || index % 7 != 0 ? "S" : "");
  const std::string path = (maildir / (mail.sent ? ".Sent/cur" : "cur") / name).string();
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) throw std::system_error(errno, std::generic_category(), path);
  std::string_view left = mail.bytes;
  while (!left.empty()) {
    const ssize_t wrote = ::write(file, left.data(), left.size());
    if (wrote < 0) throw std::system_error(errno, std::generic_category(), path);
    left.remove_prefix(static_cast<std::size_t>(wrote));
  }
  const timespec times[2] = {{mail.date, 0}, {mail.date, 0}};
  if (::futimens(file, times) != 0 || ::close(file) != 0) throw std::system_error(errno, std::generic_category(), path);
}

void generate(const std::filesystem::path& maildir, std::uint64_t total, std::uint64_t seed) {
  for (const char* folder : {".", ".Sent"}) {
    for (const char* part : {"cur", "new", "tmp"}) std::filesystem::create_directories(maildir / folder / part);
  }
  Correspondence correspondence(seed, total);
  std::vector<std::uint64_t> sizes;
  std::uint64_t bytes = 0;
  std::uint64_t text = 0;
  std::uint64_t attachments = 0;
  std::uint64_t sent = 0;
  for (std::uint64_t index = 0; index < total; ++index) {
    const Mail mail = correspondence.next();
    write_mail(maildir, mail, index);
    sizes.push_back(mail.bytes.size());
    bytes += mail.bytes.size();
    text += mail.text_bytes;
    attachments += mail.attachment_bytes;
    sent += mail.sent ? 1 : 0;
  }
  if (sizes.empty()) return;
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  fmt::print(
      "{{\"mails\": {}, \"sent\": {}, \"bytes\": {}, \"text_bytes\": {}, \"attachment_bytes\": {}, \"median_bytes\": "
      "{}}}\n",
      total, sent, bytes, text, attachments, *middle);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 4) {
    fmt::print(stderr, "usage: mailgen MAILDIR COUNT [SEED]\n");
    return 2;
  }
  try {
    generate(argv[1], number(argv[2]), argc == 4 ? number(argv[3]) : 1);
  } catch (const std::exception& error) {
    fmt::print(stderr, "mailgen: {}\n", error.what());
    return 1;
  }
  return 0;
}
