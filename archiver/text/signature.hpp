// A writer's own text and what stands below it: the signature block, a device's footer, a firm's disclaimer.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

struct WrittenText {
  std::string written;
  std::string signature;  // from the closing formula on; a disclaimer is in neither
};

// `text` is what the writer wrote, quotes already taken out.
[[nodiscard]] WrittenText split_signature(std::string_view text);

}  // namespace tradewind::archiver
