// A proxy on loopback that breaks connections: the server's answer ends in the middle of whatever it was saying.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tradewind::testing {

// Runs on a thread of its own.
class CuttingProxy {
 public:
  // Connection i to `port` of the loopback interface is cut after cuts[i] bytes of the server; later ones are whole.
  CuttingProxy(std::uint16_t port, std::vector<std::size_t> cuts);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Connections cut so far.
  [[nodiscard]] std::size_t cut() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tradewind::testing
