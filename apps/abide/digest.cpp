#include "digest.hpp"

#include <openssl/evp.h>

#include <array>

namespace abide::app {

std::string digest_of(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1) return "";
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (unsigned k = 0; k < size; ++k) out += {digits[bytes[k] / 16U], digits[bytes[k] % 16U]};
  return out;
}

}  // namespace abide::app
