// SHA-256 by Nettle, in pieces, as a certificate is written: exports name the certificate they
// speak of by it. (OpenSSL's takes 3 ms to load, as long as everything else that is not FLINT.)
#include "digest.hpp"

#include <nettle/sha2.h>

#include <array>

namespace abide::app {

struct Digest::State {
  sha256_ctx context{};
};

Digest::Digest() : state_(std::make_unique<State>()) { sha256_init(&state_->context); }
Digest::~Digest() = default;

void Digest::add(std::string_view piece) {
  sha256_update(&state_->context, piece.size(),
                reinterpret_cast<const std::uint8_t*>(piece.data()));
}

std::string Digest::finish() {
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> bytes{};
  sha256_digest(&state_->context, bytes.size(), bytes.data());
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) out += {digits[byte / 16U], digits[byte % 16U]};
  return out;
}

std::string digest_of(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.finish();
}

}  // namespace abide::app
