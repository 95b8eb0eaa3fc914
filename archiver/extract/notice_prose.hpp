// What a notice tells without labels: the buyer's words, his card below them, his name in the subject.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archiver/extract/notice.hpp"
#include "archiver/extract/platform.hpp"

namespace tradewind::archiver {

struct LikelyMessage {
  std::string text;        // "" if there is none
  std::size_t behind = 0;  // the line after it
};

// The paragraph that asks most and speaks least of the platform. `rows`: each line is a paragraph, as in HTML.
[[nodiscard]] LikelyMessage likely_message(const std::vector<std::string_view>& lines,
                                           const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                                           bool rows);

// The buyer's card below his words, without labels: his name, his firm, where and by which number he is reached. ""
// when what stands there reaches nobody.
[[nodiscard]] std::string card_below(const std::vector<std::string_view>& lines, std::size_t behind,
                                     const PlatformTemplate* platform);

// Two columns in a line: the person left, the firm right, as some notices put their head.
void read_columns(const std::vector<std::string_view>& lines, Notice& notice);

// "You have a new message from Ana Ruiz (PE)", "Li Na has sent you an inquiry": the buyer in the subject.
void read_subject(std::string_view subject, const PlatformCatalogue& platforms, const PlatformTemplate* platform,
                  Notice& notice);

}  // namespace tradewind::archiver
