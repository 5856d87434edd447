// The one function of a BLAS that FFLAS-FFPACK calls here, looked up in the BLAS that was there at
// the build when it is called for the first time: loading one takes 20 ms and starts its threads,
// and most runs never multiply a dense matrix.
#include "blas.hpp"

#include <dlfcn.h>

namespace abide {

namespace {

using Dgemm = void(int, int, int, int, int, int, double, const double*, int, const double*, int,
                   double, double*, int);

Dgemm* dgemm() noexcept {
  // One-thread guards look for settings of the BLAS by name: RTLD_GLOBAL.
  static Dgemm* const found = [] {
    void* const library = ::dlopen(ABIDE_BLAS, RTLD_NOW | RTLD_GLOBAL);
    void* const symbol = library == nullptr ? nullptr : ::dlsym(library, "cblas_dgemm");
    return reinterpret_cast<Dgemm*>(symbol);
  }();
  return found;
}

}  // namespace

bool load_blas() noexcept { return dgemm() != nullptr; }

}  // namespace abide

extern "C" void cblas_dgemm(int order, int trans_a, int trans_b, int m, int n, int k, double alpha,
                            const double* a, int lda, const double* b, int ldb, double beta,
                            double* c, int ldc) {
  abide::dgemm()(order, trans_a, trans_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
