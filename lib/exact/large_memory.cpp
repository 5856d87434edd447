// Memory for dense matrices. First use of gigabytes costs as much as arithmetic when it comes in
// small pages, so large blocks ask for huge ones.
#include "large_memory.hpp"

#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace abide {

namespace {

constexpr std::size_t huge_page = std::size_t{1} << 21U;
constexpr std::size_t ordinary = 64;  // a cache line

}  // namespace

void* allocate_large(std::size_t bytes) {
  const std::size_t unit = bytes < 2 * huge_page ? ordinary : huge_page;
  if (bytes == 0) bytes = 1;
  if (bytes > static_cast<std::size_t>(-1) - unit) throw std::bad_alloc();
  bytes = (bytes + unit - 1) / unit * unit;
  void* const memory = std::aligned_alloc(unit, bytes);
  if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  // Only a hint; nothing depends on its success.
  if (unit == huge_page) ::madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void FreeLargeMemory::operator()(void* memory) const noexcept { std::free(memory); }

}  // namespace abide
