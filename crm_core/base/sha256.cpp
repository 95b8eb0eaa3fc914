#include "crm_core/base/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

#include "crm_core/base/hex.hpp"

namespace tradewind {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
  void start() const {
    // Fetched once: an implicit fetch costs more than hashing a small chunk (OpenSSL 3 migration guide).
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (context == nullptr || algorithm == nullptr || EVP_DigestInit_ex2(context, algorithm, nullptr) != 1)
      throw std::runtime_error("OpenSSL offers no SHA-256");
  }
};

Sha256::Sha256() : state_(std::make_unique<State>()) { state_->start(); }
Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256 update failed");
}

Digest Sha256::finish() {
  Digest digest;
  unsigned length = 0;
  if (EVP_DigestFinal_ex(state_->context, digest.data(), &length) != 1 || length != digest.size())
    throw std::runtime_error("SHA-256 final failed");
  state_->start();
  return digest;
}

Digest sha256(std::string_view bytes) {
  thread_local Sha256 hasher;
  hasher.update(bytes);
  return hasher.finish();
}

Digest hmac_sha256(std::string_view key, std::string_view text) {
  constexpr std::size_t block = 64;
  const Digest hashed = sha256(key);
  std::string inner(key.size() > block ? as_bytes(hashed) : key);
  inner.resize(block, '\0');
  std::string outer = inner;
  for (char& byte : inner) byte = static_cast<char>(byte ^ 0x36);
  for (char& byte : outer) byte = static_cast<char>(byte ^ 0x5C);
  const Digest within = sha256(inner.append(text));
  return sha256(outer.append(as_bytes(within)));
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
