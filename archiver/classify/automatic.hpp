// Mail that no person wrote, by what its headers and report parts say (RFC 3464, RFC 3834, RFC 2369, RFC 2919).
#pragma once

#include <string>
#include <vector>

#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

struct Automatic {
  enum class Sort { none, bounce, auto_reply, bulk, machine } sort = Sort::none;
  std::string rule;
  std::string evidence;
  // Of a bounce: the addresses that could not be reached, lower case.
  std::vector<std::string> failed_recipients;
};

[[nodiscard]] Automatic find_automatic(const ParsedMessage& message);

}  // namespace tradewind::archiver
