// The words for dynamics, metrics and losses, as command line and TOML models say them
// (`momentum:1+weight-decay:1/2`), read and written. What they mean as vector fields is
// fields/dynamics.cpp; the equations are in mathematics.md, section 6.
#include <abide/model.hpp>

#include "scanner.hpp"

namespace abide {

namespace {

// An integer or p/q, with a sign.
Rational rational(Scanner& scanner) {
  const std::size_t start = scanner.position();
  const bool negative = scanner.take("-");
  const std::string numerator(scanner.digits());
  std::string denominator = "1";
  const bool fraction = scanner.take("/");
  if (fraction) denominator = scanner.digits();
  if (numerator.empty() || denominator.empty() ||
      denominator.find_first_not_of('0') == std::string::npos)
    scanner.fail(start, "expected an integer or p/q");
  const Rational value(*Integer::parse(numerator), *Integer::parse(denominator));
  return negative ? -value : value;
}

// `weight-decay:λ` or `coupled-weight-decay:λ`, if it is there.
bool take_weight_decay(Scanner& scanner, Dynamics& dynamics) {
  dynamics.coupled = scanner.take("coupled-weight-decay:");
  if (!dynamics.coupled && !scanner.take("weight-decay:")) return false;
  const std::size_t start = scanner.position();
  dynamics.weight_decay = rational(scanner);
  // The time factor would be the constant 1, and no law.
  if (dynamics.weight_decay.is_zero())
    scanner.fail(start, "a weight decay of 0 is none: leave it out");
  return true;
}

}  // namespace

bool Dynamics::is_plain() const noexcept {
  return flow == Flow::gradient && weight_decay.is_zero() && loss == Loss::spanning;
}

std::string Dynamics::equation() const {
  std::string text;
  if (flow == Flow::momentum) text = "momentum:" + friction.to_string();
  if (flow == Flow::nesterov) text = "nesterov";
  if (!weight_decay.is_zero())
    text += std::string(text.empty() ? "" : "+") + (coupled ? "coupled-" : "") +
            "weight-decay:" + weight_decay.to_string();
  return text.empty() ? "gradient-flow" : text;
}

std::string Dynamics::title() const {
  const bool moves = flow != Flow::gradient || !weight_decay.is_zero();
  std::string text = moves ? equation() : "";
  if (mirror != Mirror::usual)
    text += std::string(text.empty() ? "" : ", ") + "mirror momentum " + to_string(mirror);
  if (loss == Loss::cross_entropy) text += text.empty() ? "cross-entropy" : ", cross-entropy";
  return text;
}

std::string to_string(Dynamics::Mirror mirror) {
  return mirror == Dynamics::Mirror::usual   ? ""
         : mirror == Dynamics::Mirror::paper ? "paper"
                                             : "metric";
}
std::string to_string(Dynamics::Loss loss) {
  return loss == Dynamics::Loss::spanning ? "spanning" : "cross-entropy";
}

Dynamics parse_dynamics(std::string_view text, const Location& start) {
  Scanner scanner(text, start);
  Dynamics dynamics;
  if (scanner.take("momentum:")) {
    dynamics.flow = Dynamics::Flow::momentum;
    dynamics.friction = rational(scanner);
  } else if (scanner.take("nesterov")) {
    dynamics.flow = Dynamics::Flow::nesterov;
  } else if (take_weight_decay(scanner, dynamics)) {
    if (!scanner.done()) scanner.expected("the end");
  } else if (!scanner.take("gradient-flow")) {
    scanner.expected(
        "gradient-flow, momentum:τ, nesterov, weight-decay:λ or coupled-weight-decay:λ");
  }
  if (scanner.take("+") && !take_weight_decay(scanner, dynamics))
    scanner.expected("weight-decay:λ or coupled-weight-decay:λ");
  if (!scanner.done()) scanner.expected("the end, '+weight-decay:λ' or '+coupled-weight-decay:λ'");
  return dynamics;
}

Dynamics::Mirror parse_mirror(std::string_view text, const Location& start) {
  if (text == "paper") return Dynamics::Mirror::paper;
  if (text == "metric") return Dynamics::Mirror::metric;
  Scanner(text, start).expected("'paper' or 'metric'");
}

Dynamics::Loss parse_loss(std::string_view text, const Location& start) {
  if (text == "spanning") return Dynamics::Loss::spanning;
  if (text == "cross-entropy") return Dynamics::Loss::cross_entropy;
  Scanner(text, start).expected("'spanning' or 'cross-entropy'");
}

Model with_dynamics(const Model& model, const std::optional<Dynamics>& said) {
  if (!said) return model;
  if (!model.dynamics().is_plain())
    throw Error(ErrorKind::input, "the dynamics are given twice: beside the model, and as '" +
                                      quoted(model.dynamics().title()) + "' in its file");
  return model.with(*said);
}

}  // namespace abide
