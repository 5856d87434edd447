// What the C interface costs beside the C++ call that it makes.
#pragma once

#include <cstddef>

namespace abide::bench {

constexpr double interface_bound = 1.05;  ///< of the ratio
struct Interfaces {
  const char* model = "linear:20,20,20";
  std::size_t laws = 0, terms = 0;
  double cpp_s = 0, c_s = 0;  ///< model and result; least of several, taken in turns
  double conversion_s = 0;    ///< all laws, term by term, in C
};
Interfaces measure_interfaces();

}  // namespace abide::bench
