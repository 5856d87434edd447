// Models side by side: sums of families, and the families that are sums themselves. Private to this
// stage.
#pragma once

#include <abide/status.hpp>
#include <string>

#include "model/model.hpp"
#include "scanner.hpp"

namespace abide {

/// Behind `attention:`; the text is the whole specification.
Model make_attention(Scanner& scanner, const std::string& text);
/// Behind `residual:`.
Model make_residual(Scanner& scanner, const std::string& text);
/// Of an expression of two leaves or more, whose families `make` makes.
Model make_sum(const ModelExpression& expression, FunctionRef<Model(const std::string&)> make);

}  // namespace abide
