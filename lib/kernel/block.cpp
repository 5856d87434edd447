#include "block.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace abide {

namespace {

constexpr std::size_t first_rows = 2;   // rows per column to begin with
constexpr std::size_t most_primes = 200;
constexpr std::int64_t large_coefficient = 50;

class Block {
 public:
  Block(const Distribution& x, const LinearSystem& system,
        std::uint32_t degree, const std::vector<Monomial>& columns, const Progress& progress)
      : x_(x), system_(system), degree_(degree), columns_(columns),
        progress_(progress), echelon_(columns.size(), system.modulus().prime()) {
    for (std::uint32_t k = 0; k < columns.size(); ++k) index_.emplace(columns[k], k);
  }

  void run(Kernel& kernel) {
    for (const Monomial& m : columns_)
      for (const RowName& name : system_.rows_of(m, first_rows)) add_row(name);
    eliminate_violations();
    for (const std::uint32_t c : echelon_.free_columns()) kernel.free.push_back(columns_[c]);
    for (const PivotStep& s : steps_) kernel.steps.push_back(s);
    for (Terms& h : reduced(reconstructed())) kernel.basis.push_back(std::move(h));
  }

 private:
  const Distribution& x_;
  const LinearSystem& system_;
  std::uint32_t degree_;
  const std::vector<Monomial>& columns_;
  const Progress& progress_;
  SparseEchelon echelon_;
  std::unordered_map<Monomial, std::uint32_t, MonomialHash> index_;
  std::unordered_set<RowName, RowHash> seen_;
  std::vector<PivotStep> steps_;

  // The row on the columns of this block; all others are killed (the grading keeps
  // living columns of other blocks out).
  SparseRow sparse(const LinearSystem& system, const RowName& name) const {
    SparseRow row;
    for (const Column& c : system.row(name))
      if (const auto it = index_.find(c.monomial); it != index_.end())
        row.push_back({it->second, c.value});
    return row;  // columns_ is sorted like the row, so this is too
  }

  void add_row(const RowName& name) {
    if (!seen_.insert(name).second) return;
    if (const auto pivot = echelon_.add(sparse(system_, name)))
      steps_.push_back({name, columns_[*pivot]});
  }

  // Lazy rows: the kernel of some rows contains the true one; rows that a candidate
  // violates are added until there are none.
  void eliminate_violations() {
    for (bool clean = false; !clean;) {
      clean = true;
      for (const SparseRow& v : echelon_.kernel()) {
        progress_.check();
        for (const RowName& name : violated(v)) {
          add_row(name);
          clean = false;
        }
      }
    }
  }

  std::vector<RowName> violated(const SparseRow& v) const {
    const Modulus& modulus = system_.modulus();
    std::unordered_map<RowName, std::uint64_t, RowHash> sums;
    for (const Entry& e : v)
      for (const RowName& name : system_.rows_of(columns_[e.column], SIZE_MAX))
        sums.try_emplace(name, 0);
    std::vector<std::uint64_t> dense(columns_.size(), 0);
    for (const Entry& e : v) dense[e.column] = e.value;
    std::vector<RowName> bad;
    for (const auto& [name, unused] : sums) {
      if (seen_.contains(name)) continue;
      std::uint64_t sum = 0;
      for (const Entry& e : sparse(system_, name))
        sum = modulus.add(sum, modulus.multiply(e.value, dense[e.column]));
      if (sum != 0) bad.push_back(name);
    }
    // A fixed order, whatever the hash table's: certificates must repeat.
    std::sort(bad.begin(), bad.end(), [](const RowName& a, const RowName& b) {
      return a.field != b.field ? a.field < b.field : a.beta < b.beta;
    });
    return bad;
  }

  Terms to_terms(const std::vector<std::pair<std::uint32_t, Rational>>& vector) const {
    Terms h;
    for (const auto& [column, value] : vector) h.push_back({columns_[column], value});
    return primitive(collect(std::move(h)));
  }

  // The kernel modulo one more prime, if it has the same free columns.
  std::optional<std::vector<SparseRow>> kernel_modulo(std::uint64_t prime) const {
    if (!LinearSystem::usable(x_, prime)) return std::nullopt;
    const LinearSystem system(x_, degree_, prime);
    SparseEchelon echelon(columns_.size(), prime);
    for (const PivotStep& s : steps_) echelon.add(sparse(system, s.row));
    if (echelon.free_columns() != echelon_.free_columns()) return std::nullopt;
    return echelon.kernel();
  }

  std::vector<Terms> reconstructed() const {
    using Residues = std::unordered_map<std::uint32_t, Integer>;
    const auto first = echelon_.kernel();
    std::vector<Residues> residues(first.size());
    for (std::size_t k = 0; k < first.size(); ++k)
      for (const Entry& e : first[k])
        residues[k].emplace(e.column, Integer(static_cast<std::int64_t>(e.value)));
    Integer modulus(static_cast<std::int64_t>(system_.modulus().prime()));
    for (std::size_t next = 0; next < most_primes; ++next) {
      if (auto basis = verified(residues, modulus)) return *basis;
      const std::uint64_t prime = large_prime(next);
      if (prime == system_.modulus().prime()) continue;
      progress_.check();
      if (const auto more = kernel_modulo(prime)) {
        combine(residues, modulus, *more, prime);
        modulus *= Integer(static_cast<std::int64_t>(prime));
      }
    }
    throw Error(ErrorKind::limit, "the coefficients of a law are too long to reconstruct");
  }

  static void combine(std::vector<std::unordered_map<std::uint32_t, Integer>>& residues,
                      const Integer& modulus, const std::vector<SparseRow>& more,
                      std::uint64_t prime) {
    for (std::size_t k = 0; k < more.size(); ++k) {
      std::unordered_map<std::uint32_t, std::uint64_t> values;
      for (const Entry& e : more[k]) {
        values[e.column] = e.value;
        residues[k].try_emplace(e.column);  // 0 so far
      }
      for (auto& [column, value] : residues[k])
        value = chinese_remainder(value, modulus, values[column], prime);
    }
  }

  std::optional<std::vector<Terms>> verified(
      const std::vector<std::unordered_map<std::uint32_t, Integer>>& residues,
      const Integer& modulus) const {
    std::vector<Terms> basis;
    for (const auto& vector : residues) {
      std::vector<std::pair<std::uint32_t, Rational>> values;
      for (const auto& [column, value] : vector) {
        auto q = reconstruct_rational(value, modulus);
        if (!q) return std::nullopt;
        values.emplace_back(column, std::move(*q));
      }
      basis.push_back(to_terms(values));
      if (first_violation(x_, basis.back())) return std::nullopt;
    }
    return basis;
  }

  // Laws with long coefficients are replaced by a short basis of their lattice.
  std::vector<Terms> reduced(std::vector<Terms> basis) const {
    const bool large = std::any_of(basis.begin(), basis.end(), [](const Terms& h) {
      return std::any_of(h.begin(), h.end(), [](const Term& t) {
        const auto c = t.coefficient.numerator().to_int64();
        return !c || *c > large_coefficient || *c < -large_coefficient;
      });
    });
    if (!large || basis.size() < 2) return basis;
    IntegerMatrix lattice(basis.size(), columns_.size());
    for (std::size_t k = 0; k < basis.size(); ++k)
      for (const Term& t : basis[k])
        lattice.set(k, index_.at(t.monomial), t.coefficient.numerator());
    lattice.reduce_rows();
    for (std::size_t k = 0; k < basis.size(); ++k) {
      std::vector<std::pair<std::uint32_t, Rational>> values;
      for (std::uint32_t c = 0; c < columns_.size(); ++c)
        values.emplace_back(c, lattice.at(k, c));
      basis[k] = to_terms(values);
    }
    return basis;
  }
};

}  // namespace

void solve_block(const Distribution& x, const LinearSystem& system,
                 std::uint32_t degree, const std::vector<Monomial>& columns, Kernel& kernel,
                 const Progress& progress) {
  Block(x, system, degree, columns, progress).run(kernel);
}

}  // namespace abide
