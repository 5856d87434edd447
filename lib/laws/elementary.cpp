// Laws that are not polynomials: those with logarithms (logarithms.cpp), and those of fields that
// are constant in coordinates s_j(θ_j), powers or logarithms (rectification.cpp;
// mathematics.md, 4.5). There a linear form in s is a law when all the constant vectors are
// orthogonal to it: a kernel modulo a prime, reconstructed. Forms in logarithms alone are reported
// as products of powers, then come sums of powers, then sums of both. Each is proved by the exact
// test of a law, and only those are kept that are independent of the polynomials found.
#include <algorithm>
#include <set>

#include "stages.hpp"

namespace abide {

namespace {

constexpr std::int64_t largest_exponent = 1'000;

// The linear forms in s that all fields kill, on the coordinates that `admit` lets in.
class Forms {
 public:
  Forms(const Rectification& r, std::size_t coordinates) : r_(r), coordinates_(coordinates) {}

  // Each as Σ b_j s_j, the variable j for s_j.
  std::vector<Terms> kernel(FunctionRef<bool(std::uint32_t)> admit,
                            const Progress& progress) const {
    const Modulus modulus(prime_);
    std::vector<bool> moved(coordinates_, false);
    SparseEchelon echelon(coordinates_, prime_);
    for (const auto& field : r_.fields) {
      SparseRow row;
      for (const auto& [j, w] : field) {
        moved[j] = true;
        const auto value = w.mod(prime_);
        if (!value)
          throw Error(ErrorKind::limit, "a coefficient of a field is no unit modulo the prime");
        if (*value != 0 && admit(j)) row.push_back({j, *value});
      }
      if (!row.empty()) echelon.add(row, progress);
    }
    const auto variable = [](std::uint32_t j) { return Monomial::variable(j); };
    std::vector<Terms> basis;
    for (const SparseRow& b : echelon.kernel(progress))
      if (moved[b.front().column] && admit(b.front().column))
        if (auto form = reconstructed(b, prime_, variable)) basis.push_back(std::move(*form));
    return sparsest(shortened(std::move(basis)), progress);
  }

 private:
  const Rectification& r_;
  std::size_t coordinates_;
  std::uint64_t prime_ = large_prime(0);
};

// Σ b_j s_j over a common denominator.
ElementaryFunction sum_of(const Terms& form, const Rectification& r) {
  const auto coordinates = static_cast<std::uint32_t>(r.exponents.size());
  std::vector<Power> below;
  for (const Term& t : form)
    if (const std::uint32_t j = t.monomial.powers().front().variable; r.exponents[j] > 1)
      below.push_back({j, static_cast<std::uint32_t>(r.exponents[j] - 1)});
  const Monomial denominator(below);
  Terms numerator;
  for (const Term& t : form) {
    const std::uint32_t j = t.monomial.powers().front().variable;
    const std::int64_t k = 1 - r.exponents[j];
    if (k == 0) {
      numerator.push_back({denominator.times(Monomial::variable(coordinates + j)), t.coefficient});
    } else if (k > 0) {
      numerator.push_back({denominator.times(Monomial::variable(j, static_cast<std::uint32_t>(k))),
                           t.coefficient / Rational(k)});
    } else {
      numerator.push_back(
          {denominator.divided_by(Monomial::variable(j, static_cast<std::uint32_t>(-k))),
           t.coefficient / Rational(k)});
    }
  }
  return {primitive(collect(std::move(numerator))), {{denominator, Rational(1)}}, coordinates};
}

// exp(Σ b_j log|θ_j|), up to the sign: a product of powers, unless these are too high.
std::optional<ElementaryFunction> product_of(const Terms& form, std::uint32_t coordinates) {
  std::vector<Power> above, below;
  for (const Term& t : form) {
    const auto b = t.coefficient.numerator().to_int64();
    if (!b || *b > largest_exponent || *b < -largest_exponent) return std::nullopt;
    const std::uint32_t j = t.monomial.powers().front().variable - coordinates;
    (*b > 0 ? above : below).push_back({j, static_cast<std::uint32_t>(*b > 0 ? *b : -*b)});
  }
  return ElementaryFunction{
      {{Monomial(above), Rational(1)}}, {{Monomial(below), Rational(1)}}, coordinates};
}

class ElementarySearch {
 public:
  ElementarySearch(LawSpace& space, const Distribution& x, const Progress& progress)
      : space_(space), x_(x), progress_(progress) {}

  // Simple ones first, as the independent ones are kept: products of powers, sums of powers, then
  // what has logarithms.
  void run(const std::vector<Terms>& logarithmic, const std::optional<Rectification>& r) {
    for (const Terms& h : logarithmic)
      if (is_product(h)) add(product_of(h, coordinates_).value_or(polynomial_in_logarithms(h)));
    if (r) sums_of_powers(*r, [&r](std::uint32_t j) { return r->exponents[j] != 1; });
    for (const Terms& h : logarithmic)
      if (!is_product(h)) add(polynomial_in_logarithms(h));
    if (r) sums_of_powers(*r, [](std::uint32_t) { return true; });
  }

 private:
  LawSpace& space_;
  const Distribution& x_;
  const Progress& progress_;
  const std::uint32_t coordinates_ = static_cast<std::uint32_t>(x_.coordinates());

  bool is_product(const Terms& h) const {
    return std::all_of(h.begin(), h.end(), [this](const Term& t) {
      return t.monomial.powers().back().variable >= coordinates_;
    });
  }
  ElementaryFunction polynomial_in_logarithms(const Terms& h) const {
    return {h, {{Monomial(), Rational(1)}}, coordinates_};
  }
  void sums_of_powers(const Rectification& r, FunctionRef<bool(std::uint32_t)> admit) {
    for (const Terms& form : Forms(r, coordinates_).kernel(admit, progress_)) add(sum_of(form, r));
  }

  void add(ElementaryFunction h) {
    progress_.check();
    if (violation(x_, h, progress_)) return;  // not reconstructed from one prime
    Law law;
    law.kind = kind_of(h, x_);
    law.orbit = space_.laws.size();
    if (h.is_polynomial()) law.degree = static_cast<std::uint32_t>(total_degree(h.numerator));
    law.function = std::move(h);
    space_.laws.push_back(std::move(law));
  }
};

}  // namespace

void add_elementary(LawSpace& space, const Distribution& x, const LawOptions& options,
                    const Progress& progress) {
  const auto rectification = rectify(x, progress);
  const std::vector<Terms> forms =
      options.logarithms ? logarithmic_forms(x, options, progress) : std::vector<Terms>();
  if (!rectification && forms.empty()) return;
  // A trial: a stop leaves the space as it was.
  LawSpace all;
  all.laws = space.laws;
  all.independent = space.independent;
  all.pivots = space.pivots;
  all.point = space.point;
  ElementarySearch(all, x, progress).run(forms, rectification);
  const std::size_t known = space.laws.size();
  if (all.laws.size() == known) return;
  find_independent(all, x, options.seed, progress);
  if (all.independent.size() <= space.independent.size()) return;
  std::set<std::size_t> needed;
  for (const LawRef& ref : all.independent) needed.insert(ref.law);
  for (std::size_t k = known; k < all.laws.size(); ++k)
    if (needed.contains(k)) space.laws.push_back(std::move(all.laws[k]));
  find_independent(space, x, options.seed, progress);
}

}  // namespace abide
