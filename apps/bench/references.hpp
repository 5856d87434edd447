// What the same sizes cost in plain dense linear algebra.
#pragma once

#include <cstddef>
#include <cstdint>

namespace abide {
class Model;
}

namespace abide::bench {

/// Seconds of the rank of a random n × n matrix modulo a prime.
double dense_rank(std::size_t n);
/// Seconds of an integer nullspace of the system as ALGO 1 writes it down: all rows, all columns.
double dense_kernel(const Model& model, std::uint32_t degree);

}  // namespace abide::bench
