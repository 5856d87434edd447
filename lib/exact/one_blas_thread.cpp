// The thread settings of OpenBLAS are found in the running process by name, and set back
// afterwards; the header says which and why.
#include "one_blas_thread.hpp"

#include <dlfcn.h>

#include <mutex>

namespace abide {

namespace {

template <class Function>
Function* find(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, name));
}

// Looked up when the program runs: which BLAS answers to libblas.so.3 may change after the build.
struct Functions {
  void (*set)(int) = find<void(int)>("openblas_set_num_threads");
  int (*get)() = find<int()>("openblas_get_num_threads");
  void (*set_own)(int) = nullptr;
  int (*get_own)() = nullptr;

  Functions() {
    constexpr int with_openmp = 2;  // OPENBLAS_OPENMP of cblas.h
    auto* const kind = find<int()>("openblas_get_parallel");
    if (kind == nullptr || kind() != with_openmp) return;
    set_own = find<void(int)>("omp_set_num_threads");
    get_own = find<int()>("omp_get_max_threads");
  }
  bool own() const { return set_own != nullptr && get_own != nullptr; }
  bool common() const { return !own() && set != nullptr && get != nullptr; }
};

const Functions& functions() {
  static const Functions all;
  return all;
}

std::mutex lock;
int objects = 0;
int before = 0;  // the number of threads before the first object

}  // namespace

OneBlasThread::OneBlasThread() {
  const Functions& blas = functions();
  if (blas.own()) {
    own_ = blas.get_own();
    if (own_ != 1) blas.set_own(1);
  } else if (blas.common()) {
    const std::lock_guard<std::mutex> guard(lock);
    if (objects++ != 0) return;
    before = blas.get();
    if (before != 1) blas.set(1);
  }
}

OneBlasThread::~OneBlasThread() {
  const Functions& blas = functions();
  if (blas.own()) {
    if (own_ != 1) blas.set_own(own_);
  } else if (blas.common()) {
    const std::lock_guard<std::mutex> guard(lock);
    if (--objects == 0 && before != 1 && blas.get() == 1) blas.set(before);
  }
}

}  // namespace abide
