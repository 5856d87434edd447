// Convolutional networks: weights shared by all places of a kernel.
#pragma once

#include <vector>

#include "scanner.hpp"

namespace abide {

/// Layers of channels on a grid; in every layer a kernel for each pair of channels, of `kernel`
/// taps along each axis.
struct Convolution {
  std::vector<std::uint64_t> sizes;     ///< of the input grid: [n], or [height, width]
  std::vector<std::uint64_t> channels;  ///< c_0 … c_q
  std::uint64_t kernel = 1, stride = 1, padding = 0;
  bool relu = false;  ///< hidden layers
  std::uint64_t taps() const noexcept { return sizes.size() == 1 ? kernel : kernel * kernel; }
};

/// `n,c0,…,cq,kernel=k[,stride=s][,padding=p][,relu]` for one axis, `height,width,c0,…` for two.
Convolution scan_convolution(Scanner& scanner, std::size_t axes);
/// K1[o,i·taps + a] …: row by output channel, columns by input channel and tap.
Coordinates kernel_arrays(const Convolution& c);
/// The entries of φ, each once: sums of path products over all paths from one input to one output,
/// that pass the same ReLU nodes. Throws Error{limit} when there are too many, Error{stopped}.
std::vector<Terms> entries_of(const Convolution& c, const Progress& progress);

}  // namespace abide
