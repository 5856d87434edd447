// Up to which degree laws are looked for, by groups of coordinates.
#include <abide/model.hpp>
#include <algorithm>
#include <optional>

#include "scanner.hpp"

namespace abide {

namespace {

constexpr std::uint32_t highest = 64;

class DegreeReader {
 public:
  DegreeReader(std::string_view text, const Model& model, const Location& start)
      : scanner_(text, start), model_(model), layout_(phase_space_of(model)) {}

  LawDegrees run() {
    LawDegrees degrees;
    if (scanner_.peek() >= '0' && scanner_.peek() <= '9') {
      degrees.degree = bound(1);
    } else {
      do {
        degrees.bounds.push_back(item());
      } while (scanner_.take(","));
      degrees.degree = total(degrees.bounds);
    }
    if (!scanner_.done()) scanner_.expected("the end");
    return degrees;
  }

 private:
  Scanner scanner_;
  const Model& model_;
  PhaseSpaceLayout layout_;

  std::uint32_t bound(std::uint32_t least) {
    return static_cast<std::uint32_t>(scanner_.natural("a degree", least, highest));
  }
  std::uint32_t coordinates() const {
    return layout_.theta + layout_.parameters + (layout_.velocity != 0 ? layout_.parameters : 0);
  }

  DegreeBound item() {
    const std::size_t start = scanner_.position();
    DegreeBound joined = group();
    while (scanner_.take("+")) {
      const DegreeBound next = group();
      if (joined.last + 1 != next.first && next.last + 1 != joined.first)
        scanner_.fail(start, "the groups that are joined must be neighbours: time, theta, v");
      joined = {std::min(joined.first, next.first), std::max(joined.last, next.last), 0};
    }
    scanner_.expect(":");
    joined.bound = bound(0);
    return joined;
  }

  DegreeBound group() {
    const std::size_t start = scanner_.position();
    const std::string name(scanner_.word());
    const std::uint32_t theta = layout_.theta, last = theta + layout_.parameters - 1;
    if (name == "theta") return {theta, last, 0};
    if (name == "time" && theta > 0) return {0, theta - 1, 0};
    if (name == "v" && layout_.velocity != 0)
      return {layout_.velocity, layout_.velocity + layout_.parameters - 1, 0};
    if (const auto found = parameter(name)) return *found;
    scanner_.fail(start,
                  "expected 'time', 'theta', 'v' or a parameter that this model has, found '" +
                      quoted(name) + "'");
  }

  // All entries of one parameter: they stand side by side.
  std::optional<DegreeBound> parameter(const std::string& name) const {
    std::optional<DegreeBound> found;
    for (std::uint32_t j = 0; j < layout_.parameters; ++j) {
      const std::string full = model_.names()[j];
      if (full.substr(0, full.find('[')) != name) continue;
      if (!found) found = DegreeBound{layout_.theta + j, 0, 0};
      found->last = layout_.theta + j;
    }
    return found;
  }

  std::uint32_t total(std::vector<DegreeBound>& bounds) const {
    std::sort(bounds.begin(), bounds.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::uint32_t sum = 0, next = 0;
    for (const DegreeBound& b : bounds) {
      if (b.first != next)
        scanner_.fail(0, b.first < next ? "a coordinate has two bounds"
                                        : "a coordinate has no bound: every group needs one");
      next = b.last + 1;
      sum += b.bound;
    }
    if (next != coordinates()) scanner_.fail(0, "a coordinate has no bound: every group needs one");
    if (sum < 1 || sum > highest) scanner_.fail(0, "expected bounds with a sum of 1 to 64");
    return sum;
  }
};

}  // namespace

PhaseSpaceLayout phase_space_of(const Model& model) {
  PhaseSpaceLayout layout;
  layout.parameters = static_cast<std::uint32_t>(model.parameters());
  const Dynamics& dynamics = model.dynamics();
  const bool moves = dynamics.flow != Dynamics::Flow::gradient;
  if (moves || !dynamics.weight_decay.is_zero() || model.time()) layout.theta = 1;
  if (moves || model.coordinates() > model.parameters() + 1)
    layout.velocity = layout.theta + layout.parameters;
  return layout;
}

LawDegrees parse_degrees(std::string_view text, const Model& model, const Location& start) {
  return DegreeReader(text, model, start).run();
}

// The laws of networks are of degree 2 in (θ, velocities), with factors e^(τt), t³ or e^(2λt).
LawDegrees usual_degrees(const Model& model) {
  const Dynamics& dynamics = model.dynamics();
  const auto read = [&](const char* text) { return parse_degrees(text, model, {}); };
  switch (dynamics.flow) {
    case Dynamics::Flow::momentum:
      return dynamics.friction.is_zero() ? LawDegrees{} : read("theta+v:2,time:1");
    case Dynamics::Flow::nesterov:
      return read("theta+v:2,time:3");
    case Dynamics::Flow::gradient:
      return dynamics.weight_decay.is_zero() ? LawDegrees{} : read("theta:2,time:2");
  }
  return {};
}

std::string to_string(const std::vector<DegreeBound>& bounds, const Model& phase_space) {
  const PhaseSpaceLayout layout = phase_space_of(phase_space);
  const std::uint32_t end = layout.theta + layout.parameters;
  std::string text, time;
  for (const DegreeBound& b : bounds) {
    const bool theta = b.first == layout.theta && b.last + 1 >= end;
    std::string name = phase_space.names()[b.first];
    if (b.last != b.first) name += "…" + phase_space.names()[b.last];
    if (layout.theta == 1 && b.first == 0 && b.last == 0) name = "time";
    if (theta) name = b.last + 1 == end ? "theta" : "theta+v";
    if (layout.velocity != 0 && b.first == layout.velocity &&
        b.last + 1 == phase_space.coordinates())
      name = "v";
    text += (text.empty() ? "" : ",") + name + ":" + std::to_string(b.bound);
  }
  return text;
}

}  // namespace abide
