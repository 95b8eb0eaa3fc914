#include "crm_core/service/duplicate_marks.hpp"

#include <algorithm>
#include <cmath>

namespace tradewind::crm {

void add_mark(std::vector<DuplicateMark>& marks, std::string_view what, std::string_view value, int points) {
  const auto same = std::find_if(marks.begin(), marks.end(), [&](const auto& mark) { return mark.what == what; });
  if (same == marks.end())
    marks.push_back({std::string(what), std::string(value), points});
  else if (same->points < points)
    *same = {std::string(what), std::string(value), points};
}

int settle_marks(std::vector<DuplicateMark>& marks) {
  std::sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.points > b.points; });
  // The same name is similar too.
  if (std::any_of(marks.begin(), marks.end(), [](const auto& mark) { return mark.what == "name"; }))
    std::erase_if(marks, [](const auto& mark) { return mark.what == "similar name"; });
  double doubt = 1;
  for (const auto& mark : marks) doubt *= 1 - mark.points / 100.0;
  return static_cast<int>(std::lround(100 * (1 - doubt)));
}

bool may_be_similar(std::string_view key, std::string_view other) {
  const auto [shorter, longer] = std::minmax({key.size(), other.size()});
  return other.substr(0, 2) == key.substr(0, 2) && 2 * shorter >= longer;
}

std::string_view website_core(std::string_view website) {
  for (const std::string_view prefix : {"https://", "http://", "www."})
    if (website.starts_with(prefix)) website.remove_prefix(prefix.size());
  while (website.ends_with('/')) website.remove_suffix(1);
  return website;
}

}  // namespace tradewind::crm
