#include "archiver/text/zip_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>

namespace tradewind::archiver {

namespace {

struct CloseArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

constexpr int most_entries = 10'000;

}  // namespace

Result<void> read_zip(std::string_view bytes, const ZipLimits& limits,
                      const std::function<bool(std::string_view name)>& wanted,
                      const std::function<Result<void>(std::string_view name, std::string_view piece)>& take) {
  const std::unique_ptr<archive, CloseArchive> reader(archive_read_new());
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return fail(Fault::invalid, "the file is no readable zip container");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::duration<double>(limits.seconds);
  std::size_t left = limits.unpacked_bytes;
  std::array<char, 65'536> buffer;
  archive_entry* entry = nullptr;
  for (int i = 0; i < most_entries && archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK; ++i) {
    const char* path = archive_entry_pathname(entry);
    if (path == nullptr || !wanted(path)) continue;
    const std::string name = path;
    if (auto taken = take(name, {}); !taken) return taken;
    while (true) {
      if (std::chrono::steady_clock::now() > deadline)
        return fail(Fault::invalid, "the file takes too long to unpack", "it may be a zip bomb");
      const la_ssize_t size = archive_read_data(reader.get(), buffer.data(), buffer.size());
      if (size < 0) return fail(Fault::corrupt, "the file is damaged: " + name + " cannot be unpacked");
      if (size == 0) break;
      if (static_cast<std::size_t>(size) > left)
        return fail(Fault::invalid, "the file unpacks to more than is allowed", "it may be a zip bomb");
      left -= static_cast<std::size_t>(size);
      if (auto taken = take(name, {buffer.data(), static_cast<std::size_t>(size)}); !taken) return taken;
    }
  }
  return {};
}

}  // namespace tradewind::archiver
