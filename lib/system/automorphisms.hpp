// Automorphisms of coloured graphs: a searcher whose answers are verified elsewhere. Private to
// this stage.
#pragma once

#include <abide/progress.hpp>
#include <cstdint>
#include <utility>
#include <vector>

namespace abide {

/// An undirected graph with coloured vertices.
struct ColouredGraph {
  std::vector<std::uint32_t> colours;  ///< by vertex
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;

  std::uint32_t add(std::uint32_t colour) {
    colours.push_back(colour);
    return static_cast<std::uint32_t>(colours.size() - 1);
  }
};

/// Generators of the automorphisms that keep colours, in an order that depends on the graph only:
/// images of the first `count` vertices, those that move one of them. Some of them when the search
/// takes more than `most_steps`, each about one edge looked at; none without bliss. Throws
/// Error{stopped}.
std::vector<std::vector<std::uint32_t>> automorphisms(const ColouredGraph& graph,
                                                      std::uint32_t count, std::uint64_t most_steps,
                                                      const Progress& progress);

}  // namespace abide
