// Over a network without a metric nothing is written out: the terms of a field of the loss are
// those of the model in other directions, and its values are taken at the part of a point that lies
// in θ.
#include "phase_space.hpp"

#include <set>

#include "components.hpp"
#include "window.hpp"

namespace abide_check {
namespace {
bool is_mirrored(const Metric& metric, u32 j) {
  return metric[j].size() == 1 && metric[j].contains(j) && metric[j].at(j) == Sum{{{{j, 1}}, 1}};
}
bool is_constant(const Metric& metric, u32 j) {
  return metric[j].size() == 1 && metric[j].contains(j) && metric[j].at(j).size() == 1 &&
         metric[j].at(j).begin()->first.empty();
}
// Whether momentum has the metric of the paper on mirror flows (canonical.md, "Dynamics").
bool takes_mirror(const Question& question, const Metric& metric) {
  const auto& d = question.dynamics;
  if (d.flow == Dynamics::Flow::gradient || metric.empty()) {
    if (!question.mirror.empty())
      throw InputError("a metric of momentum is chosen, but there is no momentum or no metric");
    return false;
  }
  // Constants alone are no mirror flow.
  bool mirror = false, others = false;
  for (u32 j = 0; j < metric.size(); ++j) {
    mirror = mirror || is_mirrored(metric, j);
    others = others || !(is_mirrored(metric, j) || is_constant(metric, j));
  }
  mirror = mirror && !others;
  const bool usual = d.flow == Dynamics::Flow::nesterov || d.friction > 0;
  const bool asked = question.mirror == "paper";
  if (asked && !(mirror && (usual || d.friction == 0)))
    throw InputError(
        "the metric 'paper' needs a friction of 0 or more, and a diagonal of parameters, or of "
        "parameters and constants");
  return mirror && (asked || (usual && question.mirror.empty()));
}

class PhaseSpace final : public Fields, public Follows {
 public:
  PhaseSpace(std::shared_ptr<const Fields> below, const Question& question, Metric metric,
             bool mirror)
      : below_(std::move(below)), question_(question), size_(narrow(below_->dimension())) {
    const Dynamics& d = question.dynamics;
    if (d.has_drift()) first_ = 1;
    if (d.flow != Dynamics::Flow::gradient) velocity_ = first_ + size_;
    const u64 wide = first_ + u64{size_} * (velocity_ > 0 ? 2 : 1);
    if (wide >> 30 != 0) throw InputError("2^30 coordinates or more on the phase space");
    dimension_ = wide;
    const u64 n = below_->block();
    if (question.cross_entropy && (dynamic_cast<const Network*>(below_.get()) == nullptr || n < 2))
      throw InputError("cross-entropy needs a network with two outputs or more");
    losses_ = question.cross_entropy ? below_->count() / n * (n - 1) : below_->count();
    count_ = losses_ + first_;
    friction_ = d.flow == Dynamics::Flow::nesterov ? Rational(mirror ? 2 : 3) : d.friction;
    if (d.flow == Dynamics::Flow::nesterov) factor_ = {{0, 1}};
    move(metric, mirror);
    find_degrees();
  }
  std::string name(u32 v) const override {
    if (first_ > 0 && v == 0) return rate() == 0 ? "t" : "s";
    if (velocity_ == 0 || v < velocity_) return below_->name(v - first_);
    const std::string name = below_->name(v - velocity_);
    const size_t end = std::min(name.find('['), name.size());
    return name.substr(0, end) + "_dot" + name.substr(end);
  }
  void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const override {
    if (field == losses_) return drift_terms(beta, lack, f);
    const Monomial theta = window().take(beta);
    std::map<std::pair<u32, Monomial>, Rational> sums;
    const auto add = [&](u64 i, int sign) {
      below_->terms(i, theta, lack, [&](u32 k, const Monomial& a, const Rational& c) {
        apply(k, window().moved(a), sign * c, [&](u32 j, const Monomial& m, const Rational& value) {
          if (metric_.empty()) return f(j, m, value);
          if (degree(lacking(m, beta)) <= lack) sums[{j, m}] += value;
        });
      });
    };
    add(below_field(field), 1);
    if (question_.cross_entropy) add(below_field(field) / below_->block() * below_->block(), -1);
    for (const auto& [term, value] : sums)
      if (value != 0) f(term.first, term.second, value);
  }
  void prepare(Nodes& v) const override { window().prepare(*below_, v, dimension_); }
  std::optional<NetworkView> renamed() const override {
    const auto* const network = dynamic_cast<const Network*>(below_.get());
    if (network == nullptr || !metric_.empty() || velocity_ > 0) return std::nullopt;
    return NetworkView{*network, window(), dimension_};
  }
  // Weight decay s ∂_s − Σ θ_j ∂_j keeps s^k·h for h homogeneous of degree k; the others see h.
  bool known_law(const Polynomial& h) const override {
    if (!metric_.empty() || velocity_ > 0) return false;
    if (first_ == 0) return below_->known_law(h);
    Polynomial theta = h;
    for (auto& [m, c] : theta) {
      const u32 k = exponent_of(m, 0);
      if (k == 0 || k != exponent_of(h[0].monomial, 0) || degree(m) != 2 * u64{k}) return false;
      m.erase(m.begin());
      for (auto& q : m) q.variable -= first_;
    }
    return below_->known_law(theta);
  }
  u64 block() const override { return below_->block() - (question_.cross_entropy ? 1 : 0); }
  void add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const override {
    const Ring& ring = p.ring();
    if (field == losses_) return add_drift(weights[0].second, p, sums);
    Nodes below = weights;
    if (question_.cross_entropy) {  // minus the sum of the weights for the first output
      Element first;
      for (auto& [k, e] : below)
        ++k, ring.add(first, ring.mul(e, ring.constant(ring.field().p() - 1)));
      below.insert(below.begin(), {0, first});
    }
    below_->add_value(below_field(field) / below_->block() * below_->block(), below,
                      window().seen(p, dimension_), gradient_);
    for (const auto& [k, e] : gradient_.take())
      apply(k, {}, 1, [&, &e = e](u32 j, const Monomial& m, const Rational& c) {
        ring.add_product(e, p.value(m, ring.field().of(c)), sums.at(j));
      });
  }

 private:
  Rational rate() const {
    const Dynamics& d = question_.dynamics;
    return velocity_ == 0 ? d.decay : factor_.empty() ? d.friction : Rational(0);
  }
  u64 below_field(u64 field) const {
    const u64 n = below_->block();
    return question_.cross_entropy ? field / (n - 1) * n + field % (n - 1) + 1 : field;
  }
  Window window() const { return {first_, size_}; }
  // The metric in the new coordinates.
  void move(const Metric& metric, bool mirror) {
    for (u32 j = 0; j < metric.size(); ++j) {
      auto& row = metric_.emplace_back();
      for (const auto& [k, terms] : metric[j])
        for (const auto& [m, c] : terms) row[k].emplace(window().moved(m), c);
      if (!mirror || !is_mirrored(metric, j)) continue;
      row[j].clear();
      add_to(row[j], {{first_ + j, 1}}, friction_);
      add_to(row[j], times(factor_, {{velocity_ + j, 1}}), 1);
    }
  }
  // Where a force on θ_k acts: on its velocity, if there is one.
  u32 direction(u32 k) const { return (velocity_ > 0 ? velocity_ : first_) + k; }
  // M applied to c θ^m in the direction of θ_k. (M is symmetric: its column k is its row k.)
  void apply(u32 k, const Monomial& m, const Rational& c, const OfTerm& f) const {
    if (metric_.empty()) return f(direction(k), m, c);
    for (const auto& [j, terms] : metric_[k])
      for (const auto& [s, value] : terms) f(direction(j), times(m, s), c * value);
  }
  // The terms of the drift that belong to the coordinate j of θ.
  void drift_of(u32 j, const OfTerm& f) const {
    const Dynamics& d = question_.dynamics;
    if (velocity_ > 0) {
      f(first_ + j, times(factor_, {{velocity_ + j, 1}}), 1);
      if (friction_ != 0) f(velocity_ + j, {{velocity_ + j, 1}}, -friction_);
    }
    if (d.decay == 0) return;
    const Rational c = velocity_ > 0 ? Rational(-d.decay) : Rational(-1);
    const Monomial m = times(factor_, {{first_ + j, 1}});
    d.coupled ? apply(j, m, c, f) : f(direction(j), m, c);
  }
  void time_term(const OfTerm& f) const {
    const bool momentum = question_.dynamics.flow == Dynamics::Flow::momentum;
    const bool constant = momentum && friction_ == 0;
    f(0, constant ? Monomial() : Monomial{{0, 1}}, momentum && !constant ? friction_ : Rational(1));
  }
  // Every term of the drift has a power of θ_j or v_j: for few missing powers only these j count.
  void drift_terms(const Monomial& beta, u64 lack, const OfTerm& f) const {
    std::map<std::pair<u32, Monomial>, Rational> sums;
    const auto near = [&](u32 j, const Monomial& a, const Rational& c) {
      if (degree(lacking(a, beta)) <= lack) sums[{j, a}] += c;
    };
    time_term(near);
    for (u32 j = 0; j < size_ && lack > 0; ++j) poll(), drift_of(j, near);
    std::vector<u32> of_beta;
    for (const auto& q : beta)
      if (lack == 0 && q.variable >= first_) of_beta.push_back(q.variable);
    drift_of_each(std::move(of_beta), near);
    for (const auto& [term, value] : sums)
      if (value != 0) f(term.first, term.second, value);
  }
  void add_drift(const Element& weight, const Point& p, Sums& sums) const {
    const Ring& ring = p.ring();
    const auto add = [&](u32 j, const Monomial& a, const Rational& c) {
      ring.add_product(weight, p.value(a, ring.field().of(c)), sums.at(j));
    };
    time_term(add);
    std::vector<u32> touched;
    each_coordinate(p, first_, narrow(dimension_),
                    [&](u32 v, const Element&) { touched.push_back(v); });
    drift_of_each(std::move(touched), add);
  }
  // For each θ_j that is, or whose velocity is, among these variables, once.
  void drift_of_each(std::vector<u32> variables, const OfTerm& f) const {
    for (u32& v : variables) v = (v - first_) % size_;
    std::ranges::sort(variables);
    variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
    for (const u32 j : variables) poll(), drift_of(j, f);
  }
  void find_degrees() {
    std::set<u64> degrees;
    for (const auto& row : metric_)
      for (const auto& [j, terms] : row)
        for (const auto& [m, c] : terms) degrees.insert(degree(m));
    homogeneous_ = losses_ == 0 || (degrees.size() <= 1 && below_->homogeneous());
    degrees.clear();
    if (first_ > 0)
      drift_terms({}, UINT64_MAX,
                  [&](u32, const Monomial& a, const Rational&) { degrees.insert(degree(a)); });
    homogeneous_ = homogeneous_ && degrees.size() <= 1;
  }

  const std::shared_ptr<const Fields> below_;
  const Question question_;
  const u32 size_;                // of θ
  u32 first_ = 0, velocity_ = 0;  // coordinates; velocity 0: there are none
  u64 losses_ = 0;                // fields of the loss
  Rational friction_ = 0;
  Monomial factor_;  // of the drift: the time, or 1
  Metric metric_;
  mutable Sums gradient_;
};

// An integer or p/q in lowest terms, with a sign.
Rational number(Text& s) {
  const bool negative = s.take("-");
  const Rational value = s.rational();
  if (negative && value == 0) s.expected("a positive number after '-'");
  return negative ? Rational(-value) : value;
}
Dynamics parse_dynamics(const std::string& text) {
  Text s(text, 1, "--dynamics");
  Dynamics d;
  const auto decay = [&] {
    d.coupled = s.take("coupled-weight-decay:");
    if (!d.coupled && !s.take("weight-decay:")) return false;
    d.decay = number(s);
    if (d.decay == 0) s.fail("a weight decay of 0 is none: leave it out");
    return true;
  };
  if (s.take("momentum:"))
    d.flow = Dynamics::Flow::momentum, d.friction = number(s);
  else if (s.take("nesterov"))
    d.flow = Dynamics::Flow::nesterov;
  else if (!decay() && !s.take("gradient-flow"))
    s.expected("gradient-flow, momentum:τ, nesterov, weight-decay:λ or coupled-weight-decay:λ");
  if (d.decay == 0 && s.take("+") && !decay())
    s.expected("weight-decay:λ or coupled-weight-decay:λ");
  s.finish();
  d.text = text.starts_with("gradient-flow+") ? text.substr(14) : text;
  return d;
}
}  // namespace

Question parse_question(const std::string& dynamics, const std::string& mirror,
                        const std::string& loss) {
  Question question{parse_dynamics(dynamics), mirror, loss == "cross-entropy"};
  if (!mirror.empty() && mirror != "paper" && mirror != "metric")
    throw InputError("--mirror-momentum: expected 'paper' or 'metric', found " + shown(mirror));
  if (loss != "spanning" && loss != "cross-entropy")
    throw InputError("--loss: expected 'spanning' or 'cross-entropy', found " + shown(loss));
  return question;
}
void ask(Model& model, const Question& question, Metric metric) {
  const bool plain = question.is_plain() && metric.empty();
  const bool mirror = takes_mirror(question, metric);
  model.dynamics = question.dynamics.text;
  model.metric = metric.empty() ? "identity" : mirror ? "mirror" : "model";
  model.loss = question.cross_entropy ? "cross-entropy" : "spanning";
  if (!model.fields && question.cross_entropy)
    throw InputError("cross-entropy of a sum has no meaning");
  // Terms that are listed stay so, and a metric collects them: rows are then found faster.
  const auto put_onto = [&](std::shared_ptr<const Fields>& fields) {
    if (plain) return;
    const bool listed = !metric.empty() || dynamic_cast<const Network*>(fields.get()) == nullptr;
    fields = std::make_shared<PhaseSpace>(std::move(fields), question, metric, mirror);
    if (listed) fields = written_out(fields);
  };
  if (model.fields) put_onto(model.fields);
  for (auto& c : model.components) put_onto(c.fields);
  if (question.dynamics.has_drift()) model.time = 0;
  count_up(model);
}
}  // namespace abide_check
