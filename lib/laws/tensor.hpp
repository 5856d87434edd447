// Law spaces of models on disjoint variables, put together. Private to this stage.
#pragma once

#include <abide/laws.hpp>

namespace abide {

/// The dimensions of the law space of a whole are those of a tensor product (certificate.md,
/// `tensor`).
class TensorProduct {
 public:
  /// Of no factors, up to a degree.
  explicit TensorProduct(std::size_t degree);
  /// By so many parts with these law spaces, one for every degree.
  void multiply(const std::vector<Level>& part, std::uint64_t times = 1);
  /// By a variable that no field knows.
  void multiply_by_variable();
  /// Appends the levels of the whole; they have no evidence of their own. Throws Error{limit} at
  /// the first one of more than 2^63 dimensions, those below are appended.
  void add_levels(std::vector<Level>& levels) const;

 private:
  std::vector<Integer> product_;  // dimensions of graded pieces 0 … N
};

}  // namespace abide
