// The fields of a dynamics on its phase space (time, θ, velocities), written out: M∇φ_i, or what
// cross-entropy leaves of these, and the drift, which is last (mathematics.md, section 6). Only a
// network without a metric whose fields have more than 2^26 terms stays a layer over its graph
// (phase_space.cpp): below that, looking terms up is faster than walking to them. A network whose
// entries have parameters added is a layer over it, too, if it is large (translated.cpp).
#include <algorithm>
#include <utility>

#include "model/model.hpp"
#include "phase_space.hpp"
#include "source.hpp"

namespace abide {

namespace {

// Of more coordinates there are a million monomials of degree 2.
constexpr std::size_t few_coordinates = 1'400;

bool is_diagonal(const Metric& metric, std::uint32_t j) {
  return metric.rows[j].size() == 1 && metric.rows[j][0].column == j;
}

// Mirror flow in this coordinate?
bool is_mirrored(const Metric& metric, std::uint32_t j) {
  return is_diagonal(metric, j) &&
         metric.rows[j][0].value == Terms{{Monomial::variable(j), Rational(1)}};
}
bool is_constant(const Metric& metric, std::uint32_t j) {
  return is_diagonal(metric, j) && total_degree(metric.rows[j][0].value) == 0;
}

}  // namespace

bool has_paper_metric(const Model& model) {
  using Mirror = Dynamics::Mirror;
  const Dynamics& dynamics = model.dynamics();
  const Metric& metric = model.metric();
  if (!dynamics.has_velocities() || metric.is_identity()) {
    if (dynamics.mirror != Mirror::usual)
      throw Error(ErrorKind::input,
                  "a metric of momentum is chosen, but there is no momentum or no metric");
    return false;
  }
  // A diagonal of constants alone is no mirror flow: it has no θ_j to replace.
  bool mirror = false, others = false;
  for (std::uint32_t j = 0; j < metric.rows.size(); ++j) {
    mirror = mirror || is_mirrored(metric, j);
    others = others || !(is_mirrored(metric, j) || is_constant(metric, j));
  }
  mirror = mirror && !others;
  // It is the usual one for τ > 0 only, but has a formula for τ = 0, too.
  const bool asked = dynamics.mirror == Mirror::paper;
  const Rational friction = friction_of(dynamics, true);
  const bool usual = friction.sign() > 0;
  if (asked && !(mirror && (usual || friction.is_zero())))
    throw Error(
        ErrorKind::input,
        "the metric 'paper' needs a friction of 0 or more, and a diagonal of parameters, or of "
        "parameters and constants");
  return mirror && (asked || (usual && dynamics.mirror == Mirror::usual));
}

namespace {

void check_loss(const Network* network, Dynamics::Loss loss) {
  if (loss == Dynamics::Loss::cross_entropy &&
      (network == nullptr || network->width(network->layers()) < 2))
    throw Error(ErrorKind::input, "cross-entropy needs a network with two outputs or more");
}

// The fields a loss leaves: gradients of all outputs, or of those directions that sum up to 0.
class LossFields {
 public:
  LossFields(const Distribution& x, Dynamics::Loss loss, const Progress& progress)
      : x_(x), loss_(loss), progress_(progress) {
    check_loss(x.network(), loss);
  }

  void for_each(FunctionRef<void(Field)> visit) const {
    for (std::uint64_t i = 0; i < x_.size(); ++i) {
      progress_.check();
      if (loss_ == Dynamics::Loss::spanning) {
        visit(x_.field(i));
      } else if (const auto first = first_output(i)) {
        visit(difference(x_.field(i), x_.field(*first)));
      }
    }
  }

 private:
  const Distribution& x_;
  Dynamics::Loss loss_;
  const Progress& progress_;

  // The same class of paths, to the first output; nothing if this is it. The differences span all
  // combinations with coefficients that sum up to 0.
  std::optional<std::uint64_t> first_output(std::uint64_t field) const {
    PathClass c = x_.path_class(field);
    if (c.nodes.back() == 0) return std::nullopt;
    c.nodes.back() = 0;
    return x_.field_of(c);
  }

  static Field difference(Field a, Field b) {
    for (FieldTerm& t : b) {
      t.coefficient = -t.coefficient;
      a.push_back(std::move(t));
    }
    return collect(std::move(a));
  }
};

std::uint64_t count_terms(const Distribution& x) {
  const std::uint64_t count = x.count_terms(most_field_terms);
  if (count > most_field_terms)
    throw Error(ErrorKind::limit,
                "the dynamics of a model are written out: its fields have more than 2^26 terms");
  return count;
}

bool has_drift(const Model& model) {
  if (std::holds_alternative<PhaseSpace>(model.body())) return model.has_time();
  const auto* fields = std::get_if<ExplicitFields>(&model.body());
  return fields != nullptr && fields->has_drift;
}

class WrittenOut {
 public:
  WrittenOut(const Model& model, const Progress& progress)
      : model_(model),
        dynamics_(model.dynamics()),
        progress_(progress),
        x_(model, progress),
        layout_(model),
        paper_(has_paper_metric(model)) {}

  Model run() {
    constexpr double bytes_per_term = 2.0 * sizeof(FieldTerm);
    progress_.check_memory(bytes_per_term * static_cast<double>(count_terms(x_)), "the fields");
    ExplicitFields all;
    const Metric metric = metric_on_phase_space();
    LossFields(x_, dynamics_.loss, progress_).for_each([&](const Field& field) {
      all.fields.push_back(components_of(force(field, metric)));
    });
    if (layout_.first != 0) all.fields.push_back(components_of(collect(drift(metric))));
    all.has_drift = layout_.first != 0 || has_drift(model_);
    return with_phase_coordinates(model_, std::move(all));
  }

 private:
  const Model& model_;
  const Dynamics& dynamics_;
  const Progress& progress_;
  Distribution x_;
  PhaseLayout layout_;
  bool paper_ = false;

  Terms moved(Terms terms) const {
    for (Term& t : terms) t.monomial = layout_.window().moved(t.monomial);
    return terms;
  }
  // M∇φ in the new coordinates. It acts on velocities, if there are any.
  Field force(const Field& gradient, const Metric& metric) const {
    Field field;
    for (const FieldTerm& t : gradient)
      add_force(field, metric, t.variable, layout_.window().moved(t.monomial), t.coefficient);
    return metric.is_identity() ? field : collect(std::move(field));
  }
  // M applied to c·θ^m in direction k. (M is symmetric: its column k is its row k.)
  void add_force(Field& field, const Metric& metric, std::uint32_t k, const Monomial& m,
                 const Rational& c) const {
    if (metric.is_identity()) return field.push_back({layout_.direction(k), m, c});
    for (const Metric::Entry& e : metric.rows[k])
      for (const Term& s : e.value)
        field.push_back({layout_.direction(e.column), m.times(s.monomial), c * s.coefficient});
  }

  Metric metric_on_phase_space() const {
    Metric metric = model_.metric();
    for (std::uint32_t j = 0; j < metric.rows.size(); ++j) {
      if (paper_ && is_mirrored(metric, j)) {
        const Monomial speed = Monomial::variable(layout_.velocity(j));
        const bool by_time = row_of(dynamics_.flow).by_time;
        metric.rows[j][0].value =
            collect(Terms{{Monomial::variable(layout_.theta(j)), friction_of(dynamics_, true)},
                          {by_time ? speed.times(Monomial::variable(0)) : speed, Rational(1)}});
      } else {
        for (Metric::Entry& e : metric.rows[j]) e.value = moved(e.value);
      }
    }
    return metric;
  }

  // A decay that is coupled acts through the metric.
  Field drift(const Metric& metric) const {
    Drift drift(model_, paper_);
    const Rational decay = drift.decay;
    const bool through = dynamics_.coupled && !metric.is_identity();
    if (through) drift.decay = Rational();
    Field field = drift.field();
    for (std::uint32_t j = 0; through && j < layout_.count; ++j)
      add_force(field, metric, j, drift.factor().times(Monomial::variable(layout_.theta(j))),
                -decay);
    return field;
  }
};

}  // namespace

Model with_phase_coordinates(const Model& model, Model::Body body) {
  const Coordinates layout = phase_space_of(model);
  const bool moved = layout.size() != model.coordinates();
  std::vector<Terms> domain = model.domain();
  for (Terms& p : domain)
    for (Term& t : p)
      t.monomial = t.monomial.renamed([moved](std::uint32_t j) { return j + (moved ? 1U : 0U); });
  const std::string flow = model.dynamics().title();
  return Model(model.title() + (flow.empty() ? "" : ", " + flow), "", layout, std::move(body))
      .with_domain(std::move(domain));
}

FieldComponents components_of(Field field) {
  FieldComponents all;
  for (FieldTerm& t : field) {
    if (all.components.empty() || all.components.back().variable != t.variable)
      all.components.push_back({t.variable, {}});
    all.components.back().coefficient.push_back({std::move(t.monomial), std::move(t.coefficient)});
  }
  return all;
}

namespace {

// A map W + U_1⋯U_q of few coordinates is a map like others: its law spaces have dimensions. With
// one entry there are no brackets, from which most would follow (mathematics.md, 4.15).
bool is_multiplied_out(const Model& model) {
  const auto* map = std::get_if<Translated>(&model.body());
  return map != nullptr && model.is_settled() &&
         (model.coordinates() <= few_coordinates || entry_count(*map) == 1);
}

}  // namespace

Model on_phase_space(const Model& model, const Progress& progress) {
  if (is_multiplied_out(model)) return multiplied_out(model, progress);
  if (model.is_settled()) return model;
  const auto* network = std::get_if<Network>(&model.body());
  if (network == nullptr || !model.metric().is_identity())
    return with_explicit_fields(model, progress);
  // Terms that fit are searched faster by their indices than by walks (linear:6,3,6 with momentum:
  // by a factor of 3). Where nothing has velocities, what is known of the network leads further.
  const bool lifts = !model.dynamics().has_velocities() && model.coordinates() > few_coordinates;
  if (!lifts && Distribution(model).count_terms(most_field_terms) <= most_field_terms)
    return with_explicit_fields(model, progress);
  has_paper_metric(model);  // no metric is asked for
  check_loss(network, model.dynamics().loss);
  return with_phase_coordinates(model, PhaseSpace{std::make_shared<const Model>(model)});
}

Model with_explicit_fields(const Model& model, const Progress& progress) {
  return WrittenOut(model, progress).run();
}

// A metric has lines of its own.
std::string canonical_text(const Model& model, const Progress& progress) {
  const bool as_it_is = model.dynamics().is_plain() &&
                        model.dynamics().mirror == Dynamics::Mirror::usual &&
                        !std::holds_alternative<RationalMap>(model.body());
  return write_canonical(as_it_is ? model : with_explicit_fields(model, progress), progress);
}

}  // namespace abide
