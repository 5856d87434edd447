// Products by FFLAS-FFPACK and the BLAS below it; the only file that includes it. Residues are
// doubles around 0, and FFLAS multiplies over the doubles and not in a field of its own: sums are
// cut where they would pass 2^53 and are reduced here, in half of the time on processors as they
// were before SSE 4.1. Every product is compared with its operands on a random vector (Freivalds,
// 1977): a BLAS that computes nonsense is an error, but for a chance of 1/p, and no wrong rank.
#include <fflas-ffpack/fflas/fflas.h>

#include <bit>
#include <random>

#include "dense_elimination.hpp"
#include "one_blas_thread.hpp"

namespace abide {

namespace {

// Residues as doubles in -(p-1)/2 … (p-1)/2. A double holds every integer up to 2^53, so a sum
// of `terms_` products is exact before it is reduced: 512 products for p below 2^23, 128 below
// 2^24, 32 below 2^25, where it is still three times as fast as FLINT.
//
// Givaro's fields would allow p up to 189,812,531 (ModularBalanced<double>) and 94,906,266
// (Modular<double>); FFLAS is slower than FLINT with them from 2^25 on. Its reduction calls fmod
// unless it is built for SSE 4.1 or later, which doubles the time of a product; the one here is
// fast with SSE 2. So FFLAS multiplies over the doubles, and reduction is done here.
class BalancedDoubles {
 public:
  using Value = double;

  explicit BalancedDoubles(std::uint64_t prime)
      : modulus_(prime),
        p_(static_cast<double>(prime)),
        half_((p_ - 1) / 2),
        inverse_of_p_(1 / p_),
        terms_(static_cast<std::size_t>(
            std::min((largest - half_ - 2 * p_) / (half_ * half_), most_terms))) {}

  std::uint64_t prime() const noexcept { return modulus_.prime(); }
  double from(std::uint64_t value) const noexcept {
    // The conversion of an integer below 2^52 that compilers can do several at a time.
    constexpr std::uint64_t exponent = std::uint64_t{1075} << 52U;
    return reduced(std::bit_cast<double>(exponent | value) - 4503599627370496);
  }
  std::uint64_t to(double x) const noexcept {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(x < 0 ? x + p_ : x));
  }
  static bool is_zero(double x) noexcept { return x == 0; }
  double inverse(double x) const { return from(modulus_.inverse(to(x))); }

  void scale(double* x, std::size_t n, double c) const noexcept {
    for (std::size_t j = 0; j < n; ++j) x[j] = reduced(x[j] * c);
  }

  void subtract_combination(double* x, std::size_t n, const double* c, std::size_t k,
                            const double* rows, std::size_t stride) const noexcept {
    for (std::size_t first = 0; first < k; first += terms_) {
      const std::size_t last = std::min(k, first + terms_);
      for (std::size_t i = first; i < last; ++i) {
        const double factor = c[i];
        if (factor == 0) continue;
        const double* row = rows + i * stride;
        for (std::size_t j = 0; j < n; ++j) x[j] -= factor * row[j];
      }
      for (std::size_t j = 0; j < n; ++j) x[j] = reduced(x[j]);
    }
  }

  void subtract_product(double* c, const double* a, const double* b, std::size_t m, std::size_t k,
                        std::size_t n, std::size_t stride) {
    // C y, then A (B y), for a random y: a product that fails this check is wrong.
    std::vector<double> y(n), before(m), by(k), aby(m), after(m);
    for (double& value : y) value = from(random_() % prime());
    apply(c, m, n, stride, y, before);
    apply(b, k, n, stride, y, by);
    apply(a, m, k, stride, by, aby);
    for (std::size_t first = 0; first < k; first += terms_) {
      const std::size_t depth = std::min(terms_, k - first);
      multiply(c, a + first, b + first * stride, m, depth, n, stride);
      for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < n; ++j) c[i * stride + j] = reduced(c[i * stride + j]);
    }
    apply(c, m, n, stride, y, after);
    for (std::size_t i = 0; i < m; ++i)
      if (reduced(before[i] - aby[i] - after[i]) != 0)
        throw Error(ErrorKind::internal, "the BLAS library computed a wrong matrix product");
  }

 private:
  static constexpr double largest = 9007199254740992;  // 2^53
  static constexpr double most_terms = 4096;

  Modulus modulus_;
  double p_, half_, inverse_of_p_;
  std::size_t terms_;
  std::minstd_rand random_;

  // The residue of an integer up to 2^53 in absolute value. Adding 3·2^51 rounds to an integer,
  // one off at most, whatever the rounding mode; the product with it is exact.
  double reduced(double x) const noexcept {
    constexpr double rounder = 6755399441055744;
    const double quotient = (x * inverse_of_p_ + rounder) - rounder;
    double r = x - quotient * p_;
    r = r > half_ ? r - p_ : r;
    return r < -half_ ? r + p_ : r;
  }

  void multiply(double* c, const double* a, const double* b, std::size_t m, std::size_t k,
                std::size_t n, std::size_t stride) const {
    using Domain = Givaro::DoubleDomain;
    const Domain doubles;
    // "Classic": the intermediate sums of fast multiplication would not fit.
    FFLAS::MMHelper<Domain, FFLAS::MMHelperAlgo::Classic, FFLAS::ModeCategories::DefaultTag> helper(
        doubles, 0, FFLAS::ParSeqHelper::Sequential());
    FFLAS::fgemm(doubles, FFLAS::FflasNoTrans, FFLAS::FflasNoTrans, m, n, k, -1.0, a, stride, b,
                 stride, 1.0, c, stride, helper);
  }

  // result = M x (m×n)
  void apply(const double* matrix, std::size_t m, std::size_t n, std::size_t stride,
             const std::vector<double>& x, std::vector<double>& result) const {
    for (std::size_t i = 0; i < m; ++i) {
      const double* row = matrix + i * stride;
      double sum = 0;
      for (std::size_t first = 0; first < n; first += terms_) {
        const std::size_t last = std::min(n, first + terms_);
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        std::size_t j = first;
        for (; j + 4 <= last; j += 4) {
          s0 += row[j] * x[j];
          s1 += row[j + 1] * x[j + 1];
          s2 += row[j + 2] * x[j + 2];
          s3 += row[j + 3] * x[j + 3];
        }
        for (; j < last; ++j) s0 += row[j] * x[j];
        sum = reduced(sum + reduced((s0 + s1) + (s2 + s3)));
      }
      result[i] = sum;
    }
  }
};

class FflasBasis final : public DenseBasis {
 public:
  FflasBasis(std::size_t columns, std::uint64_t prime) : rows_(columns, BalancedDoubles(prime)) {}
  std::vector<ModMatrix::Pivot> add(const std::uint64_t* rows, std::size_t count,
                                    const Progress& progress) override {
    const OneBlasThread guard;
    return rows_.add(rows, count, progress);
  }
  const std::vector<std::uint32_t>& pivots() const noexcept override { return rows_.pivots(); }
  const std::vector<std::uint32_t>& free_columns() const noexcept override {
    return rows_.free_columns();
  }
  std::uint64_t at(std::size_t i, std::size_t k) const noexcept override { return rows_.at(i, k); }

 private:
  DenseElimination<BalancedDoubles> rows_;
};

}  // namespace

std::unique_ptr<DenseBasis> fflas_basis(std::size_t columns, std::uint64_t prime) {
  return std::make_unique<FflasBasis>(columns, prime);
}

}  // namespace abide
