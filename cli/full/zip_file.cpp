#include "cli/full/zip_file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

namespace tradewind::cli {

void ZipFile::Close::operator()(void* writer) const { archive_write_free(static_cast<archive*>(writer)); }

tl::unexpected<Error> ZipFile::failed() const {
  const char* why = archive_error_string(static_cast<archive*>(writer_.get()));
  return fail(Fault::io, fmt::format("cannot write the archive: {}", why == nullptr ? "unknown reason" : why));
}

Result<ZipFile> ZipFile::open(int descriptor) {
  ZipFile file(archive_write_new());
  archive* writer = static_cast<archive*>(file.writer_.get());
  const bool ready = writer != nullptr && archive_write_set_format_zip(writer) == ARCHIVE_OK &&
                     archive_write_set_options(writer, "hdrcharset=UTF-8") >= ARCHIVE_WARN &&
                     archive_write_open_fd(writer, descriptor) == ARCHIVE_OK;
  if (!ready) return file.failed();
  return file;
}

Result<void> ZipFile::add(const std::string& name, std::string_view content, EpochSeconds modified_at) {
  archive* writer = static_cast<archive*>(writer_.get());
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname_utf8(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  archive_entry_set_mtime(entry.get(), modified_at, 0);
  if (archive_write_header(writer, entry.get()) < ARCHIVE_WARN) return failed();
  if (archive_write_data(writer, content.data(), content.size()) != static_cast<la_ssize_t>(content.size()))
    return failed();
  return {};
}

Result<void> ZipFile::finish() {
  if (archive_write_close(static_cast<archive*>(writer_.get())) != ARCHIVE_OK) return failed();
  return {};
}

}  // namespace tradewind::cli
