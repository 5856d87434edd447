// The driver: dynamics to fields, laws, then the Lie rank up to the D − m that they leave, then an
// upper bound by involutivity where the two do not meet (mathematics.md, section 2 and 4.7). Of
// equal networks side by side one is solved, and the numbers are multiplied. A limit that is hit
// ends a step and not the result: what was proved is kept, and `stopped` says that more was asked
// for.
#include <abide/certify.hpp>
#include <chrono>

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

class Driver {
 public:
  // The model that is solved is one of so many copies on disjoint variables.
  Driver(Result& result, const Model& one, const Options& options, const Progress& progress)
      : result_(result), one_(one), options_(options), progress_(progress) {}

  void run() {
    const Clock clock;
    // The Lie rank of a monomial map is that of its exponent matrix, and comes with the laws.
    const bool closed = options_.closed_form && result_.fields->is_monomial_map();
    if (options_.question != Question::rank || closed) laws();
    // After laws that do not fit the rank may still be found; after the end of time it is not.
    if (options_.question != Question::laws && (result_.lie || !progress_.should_stop())) rank();
    result_.complete =
        options_.question == Question::certify && result_.laws &&
        result_.lie_lower + result_.independent_laws == result_.fields->coordinates();
    if (result_.model->copies() > 1) multiply(result_.model->copies());
    result_.timings.total_s = clock.seconds();
  }

 private:
  Result& result_;
  const Model& one_;
  const Options& options_;
  const Progress& progress_;

  // Laws and Lie ranks on disjoint variables add up.
  void multiply(std::uint32_t copies) {
    result_.independent_laws *= copies;
    result_.lie_lower *= copies;
    result_.lie_upper *= copies;
    if (!result_.probably.empty())
      result_.probably = "Lie ranks of copies add up; of one copy: " + result_.probably;
    if (!result_.laws) return;
    result_.laws = of_copies(std::move(*result_.laws), copies);
    if (result_.laws->stopped) stop(result_.laws->stop_reason);
  }

  void laws() {
    const Clock clock;
    LawOptions options{result_.degrees.degree, result_.degrees.bounds, options_.seed,
                       options_.closed_form,   options_.guess,         options_.orbits,
                       options_.parts};
    // Networks have no linear laws but for weights that nothing depends on.
    if (result_.fields->network() == nullptr)
      options.has_no_more_laws_than = [this](std::size_t m) {
        return reaches(result_.fields->coordinates() - m);
      };
    result_.laws = find_laws(one_, *result_.fields, options, progress_);
    result_.independent_laws = result_.laws->independent.size();
    if (result_.laws->stopped) stop(result_.laws->stop_reason);
    const bool closed = !result_.laws->levels.empty() && result_.laws->levels.back().closed;
    if (options_.question == Question::laws && !closed) result_.lie.reset();
    result_.timings.laws_s = clock.seconds() - result_.timings.lie_s;
  }

  // Is the Lie rank so large? A search that ends at the first doubt; its words are kept for later.
  bool reaches(std::size_t target) {
    const Clock clock;
    LieRank found = lie_rank(*result_.fields, lie_options(target, false), progress_);
    const bool reached = found.words.size() >= target;
    if (!found.words.empty()) result_.lie = std::move(found);
    result_.timings.lie_s = clock.seconds();
    return reached;
  }

  LieOptions lie_options(std::size_t target, bool thorough) const {
    return {target, options_.seed, options_.points, options_.backend, thorough};
  }

  void rank() {
    const Clock clock;
    result_.lie_known = true;
    result_.lie_upper = result_.fields->coordinates() - result_.independent_laws;
    if (result_.laws && result_.laws->exponents) {
      result_.lie_lower = result_.laws->exponents->steps.size();
    } else {
      search();
    }
    result_.timings.lie_s += clock.seconds();
  }

  void search() {
    const bool known = result_.lie && result_.lie->words.size() == result_.lie_upper;
    if (!known && !(result_.lie && progress_.should_stop()))
      result_.lie = lie_rank(*result_.fields, lie_options(result_.lie_upper, true), progress_);
    result_.lie_lower = result_.lie->words.size();
    if (result_.lie->stopped) return stop(result_.lie->stop_reason);
    if (result_.lie_lower == result_.lie_upper) return;
    try {
      result_.involutive = involutive_bound(*result_.fields, *result_.lie, progress_);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      stop(e.what());
    }
    if (result_.involutive && result_.involutive->rank < result_.lie_upper)
      result_.lie_upper = result_.involutive->rank;
    if (result_.lie_lower < result_.lie_upper) result_.probably = result_.lie->probably;
  }

  void stop(const std::string& reason) {
    result_.stopped = true;
    result_.stop_reason = reason;
  }
};

// Bounds on groups of coordinates break the symmetry of networks: their fields are written out.
Model prepared(const Model& model, const Options& options, const Progress& progress) {
  const Model one = first_copy(model);
  const bool layered = std::holds_alternative<Network>(one.body());
  return layered && !options.bounds.empty() ? with_explicit_fields(model, progress)
                                            : on_phase_space(model, progress);
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

std::optional<std::size_t> Result::local_laws() const {
  if (!lie_known || lie_lower != lie_upper || complete) return std::nullopt;
  return model->coordinates() - lie_lower;
}

Outcome Result::outcome() const {
  if (stopped) return Outcome::stopped;
  if (question == Question::laws) return Outcome::proved;
  const bool proved = question == Question::certify ? complete : lie_lower == lie_upper;
  return proved ? Outcome::proved : Outcome::open;
}

Result certify(const Model& model, const Options& options) {
  return certify(model, options, Progress());
}

Result certify(const Model& model, const Options& options, const Progress& progress) {
  Result result;
  if (options.degree > 64)
    throw Error(ErrorKind::input,
                "the degree must be 1 to 64, found " + std::to_string(options.degree));
  result.source = std::make_shared<const Model>(model);
  result.model = std::make_shared<const Model>(prepared(model, options, progress));
  const Model one = first_copy(*result.model);
  if (result.model->copies() > 1)
    progress.tell("model",
                  std::to_string(result.model->copies()) + " copies of a network: one is solved");
  result.fields = std::make_shared<const Distribution>(one, progress);
  result.question = options.question;
  result.degrees =
      options.degree == 0 ? usual_degrees(model) : LawDegrees{options.degree, options.bounds};
  Driver(result, one, options, progress).run();
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

}  // namespace

void check_certificate_size(const Model& model, bool all_laws) {
  if (!model.is_settled()) return;
  const Model one = first_copy(model);
  if (!std::holds_alternative<Network>(one.body())) return;
  LawSpace laws;
  laws.laws = known_shapes(Distribution(one));
  check_size(laws, all_laws);
}

void write_certificate(const Result& result, bool all_laws,
                       FunctionRef<void(std::string_view)> sink) {
  if (result.laws) check_size(*result.laws, all_laws);
  write_certificate({result.model.get(), result.fields.get(), result.laws ? &*result.laws : nullptr,
                     result.lie ? &*result.lie : nullptr,
                     result.involutive ? &*result.involutive : nullptr, result.complete, all_laws},
                    sink);
}

std::string certificate_text(const Result& result) {
  std::string text;
  write_certificate(result, true, [&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace abide
