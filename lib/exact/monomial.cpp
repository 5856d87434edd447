#include <abide/exact.hpp>

#include <algorithm>

namespace abide {

Monomial::Monomial(std::vector<Power> powers) : powers_(std::move(powers)) {
  std::sort(powers_.begin(), powers_.end(),
            [](const Power& a, const Power& b) { return a.variable < b.variable; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < powers_.size(); ++i) {
    if (kept > 0 && powers_[kept - 1].variable == powers_[i].variable) {
      powers_[kept - 1].exponent += powers_[i].exponent;
    } else {
      powers_[kept++] = powers_[i];
    }
  }
  powers_.resize(kept);
  std::erase_if(powers_, [](const Power& p) { return p.exponent == 0; });
}

std::uint64_t Monomial::degree() const noexcept {
  std::uint64_t d = 0;
  for (const Power& p : powers_) d += p.exponent;
  return d;
}

std::uint32_t Monomial::exponent(std::uint32_t variable) const noexcept {
  for (const Power& p : powers_)
    if (p.variable == variable) return p.exponent;
  return 0;
}

bool Monomial::divides(const Monomial& other) const noexcept {
  auto it = other.powers_.begin();
  for (const Power& p : powers_) {
    while (it != other.powers_.end() && it->variable < p.variable) ++it;
    if (it == other.powers_.end() || it->variable != p.variable || it->exponent < p.exponent)
      return false;
  }
  return true;
}

Monomial Monomial::divided_by(const Monomial& divisor) const {
  Monomial quotient;
  auto it = divisor.powers_.begin();
  for (const Power& p : powers_) {
    std::uint32_t e = p.exponent;
    if (it != divisor.powers_.end() && it->variable == p.variable) {
      if (it->exponent > e) throw Error(ErrorKind::internal, "monomial does not divide");
      e -= it->exponent;
      ++it;
    }
    if (e != 0) quotient.powers_.push_back({p.variable, e});
  }
  if (it != divisor.powers_.end()) throw Error(ErrorKind::internal, "monomial does not divide");
  return quotient;
}

Monomial Monomial::times(const Monomial& other) const {
  Monomial product;
  product.powers_.reserve(powers_.size() + other.powers_.size());
  auto a = powers_.begin();
  auto b = other.powers_.begin();
  while (a != powers_.end() || b != other.powers_.end()) {
    if (b == other.powers_.end() || (a != powers_.end() && a->variable < b->variable)) {
      product.powers_.push_back(*a++);
    } else if (a == powers_.end() || b->variable < a->variable) {
      product.powers_.push_back(*b++);
    } else {
      product.powers_.push_back({a->variable, a->exponent + b->exponent});
      ++a, ++b;
    }
  }
  return product;
}

std::size_t Monomial::hash() const noexcept {
  std::uint64_t h = 0x9e3779b97f4a7c15U;
  for (const Power& p : powers_) {
    h ^= (std::uint64_t{p.variable} << 32U) | p.exponent;
    h *= 0xbf58476d1ce4e5b9U;
    h ^= h >> 29U;
  }
  return static_cast<std::size_t>(h);
}

std::strong_ordering operator<=>(const Monomial& a, const Monomial& b) noexcept {
  // Higher degree first, then more of the first variable first.
  if (const auto c = b.degree() <=> a.degree(); c != 0) return c;
  for (std::size_t i = 0; i < a.powers_.size() && i < b.powers_.size(); ++i) {
    const Power &p = a.powers_[i], &q = b.powers_[i];
    if (p.variable != q.variable) return p.variable <=> q.variable;
    if (p.exponent != q.exponent) return q.exponent <=> p.exponent;
  }
  return b.powers_.size() <=> a.powers_.size();
}

}  // namespace abide
