// The two searches for words, at random and at sparse points, and the values they share. Private to
// this stage.
#pragma once

#include "lie/lie.hpp"

namespace abide {

/// At random points modulo a prime; says why it stopped.
struct DenseSearch {
  std::size_t target;
  std::uint64_t prime, seed;
  DenseBackend backend = DenseBackend::automatic;
  bool thorough = true;
};
LieRank dense_rank(const Distribution& x, const DenseSearch& search, const Progress& progress);

/// Networks: at points with few non-zero weights, or at the first of these only. The best rank
/// found; `probably` stays empty.
LieRank sparse_rank(const Distribution& x, std::size_t target, bool first_only, std::uint64_t seed,
                    const Progress& progress);

/// Over a network, without velocities: is there more than the dense search?
bool has_lifted_rank(const Distribution& x);
/// From the words of the network, at its sparse points; `target` is there.
LieRank lifted_rank(const Distribution& x, const LieOptions& options, const Progress& progress);

/// The rows of many words at one point, on all threads.
class WordValues {
 public:
  WordValues(const Distribution& x, const Point& point, const Modulus& modulus,
             const Progress& progress);
  /// Calls row(k, value) for k = 0 … count − 1 in order; the values of a batch are computed first.
  void evaluate(std::size_t count, FunctionRef<Word(std::size_t)> word,
                FunctionRef<bool(std::size_t, Word&, const SparseRow&)> row) const;

 private:
  const Progress& progress_;
  std::vector<Evaluator> evaluators_;  // one per thread
};

}  // namespace abide
