#include "cli/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "cli/output/sanitise.hpp"
#include "crm_core/search/utf8.hpp"

namespace tradewind::cli {

namespace {

std::string last_error() { return std::error_code(errno, std::generic_category()).message(); }

}  // namespace

Result<NewFile> NewFile::create(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file >= 0) return NewFile(path, file);
  if (errno == EEXIST)
    return fail(Fault::conflict, fmt::format("{} is there already", path.string()), "name another file with --output");
  return fail(Fault::io, fmt::format("cannot make {}: {}", path.string(), last_error()));
}

NewFile::NewFile(NewFile&& other) noexcept : path_(std::move(other.path_)), file_(other.file_) { other.file_ = -1; }

NewFile::~NewFile() {
  if (file_ < 0) return;
  close(file_);
  unlink(path_.c_str());
}

Result<void> NewFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(Fault::io, fmt::format("cannot write {}: {}", path_.string(), last_error()));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> NewFile::keep() {
  const int file = file_;
  file_ = -1;
  if (close(file) == 0) return {};
  const std::string why = last_error();
  unlink(path_.c_str());
  return fail(Fault::io, fmt::format("cannot write {}: {}", path_.string(), why));
}

std::string safe_file_name(std::string_view name, std::string_view otherwise) {
  constexpr std::size_t longest = 200;
  std::string safe = sanitise(name.substr(name.find_last_of("/\\") + 1));
  for (char& c : safe) {
    if (std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) c = '_';
  }
  safe.erase(0, safe.find_first_not_of(" .-"));
  safe.erase(safe.find_last_not_of(" .") + 1);
  if (safe.size() > longest) {  // the end says what it is, so the middle goes
    const std::size_t dot = safe.rfind('.');
    const std::string ending = dot != std::string::npos && safe.size() - dot <= 16 ? safe.substr(dot) : std::string();
    std::size_t cut = 0;
    while (cut < longest - ending.size()) {
      const std::size_t size = crm::search::decode_utf8(safe, cut).size;
      if (cut + size > longest - ending.size()) break;
      cut += size;
    }
    safe = safe.substr(0, cut) + ending;
  }
  return safe.empty() ? std::string(otherwise) : safe;
}

}  // namespace tradewind::cli
