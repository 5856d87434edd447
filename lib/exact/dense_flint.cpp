// Products by FLINT's nmod_mat, for primes of any size below 2^62: for builds without FFLAS, and
// for primes that are too large for doubles. FLINT multiplies matrices of its own only, so operands
// are copied, and aborts where memory ends, so memory is asked for before.
#include <flint/nmod_mat.h>
#include <flint/nmod_vec.h>

#include <new>

#include "dense_elimination.hpp"

namespace abide {

namespace {

static_assert(sizeof(mp_limb_t) == sizeof(std::uint64_t), "abide needs 64-bit limbs");

class NmodMatrix {
 public:
  NmodMatrix(std::size_t rows, std::size_t columns, std::uint64_t prime) {
    nmod_mat_init(value_, static_cast<slong>(rows), static_cast<slong>(columns), prime);
  }
  NmodMatrix(const NmodMatrix&) = delete;
  NmodMatrix& operator=(const NmodMatrix&) = delete;
  ~NmodMatrix() { nmod_mat_clear(value_); }
  nmod_mat_struct* get() noexcept { return value_; }
  mp_limb_t* row(std::size_t i) noexcept {
    return nmod_mat_entry_ptr(value_, static_cast<slong>(i), 0);
  }

 private:
  nmod_mat_t value_;
};

class NmodWords {
 public:
  using Value = mp_limb_t;

  explicit NmodWords(std::uint64_t prime) : modulus_(prime) { nmod_init(&mod_, prime); }

  std::uint64_t prime() const noexcept { return modulus_.prime(); }
  static mp_limb_t from(std::uint64_t value) noexcept { return value; }
  static std::uint64_t to(mp_limb_t value) noexcept { return value; }
  static bool is_zero(mp_limb_t x) noexcept { return x == 0; }
  mp_limb_t inverse(mp_limb_t x) const { return modulus_.inverse(x); }

  void scale(mp_limb_t* x, std::size_t n, mp_limb_t c) const noexcept {
    _nmod_vec_scalar_mul_nmod(x, x, static_cast<slong>(n), c, mod_);
  }
  void subtract_combination(mp_limb_t* x, std::size_t n, const mp_limb_t* c, std::size_t k,
                            const mp_limb_t* rows, std::size_t stride) const noexcept {
    for (std::size_t i = 0; i < k; ++i)
      if (c[i] != 0)
        _nmod_vec_scalar_addmul_nmod(x, rows + i * stride, static_cast<slong>(n),
                                     nmod_neg(c[i], mod_), mod_);
  }
  void subtract_product(mp_limb_t* c, const mp_limb_t* a, const mp_limb_t* b, std::size_t m,
                        std::size_t k, std::size_t n, std::size_t stride) const {
    // FLINT aborts when memory is short, so room for the three matrices and for what Strassen's
    // method takes is asked for first.
    ::operator delete(::operator new(3 * sizeof(mp_limb_t) * (m * k + k * n + m * n)));
    NmodMatrix left(m, k, prime()), right(k, n, prime()), product(m, n, prime());
    for (std::size_t i = 0; i < m; ++i) std::copy_n(a + i * stride, k, left.row(i));
    for (std::size_t i = 0; i < k; ++i) std::copy_n(b + i * stride, n, right.row(i));
    nmod_mat_mul(product.get(), left.get(), right.get());
    for (std::size_t i = 0; i < m; ++i)
      _nmod_vec_sub(c + i * stride, c + i * stride, product.row(i), static_cast<slong>(n), mod_);
  }

 private:
  Modulus modulus_;
  nmod_t mod_;
};

}  // namespace

std::unique_ptr<DenseBasis> flint_basis(std::size_t columns, std::uint64_t prime) {
  return std::make_unique<DenseElimination<NmodWords>>(columns, NmodWords(prime));
}

}  // namespace abide
