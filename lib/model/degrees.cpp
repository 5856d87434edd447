// Up to which degree laws are looked for. Where time is a coordinate one bound on the degree lets
// in too much: a law of degree 2 in (θ, v) may have the factor t³. So there are bounds for groups
// of coordinates, `theta:2,v:1,time:3`, which must name every coordinate once; their sum is the
// degree. What is usual for a dynamics is here, too (mathematics.md, section 6, "Degrees").
#include <abide/model.hpp>
#include <algorithm>
#include <optional>

#include "model/model.hpp"
#include "scanner.hpp"

namespace abide {

namespace {

constexpr std::uint32_t highest = 64;

class DegreeReader {
 public:
  DegreeReader(std::string_view text, const Model& model, const Location& start)
      : scanner_(text, start), layout_(phase_space_of(model)) {}

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
  Coordinates layout_;

  std::uint32_t bound(std::uint32_t least) {
    return static_cast<std::uint32_t>(scanner_.natural("a degree", least, highest));
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
    if (name == "theta") return *role(Role::Kind::parameter);
    const auto time = role(Role::Kind::time), velocities = role(Role::Kind::velocity);
    if (name == "time" && time) return *time;
    if (name == "v" && velocities) return *velocities;
    const auto array = layout_.find(name);
    if (array && layout_[*array].role.kind == Role::Kind::parameter)
      return {layout_.start(*array), last_of(*array), 0};
    scanner_.fail(start,
                  "expected 'time', 'theta', 'v' or a parameter that this model has, found '" +
                      quoted(name) + "'");
  }

  std::optional<DegreeBound> role(Role::Kind kind) const {
    const Coordinates::Interval all = layout_.interval(kind);
    if (all.count == 0) return std::nullopt;
    return DegreeBound{all.first, all.first + all.count - 1, 0};
  }
  std::uint64_t last_of(std::uint64_t array) const {
    return layout_.start(array) + layout_[array].size() - 1;
  }

  std::uint32_t total(std::vector<DegreeBound>& bounds) const {
    std::sort(bounds.begin(), bounds.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::uint64_t next = 0;
    std::uint32_t sum = 0;
    for (const DegreeBound& b : bounds) {
      if (b.first != next)
        scanner_.fail(0, b.first < next ? "a coordinate has two bounds"
                                        : "a coordinate has no bound: every group needs one");
      next = b.last + 1;
      sum += b.bound;
    }
    if (next != layout_.size())
      scanner_.fail(0, "a coordinate has no bound: every group needs one");
    if (sum < 1 || sum > highest) scanner_.fail(0, "expected bounds with a sum of 1 to 64");
    return sum;
  }
};

}  // namespace

Coordinates phase_space_of(const Model& model) {
  const Dynamics& dynamics = model.dynamics();
  if (!dynamics.has_velocities() && dynamics.weight_decay.is_zero()) return model.layout();
  const auto* written_out = std::get_if<ExplicitFields>(&model.body());
  if (written_out != nullptr && written_out->has_drift)
    throw Error(ErrorKind::input, "the dynamics are given twice: the model has a drift");
  return model.layout().phase_space(time_rate_of(dynamics), dynamics.has_velocities());
}

LawDegrees parse_degrees(std::string_view text, const Model& model, const Location& start) {
  return DegreeReader(text, model, start).run();
}

LawDegrees usual_degrees(const Model& model) {
  if (!has_time_factor(model.dynamics())) return {};
  return parse_degrees(row_of(model.dynamics().flow).degrees, model, {});
}

std::string to_string(const std::vector<DegreeBound>& bounds, const Model& phase_space) {
  const Coordinates& layout = phase_space.layout();
  const auto theta = layout.interval(Role::Kind::parameter),
             velocities = layout.interval(Role::Kind::velocity);
  const std::uint64_t end = theta.first + theta.count;
  std::string text;
  for (const DegreeBound& b : bounds) {
    const Coordinates::Place first = layout.place(b.first), last = layout.place(b.last);
    std::string name = layout[first.array].name;
    if (first.array != last.array) name += "…" + layout[last.array].name;
    if (layout.time_rate() && b.last == 0) name = "time";
    if (b.first == theta.first && b.last + 1 == end) name = "theta";
    if (b.first == theta.first && b.last + 1 > end) name = "theta+v";
    if (velocities.count > 0 && b.first == velocities.first && b.last + 1 == layout.size())
      name = "v";
    text += (text.empty() ? "" : ",") + name + ":" + std::to_string(b.bound);
  }
  return text;
}

}  // namespace abide
