// Notices: mail that a machine writes about a buyer - a B2B platform's inquiry alert, a website form. The fields in it
// are the buyer's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archiver/extract/platform.hpp"
#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

struct Notice {
  std::string platform;                                     // "alibaba", ..., "website"
  std::vector<std::pair<std::string, std::string>> fields;  // field (labels.txt) and value, cleaned, in order
  std::string message;                                      // the buyer's own words; "" if none were found
  std::string card;          // lines of a block with the buyer's name and address, "" if there is none
  bool inquiry = false;      // there is a buyer in it
  bool known_layout = true;  // false: an inquiry by its subject, but neither labels nor message could be read

  // The first of that field, "" if there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;
};

// Who sent it, as far as it tells a form of our own website.
struct NoticeSender {
  bool own = false;  // an address of ours: then only a form can make it a notice
  bool form =
      false;  // of ours but nobody's, and answers go to an outsider: our website speaks for whoever filled it in
};

// Nothing for mail that is no notice.
[[nodiscard]] std::optional<Notice> read_notice(const ParsedMessage& message, const PlatformCatalogue& platforms,
                                                const NoticeSender& sender);

}  // namespace tradewind::archiver
