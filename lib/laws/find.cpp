#include "stages.hpp"

namespace abide {

LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                   const Progress& progress) {
  if (options.degree < 1 || options.degree > 64)
    throw Error(ErrorKind::input, "the degree must be 1 to 64, found " +
                                      std::to_string(options.degree));
  LawSpace space;
  try {
    // The closed form has laws of degree 2 and cannot leave them out.
    if (options.closed_form && x.is_monomial_map() && options.degree >= 2) {
      solve_in_closed_form(space, x, options.degree, progress);
    } else {
      search_by_degree(space, model, x, options.degree, progress);
    }
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    space.stopped = true;
    space.stop_reason = e.what();
  }
  classify(space, model);
  find_independent(space, x, options.seed);
  return space;
}

}  // namespace abide
