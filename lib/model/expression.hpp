// Expressions over named parameters (the grammar of TOML models). One parser, with
// positions and bounds: FLINT's own would abort.
#pragma once

#include <abide/exact.hpp>
#include <abide/status.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

/// A matrix of polynomials, row by row; a scalar is 1 × 1, a vector a column.
struct PolynomialMatrix {
  std::size_t rows = 1, columns = 1;
  std::vector<Polynomial> entries;
  bool is_scalar() const noexcept { return rows == 1 && columns == 1; }
};

/// The declared names: whole parameters and their entries.
class Scope {
 public:
  /// `names` in flattened order: "x", "v[2]", "U[1,2]". Parameters whose entries are not a
  /// full vector or matrix can only be used entry by entry.
  explicit Scope(const std::vector<std::string>& names);

  struct Parameter {
    std::size_t indices = 0;  ///< 0 scalar, 1 vector, 2 matrix
    std::uint64_t rows = 1, columns = 1;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> entries;  ///< to positions
  };
  const Parameter* find(const std::string& name) const;
  const Ring& ring() const noexcept { return ring_; }

 private:
  Ring ring_;
  std::map<std::string, Parameter> parameters_;
};

/// Throws Error{input} with the place, Error{limit} when the expansion would be too long.
PolynomialMatrix parse_expression(std::string_view text, const Scope& scope,
                                  const Location& start);

}  // namespace abide
