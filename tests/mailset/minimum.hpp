// The least value of a smooth convex function of many variables, by L-BFGS (Nocedal and Wright, Numerical Optimization,
// algorithm 7.4) with a step that is halved until the value sinks enough (Armijo).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <numeric>
#include <vector>

namespace tradewind::mailset {

namespace minimum {

using Vector = std::vector<double>;

inline double product(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}
inline void add(Vector& to, double times, const Vector& what) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += times * what[i];
}

struct Step {
  Vector way, change;  // of the place, of the gradient
  double scale = 0;    // 1 / (way · change)
};

// Where to go from here: the gradient turned round, bent by what the last steps taught about the curvature.
inline Vector direction(const Vector& gradient, const std::deque<Step>& steps) {
  Vector way = gradient;
  std::vector<double> shares(steps.size());
  for (std::size_t i = steps.size(); i-- > 0;) {
    shares[i] = steps[i].scale * product(steps[i].way, way);
    add(way, -shares[i], steps[i].change);
  }
  if (!steps.empty()) {
    const Step& last = steps.back();
    const double curvature = 1 / (last.scale * product(last.change, last.change));
    for (double& each : way) each *= curvature;
  }
  for (std::size_t i = 0; i < steps.size(); ++i)
    add(way, shares[i] - steps[i].scale * product(steps[i].change, way), steps[i].way);
  for (double& each : way) each = -each;
  return way;
}

}  // namespace minimum

// `function(place, gradient)` gives the value and fills the gradient. `place` is where to begin, and then the least.
// Ends when the gradient is 1e-5 of the place's length, or after 600 steps.
template <class Function>
void minimise(const Function& function, std::vector<double>& place) {
  using namespace minimum;
  constexpr std::size_t remembered = 12;
  Vector gradient(place.size()), next_gradient(place.size());
  double value = function(place, gradient);
  std::deque<Step> steps;
  for (int round = 0; round < 600; ++round) {
    if (product(gradient, gradient) <= 1e-10 * std::max(1.0, product(place, place))) return;
    const Vector way = direction(gradient, steps);
    const double slope = product(gradient, way);
    double length = steps.empty() ? std::min(1.0, 1 / std::sqrt(-slope)) : 1.0, next_value = 0;
    Vector next;
    for (;; length /= 2) {
      if (length < 1e-12) return;
      next = place;
      add(next, length, way);
      next_value = function(next, next_gradient);
      if (next_value <= value + 1e-4 * length * slope) break;
    }
    Step step{std::move(next), next_gradient, 0};
    std::swap(step.way, place);
    for (std::size_t i = 0; i < place.size(); ++i) step.way[i] = place[i] - step.way[i];
    add(step.change, -1, gradient);
    const double curved = product(step.way, step.change);
    std::swap(gradient, next_gradient);
    value = next_value;
    if (curved <= 0) continue;
    step.scale = 1 / curved;
    steps.push_back(std::move(step));
    if (steps.size() > remembered) steps.pop_front();
  }
}

}  // namespace tradewind::mailset
