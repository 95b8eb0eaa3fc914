// The duplicate check of customers, the same at every entry: which marks a firm shares with customers that are there,
// how much each of them counts, and what they make together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// What is known of a firm. Anything may be missing.
struct DuplicateQuestion {
  std::vector<std::string> names, domains, addresses, phones;
  std::string website;
  std::optional<RecordId> except;  // the customer that it is
};

struct DuplicateMark {
  std::string what;   // address, domain, website, name, phone, similar name
  std::string value;  // as it stands in the question
  int points = 0;     // 0..100: how sure it would make us by itself, in per cent
};

struct Duplicate {
  RecordId customer = 0;
  std::string name;                  // "" when the actor may not see it
  std::string taken;                 // then: who has it and since when
  int score = 0;                     // 0..100: 100 - 100 x (1 - p1) x (1 - p2) ...
  std::vector<DuplicateMark> marks;  // the strongest first
};

// From here on it counts as the same firm: it is not added a second time.
inline constexpr int same_firm = 80;

// The likeliest first, at most twenty. An address or domain of a free mail provider is no mark of a firm.
[[nodiscard]] Result<std::vector<Duplicate>> find_duplicates(Store& store, const Actor& actor,
                                                             const DuplicateQuestion& question);
// The same question about a customer that is there, with its people.
[[nodiscard]] Result<std::vector<Duplicate>> duplicates_of(Store& store, const Actor& actor, RecordId customer);

// "score 97: domain nordhaus.example (85), name Nordhaus (80)".
[[nodiscard]] std::string explained(const Duplicate& duplicate);

// 0..1: shared pairs of neighbouring characters of two name keys (Dice's coefficient).
[[nodiscard]] double similarity(std::string_view key, std::string_view other);

}  // namespace tradewind::crm
