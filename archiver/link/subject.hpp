// Subjects without what mail programs put before them.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

struct SubjectParts {
  bool reply = false;    // "Re:", "AW:", "回复:" ...
  bool forward = false;  // "Fwd:", "WG:", "转发:" ...
  std::string rest;      // as written, without the marks
  std::string key;       // rest folded, list tags "[...]" removed, words only: for comparing. "" when nothing is left
};

[[nodiscard]] SubjectParts split_subject(std::string_view subject);

}  // namespace tradewind::archiver
