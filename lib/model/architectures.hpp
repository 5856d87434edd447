// Families as TOML models: what `abide models SPECIFICATION --toml` prints, and how all families
// but the basic ones are made.
#pragma once

#include <string>

#include "model/model.hpp"
#include "scanner.hpp"

namespace abide {

/// n0,n1r,…,nq: widths of layers, and which are ReLU (`marks`: whether 'r' may mark them).
struct Layout {
  std::vector<std::uint32_t> widths;
  std::vector<bool> relu;
};
Layout scan_widths(Scanner& scanner, bool marks);
Bias scan_bias(Scanner& scanner);

/// The sizes in `attention:width,inner,heads`.
struct AttentionSizes {
  std::uint32_t width = 1, inner = 1, heads = 1;
};
/// Behind `attention:`, up to the end.
AttentionSizes scan_attention(Scanner& scanner);
/// Behind `residual:`, up to the end.
ResidualSizes scan_residual(Scanner& scanner);

/// The sizes in `lora:inputs,rank,outputs[,frozen]`.
struct LowRankSizes {
  std::uint32_t inputs = 1, rank = 1, outputs = 1;
  bool frozen = false;
};
/// Behind `lora:`, up to the end.
LowRankSizes scan_low_rank(Scanner& scanner);

/// The TOML text of a family behind `family:`; the scanner stands there. Throws Error{input}, and
/// Error{limit} when it would be too long, Error{stopped}.
std::string write_family(const std::string& family, const std::string& specification,
                         Scanner& scanner, const Progress& progress);

}  // namespace abide
