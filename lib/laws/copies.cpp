#include "stages.hpp"
#include "tensor.hpp"

namespace abide {

LawSpace of_copies(LawSpace one, std::uint32_t copies) {
  TensorProduct whole(one.levels.size());
  whole.multiply(one.levels, copies);
  one.parts.push_back({0, std::nullopt, std::move(one.levels)});
  one.levels.clear();
  unless_stopped(one, [&] { whole.add_levels(one.levels); });
  return one;
}

}  // namespace abide
