// Memory for large matrices. Private to this stage.
#pragma once

#include <cstddef>
#include <memory>

namespace abide {

struct FreeLargeMemory {
  void operator()(void* memory) const noexcept;
};

// Uninitialized, aligned for everything; throws std::bad_alloc. Where the system has huge pages
// on request it gets them: touching 32 MiB first takes 2 ms then, and up to 100 ms otherwise.
void* allocate_large(std::size_t bytes);

// An array of numbers in such memory.
template <class Number>
using LargeArray = std::unique_ptr<Number[], FreeLargeMemory>;
template <class Number>
LargeArray<Number> large_array(std::size_t count) {
  return LargeArray<Number>(static_cast<Number*>(allocate_large(count * sizeof(Number))));
}

}  // namespace abide
