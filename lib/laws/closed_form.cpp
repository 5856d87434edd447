// All laws of a monomial map, without a search by degree (mathematics.md, 4.5; proof in
// apps/check/rules/closed.cpp). With s_j = θ_j²/2 each field is a function times the constant field
// Σ a_ij ∂_{s_j}; so the laws are the functions of Σ b_j θ_j², b in the kernel of the matrix of
// exponents A, and of the coordinates that occur nowhere, and the Lie rank is the rank of A. The
// dimensions of the law spaces follow by counting monomials in these.
//
// ReLU networks need no elimination: the known shapes are the kernel, and one path for each edge
// outside of a spanning tree gives a triangular minor (spanning_paths.cpp). Both are checked to add
// up to D.
#include <algorithm>
#include <unordered_set>

#include "stages.hpp"

namespace abide {

namespace {

// A kernel vector b of the exponent matrix as the law Σ b_j θ_j².
Terms squares(const SparseRow& b, std::uint64_t prime) {
  auto h = reconstructed(b, prime, [](std::uint32_t j) { return Monomial::variable(j, 2); });
  if (!h) throw Error(ErrorKind::limit, "the coefficients of a law are too long");
  return std::move(*h);
}

// C(n + k − 1, k): monomials of degree k in n symbols.
Integer monomials(std::uint64_t n, std::uint64_t k) {
  if (n == 0) return Integer(k == 0 ? 1 : 0);
  Integer count(1);
  for (std::uint64_t i = 1; i <= k; ++i) {
    count *= Integer(static_cast<std::int64_t>(n - 1 + i));
    count.divide_exactly(Integer(static_cast<std::int64_t>(i)));
  }
  return count;
}

std::uint64_t dimension(std::uint64_t linear, std::uint64_t squares, std::uint32_t degree) {
  Integer count(-1);
  for (std::uint32_t a = 0; 2 * a <= degree; ++a)
    count += monomials(squares, a) * monomials(linear + 1, degree - 2 * a);
  const auto value = count.to_int64();
  if (!value)
    throw Error(ErrorKind::limit, "the law space of degree " + std::to_string(degree) +
                                      " has more than 2^63 dimensions");
  return static_cast<std::uint64_t>(*value);
}

SparseRow exponent_row(const Distribution& x, std::uint64_t field) {
  const Monomial a = x.exponents(field);  // the powers in a row live as long as it does
  SparseRow row;
  for (const Power& p : a.powers()) row.push_back({p.variable, p.exponent});
  return row;
}

class ClosedForm {
 public:
  ClosedForm(LawSpace& space, ExponentRank& rank, const Distribution& x, const Progress& progress)
      : space_(space), rank_(rank), x_(x), progress_(progress) {}

  void run(const LawOptions& options) {
    progress_.tell("laws", "monomial map: kernel of the exponent matrix");
    if (!(options.guess && triangular())) eliminate();
    std::uint64_t squares = 0;
    for (const Law& law : space_.laws) squares += law.degree == 2 ? law.count() : 0;
    add_closed_levels(space_, space_.count() - squares, squares, options.degree);
  }

 private:
  LawSpace& space_;
  ExponentRank& rank_;
  const Distribution& x_;
  const Progress& progress_;

  // Networks: the known shapes, and paths whose exponents form a triangular minor of the size that
  // leaves room for these laws only. Both are checked here.
  bool triangular() {
    if (x_.network() == nullptr) return false;
    constexpr double bytes_per_path = 24;
    progress_.check_memory(bytes_per_path * static_cast<double>(x_.coordinates()),
                           "the spanning paths");
    std::vector<ExponentRank::Step> steps = spanning_paths(*x_.network(), x_, progress_);
    std::vector<bool> pivoted(x_.coordinates(), false);
    for (std::size_t k = 0; k < steps.size(); ++k) {
      if ((k & 4095U) == 0) progress_.check();
      bool present = false;
      const Monomial a = x_.exponents(steps[k].field);
      for (const Power& p : a.powers()) {
        if (pivoted[p.variable]) return false;
        present = present || p.variable == steps[k].variable;
      }
      if (!present) return false;
      pivoted[steps[k].variable] = true;
    }
    std::vector<Law> laws = known_shapes(x_, progress_);
    std::uint64_t count = 0;
    for (const Law& law : laws) count += law.count();
    if (count + steps.size() != x_.coordinates()) return false;
    space_.laws = std::move(laws);
    rank_.steps = std::move(steps);
    return true;
  }

  // The rows to eliminate: all, or those of the spanning paths of a network, whose rank is that
  // of all. (Every kernel vector is checked to be a law.)
  std::vector<std::uint64_t> rows() const {
    std::vector<std::uint64_t> fields;
    if (x_.network() != nullptr) {
      for (const ExponentRank::Step& s : spanning_paths(*x_.network(), x_, progress_))
        fields.push_back(s.field);
    } else {
      for (std::uint64_t i = 0; i < x_.size(); ++i) fields.push_back(i);
    }
    return fields;
  }

  void eliminate() {
    SparseEchelon echelon(x_.coordinates(), rank_.prime, progress_);
    std::size_t done = 0;
    for (const std::uint64_t i : rows()) {
      if ((++done & 1023U) == 0) progress_.check();
      if (const auto pivot = echelon.add(exponent_row(x_, i), progress_))
        rank_.steps.push_back({i, *pivot});
    }
    const auto dead = x_.dead_coordinates();
    const std::unordered_set<std::uint32_t> is_dead(dead.begin(), dead.end());
    std::vector<Terms> basis;
    for (const SparseRow& b : echelon.kernel(progress_))
      if (!is_dead.contains(b.front().column)) basis.push_back(squares(b, rank_.prime));
    basis = sparsest(shortened(std::move(basis)), progress_);
    for (const std::uint32_t j : dead) add({{Monomial::variable(j), Rational(1)}}, 1);
    if (recognize(basis.size())) return;
    for (Terms& h : basis) {
      if (violation(x_, h, progress_))
        throw Error(ErrorKind::limit, "the coefficients of a law are too long");
      add(std::move(h), 2);
    }
  }

  void add(Terms h, std::uint32_t degree) {
    Law law;
    law.function = polynomial_function(std::move(h), x_.coordinates());
    law.degree = degree;
    space_.laws.push_back(std::move(law));
  }

  // The known shapes are the basis to report when they are as many: balances of different neurons
  // are independent.
  bool recognize(std::size_t dimension) {
    std::vector<Law> shapes = known_shapes(x_, progress_);
    std::uint64_t count = 0;
    for (const Law& law : shapes) count += law.count();
    if (shapes.empty() || count != dimension) return false;
    space_.laws = std::move(shapes);
    return true;
  }
};

}  // namespace

std::optional<Terms> reconstructed(const SparseRow& b, std::uint64_t prime,
                                   FunctionRef<Monomial(std::uint32_t)> monomial) {
  Terms form;
  for (const Entry& e : b) {
    auto value = reconstruct_rational(Integer(static_cast<std::int64_t>(e.value)),
                                      Integer(static_cast<std::int64_t>(prime)));
    if (!value) return std::nullopt;
    form.push_back({monomial(e.column), std::move(*value)});
  }
  return primitive(collect(std::move(form)));
}

void add_closed_levels(LawSpace& space, std::uint64_t linear, std::uint64_t squares,
                       std::uint32_t degree) {
  for (auto d = static_cast<std::uint32_t>(space.levels.size() + 1); d <= degree; ++d) {
    Level level;
    level.degree = d;
    level.dimension = dimension(linear, squares, d);
    level.closed = true;
    space.levels.push_back(std::move(level));
  }
}

void solve_in_closed_form(LawSpace& space, std::optional<ExponentRank>& rank, const Distribution& x,
                          const LawOptions& options, const Progress& progress) {
  ClosedForm(space, rank.emplace(ExponentRank{large_prime(0), {}}), x, progress).run(options);
}

}  // namespace abide
