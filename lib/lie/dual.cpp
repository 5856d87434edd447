#include "dual.hpp"

#include <algorithm>

namespace abide {

namespace {

bool all_zero(const Dual& a) {
  return std::all_of(a.begin(), a.end(), [](std::uint64_t v) { return v == 0; });
}

}  // namespace

Dual DualRing::constant(std::uint64_t value) const {
  if (value == 0) return {};
  Dual a(std::size_t{1} << level_, 0);
  a[0] = value;
  return a;
}

void DualRing::add(Dual& a, const Dual& b) const {
  if (b.empty()) return;
  if (a.empty()) a.assign(b.size(), 0);
  for (std::size_t k = 0; k < b.size(); ++k) a[k] = modulus_.add(a[k], b[k]);
}

void DualRing::subtract(Dual& a, const Dual& b) const {
  if (b.empty()) return;
  if (a.empty()) a.assign(b.size(), 0);
  for (std::size_t k = 0; k < b.size(); ++k) a[k] = modulus_.subtract(a[k], b[k]);
}

// (a0 + ε a1)(b0 + ε b1) = a0 b0 + ε (a0 b1 + a1 b0).
void DualRing::multiply_add(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum,
                            std::size_t size) const {
  if (size == 1) {
    *sum = modulus_.add(*sum, modulus_.multiply(*a, *b));
    return;
  }
  const std::size_t half = size / 2;
  multiply_add(a, b, sum, half);
  multiply_add(a, b + half, sum + half, half);
  multiply_add(a + half, b, sum + half, half);
}

Dual DualRing::multiply(const Dual& a, const Dual& b) const {
  if (a.empty() || b.empty()) return {};
  Dual product(a.size(), 0);
  multiply_add(a.data(), b.data(), product.data(), a.size());
  return product;
}

Dual DualRing::power(Dual a, std::uint32_t exponent) const {
  Dual result = constant(1);
  for (; exponent > 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result = multiply(result, a);
    if (exponent > 1) a = multiply(a, a);
  }
  return result;
}

Dual join(const Dual& a, const Dual& b, const DualRing& ring) {
  if (a.empty() && b.empty()) return {};
  const std::size_t size = std::size_t{1} << ring.level();
  Dual joined(2 * size, 0);
  std::copy(a.begin(), a.end(), joined.begin());
  std::copy(b.begin(), b.end(), joined.begin() + static_cast<std::ptrdiff_t>(size));
  return joined;
}

Dual derivative_part(const Dual& joined) {
  Dual part(joined.begin() + static_cast<std::ptrdiff_t>(joined.size() / 2), joined.end());
  return all_zero(part) ? Dual{} : part;
}

}  // namespace abide
