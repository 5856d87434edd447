// FLINT and GMP abort where they find no memory: a program that would rather end in its own way
// says how. Nothing in the library calls this.
#include <flint/flint.h>
#include <gmp.h>

#include <abide/exact.hpp>
#include <atomic>
#include <cstdlib>

namespace abide {

namespace {

std::atomic<void (*)()> handler{nullptr};

void* certain(void* memory, std::size_t bytes) {
  if (memory == nullptr && bytes != 0) handler.load()();
  return memory;
}
void* certain_malloc(std::size_t bytes) { return certain(std::malloc(bytes), bytes); }
void* certain_calloc(std::size_t count, std::size_t bytes) {
  return certain(std::calloc(count, bytes), count * bytes);
}
void* certain_realloc(void* memory, std::size_t bytes) {
  return certain(std::realloc(memory, bytes), bytes);
}
void* certain_gmp_realloc(void* memory, std::size_t, std::size_t bytes) {
  return certain_realloc(memory, bytes);
}
void release(void* memory, std::size_t) { std::free(memory); }

}  // namespace

void set_out_of_memory_handler(void (*end)()) {
  handler = end;
  __flint_set_memory_functions(certain_malloc, certain_calloc, certain_realloc, std::free);
  mp_set_memory_functions(certain_malloc, certain_gmp_realloc, release);
}

}  // namespace abide
