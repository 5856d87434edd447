// Symmetries of models given by a map or by fields: permutations of the coordinates that map the
// list of fields to itself, up to positive factors. They are the automorphisms of a graph whose
// vertices are variables, fields and terms, a term joined to its field, its component and its
// variables, with its coefficient as colour. Each automorphism found is applied to the fields and
// compared before it is believed, so the searcher need not be trusted; the checker does the same
// (certificate.md, `symmetry`).
#include <algorithm>
#include <map>
#include <unordered_map>

#include "automorphisms.hpp"
#include "system/system.hpp"

namespace abide {

namespace {

// Of the search, per vertex and edge of the graph: U·V written out with 12 × 12 matrices takes 110,
// with 20 × 20 matrices 170. Without so many it is not begun.
constexpr std::uint64_t steps_per_edge = 100;

constexpr std::uint32_t no_component = UINT32_MAX;

// Over a network, so that its fields are not written out yet.
bool is_layer(const Model& model) {
  return std::holds_alternative<PhaseSpace>(model.body()) ||
         std::holds_alternative<Translated>(model.body());
}

std::uint32_t image(std::uint32_t variable, const Permutation& images) {
  return variable == no_component ? no_component : images[variable];
}

bool is_fixed(const FieldTerm& t, const Permutation& images) {
  const auto powers = t.monomial.powers();
  return image(t.variable, images) == t.variable &&
         std::all_of(powers.begin(), powers.end(),
                     [&](const Power& p) { return images[p.variable] == p.variable; });
}

std::size_t hash_of(const Field& field) {
  std::size_t hash = field.size();
  for (const FieldTerm& t : field)
    hash = (hash * 1000003U + t.variable) * 1000003U + t.monomial.hash() * 31U +
           static_cast<std::size_t>(t.coefficient.numerator().mod(1'000'000'007));
  return hash;
}

// Divided by the positive content of its coefficients: multiples become equal.
Field without_content(Field field) {
  Integer denominator(1), content;
  for (const FieldTerm& t : field) denominator = lcm(denominator, t.coefficient.denominator());
  for (FieldTerm& t : field) {
    t.coefficient *= Rational(denominator);
    content = gcd(content, t.coefficient.numerator());
  }
  for (FieldTerm& t : field) t.coefficient /= Rational(content);
  return field;
}

// The fields up to positive factors. Those of a map are given by its entries without their
// constants, which have no component ∂_j: they are multiples of each other when the gradients are.
class FieldList {
 public:
  // How many vertices and edges their graph has, about; when more than `most`, some number above
  // it.
  static std::size_t graph_size(const Model& model, std::uint64_t most) {
    std::size_t size = model.coordinates();
    const auto add = [&size](const Terms& terms) {
      for (const Term& t : terms) size += 3 + t.monomial.powers().size();
    };
    if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
      for (const Terms& entry : map->entries) add(entry);
    if (const auto* fields = std::get_if<ExplicitFields>(&model.body()))
      for (const FieldComponents& f : fields->fields)
        for (const auto& c : f.components) add(c.coefficient);
    if (is_layer(model)) {
      const Distribution x(model);
      for (std::uint32_t j = 0; j < x.coordinates() && size <= most; ++j)
        x.terms_of(j, [&](std::uint64_t, std::uint32_t, const Monomial& a, const Rational&) {
          size += 3 + a.powers().size();
          return size <= most;
        });
    }
    return size;
  }

  explicit FieldList(const Model& model) {
    if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
      for (const Terms& entry : map->entries) add(entry);
    if (const auto* fields = std::get_if<ExplicitFields>(&model.body()))
      for (const FieldComponents& f : fields->fields) add(f);
    if (is_layer(model)) {
      const Distribution x(model);
      for (std::uint64_t i = 0; i < x.size(); ++i) fields_.push_back(without_content(x.field(i)));
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) index_.emplace(hash_of(fields_[i]), i);
  }

  const std::vector<Field>& fields() const { return fields_; }

  bool is_mapped_to_itself(const Permutation& images) const {
    return std::all_of(fields_.begin(), fields_.end(), [&](const Field& field) {
      return std::all_of(field.begin(), field.end(),
                         [&](const FieldTerm& t) { return is_fixed(t, images); }) ||
             contains(image_of(field, images));
    });
  }

 private:
  std::vector<Field> fields_;
  std::unordered_multimap<std::size_t, std::size_t> index_;

  void add(const Terms& entry) {
    Field field;
    for (const Term& t : entry)
      if (!t.monomial.is_one()) field.push_back({no_component, t.monomial, t.coefficient});
    fields_.push_back(without_content(collect(std::move(field))));
  }
  void add(const FieldComponents& components) {
    Field field;
    for (const auto& c : components.components)
      for (const Term& t : c.coefficient) field.push_back({c.variable, t.monomial, t.coefficient});
    fields_.push_back(without_content(collect(std::move(field))));
  }

  static Field image_of(Field field, const Permutation& images) {
    for (FieldTerm& t : field) {
      t.variable = image(t.variable, images);
      t.monomial = t.monomial.renamed([&images](std::uint32_t v) { return images[v]; });
    }
    return collect(std::move(field));
  }

  bool contains(const Field& field) const {
    const auto [first, last] = index_.equal_range(hash_of(field));
    return std::any_of(first, last, [&](const auto& at) { return fields_[at.second] == field; });
  }
};

// The graph whose automorphisms permute the variables as symmetries do. A term is known by its
// colour, which is its coefficient, and by its neighbours: its field, its component ∂_j, and its
// variables; ∂_j and powers above the first are vertices of their own beside that of the variable.
class GraphBuilder {
 public:
  explicit GraphBuilder(std::uint32_t variables) {
    for (std::uint32_t v = 0; v < variables; ++v) graph_.add(0);
  }

  void add(const Field& field) {
    const std::uint32_t whole = graph_.add(1);
    for (const FieldTerm& t : field) {
      const std::uint32_t term = graph_.add(colour_of(coefficients_, t.coefficient.numerator()));
      graph_.edges.emplace_back(term, whole);
      if (t.variable != no_component) graph_.edges.emplace_back(term, vertex_of(t.variable, 0));
      for (const Power& p : t.monomial.powers())
        graph_.edges.emplace_back(term, vertex_of(p.variable, p.exponent));
    }
  }

  const ColouredGraph& graph() const { return graph_; }

 private:
  ColouredGraph graph_;
  std::uint32_t colours_ = 2;
  std::map<Integer, std::uint32_t> coefficients_;
  std::map<std::uint32_t, std::uint32_t> exponents_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> powers_;

  template <class Key>
  std::uint32_t colour_of(std::map<Key, std::uint32_t>& known, const Key& key) {
    const auto [it, fresh] = known.try_emplace(key, colours_);
    if (fresh) ++colours_;
    return it->second;
  }

  // Exponent 0 stands for the component.
  std::uint32_t vertex_of(std::uint32_t variable, std::uint32_t exponent) {
    if (exponent == 1) return variable;
    const auto [it, fresh] = powers_.try_emplace({variable, exponent}, 0);
    if (fresh) {
      it->second = graph_.add(colour_of(exponents_, exponent));
      graph_.edges.emplace_back(it->second, variable);
    }
    return it->second;
  }
};

}  // namespace

std::vector<Permutation> symmetries(const Model& model, std::uint64_t most_steps,
                                    const Progress& progress) {
  progress.doing("symmetries of the model");
  std::vector<Permutation> found;
  const std::uint64_t most = most_steps / steps_per_edge;
  if (FieldList::graph_size(model, most) > most) return found;
  const FieldList list(model);
  if (list.fields().empty()) return found;
  const auto variables = static_cast<std::uint32_t>(model.coordinates());
  GraphBuilder builder(variables);
  for (const Field& field : list.fields())
    if (!field.empty()) builder.add(field);
  for (Permutation& g : automorphisms(builder.graph(), variables, most_steps, progress)) {
    progress.check();
    const bool known = std::find(found.begin(), found.end(), g) != found.end();
    if (!known && list.is_mapped_to_itself(g)) found.push_back(std::move(g));
  }
  return found;
}

}  // namespace abide
