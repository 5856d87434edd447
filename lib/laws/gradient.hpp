// Gradients of laws at points. Private to this stage.
#pragma once

#include "exact/exact.hpp"
#include "laws/laws.hpp"

namespace abide {

/// ∇h at a point given by all its coordinates modulo p. The coefficients of laws are integers.
SparseRow gradient(const Terms& h, const std::vector<std::uint64_t>& point, const Modulus& modulus);
/// A multiple of it, at a point where no coordinate is 0. For a law: its value must not depend on
/// the branch of the logarithms, which are taken to be 0.
SparseRow gradient(const ElementaryFunction& h, std::vector<std::uint64_t> point,
                   const Modulus& modulus);

/// Gradients of the images of laws of a network at a point with few non-zero weights: only those at
/// the image nodes are visited.
class ImageGradients {
 public:
  /// Throws Error{stopped}.
  ImageGradients(const LawSpace& space, const Network& net, const Point& point,
                 const Modulus& modulus, const Progress& progress);
  /// Can the images of this law be treated so: does every factor touch an image node?
  bool knows(std::size_t law) const;
  SparseRow operator()(const LawRef& ref) const;

 private:
  struct Weight {
    Network::Edge edge;
    std::uint64_t value;
  };
  // ∂h/∂(other) has the term coefficient · (the weight at hand), 2 · for a square.
  struct Partner {
    std::uint32_t other;
    std::uint64_t factor;
  };
  const LawSpace& space_;
  const Network& net_;
  Modulus modulus_;
  std::vector<std::size_t> node_at_;
  std::vector<std::vector<Weight>> at_node_;  // non-zero weights by each of their ends
  std::vector<std::unordered_map<std::uint32_t, std::vector<Partner>>> partners_;  // by law
};

}  // namespace abide
