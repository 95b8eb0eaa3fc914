// UidSet: a set of IMAP UIDs as sorted, disjoint, non-adjacent ranges. A mailbox of 200,000 messages is usually a few
// hundred ranges, so set arithmetic on whole mailboxes costs microseconds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::mailsync {

using Uid = std::uint32_t;  // 1..4294967295 (RFC 9051 §2.3.1.1: a non-zero 32-bit number)

struct UidRange {
  Uid first = 0;  // inclusive
  Uid last = 0;   // inclusive, >= first
  friend bool operator==(const UidRange&, const UidRange&) = default;
};

class UidSet {
 public:
  UidSet() = default;
  UidSet(std::initializer_list<Uid> uids);
  // In any order, overlapping or not; ends may be swapped, a 0 counts as 1.
  [[nodiscard]] static UidSet from_ranges(std::vector<UidRange> ranges);
  [[nodiscard]] static UidSet range(Uid first, Uid last) { return from_ranges({UidRange{first, last}}); }

  // A sequence-set as servers send it (RFC 9051 §9, without '*'): "1:4,9,12:10". Costs by its length, never by the
  // numbers in it. Fault::invalid for anything else, and for more than `most_ranges` ranges.
  [[nodiscard]] static Result<UidSet> parse(std::string_view text, std::size_t most_ranges = std::size_t{1} << 20);

  // 0 is no UID and is ignored. Amortised constant at the upper end, linear in the number of ranges elsewhere.
  void insert(Uid uid) { insert_range(uid, uid); }
  void insert_range(Uid first, Uid last);

  [[nodiscard]] bool contains(Uid uid) const;
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] std::uint64_t size() const;  // number of UIDs
  // 0 for the empty set.
  [[nodiscard]] Uid min() const { return empty() ? 0 : ranges_.front().first; }
  [[nodiscard]] Uid max() const { return empty() ? 0 : ranges_.back().last; }
  [[nodiscard]] const std::vector<UidRange>& ranges() const { return ranges_; }  // ascending

  [[nodiscard]] UidSet united(const UidSet& other) const;
  [[nodiscard]] UidSet without(const UidSet& other) const;
  [[nodiscard]] UidSet common(const UidSet& other) const;
  // The `count` highest UIDs (all, if there are fewer): a slice of a newest-first backfill.
  [[nodiscard]] UidSet newest(std::uint64_t count) const;

  // Calls act(uid) from the highest UID to the lowest.
  template <class Act>
  void for_each_descending(Act&& act) const {
    for (auto range = ranges_.rbegin(); range != ranges_.rend(); ++range)
      for (Uid uid = range->last;; --uid) {
        act(uid);
        if (uid == range->first) break;
      }
  }

  // "1:5,9"; "" for the empty set, which no IMAP command may carry.
  [[nodiscard]] std::string to_imap() const;
  // The same cut into pieces of at most `most_bytes` (RFC 7162 §4 advises lines below 8,192 octets), ascending, none
  // empty.
  [[nodiscard]] std::vector<UidSet> pieces(std::size_t most_bytes = 7000) const;

  friend bool operator==(const UidSet&, const UidSet&) = default;

 private:
  std::vector<UidRange> ranges_;
};

}  // namespace tradewind::mailsync
