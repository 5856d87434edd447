#include <abide/exact.hpp>
#include <catch2/catch.hpp>

#include <random>

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
    DenseEchelon rows(m, p);
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
      rows.add(full);
      sparse.add(entries);
    }
    CHECK(dense.rank() == rank);
    CHECK(integers.rank() == rank);
    CHECK(integers.nullity_by_basis() == m - rank);
    CHECK(rows.rank() == rank);
    CHECK(sparse.rank() == rank);
    CHECK(sparse.kernel().size() == m - rank);
    // The pivots of the LU are those of a forward elimination of these rows.
    DenseEchelon again(m, p);
    const auto pivots = dense.pivots();
    CHECK(pivots.size() == rank);
    for (const auto& pivot : pivots) {
      std::vector<std::uint64_t> row(m);
      for (std::size_t j = 0; j < m; ++j) row[j] = dense.at(pivot.row, j);
      CHECK(again.add(row).has_value());
    }
  }
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
