// The driver: dynamics to fields, laws, then the Lie rank up to the D − m that they leave, then an
// upper bound by involutivity where the two do not meet (mathematics.md, section 2 and 4.7). Of
// equal networks side by side one is solved, and the numbers are multiplied. A limit that is hit
// ends a step and not the result: what was proved is kept, and `stopped` says that more was asked
// for.
#include <abide/certify.hpp>
#include <algorithm>
#include <chrono>

#include "components/components.hpp"
#include "fields/fields.hpp"
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

// Laws and Lie rank of one component.
class Driver {
 public:
  Driver(Solved& solved, Result& whole, const Options& options, const Progress& progress)
      : solved_(solved), whole_(whole), options_(options), progress_(progress) {}

  void run(const LawDegrees& degrees) {
    // The Lie rank of a monomial map is that of its exponent matrix, and comes with the laws.
    const bool closed = options_.closed_form && solved_.fields().is_monomial_map();
    if (options_.question != Question::rank || closed) laws(degrees);
    // After laws that do not fit the rank may still be found; after the end of time it is not.
    if (options_.question != Question::laws && (solved_.lie || !progress_.should_stop())) rank();
    solved_.complete =
        options_.question == Question::certify && solved_.laws &&
        solved_.lie_lower + solved_.independent_laws == solved_.fields().coordinates();
  }

 private:
  Solved& solved_;
  Result& whole_;
  const Options& options_;
  const Progress& progress_;

  void laws(const LawDegrees& degrees) {
    const Clock clock;
    const double lie_before = whole_.timings.lie_s;
    LawOptions options{degrees.degree,       degrees.bounds, options_.seed,
                       options_.closed_form, options_.guess, options_.orbits};
    // Networks have no linear laws but for weights that nothing depends on.
    if (solved_.fields().network() == nullptr)
      options.has_no_more_laws_than = [this](std::size_t m) {
        return reaches(solved_.fields().coordinates() - m);
      };
    solved_.laws = find_laws(*solved_.component.model, solved_.fields(), options, progress_);
    solved_.independent_laws = solved_.laws->independent.size();
    if (solved_.laws->stopped) solved_.stopped = solved_.laws->stop_reason;
    const bool closed = !solved_.laws->levels.empty() && solved_.laws->levels.back().closed;
    if (options_.question == Question::laws && !closed) solved_.lie.reset();
    whole_.timings.laws_s += clock.seconds() - (whole_.timings.lie_s - lie_before);
  }

  // Is the Lie rank so large? A search that ends at the first doubt; its words are kept for later.
  bool reaches(std::size_t target) {
    const Clock clock;
    LieRank found = lie_rank(solved_.fields(), lie_options(target, false), progress_);
    const bool reached = found.words.size() >= target;
    if (!found.words.empty()) solved_.lie = std::move(found);
    whole_.timings.lie_s += clock.seconds();
    return reached;
  }

  LieOptions lie_options(std::size_t target, bool thorough) const {
    return {target, options_.seed, options_.points, options_.backend, thorough};
  }

  void rank() {
    const Clock clock;
    whole_.lie_known = true;
    solved_.lie_upper = solved_.fields().coordinates() - solved_.independent_laws;
    if (solved_.laws && solved_.laws->exponents) {
      solved_.lie_lower = solved_.laws->exponents->steps.size();
    } else {
      search();
    }
    whole_.timings.lie_s += clock.seconds();
  }

  void search() {
    const bool known = solved_.lie && solved_.lie->words.size() == solved_.lie_upper;
    if (!known && !(solved_.lie && progress_.should_stop()))
      solved_.lie = lie_rank(solved_.fields(), lie_options(solved_.lie_upper, true), progress_);
    solved_.lie_lower = solved_.lie->words.size();
    if (solved_.lie->stopped) solved_.stopped = solved_.lie->stop_reason;
    if (solved_.lie->stopped || solved_.lie_lower == solved_.lie_upper) return;
    try {
      solved_.involutive = involutive_bound(solved_.fields(), *solved_.lie, progress_);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      solved_.stopped = e.what();
    }
    if (solved_.involutive && solved_.involutive->rank < solved_.lie_upper)
      solved_.lie_upper = solved_.involutive->rank;
    if (solved_.lie_lower < solved_.lie_upper) solved_.probably = solved_.lie->probably;
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
    if (!result_.has_one_component())
      progress_.tell("model", std::to_string(result_.components.size()) +
                                  " different components: each is solved once");
    for (Solved& s : result_.components) {
      Driver(s, result_, options_, progress_).run(in_component(result_.degrees, s.component));
      if (s.stopped.empty()) continue;
      result_.stopped = true;
      result_.stop_reason = s.stopped;
    }
    // Of monomial maps the laws come with the rank.
    result_.laws_known = options_.question != Question::rank ||
                         std::all_of(result_.components.begin(), result_.components.end(),
                                     [](const Solved& s) { return s.laws.has_value(); });
    add_up(result_);
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
    for (const Solved& s : result_.components) {
      if (!s.laws) return;
      known = std::min(known, s.laws->levels.size());
      product.multiply(s.laws->levels, s.copies());
    }
    for (std::size_t d = 1; d <= known; ++d) {
      result_.dimensions[d - 1] = product.dimension(d);
      if (result_.dimensions[d - 1]) continue;
      result_.stopped = true;
      result_.stop_reason =
          "the law space of degree " + std::to_string(d) + " has more than 2^63 dimensions";
      return;
    }
  }
};

// Bounds on groups of coordinates break the symmetry of networks and need not be those of every
// summand: the fields of the whole are written out.
bool writes_out(const Model& model, const Options& options) {
  return !options.bounds.empty() &&
         (std::holds_alternative<Sum>(model.body()) ||
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
  const bool written_out = writes_out(model, options);
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

const Solved& Result::only() const {
  if (!has_one_component()) throw Error(ErrorKind::internal, "the model has several components");
  return components.front();
}

std::optional<std::uint64_t> Result::local_laws() const {
  if (!lie_known || lie_lower != lie_upper || complete) return std::nullopt;
  return model->coordinates() - lie_lower;
}

Outcome Result::outcome() const {
  if (stopped) return Outcome::stopped;
  if (question == Question::laws)
    return !dimensions.empty() && std::all_of(dimensions.begin(), dimensions.end(),
                                              [](const auto& d) { return d.has_value(); })
               ? Outcome::proved
               : Outcome::open;
  const bool proved = question == Question::certify ? complete : lie_lower == lie_upper;
  return proved ? Outcome::proved : Outcome::open;
}

namespace {

void for_each_law_by_component(const Result& result, FunctionRef<bool(const PlacedLaw&)> visit) {
  bool more = true;
  for (std::size_t c = 0; c < result.components.size() && more; ++c) {
    const Solved& s = result.components[c];
    const std::size_t laws = s.laws ? s.laws->laws.size() : 0;
    for (std::size_t k = 0; k < laws && more; ++k)
      for (std::uint64_t copy = 0; copy < s.copies() && s.laws->laws[k].generator && more; ++copy)
        for_each_image(*s.laws, k, [&](const LawRef& law) { return more = visit({c, copy, law}); });
  }
}

// Where fields that are written out fall apart, the order of their laws does not show it: other
// routes, which take them whole, list the same.
std::vector<PlacedLaw> laws_in_order(const Result& result) {
  struct Listed {
    PlacedLaw law;
    bool elementary;
    Terms numerator;
  };
  std::vector<Listed> laws;
  for_each_law_by_component(result, [&](const PlacedLaw& placed) {
    const Law& law = result.components[placed.component].laws->laws[placed.law.law];
    laws.push_back({placed, law.elementary.has_value(), function_of(result, placed).numerator});
    return true;
  });
  std::stable_sort(laws.begin(), laws.end(), [](const Listed& a, const Listed& b) {
    return a.elementary != b.elementary ? b.elementary : listed_before(a.numerator, b.numerator);
  });
  std::vector<PlacedLaw> order;
  for (const Listed& l : laws) order.push_back(l.law);
  return order;
}

}  // namespace

void for_each_law(const Result& result, FunctionRef<bool(const PlacedLaw&)> visit) {
  const bool is_sum = std::holds_alternative<Sum>(result.model->body());
  if (is_sum || result.has_one_component()) return for_each_law_by_component(result, visit);
  for (const PlacedLaw& law : laws_in_order(result))
    if (!visit(law)) return;
}

ElementaryFunction function_of(const Result& result, const PlacedLaw& placed) {
  const auto count = result.model->coordinates();
  if (count > INT32_MAX)
    throw Error(ErrorKind::limit, "laws of 2^31 coordinates or more are not written out");
  const Solved& s = result.components[placed.component];
  const Law& law = s.laws->laws[placed.law.law];
  ElementaryFunction h =
      law.elementary ? *law.elementary
                     : ElementaryFunction{polynomial_of(*s.laws, s.fields(), placed.law),
                                          {{Monomial(), Rational(1)}},
                                          static_cast<std::uint32_t>(s.fields().coordinates())};
  // The logarithm of coordinate j is variable number coordinates + j.
  const std::uint32_t own = h.coordinates, all = static_cast<std::uint32_t>(count);
  const auto to = [&](std::uint32_t v) {
    const auto at =
        static_cast<std::uint32_t>(s.component.place(placed.copy, v < own ? v : v - own));
    return v < own ? at : all + at;
  };
  for (Terms* p : {&h.numerator, &h.denominator}) {
    for (Term& t : *p) t.monomial = t.monomial.renamed(to);
    *p = collect(std::move(*p));
  }
  h.coordinates = all;
  return h;
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

namespace {

void check_size(const LawSpace& laws, bool all_laws) {
  constexpr std::uint64_t most_terms = 100'000'000;
  const CertificateSize size = certificate_size(laws, all_laws);
  if (size.terms > most_terms)
    throw Error(ErrorKind::limit, "all laws have " + std::to_string(size.terms) + " terms, about " +
                                      std::to_string(static_cast<std::uint64_t>(size.bytes / 1e9)) +
                                      " GB of text; the limit is " + std::to_string(most_terms) +
                                      " terms (one law per kind of image: --laws orbits)");
}

// "certify degree 2", "laws degree 4", "rank"
std::string asked(const Result& result) {
  if (result.question == Question::rank) return "rank";
  return (result.question == Question::laws ? "laws" : "certify") +
         (" degree " + std::to_string(result.degrees.degree));
}

}  // namespace

void check_certificate_size(const Model& model, bool all_laws) {
  if (!model.is_settled()) return;
  if (const auto* sum = std::get_if<Sum>(&model.body()))
    for (const Sum::Summand& s : sum->summands) check_certificate_size(*s.model, all_laws);
  if (!std::holds_alternative<Network>(model.body())) return;
  LawSpace laws;
  laws.laws = known_shapes(Distribution(model));
  check_size(laws, all_laws);
}

void write_certificate(const Result& result, bool all_laws,
                       FunctionRef<void(std::string_view)> sink) {
  Evidence evidence;
  evidence.model = result.stated.get();
  evidence.complete = result.complete;
  evidence.asked = asked(result);
  evidence.all_laws = all_laws;
  for (const Solved& s : result.components) {
    if (s.laws) check_size(*s.laws, all_laws);
    evidence.components.push_back({&s.fields(), s.laws ? &*s.laws : nullptr,
                                   s.lie ? &*s.lie : nullptr,
                                   s.involutive ? &*s.involutive : nullptr, s.copies()});
  }
  if (evidence.has_scopes())
    for (const auto& dimension : result.dimensions)
      if (dimension) evidence.tensor.push_back(*dimension);
  write_certificate(evidence, sink);
}

std::string certificate_text(const Result& result) {
  std::string text;
  write_certificate(result, true, [&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace abide
