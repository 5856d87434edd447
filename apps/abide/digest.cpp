// SHA-256 by OpenSSL, in pieces, as a certificate is written: exports name the certificate they
// speak of by it.
#include "digest.hpp"

#include <openssl/evp.h>

#include <abide/status.hpp>
#include <array>

namespace abide::app {

struct Digest::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(context); }
  void check(int success) const {
    if (success != 1) throw Error(ErrorKind::internal, "SHA-256 failed");
  }
};

Digest::Digest() : state_(std::make_unique<State>()) {
  state_->check(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr));
}
Digest::~Digest() = default;

void Digest::add(std::string_view piece) {
  state_->check(EVP_DigestUpdate(state_->context, piece.data(), piece.size()));
}

std::string Digest::finish() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  state_->check(EVP_DigestFinal_ex(state_->context, bytes.data(), &size));
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (unsigned k = 0; k < size; ++k) out += {digits[bytes[k] / 16U], digits[bytes[k] % 16U]};
  return out;
}

std::string digest_of(std::string_view text) {
  Digest digest;
  digest.add(text);
  return digest.finish();
}

}  // namespace abide::app
