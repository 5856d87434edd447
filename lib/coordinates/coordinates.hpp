/// \file
/// Spelling in LaTeX and other scripts, beyond what Coordinates spells itself.
///
/// Example (also a test):
///
///     const abide::Coordinates x({{"U1", 2, 3, 2}});
///     assert(abide::latex_of(abide::parse_polynomial("U1[2,1]^2", x, "p"), x) ==
///     "(U_{1})_{2,1}^{2}"); assert(abide::raised("x", 2, abide::Script::unicode) == "x²");
///     assert(abide::is_array_name("U1") && !abide::is_array_name("1U"));
#pragma once

#include <abide/coordinates.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace abide {

/// "phi", "φ", "\varphi"; Latin letters as they are.
std::string spelled_letter(const std::string& letter, Script script);
/// A name of an array: [A-Za-z][A-Za-z0-9_]*, at most 200 bytes.
bool is_array_name(std::string_view name) noexcept;
/// A power of anything: "x^2", "x²", "x^{2}"; for exponent 1 as it is.
std::string raised(const std::string& base, std::uint64_t exponent, Script script);
/// In mathematics mode of LaTeX: "3\,(U_{1})_{1,2}^{2} - e^{t}".
std::string latex_of(const Terms& terms, const Coordinates& coordinates);
std::string latex_of(const ElementaryFunction& h, const Coordinates& coordinates);

}  // namespace abide
