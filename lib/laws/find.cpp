// Which way a model goes: the closed form for monomial maps, else degree by degree with the
// symmetries that it has; then kinds, independence, and laws that are not polynomials. What was
// proved before a limit is kept: levels that are finished stay, and if their laws are few, which of
// them are independent is still found, without a limit.
#include "stages.hpp"

namespace abide {

namespace {

// Steps of the search for symmetries, 10 ms and 0.3 s. Up to degree 2 the branching tree takes
// hardly more, and only the certificate gets shorter. U·V written out with 8 × 8 matrices needs
// 3·10^5 steps, with 20 × 20 matrices 7·10^6.
constexpr std::uint64_t few_steps = 400'000, many_steps = 8'000'000;

// After a stop only so many laws are still looked at.
constexpr std::uint64_t few_laws = 1'000;

// Finds the symmetries too, unless the closed form does without.
void search(LawSpace& space, Orbits& orbits, const Model& model, const Distribution& x,
            const LawOptions& options, const Progress& progress) {
  // The closed form has laws of degree 2 and cannot leave them out.
  const bool bounded = !options.bounds.empty();
  space.bounds = options.bounds;
  if (options.closed_form && x.is_monomial_map() && options.degree >= 2 && !bounded)
    return solve_in_closed_form(space, x, options, progress);
  if (orbits.trivial())
    orbits =
        Orbits(model, symmetries(model, options.degree > 2 ? many_steps : few_steps, progress));
  search_by_degree(space, orbits, x, options, progress);
}

}  // namespace

bool unless_stopped(LawSpace& space, FunctionRef<void()> work) {
  try {
    work();
    return true;
  } catch (const Error& e) {
    const bool keeps = e.kind() == ErrorKind::limit && !space.levels.empty();
    if (e.kind() != ErrorKind::stopped && !keeps) throw;
    space.stopped = true;
    space.stop_reason = e.what();
    return false;
  }
}

LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                   const Progress& progress) {
  if (options.degree < 1 || options.degree > 64)
    throw Error(ErrorKind::input,
                "the degree must be 1 to 64, found " + std::to_string(options.degree));
  LawSpace space;
  Orbits orbits(model);
  const bool done =
      unless_stopped(space, [&] { search(space, orbits, model, x, options, progress); });
  classify(space, x, orbits, options.orbits);
  if (done) {
    unless_stopped(space, [&] {
      find_independent(space, x, options.seed, progress);
      add_elementary(space, x, options.seed, progress);
    });
  } else if (space.count() <= few_laws) {
    find_independent(space, x, options.seed, Progress());
  }
  return space;
}

}  // namespace abide
