// Which way a model goes: the closed form for monomial maps, else degree by degree with the
// symmetries that it has; then kinds, independence, and laws that are not polynomials. What was
// proved before a limit is kept: levels that are finished stay, and if their laws are few, which of
// them are independent is still looked for, for a moment.
#include "stages.hpp"

namespace abide {

namespace {

// Steps of the search for symmetries, 10 ms and 0.3 s. Up to degree 2 the branching tree takes
// hardly more, and only the certificate gets shorter. U·V written out with 8 × 8 matrices needs
// 3·10^5 steps, with 20 × 20 matrices 7·10^6.
constexpr std::uint64_t few_steps = 400'000, many_steps = 8'000'000;

// After a stop only so many laws are still looked at.
constexpr std::uint64_t few_laws = 1'000;

}  // namespace

bool unless_stopped(LawSpace& space, FunctionRef<void()> work) {
  try {
    work();
    return true;
  } catch (const Error& e) {
    const bool keeps = e.kind() == ErrorKind::limit && !space.levels.empty();
    if (e.kind() != ErrorKind::stopped && !keeps) throw;
    if (space.stopped.empty()) space.stopped = e.what();
    return false;
  }
}

LawSearch::LawSearch(const Model& model, const Distribution& x, LawOptions options,
                     const Progress& progress)
    : model_(model), x_(x), options_(std::move(options)), progress_(progress), orbits_(model) {
  if (options_.degree < 1 || options_.degree > 64)
    throw Error(ErrorKind::input,
                "the degree must be 1 to 64, found " + std::to_string(options_.degree));
  space_.bounds = options_.bounds;
}

// The closed form has laws of degree 2 and cannot leave them out.
bool LawSearch::has_closed_form() const {
  return options_.closed_form && x_.is_monomial_map() && options_.degree >= 2 &&
         options_.bounds.empty();
}

void LawSearch::find_symmetries() {
  if (orbits_.trivial())
    orbits_ =
        Orbits(model_, symmetries(model_, options_.degree > 2 ? many_steps : few_steps, progress_));
}

// m independent linear forms and Lie rank D − m: dh lies in the span of m constant covectors
// wherever the rank is attained, so every law h is a function of the forms, and a polynomial one is
// a polynomial in them.
std::size_t LawSearch::decisive_laws() {
  if (!options_.closed_form || has_closed_form() || !options_.bounds.empty() ||
      options_.degree == 1)
    return 0;
  std::size_t laws = 0;
  stopped_ = !unless_stopped(space_, [&] {
    find_symmetries();
    laws = independent_linear_laws(space_, orbits_, x_, options_, progress_);
  });
  return laws;
}

std::size_t LawSearch::lifted_laws() {
  if (!options_.guess || stopped_ || x_.overlay() == nullptr) return 0;
  stopped_ = !unless_stopped(space_, [&] {
    space_.laws = abide::lifted_laws(x_, progress_);
    find_independent(space_, x_, options_.seed, progress_);
  });
  lifted_ = !stopped_ && space_.independent.size() == space_.count();
  return lifted_ ? space_.count() : 0;
}

void LawSearch::complete(bool decided) {
  if (!space_.laws.empty() && space_.levels.empty()) {  // laws that were not all
    progress_.check();                                  // after a stop they are what there is
    space_ = {};
    space_.bounds = options_.bounds;
  }
  if (decided) return add_closed_levels(space_, space_.laws.size(), 0, options_.degree);
  // What is proved is kept when the time is over, even if more would be refused.
  if (!space_.levels.empty()) progress_.check();
  if (has_closed_form()) return solve_in_closed_form(space_, exponents_, x_, options_, progress_);
  if (space_.levels.empty()) find_symmetries();
  search_by_degree(space_, orbits_, x_, options_, progress_);
}

LawSpace LawSearch::finish(bool decided) {
  if (decided && lifted_) return std::move(space_);
  LawSpace lifted;
  if (lifted_) lifted = space_;
  bool done = false;
  try {
    done = !stopped_ && unless_stopped(space_, [&] { complete(decided); });
  } catch (const Error& e) {
    if (lifted.laws.empty() || e.kind() != ErrorKind::limit) throw;
    lifted.stopped = e.what();  // no elimination shows that there are no others
    return lifted;
  }
  Progress moment;  // after a stop, to say more of what was found
  moment.set_time_limit(0.5);
  moment.set_memory_limit(progress_.memory_limit());
  const bool few = !done && space_.count() <= few_laws;
  unless_stopped(space_, [&] {
    classify(space_, model_, x_, orbits_, options_.orbits, few ? moment : progress_);
  });
  if (done) {
    unless_stopped(space_, [&] {
      find_independent(space_, x_, options_.seed, progress_);
      // Of a monomial map nothing is missing, nor where linear laws and the Lie rank meet.
      if (!exponents_ && !decided) add_elementary(space_, x_, options_, progress_);
    });
  } else if (few) {
    unless_stopped(space_, [&] { find_independent(space_, x_, options_.seed, moment); });
  }
  return std::move(space_);
}

LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                   const Progress& progress) {
  return LawSearch(model, x, options, progress).finish(false);
}

}  // namespace abide
