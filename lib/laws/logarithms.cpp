// Laws P + Σ c_j log|θ_j| with a polynomial P (mathematics.md, 4.16). A coordinate that divides its
// component of every field, X_i θ_j = λ_ij θ_j, is a semi-invariant, and its logarithm has the
// polynomial derivatives λ_ij. So the laws are the kernel of the linear system of the polynomial
// ones with a column more for each such coordinate, solved modulo a prime and reconstructed. Where
// logarithms alone do, the law is a product of powers. What is found here is proved elsewhere.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "stages.hpp"

namespace abide {

namespace {

// Counted work: unknowns, and terms of the fields times unknowns.
constexpr std::uint64_t most_unknowns = 5'000, most_products = 20'000'000;
constexpr std::uint64_t most_field_terms = 1U << 20U;

class LogarithmicSystem {
 public:
  LogarithmicSystem(const Distribution& x, const LawOptions& options, const Progress& progress)
      : x_(x),
        degrees_{1, options.degree, options.bounds},
        progress_(progress),
        coordinates_(static_cast<std::uint32_t>(x.coordinates())) {}

  // Products of powers first: each as Σ c_j log|θ_j|.
  std::vector<Terms> run() {
    if (x_.network() != nullptr || x_.count_terms(most_field_terms) > most_field_terms) return {};
    find_cofactors();
    if (cofactors_.empty()) return {};
    std::vector<Terms> found = products();
    for (Terms& h : sparsest(shortened(kernel(monomials())), progress_))
      if (has_logarithms(h)) found.push_back(std::move(h));
    return found;
  }

 private:
  const Distribution& x_;
  const Degrees degrees_;
  const Progress& progress_;
  const std::uint32_t coordinates_;
  std::vector<Field> fields_;
  // Of every field λ_ij, by the coordinate j.
  std::map<std::uint32_t, std::vector<Terms>> cofactors_;

  // Most models have none, and few of their fields show it.
  std::vector<bool> divisors() const {
    std::vector<bool> divides(coordinates_, true), moves(coordinates_, false);
    std::size_t left = coordinates_;
    for (std::uint64_t i = 0; i < x_.size() && left > 0; ++i) {
      progress_.check();
      for (const FieldTerm& t : x_.field(i)) {
        moves[t.variable] = true;
        if (!divides[t.variable] || t.monomial.exponent(t.variable) > 0) continue;
        divides[t.variable] = false;
        --left;
      }
    }
    for (std::uint32_t j = 0; j < coordinates_; ++j) divides[j] = divides[j] && moves[j];
    return divides;
  }

  void find_cofactors() {
    const std::vector<bool> divides = divisors();
    if (std::find(divides.begin(), divides.end(), true) == divides.end()) return;
    for (std::uint64_t i = 0; i < x_.size(); ++i) fields_.push_back(x_.field(i));
    for (std::uint32_t j = 0; j < coordinates_; ++j)
      if (divides[j]) cofactors_[j].resize(fields_.size());
    for (std::size_t i = 0; i < fields_.size(); ++i)
      for (const FieldTerm& t : fields_[i])
        if (const auto it = cofactors_.find(t.variable); it != cofactors_.end())
          it->second[i].push_back(
              {t.monomial.divided_by(Monomial::variable(t.variable)), t.coefficient});
  }

  // The unknown polynomial's; none where they would be too many.
  std::vector<Monomial> monomials() const {
    const auto count = monomial_count(coordinates_, degrees_);
    const std::uint64_t terms = x_.count_terms(most_field_terms);
    if (!count || *count > most_unknowns || *count * terms > most_products) return {};
    std::vector<Monomial> all;
    for (std::uint32_t d = 1; d <= degrees_.high; ++d)
      for (Monomial& m : all_monomials(coordinates_, d))
        if (degrees_.admit(m)) all.push_back(std::move(m));
    return all;
  }

  // Of the columns `monomials`, then the logarithms; what is no number modulo the prime, or too
  // long for it, is left out.
  std::vector<Terms> kernel(const std::vector<Monomial>& monomials) const {
    std::vector<Monomial> columns = monomials;
    for (const auto& [j, cofactors] : cofactors_)
      columns.push_back(Monomial::variable(coordinates_ + j));
    const std::uint64_t prime = large_prime(0);
    SparseEchelon echelon(columns.size(), prime, progress_);
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (!add_rows(echelon, i, monomials, Modulus(prime))) return {};
    const auto column = [&columns](std::uint32_t k) { return columns[k]; };
    std::vector<Terms> basis;
    for (const SparseRow& b : echelon.kernel(progress_))
      if (auto h = reconstructed(b, prime, column)) basis.push_back(std::move(*h));
    return basis;
  }

  // Σ c_j log|θ_j|, with the smallest exponents c_j as far as these lattices are small.
  std::vector<Terms> products() const {
    constexpr std::size_t most_reduced = 60;
    std::vector<Terms> basis = kernel({});
    return cofactors_.size() <= most_reduced ? shortest_integer_basis(basis)
                                             : sparsest(shortened(std::move(basis)), progress_);
  }

  // X_i of every column, by monomials. False: a coefficient is no unit.
  bool add_rows(SparseEchelon& echelon, std::size_t i, const std::vector<Monomial>& monomials,
                const Modulus& modulus) const {
    std::unordered_map<Monomial, SparseRow, MonomialHash> rows;
    std::uint32_t column = 0;
    const auto add = [&](const Terms& derivative) {
      progress_.check();
      for (const Term& t : derivative) {
        const auto value = t.coefficient.mod(modulus.prime());
        if (!value) return false;
        if (*value != 0) rows[t.monomial].push_back({column, *value});
      }
      ++column;
      return true;
    };
    for (const Monomial& m : monomials)
      if (!add(abide::apply(fields_[i], Terms{{m, Rational(1)}}))) return false;
    for (const auto& [j, cofactors] : cofactors_)
      if (!add(cofactors[i])) return false;
    for (const auto& [m, row] : rows) echelon.add(row, progress_);
    return true;
  }

  bool has_logarithms(const Terms& h) const {
    return std::any_of(h.begin(), h.end(), [this](const Term& t) {
      return t.monomial.powers().back().variable >= coordinates_;
    });
  }
};

}  // namespace

std::vector<Terms> logarithmic_forms(const Distribution& x, const LawOptions& options,
                                     const Progress& progress) {
  return LogarithmicSystem(x, options, progress).run();
}

}  // namespace abide
