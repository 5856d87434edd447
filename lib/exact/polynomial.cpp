// Polynomials in a fixed ring over FLINT's fmpq_mpoly, for what needs greatest common divisors,
// exact division and long products: expressions and the identities of Cramer's rule. Laws and
// fields, which are short and have many variables, are `Terms` instead (terms.cpp). FLINT aborts
// where it cannot go on, so degrees and rings are checked before every call.
#include <flint/fmpq_mpoly.h>

#include <algorithm>
#include <string>

#include "access.hpp"

namespace abide {

struct PolynomialRing {
  std::vector<std::string> names;
  fmpq_mpoly_ctx_t context;

  explicit PolynomialRing(std::vector<std::string> variables) : names(std::move(variables)) {
    fmpq_mpoly_ctx_init(context, static_cast<slong>(names.size()), ORD_DEGLEX);
  }
  PolynomialRing(const PolynomialRing&) = delete;
  PolynomialRing& operator=(const PolynomialRing&) = delete;
  ~PolynomialRing() { fmpq_mpoly_ctx_clear(context); }
};

namespace {

constexpr std::uint64_t highest_degree = 1'000'000;

fmpq_mpoly_ctx_struct* context_of(const Ring& ring) {
  // FLINT takes contexts by pointer to non-const and does not change them.
  return const_cast<fmpq_mpoly_ctx_struct*>(ring->context);
}

Rational to_rational(const fmpq_t x) {
  Integer n, d;
  fmpz_set(raw(n), fmpq_numref(x));
  fmpz_set(raw(d), fmpq_denref(x));
  return {std::move(n), std::move(d)};
}

class FlintRational {
 public:
  FlintRational() { fmpq_init(value); }
  explicit FlintRational(const Rational& x) : FlintRational() {
    fmpz_set(fmpq_numref(value), raw(x.numerator()));
    fmpz_set(fmpq_denref(value), raw(x.denominator()));
  }
  FlintRational(const FlintRational&) = delete;
  FlintRational& operator=(const FlintRational&) = delete;
  ~FlintRational() { fmpq_clear(value); }
  fmpq_t value;
};

}  // namespace

Ring make_ring(std::vector<std::string> names) {
  return std::make_shared<const PolynomialRing>(std::move(names));
}
const std::vector<std::string>& names_of(const Ring& ring) { return ring->names; }

struct Polynomial::Impl {
  explicit Impl(const Ring& r) : ring(r) { fmpq_mpoly_init(value, context()); }
  Impl(const Impl& other) : Impl(other.ring) { fmpq_mpoly_set(value, other.value, context()); }
  Impl& operator=(const Impl&) = delete;
  ~Impl() { fmpq_mpoly_clear(value, context()); }
  fmpq_mpoly_ctx_struct* context() const { return context_of(ring); }

  Ring ring;  // keeps the context alive
  fmpq_mpoly_t value;
};

Polynomial::Polynomial(Ring ring) : ring_(std::move(ring)), impl_(std::make_unique<Impl>(ring_)) {}
Polynomial::Polynomial(const Polynomial& other)
    : ring_(other.ring_), impl_(std::make_unique<Impl>(*other.impl_)) {}
Polynomial::Polynomial(Polynomial&& other) noexcept = default;
Polynomial& Polynomial::operator=(const Polynomial& other) {
  if (this != &other) {
    impl_ = std::make_unique<Impl>(*other.impl_);
    ring_ = other.ring_;
  }
  return *this;
}
Polynomial& Polynomial::operator=(Polynomial&& other) noexcept = default;
Polynomial::~Polynomial() = default;

Polynomial Polynomial::constant(Ring ring, const Rational& value) {
  Polynomial p(std::move(ring));
  const FlintRational c(value);
  fmpq_mpoly_set_fmpq(p.impl_->value, c.value, p.impl_->context());
  return p;
}

Polynomial Polynomial::variable(Ring ring, std::size_t index) {
  Polynomial p(std::move(ring));
  if (index >= p.ring_->names.size()) throw Error(ErrorKind::internal, "no such variable");
  fmpq_mpoly_gen(p.impl_->value, static_cast<slong>(index), p.impl_->context());
  return p;
}

Polynomial Polynomial::from_terms(Ring ring, const Terms& terms) {
  Polynomial p(std::move(ring));
  const std::size_t n = p.ring_->names.size();
  std::vector<ulong> exponents(n);
  for (const Term& t : terms) {
    std::fill(exponents.begin(), exponents.end(), 0);
    for (const Power& x : t.monomial.powers()) exponents.at(x.variable) = x.exponent;
    const FlintRational c(t.coefficient);
    fmpq_mpoly_push_term_fmpq_ui(p.impl_->value, c.value, exponents.data(), p.impl_->context());
  }
  fmpq_mpoly_sort_terms(p.impl_->value, p.impl_->context());
  fmpq_mpoly_combine_like_terms(p.impl_->value, p.impl_->context());
  return p;
}

Terms Polynomial::terms() const {
  auto* context = impl_->context();
  const slong length = fmpq_mpoly_length(impl_->value, context);
  std::vector<ulong> exponents(ring_->names.size());
  Terms terms;
  terms.reserve(static_cast<std::size_t>(length));
  const FlintRational c;
  for (slong i = 0; i < length; ++i) {
    fmpq_mpoly_get_term_exp_ui(exponents.data(), impl_->value, i, context);
    auto* value = const_cast<fmpq*>(c.value);
    fmpq_mpoly_get_term_coeff_fmpq(value, impl_->value, i, context);
    std::vector<Power> powers;
    for (std::size_t j = 0; j < exponents.size(); ++j)
      if (exponents[j] != 0)
        powers.push_back({static_cast<std::uint32_t>(j), static_cast<std::uint32_t>(exponents[j])});
    terms.push_back({Monomial(std::move(powers)), to_rational(c.value)});
  }
  return collect(std::move(terms));
}

std::string Polynomial::to_string() const { return abide::to_string(terms(), ring_->names); }
bool Polynomial::is_zero() const { return fmpq_mpoly_is_zero(impl_->value, impl_->context()) != 0; }
bool Polynomial::is_constant() const {
  return fmpq_mpoly_is_fmpq(impl_->value, impl_->context()) != 0;
}
Rational Polynomial::constant_value() const {
  if (!is_constant()) throw Error(ErrorKind::internal, "not a constant polynomial");
  FlintRational c;
  fmpq_mpoly_get_fmpq(c.value, impl_->value, impl_->context());
  return to_rational(c.value);
}
std::size_t Polynomial::length() const {
  return static_cast<std::size_t>(fmpq_mpoly_length(impl_->value, impl_->context()));
}
std::uint64_t Polynomial::total_degree() const {
  if (is_zero()) return 0;
  return static_cast<std::uint64_t>(fmpq_mpoly_total_degree_si(impl_->value, impl_->context()));
}

namespace {

void same_ring(const Polynomial& a, const Polynomial& b) {
  if (a.ring() != b.ring()) throw Error(ErrorKind::internal, "polynomials of different rings");
}

// Exponents beyond this bound are refused before FLINT sees them.
void bounded_degree(std::uint64_t degree) {
  if (degree > highest_degree)
    throw Error(ErrorKind::input, "a polynomial of degree " + std::to_string(degree) +
                                      " exceeds the limit of " + std::to_string(highest_degree));
}

}  // namespace

Polynomial Polynomial::operator-() const {
  Polynomial r(ring_);
  fmpq_mpoly_neg(r.impl_->value, impl_->value, impl_->context());
  return r;
}
Polynomial& Polynomial::operator+=(const Polynomial& b) {
  same_ring(*this, b);
  fmpq_mpoly_add(impl_->value, impl_->value, b.impl_->value, impl_->context());
  return *this;
}
Polynomial& Polynomial::operator-=(const Polynomial& b) {
  same_ring(*this, b);
  fmpq_mpoly_sub(impl_->value, impl_->value, b.impl_->value, impl_->context());
  return *this;
}
Polynomial& Polynomial::operator*=(const Polynomial& b) {
  same_ring(*this, b);
  bounded_degree(total_degree() + b.total_degree());
  Polynomial r(ring_);
  fmpq_mpoly_mul(r.impl_->value, impl_->value, b.impl_->value, impl_->context());
  return *this = std::move(r);
}
Polynomial& Polynomial::operator*=(const Rational& c) {
  const FlintRational factor(c);
  fmpq_mpoly_scalar_mul_fmpq(impl_->value, impl_->value, factor.value, impl_->context());
  return *this;
}
bool operator==(const Polynomial& a, const Polynomial& b) {
  same_ring(a, b);
  return fmpq_mpoly_equal(a.impl_->value, b.impl_->value, a.impl_->context()) != 0;
}
Polynomial Polynomial::pow(std::uint64_t exponent) const {
  const std::uint64_t degree = total_degree();
  if (exponent > highest_degree) bounded_degree(exponent);
  bounded_degree(degree * exponent);
  Polynomial r(ring_);
  if (fmpq_mpoly_pow_ui(r.impl_->value, impl_->value, exponent, impl_->context()) == 0)
    throw Error(ErrorKind::limit, "a power is too large");
  return r;
}
Polynomial Polynomial::derivative(std::size_t variable) const {
  if (variable >= ring_->names.size()) throw Error(ErrorKind::internal, "no such variable");
  Polynomial r(ring_);
  fmpq_mpoly_derivative(r.impl_->value, impl_->value, static_cast<slong>(variable),
                        impl_->context());
  return r;
}
Polynomial gcd(const Polynomial& a, const Polynomial& b) {
  same_ring(a, b);
  Polynomial r(a.ring_);
  if (fmpq_mpoly_gcd(r.impl_->value, a.impl_->value, b.impl_->value, a.impl_->context()) == 0)
    throw Error(ErrorKind::limit, "a polynomial gcd is too large");
  return r;
}
std::optional<Polynomial> Polynomial::divided_by(const Polynomial& b) const {
  same_ring(*this, b);
  if (b.is_zero()) return std::nullopt;
  Polynomial r(ring_);
  if (fmpq_mpoly_divides(r.impl_->value, impl_->value, b.impl_->value, impl_->context()) == 0)
    return std::nullopt;
  return r;
}

namespace {

// Polynomials in a ring of their own variables, which keeps FLINT's exponents short.
class Used {
 public:
  Used(const Terms& a, const Terms& b) {
    for (const Terms* p : {&a, &b})
      for (const Term& t : *p)
        for (const Power& x : t.monomial.powers()) variables_.push_back(x.variable);
    std::sort(variables_.begin(), variables_.end());
    variables_.erase(std::unique(variables_.begin(), variables_.end()), variables_.end());
    ring_ = make_ring(std::vector<std::string>(std::max<std::size_t>(variables_.size(), 1)));
  }
  Polynomial polynomial(const Terms& p) const {
    return Polynomial::from_terms(
        ring_, renamed(p, [this](std::uint32_t v) {
          return static_cast<std::uint32_t>(
              std::lower_bound(variables_.begin(), variables_.end(), v) - variables_.begin());
        }));
  }
  Terms terms(const Polynomial& p) const {
    return renamed(p.terms(), [this](std::uint32_t v) { return variables_[v]; });
  }

 private:
  std::vector<std::uint32_t> variables_;
  Ring ring_;

  // The order of terms stays that of the variables.
  template <class To>
  static Terms renamed(Terms p, const To& to) {
    for (Term& t : p) t.monomial = t.monomial.renamed(to);
    return p;
  }
};

}  // namespace

Terms gcd(const Terms& a, const Terms& b) {
  const Used used(a, b);
  return used.terms(gcd(used.polynomial(a), used.polynomial(b)));
}

std::optional<Terms> divided(const Terms& a, const Terms& b) {
  const Used used(a, b);
  const auto quotient = used.polynomial(a).divided_by(used.polynomial(b));
  if (!quotient) return std::nullopt;
  return used.terms(*quotient);
}

}  // namespace abide
