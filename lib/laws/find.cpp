#include "stages.hpp"

namespace abide {

namespace {

// After a stop only so many laws are still looked at.
constexpr std::uint64_t few_laws = 1'000;

void search(LawSpace& space, const Model& model, const Distribution& x, const LawOptions& options,
            const Progress& progress) {
  // The closed form has laws of degree 2 and cannot leave them out.
  if (options.closed_form && x.is_monomial_map() && options.degree >= 2) {
    solve_in_closed_form(space, x, options, progress);
  } else if (!(options.parts && solve_by_parts(space, x, options, progress))) {
    search_by_degree(space, model, x, options, progress);
  }
}

// False: a limit or a signal ended the work. What does not fit is an error only as long as nothing
// was proved.
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

}  // namespace

LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                   const Progress& progress) {
  if (options.degree < 1 || options.degree > 64)
    throw Error(ErrorKind::input, "the degree must be 1 to 64, found " +
                                      std::to_string(options.degree));
  LawSpace space;
  const bool done = unless_stopped(space, [&] { search(space, model, x, options, progress); });
  if (!space.parts.empty()) return space;  // put together from what is known of them
  classify(space, model);
  if (done) {
    unless_stopped(space, [&] { find_independent(space, x, options.seed, progress); });
  } else if (space.count() <= few_laws) {
    find_independent(space, x, options.seed, Progress());
  }
  return space;
}

}  // namespace abide
