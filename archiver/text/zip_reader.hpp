// Members of a zip container, unpacked piece by piece. The only place that reads archives with libarchive.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind::archiver {

struct ZipLimits {
  std::size_t unpacked_bytes = 0;  // of all wanted members together, whatever their ratio
  double seconds = 0;              // looked at between members and pieces
};

// `take` gets every piece of the members that `wanted` says yes to, in the order of the container, of an empty member
// an empty one; what it refuses ends the reading. Fault::invalid for what is no zip and for more than the limits;
// Fault::corrupt for a member that is damaged, after what could be unpacked of it.
[[nodiscard]] Result<void> read_zip(
    std::string_view bytes, const ZipLimits& limits, const std::function<bool(std::string_view name)>& wanted,
    const std::function<Result<void>(std::string_view name, std::string_view piece)>& take);

}  // namespace tradewind::archiver
