#include "paths.hpp"

#include <abide/fields.hpp>

#include <algorithm>

namespace abide {

// Built on first use: a monomial map is solved without any gradient.
struct Distribution::Gradients {
  std::once_flag once;
  std::vector<Field> fields;
  std::vector<std::vector<TermPosition>> index;  // by component

  void index_terms(std::size_t coordinates) {
    index.resize(coordinates);
    for (std::uint32_t i = 0; i < fields.size(); ++i)
      for (std::uint32_t t = 0; t < fields[i].size(); ++t)
        index[fields[i][t].variable].push_back({i, t});
  }
};

namespace {

Field gradient(const Terms& phi) {
  Field field;
  for (const Term& t : phi)
    for (const Power& p : t.monomial.powers())
      field.push_back({p.variable, t.monomial.divided_by(Monomial::variable(p.variable)),
                       t.coefficient * Rational(std::int64_t{p.exponent})});
  return collect(std::move(field));
}

bool is_single_term(const Terms& entry) {
  return std::count_if(entry.begin(), entry.end(),
                       [](const Term& t) { return !t.monomial.is_one(); }) <= 1 &&
         entry.size() <= 1;
}

}  // namespace

Distribution::Distribution(const Model& model)
    : names_(model.names()), gradients_(std::make_unique<Gradients>()) {
  if (const auto* explicit_fields = std::get_if<ExplicitFields>(&model.body())) {
    for (const FieldComponents& f : explicit_fields->fields) {
      Field field;
      for (const auto& c : f.components)
        for (const Term& t : c.coefficient) field.push_back({c.variable, t.monomial, t.coefficient});
      gradients_->fields.push_back(collect(std::move(field)));
    }
    size_ = gradients_->fields.size();
    std::call_once(gradients_->once, [&] { gradients_->index_terms(coordinates()); });
    return;
  }
  if (const auto* network = std::get_if<Network>(&model.body())) map_ = path_sums(*network);
  if (const auto* product = std::get_if<Product>(&model.body()))
    map_ = {product->map()};
  if (const auto* map = std::get_if<PolynomialMap>(&model.body())) map_ = map->entries;
  size_ = map_.size();
  monomial_ = std::all_of(map_.begin(), map_.end(), is_single_term);
}

Distribution::~Distribution() = default;
Distribution::Distribution(Distribution&&) noexcept = default;

const std::vector<Field>& Distribution::fields() const {
  std::call_once(gradients_->once, [this] {
    for (const Terms& phi : map_) gradients_->fields.push_back(gradient(phi));
    gradients_->index_terms(coordinates());
  });
  return gradients_->fields;
}

const std::vector<TermPosition>& Distribution::terms_of(std::uint32_t variable) const {
  fields();
  return gradients_->index.at(variable);
}

bool Distribution::is_homogeneous() const {
  return std::all_of(fields().begin(), fields().end(), [](const Field& f) {
    return std::all_of(f.begin(), f.end(), [&](const FieldTerm& t) {
      return t.monomial.degree() == f.front().monomial.degree();
    });
  });
}

std::vector<std::uint32_t> Distribution::dead_coordinates() const {
  std::vector<bool> moved(coordinates(), false);
  if (map_.empty()) {
    for (const Field& f : fields())
      for (const FieldTerm& t : f) moved[t.variable] = true;
  } else {
    for (const Terms& phi : map_)
      for (const Term& t : phi)
        for (const Power& p : t.monomial.powers()) moved[p.variable] = true;
  }
  std::vector<std::uint32_t> dead;
  for (std::uint32_t j = 0; j < moved.size(); ++j)
    if (!moved[j]) dead.push_back(j);
  return dead;
}

}  // namespace abide
