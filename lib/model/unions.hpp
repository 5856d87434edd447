// Families whose models are unions of equal networks.
#pragma once

#include <string>

#include "scanner.hpp"

namespace abide {

/// Behind `attention:`; the text is the whole specification.
Model make_attention(Scanner& scanner, const std::string& text);

}  // namespace abide
