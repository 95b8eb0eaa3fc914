// --limit, --offset and --match of the lists of records.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::cli {

struct Page {
  int limit = 50;
  int offset = 0;
};

// Fault::invalid for what is no number, or too big a one.
[[nodiscard]] Result<Page> page_of(const Arguments& arguments);

// Whether a name has the text in it; case, accents and width of letters aside.
class NameMatch {
 public:
  // An empty text matches everything.
  explicit NameMatch(std::string_view text);
  [[nodiscard]] bool empty() const { return folded_.empty(); }
  [[nodiscard]] bool operator()(std::string_view name) const;

 private:
  std::string folded_;
};

// The records of a page, of those that `keep` keeps. `fetch(limit, offset)` gives them in slices, in order.
template <class Fetch, class Keep>
[[nodiscard]] auto take_page(const Page& page, bool keep_all, Fetch fetch, Keep keep) -> decltype(fetch(0, 0)) {
  if (keep_all) return fetch(page.limit, page.offset);
  constexpr int slice = 500;
  decltype(fetch(0, 0)) taken;
  int to_skip = page.offset;
  for (int at = 0;; at += slice) {
    auto records = fetch(slice, at);
    for (auto& record : records) {
      if (!keep(record) || to_skip-- > 0) continue;
      taken.push_back(std::move(record));
      if (static_cast<int>(taken.size()) == page.limit) return taken;
    }
    if (static_cast<int>(records.size()) < slice) return taken;
  }
}

}  // namespace tradewind::cli
