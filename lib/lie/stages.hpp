// The two searches for words, at random and at sparse points, and the values they share. Private to
// this stage.
#pragma once

#include "lie/lie.hpp"

namespace abide {

/// Words of more than a few letters are needed where the fields span so little of the target.
inline bool needs_long_words(std::size_t target, std::uint64_t fields) {
  constexpr std::uint64_t few_letters = 4;
  return target / few_letters > fields;
}

/// At random points modulo a prime; says why it stopped.
struct DenseSearch {
  std::size_t target;
  std::uint64_t prime, seed;
  DenseBackend backend = DenseBackend::automatic;
  bool thorough = true;
};
LieRank dense_rank(const Distribution& x, const DenseSearch& search, const Progress& progress);

/// Networks: at points with few non-zero weights.
struct SparseSearch {
  std::size_t target;
  std::uint64_t seed;
  bool first_only = false;     ///< at the first of these points only
  bool brackets_only = false;  ///< by words that are no fields
};
/// The best rank found; `probably` stays empty.
LieRank sparse_rank(const Distribution& x, const SparseSearch& search, const Progress& progress);

/// Over a network, without velocities: is there more than the dense search?
bool has_lifted_rank(const Distribution& x);
/// From the words of the network, at its sparse points; `target` is there.
LieRank lifted_rank(const Distribution& x, const LieOptions& options, const Progress& progress);

/// Powers of ad along flows through a point.
struct PowerSearch {
  const Distribution& x;
  const Point& point;
  Modulus modulus;
  std::size_t rank, target;  ///< so far, and where to stop
  std::size_t length;        ///< how many powers are tried first
  std::uint64_t seed;
};
/// Takes the rows in turn that enlarge the span, until the target is met; says which.
using AddRows =
    FunctionRef<std::vector<std::size_t>(std::vector<WordStep>&&, const std::vector<SparseRow>&)>;
/// Returns how many powers were tried in vain in the end.
std::size_t add_powers(const PowerSearch& search, AddRows add, const Progress& progress);

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
