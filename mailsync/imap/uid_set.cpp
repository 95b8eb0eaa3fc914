#include "mailsync/imap/uid_set.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>

namespace tradewind::mailsync {

namespace {

constexpr Uid highest_uid = std::numeric_limits<Uid>::max();

bool touches(const UidRange& low, const UidRange& high) {
  return low.last == highest_uid || high.first <= low.last + 1;
}

void append_number(std::string& text, Uid uid) {
  char digits[10];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), uid).ptr;
  text.append(digits, end);
}

void append_range(std::string& text, const UidRange& range) {
  if (!text.empty()) text += ',';
  append_number(text, range.first);
  if (range.last == range.first) return;
  text += ':';
  append_number(text, range.last);
}

tl::unexpected<Error> not_a_set() { return fail(Fault::invalid, "not a set of message numbers"); }

// Reads a non-zero number at `at` and moves past it; 0 if there is none or it does not fit.
Uid read_uid(const char*& at, const char* end) {
  Uid uid = 0;
  const auto [next, error] = std::from_chars(at, end, uid);
  if (error != std::errc{}) return 0;
  at = next;
  return uid;
}

}  // namespace

UidSet::UidSet(std::initializer_list<Uid> uids) {
  for (const Uid uid : uids) insert(uid);
}

UidSet UidSet::from_ranges(std::vector<UidRange> ranges) {
  for (UidRange& range : ranges) {
    if (range.first > range.last) std::swap(range.first, range.last);
    range.first = std::max<Uid>(range.first, 1);
    range.last = std::max<Uid>(range.last, 1);
  }
  const auto by_first = [](const UidRange& a, const UidRange& b) { return a.first < b.first; };
  if (!std::is_sorted(ranges.begin(), ranges.end(), by_first)) std::sort(ranges.begin(), ranges.end(), by_first);
  std::size_t kept = 0;
  for (const UidRange& range : ranges) {
    if (kept != 0 && touches(ranges[kept - 1], range))
      ranges[kept - 1].last = std::max(ranges[kept - 1].last, range.last);
    else
      ranges[kept++] = range;
  }
  ranges.resize(kept);
  UidSet set;
  set.ranges_ = std::move(ranges);
  return set;
}

Result<UidSet> UidSet::parse(std::string_view text, std::size_t most_ranges) {
  std::vector<UidRange> ranges;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    UidRange range;
    range.first = range.last = read_uid(at, end);
    if (range.first == 0) return not_a_set();
    if (at != end && *at == ':') {
      range.last = read_uid(++at, end);
      if (range.last == 0) return not_a_set();
    }
    if (ranges.size() == most_ranges) return fail(Fault::invalid, "a set of message numbers with too many ranges");
    ranges.push_back(range);
    if (at == end) return from_ranges(std::move(ranges));
    if (*at != ',') return not_a_set();
    ++at;
  }
}

void UidSet::insert_range(Uid first, Uid last) {
  if (first > last) std::swap(first, last);
  if (last == 0) return;
  UidRange added{std::max<Uid>(first, 1), last};
  if (ranges_.empty() || !touches(ranges_.back(), added)) {
    if (ranges_.empty() || added.first > ranges_.back().last) {
      ranges_.push_back(added);
      return;
    }
  }
  // [from, to): the ranges that the new one swallows.
  const auto from = std::partition_point(ranges_.begin(), ranges_.end(),
                                         [&](const UidRange& range) { return !touches(range, added); });
  auto to = from;
  while (to != ranges_.end() && touches(added, *to)) {
    added = {std::min(added.first, to->first), std::max(added.last, to->last)};
    ++to;
  }
  if (from == to) {
    ranges_.insert(from, added);
    return;
  }
  *from = added;
  ranges_.erase(std::next(from), to);
}

bool UidSet::contains(Uid uid) const {
  const auto range =
      std::partition_point(ranges_.begin(), ranges_.end(), [&](const UidRange& each) { return each.last < uid; });
  return range != ranges_.end() && range->first <= uid;
}

std::uint64_t UidSet::size() const {
  std::uint64_t count = 0;
  for (const UidRange& range : ranges_) count += std::uint64_t{range.last} - range.first + 1;
  return count;
}

UidSet UidSet::united(const UidSet& other) const {
  std::vector<UidRange> all;
  all.reserve(ranges_.size() + other.ranges_.size());
  std::merge(ranges_.begin(), ranges_.end(), other.ranges_.begin(), other.ranges_.end(), std::back_inserter(all),
             [](const UidRange& a, const UidRange& b) { return a.first < b.first; });
  return from_ranges(std::move(all));
}

UidSet UidSet::without(const UidSet& other) const {
  UidSet rest;
  auto cut = other.ranges_.begin();
  for (const UidRange& range : ranges_) {
    std::uint64_t at = range.first;  // 64 bits: may go one beyond the highest UID
    while (cut != other.ranges_.end() && cut->last < at) ++cut;
    for (auto each = cut; each != other.ranges_.end() && each->first <= range.last; ++each) {
      if (each->first > at) rest.ranges_.push_back({static_cast<Uid>(at), each->first - 1});
      at = std::uint64_t{each->last} + 1;
      cut = each;
    }
    if (at <= range.last) rest.ranges_.push_back({static_cast<Uid>(at), range.last});
  }
  return rest;
}

UidSet UidSet::common(const UidSet& other) const {
  UidSet both;
  auto mine = ranges_.begin();
  auto theirs = other.ranges_.begin();
  while (mine != ranges_.end() && theirs != other.ranges_.end()) {
    const Uid first = std::max(mine->first, theirs->first);
    const Uid last = std::min(mine->last, theirs->last);
    if (first <= last) both.ranges_.push_back({first, last});
    if (mine->last < theirs->last)
      ++mine;
    else
      ++theirs;
  }
  return both;
}

UidSet UidSet::newest(std::uint64_t count) const {
  UidSet slice;
  for (auto range = ranges_.rbegin(); range != ranges_.rend() && count != 0; ++range) {
    const std::uint64_t here = std::uint64_t{range->last} - range->first + 1;
    const std::uint64_t taken = std::min(here, count);
    slice.ranges_.push_back({static_cast<Uid>(range->last - taken + 1), range->last});
    count -= taken;
  }
  std::reverse(slice.ranges_.begin(), slice.ranges_.end());
  return slice;
}

std::string UidSet::to_imap() const {
  std::string text;
  for (const UidRange& range : ranges_) append_range(text, range);
  return text;
}

std::vector<UidSet> UidSet::pieces(std::size_t most_bytes) const {
  std::vector<UidSet> cut;
  std::size_t used = most_bytes;
  for (const UidRange& range : ranges_) {
    std::string text;
    append_range(text, range);
    if (cut.empty() || used + text.size() + 1 > most_bytes) {
      cut.emplace_back();
      used = 0;
    }
    used += text.size() + 1;
    cut.back().ranges_.push_back(range);
  }
  return cut;
}

}  // namespace tradewind::mailsync
