// A zip archive written piece by piece. The only place that writes archives with libarchive.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/base/time.hpp"

namespace tradewind::cli {

class ZipFile {
 public:
  // Writes to an open file, which it does not close. Larger than 4 GiB is fine (zip64).
  [[nodiscard]] static Result<ZipFile> open(int descriptor);

  // Names are UTF-8, with '/' between directories. Fault::io.
  [[nodiscard]] Result<void> add(const std::string& name, std::string_view content, EpochSeconds modified_at);
  // The directory at its end: without it the file is none.
  [[nodiscard]] Result<void> finish();

 private:
  struct Close {
    void operator()(void* writer) const;
  };
  explicit ZipFile(void* writer) : writer_(writer) {}
  [[nodiscard]] tl::unexpected<Error> failed() const;
  std::unique_ptr<void, Close> writer_;
};

}  // namespace tradewind::cli
