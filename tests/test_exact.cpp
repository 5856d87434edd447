// Exact arithmetic by properties with planted answers: known ranks hidden by row and column
// operations, fractions recovered from residues, every backend against the others.
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <limits>
#include <random>
#include <set>
#include <thread>

#include "exact/exact.hpp"

using namespace abide;

TEST_CASE("rationals are in lowest terms and refuse division by zero", "[exact]") {
  CHECK(Rational(6, -4).to_string() == "-3/2");
  CHECK((Rational(1, 3) + Rational(1, 6)) == Rational(1, 2));
  CHECK_THROWS_AS(Rational(1, 0), Error);
  CHECK_THROWS_AS(Rational(1) / Rational(0), Error);
  Rational a(2, 3);
  a *= a;  // aliasing
  CHECK(a == Rational(4, 9));
}

TEST_CASE("sums, products, powers and fractions of sparse terms", "[exact]") {
  const Progress progress;
  const auto x = [](std::uint32_t v) { return Terms{{Monomial::variable(v), Rational(1)}}; };
  const Terms one{{Monomial(), Rational(1)}};
  // Variables far apart, as in a model with millions of coordinates.
  const Terms p = sum(sum(x(7), x(5'000'000)), {{Monomial(), Rational(-2, 3)}});
  Terms product = one;
  for (int e = 0; e <= 6; ++e) {
    CHECK(power(p, static_cast<std::uint32_t>(e), progress) == product);
    product = multiply(product, p, progress);
  }
  CHECK(power({}, 0, progress) == one);
  CHECK(power({}, 3, progress).empty());
  CHECK(power(sum(x(0), negated(x(1))), 30, progress).size() == 31);
  CHECK(sum(p, negated(p)).empty());
  CHECK(sum(x(0), x(1)) == sum(x(1), x(0)));
  const Terms a = multiply(p, x(9)), b = multiply(p, sum(x(9), one));
  CHECK(gcd(a, b) == p);
  CHECK(divided(a, p) == x(9));
  CHECK_FALSE(divided(sum(a, one), p).has_value());
  CHECK(gcd({}, a) == a);
  CHECK(gcd({{Monomial(), Rational(3)}}, one) == one);
  // They ask.
  Progress cancelled;
  cancelled.cancel();
  const Terms many = power(sum(sum(x(0), x(1)), one), 80, progress);
  CHECK(many.size() == 81 * 82 / 2);
  CHECK_THROWS_AS(multiply(many, many, cancelled), Error);
  CHECK_THROWS_AS(power(sum(x(0), one), 10'000, cancelled), Error);
  Progress small;
  small.set_memory_limit(1U << 20U);
  CHECK_THROWS_AS(multiply(many, many, small), Error);
}

TEST_CASE("dense eliminations ask, in panels that change nothing", "[exact]") {
  Progress cancelled;
  cancelled.cancel();
  ModMatrix matrix(600, 700, dense_prime(0));
  std::mt19937_64 random(1);
  for (std::size_t k = 0; k < 600U * 700U; ++k) matrix.entries()[k] = random() % matrix.prime();
  CHECK(matrix.rank() == 600);
  CHECK_THROWS_AS(matrix.rank(DenseBackend::automatic, cancelled), Error);
  CHECK_THROWS_AS(matrix.pivots(DenseBackend::flint, cancelled), Error);
  SparseEchelon echelon(3, 101);
  CHECK(echelon.add({{0, 1}, {1, 5}}, cancelled) == 0U);  // nothing to reduce by
  CHECK_THROWS_AS(echelon.add({{0, 1}, {2, 5}}, cancelled), Error);
}

TEST_CASE("integers of any size", "[exact]") {
  const Integer big = *Integer::parse("123456789012345678901234567890");
  CHECK((big * big).to_string() == "15241578753238836750495351562536198787501905199875019052100");
  CHECK_FALSE(Integer::parse("1x").has_value());
  CHECK_FALSE(Integer::parse("").has_value());
  CHECK_FALSE(big.to_int64().has_value());
  CHECK(gcd(Integer(0), Integer(0)).is_zero());
}

TEST_CASE("rational reconstruction finds planted fractions", "[exact]") {
  const std::uint64_t p = large_prime(0);
  const Modulus modulus(p);
  for (std::int64_t n = -30; n <= 30; ++n)
    for (std::int64_t d = 1; d <= 30; ++d) {
      const std::uint64_t r =
          modulus.multiply(modulus.reduce(n), modulus.inverse(static_cast<std::uint64_t>(d)));
      const auto q = reconstruct_rational(Integer(static_cast<std::int64_t>(r)),
                                          Integer(static_cast<std::int64_t>(p)));
      REQUIRE(q.has_value());
      CHECK(*q == Rational(n, d));
    }
}

TEST_CASE("planted ranks are found by every matrix", "[exact]") {
  const std::uint64_t p = dense_prime(0);
  const Modulus modulus(p);
  std::mt19937_64 random(7);
  for (const std::size_t rank : {0U, 1U, 3U, 7U}) {
    const std::size_t n = 12, m = 9;
    std::vector<std::vector<std::uint64_t>> left(n), right(m);
    for (auto& row : left)
      for (std::size_t k = 0; k < rank; ++k) row.push_back(random() % 50);
    for (auto& row : right)
      for (std::size_t k = 0; k < rank; ++k) row.push_back(random() % 50);
    ModMatrix dense(n, m, p);
    IntegerMatrix integers(n, m);
    SparseEchelon sparse(m, p);
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<std::uint64_t> full(m, 0);
      SparseRow entries;
      for (std::size_t j = 0; j < m; ++j) {
        for (std::size_t k = 0; k < rank; ++k)
          full[j] = modulus.add(full[j], modulus.multiply(left[i][k], right[j][k]));
        dense.at(i, j) = full[j];
        integers.set(i, j, Integer(static_cast<std::int64_t>(full[j])));
        if (full[j] != 0) entries.push_back({static_cast<std::uint32_t>(j), full[j]});
      }
      sparse.add(entries);
    }
    CHECK(dense.rank() == rank);
    CHECK(integers.rank() == rank);
    CHECK(integers.nullity_by_basis() == m - rank);
    CHECK(sparse.rank() == rank);
    CHECK(sparse.kernel().size() == m - rank);
  }
}

namespace {

using Random = std::mt19937_64;

// Every backend that can work modulo every prime of the list: tiny, small, below 2^23, 2^25,
// 2^31, 2^61.
template <class Test>
void for_all_backends(Test test) {
  for (const std::uint64_t p : std::array<std::uint64_t, 7>{2, 3, 101, dense_prime(0), 33554393,
                                                            2147483647, large_prime(0)})
    for (const DenseBackend backend :
         {DenseBackend::automatic, DenseBackend::fflas, DenseBackend::flint})
      if (has_dense_backend(backend, p)) {
        INFO("prime " << p << ", backend " << static_cast<int>(backend));
        test(p, backend);
      }
}

// Row i of the matrix becomes itself plus multiples of the rows before (after) it.
void mix_rows(ModMatrix& a, bool downwards, Random& random) {
  const Modulus modulus(a.prime());
  for (std::size_t k = 0; k < a.rows(); ++k) {
    const std::size_t i = downwards ? a.rows() - 1 - k : k;
    for (std::size_t other = downwards ? 0 : i + 1; other < (downwards ? i : a.rows()); ++other) {
      const std::uint64_t c = random() % a.prime();
      for (std::size_t j = 0; j < a.columns(); ++j)
        a.at(i, j) = modulus.add(a.at(i, j), modulus.multiply(c, a.at(other, j)));
    }
  }
}

ModMatrix transposed(const ModMatrix& a) {
  ModMatrix t(a.columns(), a.rows(), a.prime());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.columns(); ++j) t.at(j, i) = a.at(i, j);
  return t;
}

// A matrix of the rank, hidden by random invertible factors; some zero rows if there is room.
ModMatrix planted(std::size_t n, std::size_t m, std::size_t rank, std::uint64_t p, Random& random) {
  ModMatrix a(n, m, p);
  for (std::size_t i = 0; i < rank; ++i) a.at(i, i) = 1 + random() % (p - 1);
  mix_rows(a, false, random);
  mix_rows(a, true, random);
  ModMatrix t = transposed(a);
  mix_rows(t, true, random);
  mix_rows(t, false, random);
  return transposed(t);
}

ModMatrix some_rows(const ModMatrix& a, std::size_t first, std::size_t count) {
  ModMatrix b(count, a.columns(), a.prime());
  std::copy_n(a.entries() + first * a.columns(), count * a.columns(), b.entries());
  return b;
}

// Forward elimination as one writes it on paper.
class Naive {
 public:
  explicit Naive(std::uint64_t p) : modulus_(p) {}
  std::vector<std::uint64_t> reduced(std::vector<std::uint64_t> row) const {
    for (const auto& [pivot, earlier] : rows_) {
      const std::uint64_t factor = modulus_.multiply(row[pivot], modulus_.inverse(earlier[pivot]));
      for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = modulus_.subtract(row[j], modulus_.multiply(factor, earlier[j]));
    }
    return row;
  }
  void keep(std::size_t pivot, std::vector<std::uint64_t> row) {
    rows_.emplace_back(pivot, std::move(row));
  }

 private:
  Modulus modulus_;
  std::vector<std::pair<std::size_t, std::vector<std::uint64_t>>> rows_;
};

std::vector<std::uint64_t> row_of(const ModMatrix& a, std::size_t i) {
  return {a.entries() + i * a.columns(), a.entries() + (i + 1) * a.columns()};
}

SparseRow sparse_row_of(const ModMatrix& a, std::size_t i) {
  SparseRow row;
  for (std::size_t j = 0; j < a.columns(); ++j)
    if (a.at(i, j) != 0) row.push_back({static_cast<std::uint32_t>(j), a.at(i, j)});
  return row;
}

bool same(const std::vector<SparseRow>& a, const std::vector<SparseRow>& b) {
  const auto same_row = [](const SparseRow& x, const SparseRow& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Entry& e, const Entry& f) {
      return e.column == f.column && e.value == f.value;
    });
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_row);
}

// The whole contract of DenseEchelon, for the rows of a in batches of random sizes.
void check_batches(const ModMatrix& a, std::size_t rank, DenseBackend backend, Random& random) {
  const Modulus modulus(a.prime());
  DenseEchelon dense(a.columns(), a.prime(), backend);
  SparseEchelon sparse(a.columns(), a.prime());
  Naive naive(a.prime());
  for (std::size_t first = 0; first < a.rows();) {
    const std::size_t count = std::min<std::size_t>(random() % 40, a.rows() - first);
    const auto pivots = dense.add(some_rows(a, first, count));
    std::size_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const bool returned = next < pivots.size() && pivots[next].row == i;
      const auto pivot = sparse.add(sparse_row_of(a, first + i));
      REQUIRE(pivot.has_value() == returned);
      const auto reduced = naive.reduced(row_of(a, first + i));
      if (!returned) {
        CHECK(std::count(reduced.begin(), reduced.end(), 0U) ==
              static_cast<std::ptrdiff_t>(reduced.size()));
        continue;
      }
      const std::size_t column = pivots[next++].column;
      CHECK(*pivot == column);
      REQUIRE(reduced[column] != 0);
      naive.keep(column, reduced);
    }
    CHECK(next == pivots.size());
    CHECK(dense.rank() == sparse.rank());
    first += count;
  }
  CHECK(dense.rank() == rank);
  CHECK(dense.free_columns() == sparse.free_columns());
  const auto kernel = dense.kernel();
  CHECK(kernel.size() == a.columns() - rank);
  CHECK(same(kernel, sparse.kernel()));
  for (const SparseRow& x : kernel)
    for (std::size_t i = 0; i < a.rows(); ++i) {
      std::uint64_t sum = 0;
      for (const Entry& e : x) sum = modulus.add(sum, modulus.multiply(a.at(i, e.column), e.value));
      REQUIRE(sum == 0);
    }
}

}  // namespace

TEST_CASE("dense rows of planted rank, in batches, by every backend", "[exact]") {
  Random random(11);
  for_all_backends([&](std::uint64_t p, DenseBackend backend) {
    for (const auto& [n, m, rank] : {std::array<std::size_t, 3>{1, 1, 1},
                                     {1, 30, 1},
                                     {30, 1, 1},
                                     {12, 9, 0},
                                     {12, 9, 5},
                                     {40, 40, 40},
                                     {60, 45, 38},
                                     {45, 70, 45},
                                     {75, 90, 51},
                                     {90, 33, 33}}) {
      INFO(n << " rows, " << m << " columns, rank " << rank);
      const ModMatrix a = planted(n, m, rank, p, random);
      CHECK(a.rank(backend) == rank);
      CHECK(transposed(a).rank(backend) == rank);
      check_batches(a, rank, backend, random);
      // One batch finds the same as many.
      DenseEchelon whole(m, p, backend);
      CHECK(whole.add(a) == a.pivots(backend));
      // Rows known already and rows of zeros change nothing.
      CHECK(whole.add(a).empty());
      CHECK(whole.add(ModMatrix(5, m, p)).empty());
      CHECK(whole.rank() == rank);
    }
  });
}

TEST_CASE("dense rows that are mostly zero or repeated", "[exact]") {
  Random random(12);
  for_all_backends([&](std::uint64_t p, DenseBackend backend) {
    // Pivots far from the diagonal, and many more rows than the rank.
    ModMatrix a(700, 50, p);
    for (std::size_t i = 0; i < a.rows(); ++i) {
      if (i % 3 == 0) continue;
      const std::size_t from = i < 300 ? i % 7 : random() % i;
      if (i >= 20)
        std::copy_n(a.entries() + from * 50, 50, a.entries() + i * 50);
      else
        a.at(i, (37 * i) % 50) = 1 + random() % (p - 1);
    }
    SparseEchelon sparse(50, p);
    for (std::size_t i = 0; i < a.rows(); ++i) sparse.add(sparse_row_of(a, i));
    check_batches(a, sparse.rank(), backend, random);
    CHECK(a.rank(backend) == sparse.rank());
  });
}

TEST_CASE("large products: the backends agree", "[exact]") {
  Random random(13);
  for (const std::uint64_t p : {std::uint64_t{3}, dense_prime(0), std::uint64_t{33554393}}) {
    // More than 512 products are added up. Extreme residues make the largest sums.
    const std::size_t n = 680, m = 650, rank = 600;
    ModMatrix a(n, m, p);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < m; ++j) {
        if (i < rank)
          a.at(i, j) = (p - 1) / 2 + random() % 2;
        else
          a.at(i, j) = Modulus(p).add(a.at(i - rank, j), a.at(i - rank + 300, j));
      }
    const auto pivots = a.pivots(DenseBackend::flint);
    CHECK(pivots.size() <= rank);
    CHECK(pivots.size() > rank - 5);
    if (!has_dense_backend(DenseBackend::fflas, p)) continue;
    CHECK(a.pivots(DenseBackend::fflas) == pivots);
    DenseEchelon batches(m, p, DenseBackend::fflas), reference(m, p, DenseBackend::flint);
    for (const std::size_t first : {0U, 340U}) {
      const ModMatrix batch = some_rows(a, first, 340);
      CHECK(batches.add(batch) == reference.add(batch));
    }
    CHECK(same(batches.kernel(), reference.kernel()));
  }
}

TEST_CASE("dense matrices without rows or columns", "[exact]") {
  for_all_backends([](std::uint64_t p, DenseBackend backend) {
    for (const auto& [n, m] : {std::pair<std::size_t, std::size_t>{0, 0}, {0, 5}, {5, 0}}) {
      const ModMatrix a(n, m, p);
      CHECK(a.rank(backend) == 0);
      CHECK(a.pivots(backend).empty());
      DenseEchelon rows(m, p, backend);
      CHECK(rows.add(a).empty());
      CHECK(rows.rank() == 0);
      CHECK(rows.kernel().size() == m);
      CHECK(rows.free_columns().size() == m);
    }
  });
}

TEST_CASE("dense matrices refuse what they cannot do", "[exact]") {
  const std::uint64_t p = dense_prime(0);
  CHECK(p == 8388593);
  CHECK_THROWS_AS(ModMatrix(2, 2, 1), Error);
  const std::size_t huge = std::numeric_limits<std::size_t>::max() / 2;
  CHECK_THROWS_AS(ModMatrix(huge, huge, p), Error);
  CHECK_THROWS_AS(ModMatrix(huge, 1, p), Error);
  CHECK_THROWS_AS(DenseEchelon(huge, p), Error);
  ModMatrix a(2, 2, p);
  CHECK_THROWS_AS(DenseEchelon(3, p).add(a), Error);
  CHECK_THROWS_AS(DenseEchelon(2, 101).add(a), Error);
  CHECK_FALSE(has_dense_backend(DenseBackend::fflas, 2));
  CHECK_FALSE(has_dense_backend(DenseBackend::fflas, 2147483647));
  CHECK_FALSE(has_dense_backend(DenseBackend::automatic, 1));
  CHECK_THROWS_AS(ModMatrix(1, 1, 2).rank(DenseBackend::fflas), Error);
  a.at(1, 1) = p;
  CHECK_THROWS_AS(a.rank(), Error);
  CHECK_THROWS_AS(a.rank(DenseBackend::flint), Error);
}

TEST_CASE("the threads of the calling program's BLAS stay as they are", "[exact]") {
  auto* const get = reinterpret_cast<int (*)()>(::dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  auto* const set =
      reinterpret_cast<void (*)(int)>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (get == nullptr || set == nullptr) return;
  const int before = get();
  set(2);
  const int chosen = get();
  Random random(14);
  const ModMatrix a = planted(90, 90, 80, dense_prime(0), random);
  std::vector<std::size_t> ranks(4);
  std::vector<std::thread> threads;
  for (std::size_t& rank : ranks)
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) rank = a.rank();
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(ranks == std::vector<std::size_t>(4, 80));
  CHECK(get() == chosen);
  set(before);
}

TEST_CASE("terms are ordered, collected and primitive", "[exact]") {
  const std::vector<std::string> names{"x", "y"};
  const Monomial x = Monomial::variable(0), y = Monomial::variable(1);
  const Terms h = collect({{y, Rational(2)}, {x.times(x), Rational(-4)}, {y, Rational(4)}});
  CHECK(to_string(h, names) == "-4*x^2 + 6*y");
  CHECK(to_string(primitive(h), names) == "2*x^2 - 3*y");
  CHECK(collect({{x, Rational(1)}, {x, Rational(-1)}}).empty());
  CHECK(to_string(derivative(h, 0), names) == "-8*x");
  CHECK(to_string(multiply(h, h), names) == "16*x^4 - 48*x^2*y + 36*y^2");
  CHECK(evaluate(h, {Rational(1, 2), Rational(3)}) == Rational(17));
}

TEST_CASE("all integer vectors of a span", "[exact]") {
  // (1, 1, 1) and (1, 0, −1), hidden in a lattice of index 102.
  IntegerMatrix lattice(2, 3);
  const std::int64_t rows[2][3] = {{6, 6, 6}, {-7, 10, 27}};
  for (std::size_t r = 0; r < 2; ++r)
    for (std::size_t c = 0; c < 3; ++c) lattice.set(r, c, Integer(rows[r][c]));
  lattice.saturate_rows();
  lattice.reduce_rows();
  using Row = std::array<std::int64_t, 3>;
  std::set<Row> found;
  for (std::size_t r = 0; r < 2; ++r) {
    Row row{};
    for (std::size_t c = 0; c < 3; ++c) row[c] = *lattice.at(r, c).to_int64();
    const std::int64_t sign = row < Row{} ? -1 : 1;
    for (auto& entry : row) entry *= sign;
    found.insert(row);
  }
  CHECK(found == std::set<Row>{{1, 0, -1}, {1, 1, 1}});
}
