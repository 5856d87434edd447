// Monomials as sorted lists of powers: a model has millions of variables, a monomial of a law two
// or four. Up to four powers stand in the object itself.
#include <algorithm>
#include <new>
#include <utility>

#include "exact/exact.hpp"

namespace abide {

PackedPowers::PackedPowers(const PackedPowers& other) : size_(other.size_) {
  if (size_ > in_place) {
    heap_ = new Power[size_];
    capacity_ = size_;
  }
  std::copy_n(other.data(), size_, data());
}

PackedPowers::PackedPowers(PackedPowers&& other) noexcept
    : size_(std::exchange(other.size_, 0)), capacity_(std::exchange(other.capacity_, in_place)) {
  if (capacity_ > in_place) {
    heap_ = other.heap_;
  } else {
    std::copy_n(other.place_, size_, place_);
  }
}

PackedPowers& PackedPowers::operator=(PackedPowers other) noexcept {
  if (this != &other) {
    this->~PackedPowers();
    new (this) PackedPowers(std::move(other));
  }
  return *this;
}

PackedPowers::~PackedPowers() {
  if (capacity_ > in_place) delete[] heap_;
}

void PackedPowers::grow() {
  Power* larger = new Power[std::size_t{2} * capacity_];
  std::copy_n(data(), size_, larger);
  if (capacity_ > in_place) delete[] heap_;
  heap_ = larger;
  capacity_ *= 2;
}

Monomial::Monomial(std::span<const Power> powers) {
  for (const Power& p : powers)
    if (p.exponent != 0) powers_.push_back(p);
  Power* all = powers_.data();
  std::sort(all, all + powers_.size(),
            [](const Power& a, const Power& b) { return a.variable < b.variable; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < powers_.size(); ++i) {
    if (kept > 0 && all[kept - 1].variable == all[i].variable) {
      all[kept - 1].exponent += all[i].exponent;
    } else {
      all[kept++] = all[i];
    }
  }
  powers_.shorten(kept);
}

std::uint64_t Monomial::degree() const noexcept {
  std::uint64_t d = 0;
  for (const Power& p : powers()) d += p.exponent;
  return d;
}

std::uint32_t Monomial::exponent(std::uint32_t variable) const noexcept {
  for (const Power& p : powers())
    if (p.variable == variable) return p.exponent;
  return 0;
}

bool Monomial::divides(const Monomial& other) const noexcept {
  const auto others = other.powers();
  auto it = others.begin();
  for (const Power& p : powers()) {
    while (it != others.end() && it->variable < p.variable) ++it;
    if (it == others.end() || it->variable != p.variable || it->exponent < p.exponent) return false;
  }
  return true;
}

Monomial Monomial::divided_by(const Monomial& divisor) const {
  Monomial quotient;
  const auto divisors = divisor.powers();
  auto it = divisors.begin();
  for (const Power& p : powers()) {
    std::uint32_t e = p.exponent;
    if (it != divisors.end() && it->variable == p.variable) {
      if (it->exponent > e) throw Error(ErrorKind::internal, "monomial does not divide");
      e -= it->exponent;
      ++it;
    }
    if (e != 0) quotient.powers_.push_back({p.variable, e});
  }
  if (it != divisors.end()) throw Error(ErrorKind::internal, "monomial does not divide");
  return quotient;
}

Monomial Monomial::times(const Monomial& other) const {
  Monomial product;
  const Power *a = powers_.data(), *const a_end = a + powers_.size();
  const Power *b = other.powers_.data(), *const b_end = b + other.powers_.size();
  while (a != a_end || b != b_end) {
    if (b == b_end || (a != a_end && a->variable < b->variable)) {
      product.powers_.push_back(*a++);
    } else if (a == a_end || b->variable < a->variable) {
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
  for (const Power& p : powers()) {
    h ^= (std::uint64_t{p.variable} << 32U) | p.exponent;
    h *= 0xbf58476d1ce4e5b9U;
    h ^= h >> 29U;
  }
  return static_cast<std::size_t>(h);
}

bool operator==(const Monomial& a, const Monomial& b) noexcept {
  return std::ranges::equal(a.powers(), b.powers());
}

std::strong_ordering operator<=>(const Monomial& a, const Monomial& b) noexcept {
  // Higher degree first, then more of the first variable first.
  if (const auto c = b.degree() <=> a.degree(); c != 0) return c;
  const auto x = a.powers(), y = b.powers();
  for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
    if (x[i].variable != y[i].variable) return x[i].variable <=> y[i].variable;
    if (x[i].exponent != y[i].exponent) return y[i].exponent <=> x[i].exponent;
  }
  return y.size() <=> x.size();
}

}  // namespace abide
