// The table of flows, and the words for dynamics, metrics and losses, as command line and TOML
// models say them (`momentum:1+weight-decay:1/2`), read and written. Fields, equations in LaTeX and
// explanations follow from a row; the mathematics is section 6 of mathematics.md.
#include <algorithm>
#include <array>

#include "model/model.hpp"
#include "scanner.hpp"

namespace abide {

namespace {

// In the order in which help lists them. The degrees are those of the known laws of networks: 2 in
// (θ, velocities), with the factors e^(2λt), e^(τt) and t³.
constexpr std::array flows{
    FlowRow{.flow = Dynamics::Flow::gradient, .name = "gradient-flow", .degrees = "theta:2,time:2"},
    FlowRow{.flow = Dynamics::Flow::momentum,
            .name = "momentum",
            .has_velocities = true,
            .says_friction = true,
            .degrees = "theta+v:2,time:1"},
    FlowRow{.flow = Dynamics::Flow::nesterov,
            .name = "nesterov",
            .has_velocities = true,
            .by_time = true,
            .friction = 3,
            .paper_friction = 2,
            .degrees = "theta+v:2,time:3"},
};

// "gradient-flow, momentum:τ, nesterov"
std::string flow_names() {
  std::string names;
  for (const FlowRow& row : flows)
    names += (names.empty() ? "" : ", ") + std::string(row.name) + (row.says_friction ? ":τ" : "");
  return names;
}

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

const FlowRow& row_of(Dynamics::Flow flow) noexcept {
  return *std::find_if(flows.begin(), flows.end(),
                       [flow](const FlowRow& row) { return row.flow == flow; });
}

Rational friction_of(const Dynamics& dynamics, bool paper) {
  const FlowRow& row = row_of(dynamics.flow);
  if (row.says_friction) return dynamics.friction;
  return Rational(paper ? row.paper_friction : row.friction);
}

Rational time_rate_of(const Dynamics& dynamics) {
  if (!dynamics.has_velocities()) return dynamics.weight_decay;
  return row_of(dynamics.flow).by_time ? Rational() : friction_of(dynamics);
}

bool has_time_factor(const Dynamics& dynamics) {
  return row_of(dynamics.flow).by_time || !time_rate_of(dynamics).is_zero();
}

bool Dynamics::has_velocities() const noexcept { return row_of(flow).has_velocities; }

bool Dynamics::is_plain() const noexcept {
  return !has_velocities() && weight_decay.is_zero() && loss == Loss::spanning;
}

std::string Dynamics::equation() const {
  const FlowRow& row = row_of(flow);
  std::string text;
  if (has_velocities())
    text = std::string(row.name) + (row.says_friction ? ":" + friction.to_string() : "");
  if (!weight_decay.is_zero())
    text += std::string(text.empty() ? "" : "+") + (coupled ? "coupled-" : "") +
            "weight-decay:" + weight_decay.to_string();
  return text.empty() ? std::string(row.name) : text;
}

std::string Dynamics::title() const {
  const bool moves = has_velocities() || !weight_decay.is_zero();
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

namespace {

// The name of a flow, with the friction that it says, if one is there.
bool take_flow(Scanner& scanner, Dynamics& dynamics) {
  for (const FlowRow& row : flows) {
    if (!scanner.take(std::string(row.name) + (row.says_friction ? ":" : ""))) continue;
    dynamics.flow = row.flow;
    if (row.says_friction) dynamics.friction = rational(scanner);
    return true;
  }
  return false;
}

}  // namespace

std::string dynamics_syntax() {
  return flow_names() +
         ", weight-decay:λ, coupled-weight-decay:λ, or one that is no weight decay, followed by "
         "+ and one that is";
}

Dynamics parse_dynamics(std::string_view text, const Location& start) {
  Scanner scanner(text, start);
  Dynamics dynamics;
  if (take_weight_decay(scanner, dynamics)) {
    if (!scanner.done()) scanner.expected("the end");
  } else if (!take_flow(scanner, dynamics)) {
    scanner.expected(flow_names() + ", weight-decay:λ or coupled-weight-decay:λ");
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

std::optional<Dynamics> parse_dynamics(const SaidDynamics& said) {
  if (said.flow.empty() && said.mirror.empty() && said.loss.empty()) return std::nullopt;
  Dynamics dynamics;
  if (!said.flow.empty()) dynamics = parse_dynamics(said.flow, {"--dynamics", 1, 1});
  if (!said.mirror.empty())
    dynamics.mirror = parse_mirror(said.mirror, {"--mirror-momentum", 1, 1});
  if (!said.loss.empty()) dynamics.loss = parse_loss(said.loss, {"--loss", 1, 1});
  return dynamics;
}

Model with_dynamics(const Model& model, const std::optional<Dynamics>& said) {
  if (!said) return model;
  if (!model.dynamics().is_plain())
    throw Error(ErrorKind::input, "the dynamics are given twice: beside the model, and as '" +
                                      quoted(model.dynamics().title()) + "' in its file");
  return model.with(*said);
}

}  // namespace abide
