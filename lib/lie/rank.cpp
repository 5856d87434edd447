// Which way the Lie rank of one component is looked for (mathematics.md, 4.7 and 4.9): large
// networks at sparse points, where the cost is that of the evidence; all others, and networks that
// need long words (4.14) or whose target D − m sparse points do not reach, at random points, with a
// dense D × D matrix. The better of the two is kept. Where the matrix does not fit this is said,
// and the words from sparse points stay.
#include <algorithm>

#include "stages.hpp"
#include "system/system.hpp"

namespace abide {

namespace {

// Below this many coordinates a random point costs nothing.
constexpr std::size_t dense_coordinates = 200;
// Up to this many a dense search comes next when the first sparse point does not settle it.
constexpr std::size_t some_coordinates = 1'000;
// A dense search needs this many bytes per entry of a D × D matrix.
constexpr double dense_bytes = 24;
constexpr std::size_t most_dense_coordinates = 40'000;

// Why a dense search cannot be done, if so.
std::optional<std::string> too_large(std::size_t coordinates, const Progress& progress) {
  const double size = static_cast<double>(coordinates);
  if (coordinates > most_dense_coordinates)
    return "a dense search for the Lie rank in " + std::to_string(coordinates) +
           " coordinates; the limit is " + std::to_string(most_dense_coordinates);
  try {
    progress.check_memory(size * size * dense_bytes, "the dense search for the Lie rank");
  } catch (const Error& e) {
    return e.what();
  }
  return std::nullopt;
}

}  // namespace

bool lie_rank_fits(const Distribution& x, const Progress& progress) {
  return x.network() != nullptr || has_lifted_rank(x) || !too_large(x.coordinates(), progress);
}

LieRank lie_rank(const Distribution& x, const LieOptions& options, const Progress& progress) {
  const std::size_t target = options.target.value_or(x.coordinates());
  const bool sparse =
      x.network() != nullptr && options.points != EvidencePoints::dense &&
      (x.coordinates() > dense_coordinates || options.points == EvidencePoints::sparse);
  // At sparse points words are short.
  const bool long_words = options.points == EvidencePoints::automatic && options.thorough &&
                          needs_long_words(target, x.size()) &&
                          !too_large(x.coordinates(), progress);
  LieRank best;
  if (has_lifted_rank(x) && !long_words && options.target &&
      options.points != EvidencePoints::dense) {
    best = lifted_rank(x, options, progress);
    if (!best.stopped.empty() || best.words.size() >= target) return best;
  }
  if (sparse && !long_words) {
    const bool dense_next =
        options.points == EvidencePoints::automatic && x.coordinates() <= some_coordinates;
    best = sparse_rank(x, {.target = target, .seed = options.seed, .first_only = dense_next},
                       progress);
    if (!best.stopped.empty() || best.words.size() >= target) return best;
    progress.tell("lie", "rank " + std::to_string(best.words.size()) + " at sparse points");
  }
  if (const auto reason = too_large(x.coordinates(), progress)) {
    best.stopped = *reason;
    return best;
  }
  LieRank dense = dense_rank(x,
                             {.target = target,
                              .prime = usable_prime(x, dense_prime),
                              .seed = options.seed,
                              .backend = options.backend,
                              .thorough = options.thorough},
                             progress);
  if (dense.words.size() >= best.words.size() || dense.words.size() >= target) return dense;
  dense.words = std::move(best.words);
  dense.point = std::move(best.point);
  dense.prime = best.prime;
  dense.probably.clear();  // it says that the rank is smaller
  return dense;
}

}  // namespace abide
