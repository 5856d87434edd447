// The fields of a dynamics over those of a network, never written out (mathematics.md, "Phase space
// as a layer"): a force is a field below that acts on the velocities, under cross-entropy the
// difference of two; a row, a term or a value of it is found below. The drift is linear in (θ, v),
// up to a factor of time, and each of its terms follows from the coordinate it contains or moves.
#include "phase_space.hpp"

#include <algorithm>

#include "model/model.hpp"
#include "source.hpp"

namespace abide {

PhaseLayout::PhaseLayout(const Model& model)
    : count(static_cast<std::uint32_t>(model.parameters())) {
  const Coordinates layout = phase_space_of(model);
  if (layout.size() == model.coordinates()) return;
  first = 1;
  if (layout.interval(Role::Kind::velocity).count > 0) velocities = 1 + count;
}

Drift::Drift(const Model& model, bool paper) : layout(model) {
  const Dynamics& dynamics = model.dynamics();
  const Monomial t = Monomial::variable(0);
  moves = layout.first != 0;
  if (layout.velocities == 0) {
    time = {0, t, Rational(1)};
    decay = Rational(1);
    return;
  }
  by_time = row_of(dynamics.flow).by_time;
  friction = friction_of(dynamics, paper);
  decay = dynamics.weight_decay;
  const Rational rate = time_rate_of(dynamics);
  time = {0, has_time_factor(dynamics) ? t : Monomial(), rate.is_zero() ? Rational(1) : rate};
}

Field Drift::terms_of(std::uint32_t variable) const {
  if (!moves) return {};
  if (variable == 0) return {time};
  const bool moved = layout.window().contains(variable);
  const std::uint32_t j = variable - layout.theta(0);  // of θ_j
  if (moved && layout.velocities != 0)
    return {{variable, factor().times(Monomial::variable(layout.velocity(j))), Rational(1)}};
  Field field;
  const std::uint32_t theta = moved ? variable : layout.theta(variable - layout.velocities);
  if (!decay.is_zero())
    field.push_back({variable, factor().times(Monomial::variable(theta)), -decay});
  if (!moved && !friction.is_zero())
    field.push_back({variable, Monomial::variable(variable), -friction});
  return collect(std::move(field));
}

Field Drift::terms_with(std::uint32_t variable) const {
  Field field;
  const auto keep = [&](const Field& terms) {
    for (const FieldTerm& t : terms)
      if (t.monomial.exponent(variable) != 0) field.push_back(t);
  };
  const bool velocity = layout.is_velocity(variable);
  const std::uint32_t j = variable - (velocity ? layout.velocities : layout.first);
  keep(terms_of(layout.theta(j)));
  if (layout.velocities != 0) keep(terms_of(layout.velocity(j)));
  return field;
}

Field Drift::field() const {
  Field field;
  const std::uint32_t end = 1 + layout.count * (layout.velocities != 0 ? 2 : 1);
  for (std::uint32_t v = 0; moves && v < end; ++v)
    for (FieldTerm& t : terms_of(v)) field.push_back(std::move(t));
  return field;
}

namespace {

std::uint64_t saturated_product(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

// Which fields of the network the forces are. The outputs of a class of paths are the last digit of
// its number (canonical.md), so those of one class are neighbours.
class Forces {
 public:
  Forces(std::uint64_t below, std::uint32_t outputs, bool differences)
      : below_(below), outputs_(outputs), differences_(differences) {}

  std::uint64_t count() const {
    return differences_ ? below_ / outputs_ * (outputs_ - 1U) : below_;
  }
  bool are_differences() const { return differences_; }
  std::uint64_t others() const { return outputs_ - 1U; }
  std::uint64_t field(std::uint64_t force) const {
    return differences_ ? force / others() * outputs_ + force % others() + 1 : force;
  }
  // Subtracted from it, under cross-entropy.
  std::uint64_t first(std::uint64_t force) const { return force / others() * outputs_; }
  // Those with a field of the network: one, or all that it is subtracted from.
  template <class Visit>
  bool each(std::uint64_t field, const Visit& visit) const {
    if (!differences_) return visit(field, false);
    const std::uint64_t start = field / outputs_ * others(), output = field % outputs_;
    if (output != 0) return visit(start + output - 1, false);
    for (std::uint64_t k = 0; k < others(); ++k)
      if (!visit(start + k, true)) return false;
    return true;
  }

 private:
  std::uint64_t below_;
  std::uint32_t outputs_;
  bool differences_;
};

// Values: those below, at the part θ of the point and of its directions, and of the drift.
class PhaseBackend final : public Evaluator::Backend {
 public:
  PhaseBackend(std::unique_ptr<Evaluator::Backend> below, const Forces& forces, const Drift& drift,
               const Point& point, const Modulus& modulus)
      : Backend(modulus),
        below_(std::move(below)),
        forces_(forces),
        drift_(drift),
        layout_(drift.layout),
        window_(layout_.window()),
        modulus_(modulus),
        friction_(negative(drift.friction)),
        decay_(negative(drift.decay)),
        rate_(drift.moves ? residue(drift.time.coefficient) : 0),
        point_(residues_of(point, modulus)) {}
  std::uint64_t fields() const noexcept override {
    return forces_.count() + (drift_.moves ? 1 : 0);
  }

  DualVector field(std::uint64_t i, const Directions& directions) const override {
    if (i == forces_.count()) return DriftValue(*this, directions).run();
    DualVector value = force(i, window_.take(directions, base(), parts_));
    for (std::uint32_t& j : value.at) j = layout_.direction(j);
    return value;
  }

 protected:
  void set_point(const DualVector& point) override {
    point_ = point;
    window_.move(*below_, point, base());
  }

 private:
  std::unique_ptr<Evaluator::Backend> below_;
  const Forces& forces_;
  const Drift& drift_;
  const PhaseLayout& layout_;
  Window window_;
  Modulus modulus_;
  std::uint64_t friction_, decay_, rate_;  // residues; the first two of −τ and −λ
  DualVector point_;                       // on the phase space
  mutable std::vector<DualVector> parts_;

  std::uint64_t residue(const Rational& c) const {
    const auto r = c.mod(modulus_.prime());
    if (!r) throw Error(ErrorKind::internal, "the prime divides a denominator");
    return *r;
  }
  std::uint64_t negative(const Rational& c) const { return residue(-c); }

  DualVector force(std::uint64_t i, const Directions& parts) const {
    DualVector value = below_->field(forces_.field(i), parts);
    if (!forces_.are_differences()) return value;
    return difference(value, below_->field(forces_.first(i), parts), ring(parts.size()).stride(),
                      modulus_);
  }

  // The drift at the moved point, from the coordinates that are not zero there.
  class DriftValue {
   public:
    DriftValue(const PhaseBackend& backend, const Directions& directions)
        : b_(backend),
          layout_(backend.layout_),
          ring_(backend.ring(directions.size())),
          product_(ring_.stride()),
          scaled_(ring_.stride()) {
      at_ = b_.point_.at;
      for (const DualVector* d : directions) at_.insert(at_.end(), d->at.begin(), d->at.end());
      std::sort(at_.begin(), at_.end());
      at_.erase(std::unique(at_.begin(), at_.end()), at_.end());
      values_.assign(at_.size() * ring_.stride(), 0);
      write(b_.point_, b_.base().stride(), 0);
      for (std::size_t k = 0; k < directions.size(); ++k) {
        const std::size_t size = b_.base().stride() << k;
        write(*directions[k], size, size);
      }
    }

    DualVector run() {
      add_time();
      const std::size_t theta = position_of(layout_.first);
      const std::size_t velocity = position_of(layout_.first + layout_.count);
      if (layout_.velocities == 0) {
        for (std::size_t k = theta; k < at_.size(); ++k) add(at_[k], k, b_.decay_, false);
        return std::move(result_);
      }
      for (std::size_t k = velocity; k < at_.size(); ++k)
        add(layout_.theta(at_[k] - layout_.velocities), k, 1, b_.drift_.by_time);
      add_accelerations(theta, velocity);
      return std::move(result_);
    }

   private:
    const PhaseBackend& b_;
    const PhaseLayout& layout_;
    DualRing ring_;
    std::vector<std::uint32_t> at_;  // increasing
    std::vector<std::uint64_t> values_, product_, scaled_;
    DualVector result_;

    std::size_t position_of(std::uint32_t coordinate) const {
      return static_cast<std::size_t>(std::lower_bound(at_.begin(), at_.end(), coordinate) -
                                      at_.begin());
    }
    const std::uint64_t* value(std::size_t k) const { return &values_[k * ring_.stride()]; }
    bool has_time() const { return !at_.empty() && at_[0] == 0; }

    void write(const DualVector& v, std::size_t size, std::size_t part) {
      std::size_t k = 0;
      for (std::size_t e = 0; e < v.at.size(); ++e) {
        while (at_[k] < v.at[e]) ++k;
        std::copy_n(&v.values[e * size], size, &values_[k * ring_.stride() + part]);
      }
    }

    // result[variable] += c · (the factor) · the coordinate at position k. Variables increase.
    void add(std::uint32_t variable, std::size_t k, std::uint64_t c, bool by_time) {
      const std::uint64_t* factor = value(k);
      if (by_time) {
        if (!has_time()) return;
        std::fill(product_.begin(), product_.end(), 0);
        ring_.multiply_add(value(0), factor, product_.data());
        factor = product_.data();
      }
      ring_.scale(c, factor, scaled_.data());
      ring_.add(slot(variable), scaled_.data());
    }
    std::uint64_t* slot(std::uint32_t variable) {
      if (result_.at.empty() || result_.at.back() != variable) {
        result_.at.push_back(variable);
        result_.values.resize(result_.values.size() + ring_.stride(), 0);
      }
      return &result_.values[result_.values.size() - ring_.stride()];
    }

    void add_time() {
      if (b_.drift_.time.monomial.is_one()) {
        slot(0)[0] = b_.rate_;
      } else if (has_time()) {
        add(0, 0, b_.rate_, false);
      }
    }

    // −τ v_j and −λ θ_j, with their factors.
    void add_accelerations(std::size_t theta, std::size_t velocity) {
      const std::size_t thetas = b_.decay_ != 0 ? velocity : theta;
      const std::size_t end = b_.friction_ != 0 ? at_.size() : velocity;
      std::size_t k = velocity;
      for (; theta < thetas || k < end;) {
        const std::uint32_t of_theta =
            theta < thetas ? layout_.velocity(at_[theta] - layout_.first) : UINT32_MAX;
        if (k < end && at_[k] <= of_theta) {
          add(at_[k], k, b_.friction_, false);
          ++k;
          continue;
        }
        add(of_theta, theta++, b_.decay_, b_.drift_.by_time);
      }
    }
  };
};

class PhaseSource final : public FieldSource {
 public:
  explicit PhaseSource(const Model& model)
      : below_(model),
        network_(*below_.network()),
        drift_(model, false),
        layout_(drift_.layout),
        forces_(below_.size(), network_.width(network_.layers()),
                model.dynamics().loss == Dynamics::Loss::cross_entropy),
        window_(layout_.window()),
        overlay_{.below = &below_,
                 .first = layout_.first,
                 .has_velocities = layout_.velocities != 0,
                 .are_differences = forces_.are_differences()} {}

  std::uint64_t size() const noexcept override { return forces_.count() + (drift_.moves ? 1 : 0); }

  Field field(std::uint64_t i) const override {
    if (is_drift(i)) return drift_.field();
    Field field = below_.field(forces_.field(i));
    if (forces_.are_differences()) {
      for (FieldTerm& t : below_.field(forces_.first(i))) {
        t.coefficient = -t.coefficient;
        field.push_back(std::move(t));
      }
      field = collect(std::move(field));
    }
    for (FieldTerm& t : field) {
      t.variable = layout_.direction(t.variable);
      t.monomial = window_.moved(t.monomial);
    }
    return field;
  }

  void terms_of(std::uint32_t variable, TermVisit visit) const override {
    if (const auto j = parameter_under(variable); !j || forces_of(*j, visit))
      visit_drift(drift_.terms_of(variable), visit);
  }

  std::optional<std::uint64_t> some_field_of(std::uint32_t variable,
                                             std::uint64_t random) const override {
    const std::uint64_t drifts = drift_.terms_of(variable).size();
    const auto j = parameter_under(variable);
    if (!j) return drifts > 0 ? std::optional(forces_.count()) : std::nullopt;
    if (random % (std::min(count_forces_of(*j), most_field_terms) + drifts) < drifts)
      return forces_.count();
    const auto field = below_.some_field_of(*j, random);
    if (!field) return std::nullopt;
    std::optional<std::uint64_t> chosen;
    std::uint64_t skipped = (random >> 32U) % std::max<std::uint64_t>(forces_.others(), 1);
    forces_.each(*field, [&](std::uint64_t i, bool) {
      chosen = i;
      return skipped-- > 0;
    });
    return chosen;
  }

  std::uint64_t count_terms_of(std::uint32_t variable) const override {
    const auto j = parameter_under(variable);
    const std::uint64_t forces = j ? count_forces_of(*j) : 0,
                        drifts = drift_.terms_of(variable).size();
    return forces > UINT64_MAX - drifts ? UINT64_MAX : forces + drifts;
  }

  // The drift first: it has two terms at most, and forces are not short of others.
  void some_terms_of(std::uint32_t variable, std::size_t most, std::size_t salt,
                     TermVisit visit) const override {
    std::size_t left = most;
    const auto j = parameter_under(variable);
    for (const FieldTerm& t : drift_.terms_of(variable)) {
      if (left == 0 || (j && left == 1)) break;
      --left;
      if (!visit(forces_.count(), variable, t.monomial, t.coefficient)) return;
    }
    if (!j) return;
    below_.some_terms_of(
        *j, left, salt,
        [&](std::uint64_t field, std::uint32_t, const Monomial& a, const Rational& c) {
          return each_force(field, variable, a, c,
                            [&](std::uint64_t i, std::uint32_t v, const Monomial& m,
                                const Rational& r) { return left-- > 0 && visit(i, v, m, r); });
        });
  }

  void terms_within(std::uint64_t i, const Monomial& beta, std::uint32_t missing,
                    TermVisit visit) const override {
    if (is_drift(i)) return drift_within(beta, missing, visit);
    const Monomial part = window_.take(beta);
    bool more = true;
    const auto within = [&](std::uint64_t field, bool subtracted) {
      below_.terms_within(
          field, part, missing,
          [&](std::uint64_t, std::uint32_t j, const Monomial& a, const Rational& c) {
            return more = visit(i, layout_.direction(j), window_.moved(a), subtracted ? -c : c);
          });
    };
    within(forces_.field(i), false);
    if (more && forces_.are_differences()) within(forces_.first(i), true);
  }

  bool is_monomial_map() const noexcept override { return false; }
  Monomial exponents(std::uint64_t) const override { return {}; }
  bool is_homogeneous() const noexcept override {
    const Field terms = representatives();
    return below_.is_homogeneous() &&
           std::all_of(terms.begin(), terms.end(), [&](const FieldTerm& t) {
             return t.monomial.degree() == terms.front().monomial.degree();
           });
  }
  bool usable(std::uint64_t prime) const override {
    const Field terms = representatives();
    return below_.usable(prime) && std::all_of(terms.begin(), terms.end(), [&](const FieldTerm& t) {
             const auto c = t.coefficient.mod(prime);
             return c && *c != 0;
           });
  }
  std::vector<std::uint32_t> dead_coordinates() const override { return below_.dead_coordinates(); }
  std::uint64_t degree() const noexcept override {
    std::uint64_t degree = below_.degree();
    for (const FieldTerm& t : representatives()) degree = std::max(degree, t.monomial.degree());
    return degree;
  }
  bool has_small_coefficients() const noexcept override {
    const Field terms = representatives();
    return std::all_of(terms.begin(), terms.end(), [](const FieldTerm& t) {
      return t.coefficient.is_integer() && t.coefficient.numerator().bits() <= 31;
    });
  }
  const Overlay* overlay() const noexcept override { return &overlay_; }
  // Differences of the fields of a network have its laws.
  bool is_evident_law(const Terms& h, const Progress& progress) const override {
    if (!drift_.moves) return below_.source().is_evident_law(h, progress);
    const std::optional<Terms> theta = without_time(h);
    return theta && below_.source().is_evident_law(*theta, progress);
  }
  std::unique_ptr<Evaluator::Backend> at(const Point& point,
                                         const Modulus& modulus) const override {
    return std::make_unique<PhaseBackend>(below_.source().at(window_.take(point), modulus), forces_,
                                          drift_, point, modulus);
  }

 private:
  Distribution below_;
  const Network& network_;
  Drift drift_;
  const PhaseLayout& layout_;
  Forces forces_;
  Window window_;
  Overlay overlay_;

  bool is_drift(std::uint64_t i) const { return i == forces_.count(); }
  // h_k of a function s^k·h_k with h_k homogeneous of degree k: weight decay s∂_s − Σ θ_j ∂_j keeps
  // it, and the forces do if h_k is a law below.
  std::optional<Terms> without_time(const Terms& h) const {
    if (layout_.velocities != 0) return std::nullopt;
    Terms theta;
    for (const Term& t : h) {
      const auto powers = t.monomial.powers();
      const std::uint32_t k = t.monomial.exponent(0);
      if (k != h.front().monomial.exponent(0) || t.monomial.degree() != 2 * std::uint64_t{k})
        return std::nullopt;
      std::vector<Power> rest(powers.begin() + (k > 0 ? 1 : 0), powers.end());
      for (Power& p : rest) p.variable -= layout_.first;
      theta.push_back({Monomial(rest), t.coefficient});
    }
    return theta;
  }
  // j, if forces act on this coordinate, on behalf of θ_j.
  std::optional<std::uint32_t> parameter_under(std::uint32_t variable) const {
    if (variable < layout_.direction(0)) return std::nullopt;
    return variable - layout_.direction(0);
  }

  // The terms that a term c·θ^a below becomes, in place.
  template <class Visit>
  bool each_force(std::uint64_t field, std::uint32_t variable, const Monomial& a, const Rational& c,
                  const Visit& visit) const {
    const Monomial m = window_.moved(a);
    return forces_.each(field, [&](std::uint64_t i, bool subtracted) {
      return visit(i, variable, m, subtracted ? -c : c);
    });
  }
  bool forces_of(std::uint32_t j, TermVisit visit) const {
    bool more = true;
    below_.terms_of(j,
                    [&](std::uint64_t field, std::uint32_t, const Monomial& a, const Rational& c) {
                      return more = each_force(field, layout_.direction(j), a, c, visit);
                    });
    return more;
  }
  // Of the paths through an edge, those that end at the first output count for all differences.
  std::uint64_t count_forces_of(std::uint32_t j) const {
    const std::uint64_t count = below_.count_terms_of(j);
    if (!forces_.are_differences()) return count;
    const Network::Edge e = network_.edge(j);
    if (e.layer == network_.layers())
      return e.to == 0 ? saturated_product(count, forces_.others()) : count;
    return saturated_product(count / (forces_.others() + 1), 2 * forces_.others());
  }

  void visit_drift(const Field& terms, TermVisit visit) const {
    for (const FieldTerm& t : terms)
      if (!visit(forces_.count(), t.variable, t.monomial, t.coefficient)) return;
  }
  // All terms of the drift contain a coordinate, but for the time's own.
  void drift_within(const Monomial& beta, std::uint32_t missing, TermVisit visit) const {
    const auto fits = [&](const FieldTerm& t) {
      std::uint64_t beyond = 0;
      for (const Power& p : t.monomial.powers())
        beyond += p.exponent - std::min(p.exponent, beta.exponent(p.variable));
      return beyond <= missing;
    };
    Field terms;
    if (missing > 0) {
      terms = drift_.field();
    } else {
      terms.push_back(drift_.time);
      for (const Power& p : beta.powers())
        if (p.variable != 0)
          for (FieldTerm& t : drift_.terms_with(p.variable)) terms.push_back(std::move(t));
    }
    std::erase_if(terms, [&](const FieldTerm& t) { return !fits(t); });
    visit_drift(terms, visit);
  }
  // Terms of the drift that differ in their degrees or coefficients.
  Field representatives() const {
    if (!drift_.moves) return {};
    Field terms{drift_.time};
    for (FieldTerm& t : drift_.terms_of(layout_.theta(0))) terms.push_back(std::move(t));
    if (layout_.velocities != 0)
      for (FieldTerm& t : drift_.terms_of(layout_.velocity(0))) terms.push_back(std::move(t));
    return terms;
  }
};

}  // namespace

std::unique_ptr<const FieldSource> make_phase_source(const Model& model) {
  if (!std::holds_alternative<Network>(model.body()) || !model.metric().is_identity())
    throw Error(ErrorKind::internal, "a phase space is a layer over a network without a metric");
  return std::make_unique<PhaseSource>(model);
}

}  // namespace abide
