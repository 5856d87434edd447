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
  Driver(Result& result, const Options& options, const Progress& progress)
      : result_(result), options_(options), progress_(progress) {}

  void run() {
    const Clock clock;
    // The Lie rank of a monomial map is that of its exponent matrix, and comes with the laws.
    const bool closed = options_.closed_form && result_.fields->is_monomial_map();
    if (options_.question != Question::rank || closed) laws();
    if (options_.question != Question::laws && !result_.stopped) rank();
    result_.complete = options_.question == Question::certify && result_.laws &&
                       result_.lie_lower + result_.independent_laws ==
                           result_.fields->coordinates();
    result_.timings.total_s = clock.seconds();
  }

 private:
  Result& result_;
  const Options& options_;
  const Progress& progress_;

  void laws() {
    const Clock clock;
    result_.laws = find_laws(*result_.model, *result_.fields,
                             {options_.degree, options_.seed, options_.closed_form}, progress_);
    result_.independent_laws = result_.laws->independent.size();
    if (result_.laws->stopped) stop(result_.laws->stop_reason);
    result_.timings.laws_s = clock.seconds();
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
    result_.timings.lie_s = clock.seconds();
  }

  void search() {
    result_.lie = lie_rank(*result_.fields, {result_.lie_upper, options_.seed}, progress_);
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

}  // namespace

std::optional<std::size_t> Result::local_laws() const {
  if (!lie_known || lie_lower != lie_upper || complete) return std::nullopt;
  return fields->coordinates() - lie_lower;
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
  result.model = std::make_shared<const Model>(model);
  result.fields = std::make_shared<const Distribution>(*result.model);
  result.question = options.question;
  result.degree = options.degree;
  Driver(result, options, progress).run();
  return result;
}

std::string certificate_text(const Result& result) {
  return write_certificate({result.model.get(), result.fields.get(),
                            result.laws ? &*result.laws : nullptr,
                            result.lie ? &*result.lie : nullptr,
                            result.involutive ? &*result.involutive : nullptr, result.complete});
}

}  // namespace abide
