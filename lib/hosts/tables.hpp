// Laws as tables of numbers: for code that evaluates them. Private to this stage.
#pragma once

#include <abide/hosts.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace abide {

/// The terms of all laws; a term is a coefficient times a product of powers, of coordinates or of
/// log |x|.
struct TermTable {
  struct Power {
    std::uint32_t variable;
    std::int64_t exponent;
  };
  struct Row {
    std::size_t law;
    Rational coefficient;
    std::size_t end;  ///< of its powers, which begin where those of the row before end
  };
  std::vector<Row> rows;
  std::vector<Power> powers;
  std::span<const Power> powers_of(std::size_t row) const {
    const std::size_t begin = row == 0 ? 0 : rows[row - 1].end;
    return std::span(powers).subspan(begin, rows[row].end - begin);
  }
  /// The variable coordinates + k is the logarithm of the absolute value of the coordinate
  /// logarithms[k].
  std::vector<std::uint32_t> logarithms;
  std::size_t most_powers = 1;  ///< of a row
};
/// `position[j]` is where the coordinate j stands.
TermTable term_table(const Sheet& sheet, const std::vector<std::uint32_t>& position);

/// numpy and PyTorch differ in how tables become arrays and in a few functions.
struct ArrayLibrary {
  std::string import, array;      ///< `array` before a list in parentheses
  std::string integers, numbers;  ///< the types behind it
  std::string functions;          ///< coordinates(parameters) and laws(parameters)
};
std::string array_program(const Sheet& sheet, const ArrayLibrary& library);

}  // namespace abide
