// The kernel of the rows on a list of monomials, in rounds. All rows together are one for each
// field and monomial, and nearly all of them say nothing new; so begin with a few rows for each
// column. The rows connect columns; the connected sets are blocks, which are solved by themselves
// and in parallel: elimination modulo a prime, a look whether the kernel vectors violate more rows,
// rational reconstruction (with more primes by the Chinese remainder theorem while the numbers do
// not fit), and the exact test X_i h = 0 (mathematics.md, 4.4 and 4.12).
//
// A kernel of fewer rows contains the true one; so when all its vectors pass the exact test the two
// are equal, and the rows used as pivots are the evidence. When one fails, the rows that it
// violates are added, blocks that they connect are joined, and only what changed is solved again.
#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <unordered_set>

#include "parts.hpp"

namespace abide {

namespace {

constexpr std::size_t between_checks = 256;  // columns or rows
constexpr std::size_t first_rows = 1;        // per factor of a column, to begin with
constexpr std::size_t more_columns = 8;      // of a candidate, to look at more rows of these
constexpr std::size_t most_primes = 200;

// A law modulo several primes, by local column.
using Residues = std::vector<std::pair<std::uint32_t, Integer>>;

class Block;

// The columns, the rows met so far, and which columns they connect.
class Columns {
 public:
  Columns(const LinearSystem& system, const std::vector<Monomial>& columns)
      : system_(system), columns_(columns), connected_(columns.size()) {
    index_.reserve(columns.size());
    for (std::uint32_t k = 0; k < columns.size(); ++k) index_.emplace(columns[k], k);
  }

  const LinearSystem& system() const { return system_; }
  const Monomial& operator[](std::uint32_t column) const { return columns_[column]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(columns_.size()); }
  bool is_known(const RowName& name) const { return seen_.contains(name); }

  // Columns outside the list vanish and are left out.
  SparseRow entries(const LinearSystem& system, const RowName& name) const {
    SparseRow row;
    for (const Column& c : system.row(name))
      if (const auto at = index_.find(c.monomial); at != index_.end())
        row.push_back({at->second, c.value});
    return row;  // the list is sorted like the row, so this is too
  }

  // Whether it says something new.
  bool add(RowName name, SparseRow row) {
    if (row.empty() || !seen_.insert(name).second) return false;
    for (const Entry& e : row) connected_.join(row.front().column, e.column);
    names_.push_back(std::move(name));
    rows_.push_back(std::move(row));
    return true;
  }
  const std::vector<RowName>& names() const { return names_; }
  const std::vector<SparseRow>& rows() const { return rows_; }

  std::uint32_t root(std::uint32_t column) { return connected_.root(column); }

 private:
  const LinearSystem& system_;
  const std::vector<Monomial>& columns_;
  std::unordered_map<Monomial, std::uint32_t, MonomialHash> index_;
  std::unordered_set<RowName, RowHash> seen_;
  std::vector<RowName> names_;
  std::vector<SparseRow> rows_;
  DisjointSets connected_;
};

// Columns that no known row connects with others, and the rows among them.
class Block {
 public:
  std::vector<std::uint32_t> columns;  // increasing
  std::vector<std::size_t> rows;

  // What came of it: the kernel verified, or rows that its candidates violate.
  std::vector<ModularKernel::Pivot> pivots;
  std::vector<Terms> basis;
  std::vector<RowName> violated;

  void solve(const Distribution& x, const Columns& all, const Progress& progress) {
    progress.check();
    pivots.clear();
    basis.clear();
    violated.clear();
    const Modulus& modulus = all.system().modulus();
    ModularKernel kernel =
        modular_kernel(local_rows(all), columns.size(), modulus.prime(), progress);
    pivots = std::move(kernel.pivots);
    for (const SparseRow& v : kernel.basis) find_violated(all, v, 2, more_columns);
    if (violated.empty()) reconstruct(x, all, kernel.basis, progress);
  }

 private:
  std::uint32_t local(std::uint32_t column) const {
    return static_cast<std::uint32_t>(std::lower_bound(columns.begin(), columns.end(), column) -
                                      columns.begin());
  }
  SparseRow to_local(SparseRow row) const {
    for (Entry& e : row) e.column = local(e.column);
    return row;
  }
  std::vector<SparseRow> local_rows(const Columns& all) const {
    std::vector<SparseRow> list;
    for (const std::size_t r : rows) list.push_back(to_local(all.rows()[r]));
    return list;
  }

  // Rows not known yet that a kernel vector modulo p violates, among `each` rows per factor of some
  // or all of its columns. (The exact check decides.)
  void find_violated(const Columns& all, const SparseRow& v, std::size_t each,
                     std::size_t most_columns) {
    const LinearSystem& system = all.system();
    std::unordered_set<RowName, RowHash> tried;
    std::unordered_map<std::uint32_t, std::uint64_t> value;
    for (const Entry& e : v) value.emplace(columns[e.column], e.value);
    const std::size_t enough = violated.size() + columns.size();
    for (std::size_t k = 0; k < v.size() && violated.size() < enough;
         k += 1 + v.size() / most_columns)
      for (RowName& name : system.some_rows_of(all[columns[v[k].column]], each)) {
        if (all.is_known(name) || !tried.insert(name).second) continue;
        std::uint64_t sum = 0;
        for (const Entry& c : all.entries(system, name))
          if (const auto at = value.find(c.column); at != value.end())
            sum = system.modulus().add(sum, system.modulus().multiply(c.value, at->second));
        if (sum != 0) violated.push_back(std::move(name));
      }
  }

  // After a first look at a few columns of each vector: more and more rows, if it turned out that
  // they are no laws.
  void find_violated(const Columns& all, const std::vector<SparseRow>& basis) {
    for (std::size_t each = 4; each <= 4096 && violated.empty(); each *= 8)
      for (const SparseRow& v : basis) find_violated(all, v, each, SIZE_MAX);
  }

  Terms to_terms(const Columns& all,
                 const std::vector<std::pair<std::uint32_t, Rational>>& values) const {
    Terms h;
    for (const auto& [column, value] : values) h.push_back({all[columns[column]], value});
    return primitive(collect(std::move(h)));
  }

  void reconstruct(const Distribution& x, const Columns& all, const std::vector<SparseRow>& first,
                   const Progress& progress) {
    std::vector<Residues> residues(first.size());
    for (std::size_t k = 0; k < first.size(); ++k)
      for (const Entry& e : first[k])
        residues[k].emplace_back(e.column, Integer(static_cast<std::int64_t>(e.value)));
    Integer modulus(static_cast<std::int64_t>(all.system().modulus().prime()));
    std::size_t next = 0;
    while (!verified(x, all, residues, modulus, progress)) {
      progress.check();
      if (next == 0) find_violated(all, first);
      if (!violated.empty()) return;
      if (next == most_primes)
        throw Error(ErrorKind::limit, "the coefficients of a law are too long to reconstruct");
      add_prime(x, all, dense_prime(next++), residues, modulus, progress);
    }
    basis = shortened(std::move(basis));
  }

  // The kernel modulo one more prime, if it has the same free columns.
  void add_prime(const Distribution& x, const Columns& all, std::uint64_t prime,
                 std::vector<Residues>& residues, Integer& modulus,
                 const Progress& progress) const {
    if (!x.usable(prime) || modulus.mod(prime) == 0) return;
    const LinearSystem system(x, all.system().degrees(), prime);
    std::vector<SparseRow> list;
    for (const ModularKernel::Pivot& p : pivots)
      list.push_back(to_local(all.entries(system, all.names()[rows[p.row]])));
    const std::vector<SparseRow> more = modular_kernel(list, columns.size(), prime, progress).basis;
    if (more.size() != residues.size()) return;
    for (std::size_t k = 0; k < more.size(); ++k)
      if (more[k].back().column != residues[k].back().first) return;
    for (std::size_t k = 0; k < more.size(); ++k) combine(residues[k], modulus, more[k], prime);
    modulus *= Integer(static_cast<std::int64_t>(prime));
  }

  static void combine(Residues& residues, const Integer& modulus, const SparseRow& more,
                      std::uint64_t prime) {
    Residues both;
    auto a = residues.begin();
    auto b = more.begin();
    while (a != residues.end() || b != more.end()) {
      const bool from_a = a != residues.end() && (b == more.end() || a->first <= b->column);
      const bool from_b = b != more.end() && (a == residues.end() || b->column <= a->first);
      both.emplace_back(
          from_a ? a->first : b->column,
          chinese_remainder(from_a ? a->second : Integer(), modulus, from_b ? b->value : 0, prime));
      if (from_a) ++a;
      if (from_b) ++b;
    }
    residues = std::move(both);
  }

  // Fills the basis when all vectors are rational laws. A rational vector that is no law
  // modulo p either names a row that was missing.
  bool verified(const Distribution& x, const Columns& all, const std::vector<Residues>& residues,
                const Integer& modulus, const Progress& progress) {
    basis.clear();
    for (const Residues& vector : residues) {
      std::vector<std::pair<std::uint32_t, Rational>> values;
      for (const auto& [column, value] : vector) {
        auto q = reconstruct_rational(value, modulus);
        if (!q) return false;
        values.emplace_back(column, std::move(*q));
      }
      basis.push_back(to_terms(all, values));
      if (const auto failure = violation(x, basis.back(), progress)) {
        RowName name{failure->field, failure->beta};
        if (!all.is_known(name)) violated.push_back(std::move(name));
        return false;
      }
    }
    return true;
  }
};

class Solver {
 public:
  Solver(const Distribution& x, const LinearSystem& system, const std::vector<Monomial>& columns,
         const Progress& progress)
      : x_(x), columns_(system, columns), progress_(progress) {}

  void run(Kernel& kernel) {
    std::vector<RowName> rows;
    for (std::uint32_t c = 0; c < columns_.size(); ++c) {
      progress_.check();
      for (RowName& name : columns_.system().some_rows_of(columns_[c], first_rows))
        rows.push_back(std::move(name));
    }
    do {
      add(rows);
      solve_changed();
      rows.clear();
      for (Block& b : blocks_)
        for (RowName& name : b.violated) rows.push_back(std::move(name));
    } while (!rows.empty());
    collect(kernel);
  }

 private:
  const Distribution& x_;
  Columns columns_;
  const Progress& progress_;
  std::vector<Block> blocks_;

  void add(std::vector<RowName>& names) {
    constexpr std::size_t batch = 4096;
    std::vector<SparseRow> rows(std::min(batch, names.size()));
    bool grew = false;
    for (std::size_t start = 0; start < names.size(); start += batch) {
      progress_.check();
      progress_.doing("laws, equation", start, names.size());
      const std::size_t count = std::min(batch, names.size() - start);
      progress_.for_each(count, [&](std::size_t k) {
        progress_.check();  // the first row of a long field indexes its terms
        rows[k].clear();
        if (!columns_.is_known(names[start + k]))
          rows[k] = columns_.entries(columns_.system(), names[start + k]);
      });
      for (std::size_t k = 0; k < count; ++k)
        grew = columns_.add(std::move(names[start + k]), std::move(rows[k])) || grew;
    }
    if (!grew && !blocks_.empty())
      throw Error(ErrorKind::internal, "a candidate violates known rows");
  }

  // The blocks anew; those whose rows and columns did not change keep their results.
  void solve_changed() {
    std::unordered_map<std::uint32_t, Block> before;
    for (Block& b : blocks_) {
      const std::uint32_t first = b.columns.front();
      before.emplace(first, std::move(b));
    }
    blocks_.clear();
    std::unordered_map<std::uint32_t, std::size_t> position;
    for (std::uint32_t c = 0; c < columns_.size(); ++c) {
      if (c % between_checks == 0) progress_.check();
      const auto [it, fresh] = position.try_emplace(columns_.root(c), blocks_.size());
      if (fresh) blocks_.emplace_back();
      blocks_[it->second].columns.push_back(c);
    }
    for (std::size_t r = 0; r < columns_.rows().size(); ++r) {
      if (r % between_checks == 0) progress_.check();
      blocks_[position.at(columns_.root(columns_.rows()[r].front().column))].rows.push_back(r);
    }
    std::vector<std::size_t> changed;
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      const auto old = before.find(blocks_[k].columns.front());
      if (old != before.end() && old->second.columns == blocks_[k].columns &&
          old->second.rows == blocks_[k].rows) {
        blocks_[k] = std::move(old->second);
      } else {
        changed.push_back(k);
      }
    }
    std::atomic<std::size_t> solved{0};
    progress_.for_each(changed.size(), [&](std::size_t k) {
      progress_.doing("laws, block of equations", solved++, changed.size());
      blocks_[changed[k]].solve(x_, columns_, progress_);
    });
  }

  void collect(Kernel& kernel) {
    for (Block& b : blocks_) {
      progress_.check();
      std::vector<bool> eliminated(b.columns.size(), false);
      for (const ModularKernel::Pivot& p : b.pivots) {
        eliminated[p.column] = true;
        kernel.steps.push_back({columns_.names()[b.rows[p.row]], columns_[b.columns[p.column]]});
      }
      for (std::size_t c = 0; c < b.columns.size(); ++c)
        if (!eliminated[c]) kernel.free.push_back(columns_[b.columns[c]]);
      for (Terms& h : b.basis) kernel.basis.push_back(std::move(h));
    }
  }
};

}  // namespace

void solve_blocks(const Distribution& x, const Degrees& degrees,
                  const std::vector<Monomial>& columns, Kernel& kernel, const Progress& progress) {
  if (columns.empty()) return;
  const LinearSystem system(x, degrees, kernel.prime);
  Solver(x, system, columns, progress).run(kernel);
}

}  // namespace abide
