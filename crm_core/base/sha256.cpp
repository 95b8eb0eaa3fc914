#include "crm_core/base/sha256.hpp"

#include <nettle/hmac.h>
#include <nettle/sha2.h>

#include <stdexcept>

#include "crm_core/base/hex.hpp"

namespace tradewind {

namespace {
const std::uint8_t* octets(std::string_view bytes) { return reinterpret_cast<const std::uint8_t*>(bytes.data()); }
}  // namespace

// OpenSSL hashes as fast, but to load it takes a third of the start of a program that searches (measured).
struct Sha256::State {
  sha256_ctx context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) { sha256_init(&state_->context); }
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) { sha256_update(&state_->context, bytes.size(), octets(bytes)); }

Digest Sha256::finish() {
  Digest digest;
  sha256_digest(&state_->context, digest.size(), digest.data());  // and starts over
  return digest;
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), octets(bytes));
  sha256_digest(&context, digest.size(), digest.data());
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view text) {
  Digest digest;
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key.size(), octets(key));
  hmac_sha256_update(&context, text.size(), octets(text));
  hmac_sha256_digest(&context, digest.size(), digest.data());
  return digest;
}

std::string to_hex(const Digest& digest) { return to_hex(as_bytes(digest)); }

std::string_view as_bytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest digest_from_bytes(std::string_view bytes) {
  Digest digest;
  if (bytes.size() != digest.size()) throw std::invalid_argument("a SHA-256 digest has 32 bytes");
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(digest.data()));
  return digest;
}

}  // namespace tradewind
