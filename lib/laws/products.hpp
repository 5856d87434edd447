// Products of laws by degree. Private to this stage.
#pragma once

#include <abide/laws.hpp>

#include <functional>

namespace abide {

/// Calls visit(factors, product) for every product of one or more laws whose degrees add up to low …
/// high, until visit returns false. Factors are positions, not decreasing.
void products(const std::vector<Law>& laws, std::uint32_t low, std::uint32_t high,
              const std::function<bool(const std::vector<std::size_t>&, const Terms&)>& visit);

}  // namespace abide
