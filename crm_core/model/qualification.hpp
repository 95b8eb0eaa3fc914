// What makes a lead qualified besides a person's word (DOMAIN.md 2): the firm chooses.
#pragma once

#include <array>
#include <string_view>

namespace tradewind::crm {

struct Qualification {
  bool wrote_again = true;  // we answered and the buyer wrote again
  bool quotation = true;    // a quotation is filed in its conversation
  bool order = true;        // an order is
  friend bool operator==(const Qualification&, const Qualification&) = default;
};

// As the configuration and the store name them.
struct QualificationName {
  std::string_view text;
  bool Qualification::*condition;
};
inline constexpr std::array<QualificationName, 3> qualification_names{{{"wrote_again", &Qualification::wrote_again},
                                                                       {"quotation", &Qualification::quotation},
                                                                       {"order", &Qualification::order}}};

}  // namespace tradewind::crm
