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

/// Gradients of the images of laws of a network, or of its phase space, in the weights, at a point
/// with few non-zero weights: only those at the image nodes are visited. Other coordinates are 1.
class ImageGradients {
 public:
  /// The point is one of the network. Throws Error{stopped}.
  ImageGradients(const LawSpace& space, Distribution::Nodes nodes, const Point& point,
                 const Modulus& modulus, const Progress& progress);
  /// Can the images of this law be treated so: are there two weights in each term, which touch an
  /// image node?
  bool knows(std::size_t law) const { return known_[law]; }
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
  std::uint32_t first_;  // coordinate of its weights
  Modulus modulus_;
  std::vector<bool> known_;  // by law
  std::vector<std::size_t> node_at_;
  std::vector<std::vector<Weight>> at_node_;  // non-zero weights by each of their ends
  std::vector<std::unordered_map<std::uint32_t, std::vector<Partner>>> partners_;  // by law
  bool all_weights_touch(const Law& law) const;
  std::pair<std::uint32_t, std::uint32_t> weights_of(const Monomial& term) const;
};

}  // namespace abide
