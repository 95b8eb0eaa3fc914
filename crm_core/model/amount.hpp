// Sums of money, exact: decimal text in, decimal text out, never binary floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradewind::crm {

__extension__ using Wide = __int128;  // -Wpedantic would refuse the plain name

// In ten-thousandths of a currency's unit, which holds every price that trade writes; sums of 10^20 such fit.
class Amount {
 public:
  static constexpr int places = 4;
  static constexpr int whole_digits = 15;  // at most, before the point

  Amount() = default;
  // "1234.5", "-3": nothing for anything else, for more digits than above, and for the empty text.
  [[nodiscard]] static std::optional<Amount> parse(std::string_view text);

  Amount& operator+=(const Amount& other) {
    units_ += other.units_;
    return *this;
  }
  [[nodiscard]] Amount percent(int share) const { return Amount((units_ * share) / 100); }
  // Rounded half away from zero to two places: "1234.50".
  [[nodiscard]] std::string to_text() const;
  friend auto operator<=>(const Amount&, const Amount&) = default;

 private:
  explicit Amount(Wide units) : units_(units) {}
  Wide units_ = 0;
};

}  // namespace tradewind::crm
