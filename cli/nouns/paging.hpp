// --limit and --offset of the lists of records.
#pragma once

#include "cli/command.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::cli {

struct Page {
  int limit = 50;
  int offset = 0;
};

// Fault::invalid for what is no number, or too big a one.
[[nodiscard]] Result<Page> page_of(const Arguments& arguments);

}  // namespace tradewind::cli
