// A maximal set of independent laws with its evidence: a point and a triangular form of a minor of
// the gradients there. For many laws of a network, and for those of a layer over one, the sparse
// points are tried first; else random points, a few of them. A bad point can only miss independent
// laws, never invent one.
#include <algorithm>

#include "gradient.hpp"
#include "progress/progress.hpp"
#include "stages.hpp"

namespace abide {

namespace {

constexpr std::uint64_t tries = 3;
// Few laws cost nothing at a random point; many are only looked at where few weights are non-zero.
constexpr std::uint64_t few_to_interpolate = 100;
constexpr std::uint64_t most_dense_entries = 20'000'000;
// Where a random point can follow, so many patterns are enough: networks that are wide inside fail
// at all of them.
constexpr std::size_t few_patterns = 6;

// Of a minor in the other columns.
bool is_in_time(const Entry& e) { return e.column == 0; }

class Independence {
 public:
  Independence(LawSpace& space, const Distribution& x, const Progress& progress)
      : space_(space), x_(x), progress_(progress), modulus_(dense_prime(0)) {
    space_.prime = modulus_.prime();
  }

  void at_random_points(std::uint64_t seed) {
    for (std::uint64_t k = 0; k < tries && !all_independent(); ++k) {
      const Point point = generated_point(x_.coordinates(), seed + k);
      std::vector<std::uint64_t> values;
      for (const auto& [j, value] : point.values)
        values.push_back(static_cast<std::uint64_t>(value) % modulus_.prime());
      keep_better(point, dense_steps([&](const LawRef& ref) {
                    const Law& law = space_.laws[ref.law];
                    return law.is_polynomial()
                               ? gradient(polynomial_of(space_, x_, ref), values, modulus_)
                               : gradient(law.function, values, modulus_);
                  }));
    }
  }

  // Only for laws with images, all of whose gradients follow from the weights at their nodes.
  void at_sparse_points(std::size_t patterns) {
    for (std::size_t pattern = 0; pattern < patterns && !all_independent(); ++pattern) {
      const Point point = pattern_point(*x_.network(), pattern, progress_);
      const ImageGradients gradients(space_, x_.nodes(), point, modulus_, progress_);
      for (std::size_t k = 0; k < space_.laws.size(); ++k)
        if (!gradients.knows(k)) return;
      keep_better(point, sparse_steps(gradients));
    }
  }

  // Of laws of a layer over a network: at its sparse points, where the time is 1 and added
  // parameters are 0.
  void at_lifted_points(std::size_t patterns) {
    const Overlay& overlay = *x_.overlay();
    for (std::size_t pattern = 0; pattern < patterns && !all_independent(); ++pattern) {
      const Point below = pattern_point(*overlay.below->network(), pattern, progress_);
      Point point;
      if (overlay.has_time()) point.values.emplace_back(0, 1);
      for (const auto& [j, value] : below.values)
        point.values.emplace_back(overlay.first + j, value);
      std::vector<std::uint64_t> values;  // written out when a law first needs them
      std::optional<ImageGradients> images;
      if (x_.nodes().network != nullptr)
        images.emplace(space_, x_.nodes(), below, modulus_, progress_);
      keep_better(point, sparse_steps([&](const LawRef& ref) {
                    if (images && images->knows(ref.law)) return (*images)(ref);
                    if (values.empty()) values = all_values(point);
                    SparseRow row = gradient(polynomial_of(space_, x_, ref), values, modulus_);
                    if (overlay.has_time()) std::erase_if(row, is_in_time);
                    return row;
                  }));
    }
  }

  bool all_independent() const { return space_.independent.size() == space_.count(); }

 private:
  LawSpace& space_;
  const Distribution& x_;
  const Progress& progress_;
  Modulus modulus_;

  std::vector<std::uint64_t> all_values(const Point& point) const {
    progress_.check_memory(static_cast<double>(x_.coordinates()) * sizeof(std::uint64_t),
                           "a point for the gradients of the laws");
    std::vector<std::uint64_t> values;
    resize(values, x_.coordinates(), progress_);
    for (const auto& [j, value] : point.values) values[j] = modulus_.reduce(value);
    return values;
  }

  void for_each_generator(FunctionRef<void(const LawRef&)> visit) const {
    std::size_t seen = 0;
    for (std::size_t k = 0; k < space_.laws.size(); ++k)
      if (space_.laws[k].generator)
        for_each_image(space_, k, [&](const LawRef& ref) {
          if ((++seen & 1023U) == 0) progress_.check();
          visit(ref);
          return true;
        });
  }

  // Independent laws with the pivots of their rows.
  using Steps = std::vector<std::pair<LawRef, std::uint32_t>>;

  Steps sparse_steps(FunctionRef<SparseRow(const LawRef&)> row) const {
    progress_.check_memory(static_cast<double>(x_.coordinates()) * sizeof(std::uint32_t),
                           "the elimination of the gradients of the laws");
    SparseEchelon echelon(x_.coordinates(), modulus_.prime(), progress_);
    Steps steps;
    for_each_generator([&](const LawRef& ref) {
      if (const auto pivot = echelon.add(row(ref), progress_)) steps.emplace_back(ref, *pivot);
    });
    return steps;
  }

  Steps dense_steps(FunctionRef<SparseRow(const LawRef&)> row) const {
    std::vector<LawRef> laws;
    for_each_generator([&](const LawRef& ref) { laws.push_back(ref); });
    // The rows, and their echelon form.
    progress_.check_memory(2.0 * static_cast<double>(laws.size()) *
                               static_cast<double>(x_.coordinates()) * sizeof(std::uint64_t),
                           "the gradients of the laws");
    ModMatrix matrix(laws.size(), x_.coordinates(), modulus_.prime());
    for (std::size_t k = 0; k < laws.size(); ++k)
      for (const Entry& e : row(laws[k])) matrix.at(k, e.column) = e.value;
    Steps steps;
    for (const ModMatrix::Pivot& p : matrix.pivots(DenseBackend::automatic, progress_))
      steps.emplace_back(laws[p.row], static_cast<std::uint32_t>(p.column));
    return steps;
  }

  void keep_better(const Point& point, const Steps& steps) {
    if (!space_.point.values.empty() && steps.size() <= space_.independent.size()) return;
    space_.point = point;
    space_.independent.clear();
    space_.pivots.clear();
    for (const auto& [law, pivot] : steps) {
      space_.independent.push_back(law);
      space_.pivots.push_back(pivot);
    }
  }
};

}  // namespace

void find_independent(LawSpace& space, const Distribution& x, std::uint64_t seed,
                      const Progress& progress) {
  Independence search(space, x, progress);
  const bool dense = space.count() * x.coordinates() <= most_dense_entries;
  if (x.network() != nullptr && space.count() > few_to_interpolate)
    search.at_sparse_points(dense ? few_patterns : pattern_count);
  if (x.overlay() != nullptr && space.levels.empty())
    search.at_lifted_points(dense ? few_patterns : pattern_count);
  if (dense || space.independent.empty()) search.at_random_points(seed);
  space.independence_known = true;
}

}  // namespace abide
