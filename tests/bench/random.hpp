// The random numbers of the mail generator: the same on every machine for the same seed (SplitMix64, Steele et al.
// 2014), which the distributions of <random> do not promise.
#pragma once

#include <cmath>
#include <cstdint>

namespace tradewind::bench {

constexpr std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15ULL); }
  // 0 <= result < 1
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  bool chance(double probability) { return unit() < probability; }
  // 0 <= result < count; count > 0
  std::uint64_t below(std::uint64_t count) { return static_cast<std::uint64_t>(unit() * static_cast<double>(count)); }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + below(high - low + 1); }
  // Zipf's law with exponent 1 over 0 .. count-1, by the inverse of its continuous form: rank r is drawn as often as
  // ln((r+2)/(r+1)).
  std::uint64_t zipf(std::uint64_t count) {
    return static_cast<std::uint64_t>(std::exp(unit() * std::log(static_cast<double>(count) + 1.0)) - 1.0);
  }
  // Log-normal by its median; spread is the standard deviation of the logarithm (Box-Muller).
  double lognormal(double median, double spread) {
    const double angle = 6.283185307179586 * unit();
    return median * std::exp(spread * std::sqrt(-2.0 * std::log(1.0 - unit())) * std::cos(angle));
  }

 private:
  std::uint64_t state_;
};

}  // namespace tradewind::bench
