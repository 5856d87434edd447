// Expressions over named parameters (data/format/model.md). One parser, with positions and bounds:
// FLINT's own would abort.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "matrix.hpp"

namespace abide {

/// The declared names: parameters, their entries, and matrices defined by expressions.
class Scope {
 public:
  /// `names` in flattened order: "x", "v[2]", "U[1,2]". Parameters whose entries are not a
  /// full vector or matrix can only be used entry by entry. With logarithms the ring has one more
  /// variable for each, in the same order.
  explicit Scope(const std::vector<std::string>& names, bool with_logarithms = false);

  struct Parameter {
    std::size_t indices = 0;  ///< 0 scalar, 1 vector, 2 matrix
    std::uint64_t rows = 1, columns = 1;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> entries;  ///< to positions
  };
  const Parameter* find(const std::string& name) const;
  const Matrix* find_definition(const std::string& name) const;
  bool is_declared(const std::string& name) const {
    return find(name) != nullptr || find_definition(name) != nullptr;
  }
  void define(const std::string& name, Matrix value) {
    definitions_.emplace(name, std::move(value));
  }
  const Ring& ring() const noexcept { return ring_; }
  /// How many variables of the ring are names; if there are more, these are logarithms.
  std::size_t coordinates() const noexcept { return coordinates_; }
  bool has_logarithms() const noexcept { return names_of(ring_).size() > coordinates_; }

 private:
  std::size_t coordinates_;
  Ring ring_;
  std::map<std::string, Parameter> parameters_;
  std::map<std::string, Matrix> definitions_;
};

/// Throws Error{input} with the place, also when the expansion would be too long.
Matrix parse_expression(std::string_view text, const Scope& scope, const Location& start);

}  // namespace abide
