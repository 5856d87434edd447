// What is measured: models with options, and the programs' figures for them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace abide::bench {

struct Case {
  std::string model;                   ///< a specification, or "cubic:D": a dense random cubic map
  std::vector<std::string> options{};  ///< of abide
  bool laws_only = false;              ///< abide laws instead of abide certify
};

struct Measurement {
  Case what;
  double coordinates = 0, monomials = 0, laws = 0, dimension = 0;
  double certify_s = 0, laws_s = 0, lie_s = 0, certify_mib = 0;
  double check_s = 0, check_mib = 0;
  double certificate_bytes = 0;
  double evidence = 0;           ///< terms of the laws plus lines of evidence, loops run out
  double rank_reference_s = -1;  ///< dense rank modulo p of a random D × D matrix; −1: too large
  double kernel_reference_s = -1;  ///< dense integer nullspace of the same system; −1: too large
  bool complete = false;           ///< proved what was asked for
  bool accepted = false;  ///< by abide-check, with the completeness claim or that of the laws
};

struct Series {
  std::string name;
  std::vector<Case> cases;
  bool grows = false;  ///< report the exponent of growth
};

/// "small", "growth" or "scale"; empty for an unknown name.
std::vector<Series> suite(const std::string& name);

/// Runs abide and abide-check as a user would, with a certificate in a temporary folder.
Measurement measure(const Case& what, bool references);

/// All models of the published sweeps in one process: seconds of certifying and of checking all.
constexpr std::size_t published_threads = 2;
constexpr double published_bound_s = 30;  ///< for both together
struct Published {
  std::size_t models = 0;
  double certify_s = 0, check_s = 0, peak_mib = 0;
  bool all_complete = false;
};
Published measure_published();

/// Whole processes for every known model of at most 50 coordinates: medians.
struct Known {
  std::size_t models = 0;
  double certify_median_s = 0, check_median_s = 0;
};
Known measure_known();

}  // namespace abide::bench
