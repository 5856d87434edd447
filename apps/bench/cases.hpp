// One case of the benchmark, measured in a process of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace abide::bench {

struct Case {
  std::string model;
  std::uint32_t degree = 2;
};

struct Measurement {
  Case what;
  double coordinates = 0, monomials = 0;
  double laws_s = 0, lie_s = 0, certificate_s = 0, check_s = 0;
  double rank_reference_s = 0;     ///< dense rank modulo p of a random D × D matrix (FLINT)
  double kernel_reference_s = -1;  ///< dense integer nullspace of the same system; -1: too large
  double peak_mib = 0;             ///< of certifying, writing and checking
  bool complete = false, accepted = false;
  double total_s() const { return laws_s + lie_s + certificate_s + check_s; }
};

/// Certifies, writes and checks in a child process; the references follow in another.
Measurement measure(const Case& what, bool references);

}  // namespace abide::bench
