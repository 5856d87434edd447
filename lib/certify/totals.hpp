// Numbers of the whole from those of its components. Private to this stage.
#pragma once

#include <abide/exact.hpp>
#include <cstdint>
#include <optional>
#include <vector>

namespace abide {

/// The dimensions of the law space of a whole are those of a tensor product (mathematics.md,
/// section 4.13).
class TensorProduct {
 public:
  /// Of no factors, up to a degree.
  explicit TensorProduct(std::size_t degree);
  /// By so many components with these law spaces, one for every degree; those above are not known.
  void multiply(const std::vector<std::uint64_t>& dimensions, std::uint64_t copies);
  /// Of the laws up to degree d; nothing if it is above 2^63.
  std::optional<std::uint64_t> dimension(std::size_t d) const;

 private:
  std::vector<Integer> product_;  // dimensions of graded pieces 0 … N
};

}  // namespace abide
