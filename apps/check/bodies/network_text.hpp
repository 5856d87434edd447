// Networks as they are spelled in specifications and canonical files.
#pragma once
#include "network.hpp"

namespace abide_check {
// The widths at hand, such as `3,4r,2`, behind which only `stop` follows, about biases; marks of
// ReLU layers when these are not given.
std::unique_ptr<Network> parse_widths(Text& text, std::string_view stop, std::optional<bool> relu);
// The rest of a line `network WIDTHS BIAS`.
std::unique_ptr<Network> parse_network_line(Text& line);
// A basic family or a product.
std::unique_ptr<Network> parse_family(const std::string& specification);
}  // namespace abide_check
