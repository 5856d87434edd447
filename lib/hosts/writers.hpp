// The systems that laws are written for: one writer and one row each. Private to this stage.
#pragma once

#include <abide/hosts.hpp>
#include <string>

namespace abide {

using HostWriter = std::string(const Sheet& sheet);

struct Host {
  const char* name;
  HostWriter* write;
};

HostWriter to_sympy, to_sage, to_pari, to_singular, to_macaulay2, to_gap, to_maxima, to_mathematica,
    to_maple, to_julia, to_numpy, to_pytorch, to_c;

// In the order in which they are offered.
inline constexpr Host hosts[] = {
    {"sympy", to_sympy},
    {"sage", to_sage},
    {"pari", to_pari},
    {"singular", to_singular},
    {"macaulay2", to_macaulay2},
    {"gap", to_gap},
    {"maxima", to_maxima},
    {"mathematica", to_mathematica},
    {"maple", to_maple},
    {"julia", to_julia},
    {"numpy", to_numpy},
    {"pytorch", to_pytorch},
    {"c", to_c},
};

}  // namespace abide
