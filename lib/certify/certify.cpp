// The driver: dynamics to fields, components, and of each different component laws, then the Lie
// rank up to the D − m that they leave, then an upper bound by involutivity where the two do not
// meet (mathematics.md, section 2 and 4.7). However many copies a component has, it is solved once;
// the rest is addition (4.13). A limit that is hit ends a step and not the result: what was proved
// is kept, and `stopped` says that more was asked for.
#include <abide/certify.hpp>
#include <algorithm>
#include <chrono>

#include "components/components.hpp"
#include "fields/fields.hpp"
#include "laws/laws.hpp"
#include "lie/lie.hpp"
#include "model/model.hpp"
#include "totals.hpp"

namespace abide {

namespace {

class Clock {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Laws and Lie rank of one component, asked for in turn.
class Driver {
 public:
  Driver(ClaimedComponent& claims, Evidence& evidence, Timings& timings, const Options& options,
         const Progress& progress)
      : claims_(claims),
        evidence_(evidence),
        timings_(timings),
        options_(options),
        progress_(progress) {}

  // Why the search ended early, and what is only probable of the Lie rank; or empty. The degree of
  // the laws, which may be higher than what was asked for.
  struct Course {
    std::string stopped, probably;
    std::uint32_t degree = 0;
  };

  Course run(const LawDegrees& degrees, bool may_raise) {
    course_.degree = degrees.degree;
    // The Lie rank of a monomial map is that of its exponent matrix, and comes with the laws.
    const bool closed = options_.closed_form && fields().is_monomial_map();
    if (options_.question != Question::rank || closed) laws(degrees);
    // After laws that do not fit the rank may still be found; after the end of time it is not.
    if (options_.question != Question::laws && may_go_on()) rank();
    if (may_raise) raise();
    claim();
    return course_;
  }

 private:
  ClaimedComponent& claims_;
  Evidence& evidence_;
  Timings& timings_;
  const Options& options_;
  const Progress& progress_;

  Course course_;

  const Distribution& fields() const { return claims_.fields(); }

  // What is asked for and not looked for was stopped, even if nothing was interrupted.
  bool may_go_on() {
    if (evidence_.lie() != nullptr) return true;
    // Every search for the Lie rank, however sparse, has lists over all coordinates.
    constexpr double bytes_per_coordinate = 32;
    const std::size_t count = fields().coordinates();
    try {
      progress_.check();
      progress_.check_memory(bytes_per_coordinate * static_cast<double>(count),
                             "the Lie rank in " + std::to_string(count) + " coordinates");
    } catch (const Error& e) {
      if (course_.stopped.empty()) course_.stopped = e.what();
      return false;
    }
    return course_.stopped.empty() || !progress_.should_stop();
  }

  template <class Work>
  auto timed_laws(const Work& work) {
    const Clock clock;
    auto found = work();
    timings_.laws_s += clock.seconds();
    return found;
  }

  LawOptions law_options(const LawDegrees& degrees) const {
    return {degrees.degree, degrees.bounds,  options_.seed,      options_.closed_form,
            options_.guess, options_.orbits, options_.logarithms};
  }

  void laws(const LawDegrees& degrees) {
    const LawOptions options = law_options(degrees);
    LawSearch search(*claims_.component.model, fields(), options, progress_);
    const std::size_t lifted = timed_laws(
        [&] { return options_.question == Question::certify ? search.lifted_laws() : 0; });
    const std::size_t known = lifted > 0 ? lifted : timed_laws([&] { return linear_laws(search); });
    const bool decided = known > 0 && reaches(fields().coordinates() - known, lifted > 0);
    auto found = timed_laws([&] { return search.finish(decided); });
    claims_.independent_laws = found.independent.size();
    course_.stopped = found.stopped;
    // Of laws alone the rank is evidence only where dimensions follow from it.
    const bool closed = !found.levels.empty() && found.levels.back().closed;
    if (options_.question == Question::laws && !closed) evidence_.rank = {};
    if (auto exponents = search.exponents()) evidence_.rank = std::move(*exponents);
    evidence_.laws = std::make_shared<const LawSpace>(std::move(found));
  }

  // How many linear laws there are, which may be all that need be known. Networks have none but for
  // weights that nothing depends on. Without a Lie rank nothing is decided.
  std::size_t linear_laws(LawSearch& search) const {
    if (fields().network() != nullptr || !lie_rank_fits(fields(), progress_)) return 0;
    return search.decisive_laws();
  }

  // Is the Lie rank so large? Its words are kept for later. If not thorough, the search ends at the
  // first doubt: laws that are lifted are nearly always all, and an elimination is worse.
  bool reaches(std::size_t target, bool thorough) {
    const Clock clock;
    LieRank found = lie_rank(fields(), lie_options(target, thorough), progress_);
    const bool reached = found.words.size() >= target;
    if (!found.words.empty()) evidence_.rank = std::move(found);
    timings_.lie_s += clock.seconds();
    return reached;
  }

  LieOptions lie_options(std::size_t target, bool thorough) const {
    return {target, options_.seed, options_.points, options_.backend, thorough};
  }

  void rank() {
    const Clock clock;
    if (evidence_.exponents() == nullptr) search(fields().coordinates() - claims_.independent_laws);
    timings_.lie_s += clock.seconds();
  }

  void search(std::size_t most) {
    const LieRank* const before = evidence_.lie();
    const bool known = before != nullptr && before->words.size() == most;
    if (!known && !(before != nullptr && progress_.should_stop()))
      evidence_.rank = lie_rank(fields(), lie_options(most, true), progress_);
    const LieRank& lie = *evidence_.lie();
    const std::size_t found = lie.words.size();
    if (!lie.stopped.empty()) course_.stopped = lie.stopped;
    if (!lie.stopped.empty() || found == most) return;
    try {
      evidence_.involutive = involutive_bound(fields(), lie, progress_);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      course_.stopped = e.what();
    }
    const bool exact = evidence_.involutive && evidence_.involutive->rank == found;
    if (!exact) course_.probably = lie.probably;
  }

  bool laws_are_missing() const {
    const LieRank* const lie = evidence_.lie();
    return course_.stopped.empty() && evidence_.laws && lie != nullptr && evidence_.involutive &&
           evidence_.involutive->rank == lie->words.size() &&
           lie->words.size() + claims_.independent_laws < fields().coordinates();
  }

  // Counted, not timed: the same on every machine.
  bool is_cheap(std::uint32_t degree) const {
    constexpr std::uint32_t most_degree = 6;
    constexpr std::uint64_t most_unknowns = 1'000, most_products = 1'000'000;
    const auto unknowns = monomial_count(fields().coordinates(), degree);
    return degree <= most_degree && unknowns && *unknowns <= most_unknowns &&
           *unknowns * fields().count_terms(most_products) <= most_products;
  }

  // Where the Lie rank proves that laws are missing: one degree after the other, while that is
  // cheap.
  void raise() {
    while (laws_are_missing() && is_cheap(course_.degree + 1)) {
      progress_.tell("laws", "the Lie rank proves that laws are missing");
      LawSearch search(*claims_.component.model, fields(), law_options({course_.degree + 1, {}}),
                       progress_);
      auto found = timed_laws([&] { return search.finish(false); });
      course_.stopped = found.stopped;
      if (!course_.stopped.empty()) return;
      ++course_.degree;
      claims_.independent_laws = found.independent.size();
      evidence_.laws = std::make_shared<const LawSpace>(std::move(found));
    }
  }

  // What the evidence proves.
  void claim() {
    claims_.laws = evidence_.laws;
    if (evidence_.laws)
      for (const Level& level : evidence_.laws->levels)
        claims_.dimensions.push_back(level.dimension);
    claims_.by_exponents = evidence_.exponents() != nullptr;
    claims_.lie_lower = claims_.by_exponents         ? evidence_.exponents()->steps.size()
                        : evidence_.lie() != nullptr ? evidence_.lie()->words.size()
                                                     : 0;
    claims_.lie_upper = fields().coordinates() - claims_.independent_laws;
    if (evidence_.involutive)
      claims_.lie_upper = std::min<std::uint64_t>(claims_.lie_upper, evidence_.involutive->rank);
  }
};

// Bounds on groups of coordinates of the whole for one copy of a component: its coordinates in an
// interval stand side by side.
LawDegrees in_component(const LawDegrees& whole, const Component& component) {
  LawDegrees local{whole.degree, {}};
  const auto count = static_cast<std::uint32_t>(component.model->coordinates());
  for (const DegreeBound& b : whole.bounds) {
    std::uint32_t first = 0, last = count;
    while (first < count && component.place(0, first) < b.first) ++first;
    for (last = first; last < count && component.place(0, last) <= b.last;) ++last;
    if (last > first) local.bounds.push_back({first, last - 1, b.bound});
  }
  return local;
}

// One component after the other, then the numbers of the whole.
class Whole {
 public:
  Whole(Result& result, const Options& options, const Progress& progress)
      : result_(result), options_(options), progress_(progress) {}

  void run() {
    const Clock clock;
    const bool one = result_.has_one_component();
    if (!one)
      progress_.tell("model", std::to_string(result_.components.size()) +
                                  " different components: each is solved once");
    for (ClaimedComponent& c : result_.components) {
      Evidence& evidence = result_.evidence.emplace_back();
      const bool may_raise = one && options_.degree == 0 && result_.degrees.bounds.empty();
      const auto [stopped, probably, degree] =
          Driver(c, evidence, result_.timings, options_, progress_)
              .run(in_component(result_.degrees, c.component), may_raise);
      result_.degrees.degree = degree;
      if (result_.probably.empty() && !probably.empty())
        result_.probably =
            (one ? "" : "Lie ranks of components add up; of one of them: ") + probably;
      if (!stopped.empty()) result_.stopped = stopped;
    }
    const auto all = [this](const auto& holds) {
      return std::all_of(result_.evidence.begin(), result_.evidence.end(), holds);
    };
    // Of monomial maps the laws come with the rank.
    result_.laws_known = all([](const Evidence& e) { return e.laws != nullptr; });
    result_.lie_known =
        !all([](const Evidence& e) { return std::holds_alternative<std::monostate>(e.rank); });
    result_.add_up();
    result_.complete = options_.question == Question::certify && result_.laws_known &&
                       result_.lie_lower + result_.independent_laws == result_.coordinates();
    law_spaces();
    result_.timings.total_s = clock.seconds();
  }

 private:
  Result& result_;
  const Options& options_;
  const Progress& progress_;

  // Without a drift they are the tensor products of those of the components; with one those of the
  // components are known, and nothing is said of the whole.
  void law_spaces() {
    if (!result_.has_one_component() && result_.model->has_time()) return;
    result_.dimensions.assign(result_.laws_known ? result_.degrees.degree : 0, std::nullopt);
    TensorProduct product(result_.dimensions.size());
    std::size_t known = result_.dimensions.size();
    for (const ClaimedComponent& c : result_.components) {
      if (!c.laws) return;
      known = std::min(known, c.dimensions.size());
      product.multiply(c.dimensions, c.copies());
    }
    for (std::size_t d = 1; d <= known; ++d) {
      result_.dimensions[d - 1] = product.dimension(d);
      if (result_.dimensions[d - 1]) continue;
      result_.stopped =
          "the law space of degree " + std::to_string(d) + " has more than 2^63 dimensions";
      return;
    }
  }
};

// Bounds on groups of coordinates, but those that are usual, break the symmetry of networks and
// need not be those of every summand: the fields of the whole are written out.
bool writes_out(const Model& model, const std::vector<DegreeBound>& bounds) {
  if (bounds.empty() || bounds == usual_degrees(model).bounds) return false;
  return (std::holds_alternative<Sum>(model.body()) ||
          (std::holds_alternative<Network>(model.body()) && model.is_settled()));
}

// Can abide-check make its fields? Canonical files have rational maps, and metrics beside fields,
// multiplied out only.
bool can_be_asked_about(const Model& model) {
  if (const auto* sum = std::get_if<Sum>(&model.body()))
    return std::all_of(sum->summands.begin(), sum->summands.end(), [](const Sum::Summand& s) {
      return s.model->is_settled() && can_be_asked_about(*s.model);
    });
  if (std::holds_alternative<ExplicitFields>(model.body())) return model.metric().is_identity();
  return !std::holds_alternative<RationalMap>(model.body());
}

void take_model(Result& result, const Model& model, const Options& options,
                const Progress& progress) {
  const bool written_out = writes_out(model, options.bounds);
  result.source = std::make_shared<const Model>(model);
  result.model = std::make_shared<const Model>(written_out ? with_explicit_fields(model, progress)
                                                           : whole_of(model, progress));
  result.stated = can_be_asked_about(model) && !written_out ? result.source : result.model;
}

// Law spaces of a whole with a drift, or within bounds, do not follow from those of classes.
bool takes_classes(const Model& whole, const Options& options) {
  return options.components && options.bounds.empty() && !whole.has_time();
}

}  // namespace

Options with_degrees(Options options, std::string_view degrees, const Model& model,
                     const Location& start) {
  if (degrees.empty()) return options;
  LawDegrees read = parse_degrees(degrees, model, start);
  options.degree = read.degree;
  options.bounds = std::move(read.bounds);
  return options;
}

Model stated_model(const Model& model, const std::vector<DegreeBound>& bounds,
                   const Progress& progress) {
  if (writes_out(model, bounds)) return with_explicit_fields(model, progress);
  return can_be_asked_about(model) ? model : whole_of(model, progress);
}

Outcome Result::outcome() const {
  if (!stopped.empty()) return Outcome::stopped;
  if (question == Question::laws)
    return !dimensions.empty() && std::all_of(dimensions.begin(), dimensions.end(),
                                              [](const auto& d) { return d.has_value(); })
               ? Outcome::proved
               : Outcome::open;
  const bool proved = question == Question::certify ? complete : lie_lower == lie_upper;
  return proved ? Outcome::proved : Outcome::open;
}

Result certify(const Model& model, const Options& options) {
  return certify(model, options, Progress());
}

Result certify(const Model& model, const Options& options, const Progress& progress) {
  // What a phase space is asked is asked of the model that it is made of.
  if (const auto* phase = std::get_if<PhaseSpace>(&model.body()))
    return certify(*phase->model, options, progress);
  Result result;
  if (options.degree > 64)
    throw Error(ErrorKind::input,
                "the degree must be 1 to 64, found " + std::to_string(options.degree));
  take_model(result, model, options, progress);
  result.question = options.question;
  result.degrees =
      options.degree == 0 ? usual_degrees(model) : LawDegrees{options.degree, options.bounds};
  const bool sum = std::holds_alternative<Sum>(result.model->body());
  for (Component& c : components_of(sum ? result.source : result.model,
                                    takes_classes(*result.model, options), progress))
    result.components.emplace_back().component = std::move(c);
  Whole(result, options, progress).run();
  return result;
}

std::string certificate_text(const Result& result) {
  std::string text;
  write_certificate(result, true, [&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace abide
