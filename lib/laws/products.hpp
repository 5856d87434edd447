// Products of laws by degree. Private to this stage.
#pragma once

#include <abide/laws.hpp>

namespace abide {

/// A law written out, images included.
struct WrittenLaw {
  LawRef law;
  Terms polynomial;
  std::uint32_t degree;
};

/// Calls visit(factors, product) for every product of one or more laws whose degrees add up to low
/// … high, until visit returns false. Factors are positions, not decreasing. Products that may have
/// more terms than `most_terms` are left out, with all that have them as a factor. Throws
/// Error{stopped}.
void products(const std::vector<WrittenLaw>& laws, std::uint32_t low, std::uint32_t high,
              const Progress& progress,
              FunctionRef<bool(const std::vector<std::size_t>&, const Terms&)> visit,
              std::size_t most_terms = SIZE_MAX);

}  // namespace abide
