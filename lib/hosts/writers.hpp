// One writer per system. Private to this stage.
#pragma once

#include <abide/hosts.hpp>
#include <string>

namespace abide {

std::string to_sympy(const Sheet& sheet);
std::string to_sage(const Sheet& sheet);
std::string to_pari(const Sheet& sheet);
std::string to_singular(const Sheet& sheet);
std::string to_macaulay2(const Sheet& sheet);
std::string to_maxima(const Sheet& sheet);
std::string to_mathematica(const Sheet& sheet);
std::string to_maple(const Sheet& sheet);
std::string to_julia(const Sheet& sheet);
std::string to_numpy(const Sheet& sheet);
std::string to_pytorch(const Sheet& sheet);
std::string to_c(const Sheet& sheet);

}  // namespace abide
