// Checks of models that are given as data. Readers of files have made the same checks with places
// in the text; here an entry is known by its number, counted from 1 as in files, and a variable,
// which may have no name, by its position, counted from 0 as in Power.
#include "validate.hpp"

#include <algorithm>

#include "model/model.hpp"

namespace abide {

namespace {

constexpr std::uint32_t highest_exponent = 1'000'000;  // of canonical files

[[noreturn]] void refuse(const std::string& place, const std::string& expected,
                         const std::string& found) {
  throw Error(ErrorKind::input, place + ": expected " + expected + ", found " + found);
}

std::string numbered(const std::string& what, std::size_t from_zero) {
  return what + " " + std::to_string(from_zero + 1);
}

// Are the terms as collect leaves them?
bool is_collected(const Terms& terms) {
  for (std::size_t k = 0; k < terms.size(); ++k)
    if (terms[k].coefficient.is_zero() || (k > 0 && !(terms[k - 1].monomial < terms[k].monomial)))
      return false;
  return true;
}

class Checks {
 public:
  explicit Checks(const Coordinates& layout) : layout_(layout) {}

  void check_variable(std::uint32_t variable, const std::string& place) const {
    if (variable < layout_.size()) return;
    if (layout_.size() == 0) refuse(place, "no variable", "variable " + std::to_string(variable));
    refuse(place,
           "a variable from 0 (" + layout_.name(0) + ") to " + std::to_string(layout_.size() - 1) +
               " (" + layout_.name(layout_.size() - 1) + ")",
           "variable " + std::to_string(variable));
  }

  // `logarithms`: the variable number (coordinates + j) is one.
  template <class Place>  // makes the words, which most models never need
  void collect(Terms& terms, const Place& place, bool logarithms = false) const {
    const std::size_t count = layout_.size();
    for (const Term& t : terms)
      for (const Power& p : t.monomial.powers()) {
        const bool is_logarithm = logarithms && p.variable >= count && p.variable - count < count;
        if (p.variable >= count && !is_logarithm) check_variable(p.variable, place());
        if (p.exponent > highest_exponent)
          refuse(place(), "exponents up to " + std::to_string(highest_exponent),
                 std::to_string(p.exponent));
      }
    if (!is_collected(terms)) terms = abide::collect(std::move(terms));
  }

  void operator()(PolynomialMap& map) const {
    for (std::size_t k = 0; k < map.entries.size(); ++k)
      collect(map.entries[k], [k] { return numbered("the map, entry", k); });
  }

  void operator()(RationalMap& map) const {
    for (std::size_t k = 0; k < map.entries.size(); ++k) {
      const std::string place = numbered("the map, entry", k);
      collect(map.entries[k].numerator, [&] { return place + ", numerator"; });
      collect(map.entries[k].denominator, [&] { return place + ", denominator"; });
      if (map.entries[k].denominator.empty())
        refuse(place + ", denominator", "a polynomial that is not zero", "0");
    }
  }

  void operator()(ExplicitFields& all) const {
    if (all.has_drift && all.fields.empty())
      refuse("the fields", "a drift as the last field", "no field");
    for (std::size_t i = 0; i < all.fields.size(); ++i) collect(all.fields[i], i);
  }

  void operator()(const Network& net) const {
    if (net.parameters() != layout_.size())
      refuse("the network", std::to_string(net.parameters()) + " coordinates",
             std::to_string(layout_.size()));
  }

  void operator()(const Translated& map) const {
    const Network& net = map.network;
    if (net.has_relu() || net.bias() != Bias::none)
      refuse("the network of a map W + U1⋯Uq", "a linear one without biases", "another one");
    if (entry_count(map) + net.parameters() != layout_.size())
      refuse("the map W + U1⋯Uq",
             std::to_string(entry_count(map) + net.parameters()) + " coordinates",
             std::to_string(layout_.size()));
  }

  // Time and velocities may stand beside its own coordinates: then it is on a phase space.
  void operator()(const Sum& sum) const {
    const std::uint64_t count = layout_.interval(Role::Kind::parameter).count;
    if (size_of(sum) != count)
      refuse("the sum", std::to_string(size_of(sum)) + " parameters", std::to_string(count));
  }

  void operator()(const PhaseSpace& space) const {
    if (!space.model) refuse("the phase space", "a model", "none");
    const std::size_t size = phase_space_of(*space.model).size();
    if (size != layout_.size())
      refuse("the phase space", std::to_string(size) + " coordinates",
             std::to_string(layout_.size()));
  }

 private:
  const Coordinates& layout_;

  void collect(FieldComponents& field, std::size_t number) const {
    auto& components = field.components;
    for (std::size_t k = 0; k < components.size(); ++k) {
      const auto place = [&] {
        return numbered("field", number) + ", " + numbered("component", k);
      };
      if (components[k].variable >= layout_.size())
        check_variable(components[k].variable, place() + ", its direction");
      collect(components[k].coefficient, place);
    }
    merge(components);
  }

  // By increasing variables, each once; zero components are left out.
  static void merge(std::vector<FieldComponents::Component>& components) {
    std::stable_sort(components.begin(), components.end(),
                     [](const auto& a, const auto& b) { return a.variable < b.variable; });
    std::size_t kept = 0;
    for (std::size_t k = 0; k < components.size(); ++k) {
      if (kept > 0 && components[kept - 1].variable == components[k].variable) {
        Terms& sum = components[kept - 1].coefficient;
        for (Term& t : components[k].coefficient) sum.push_back(std::move(t));
        sum = abide::collect(std::move(sum));
      } else {
        if (kept != k) components[kept] = std::move(components[k]);
        ++kept;
      }
    }
    components.resize(kept);
    std::erase_if(components, [](const auto& c) { return c.coefficient.empty(); });
  }
};

}  // namespace

Model::Body checked(Model::Body body, const Coordinates& layout) {
  std::visit(Checks(layout), body);
  return body;
}

Metric checked(Metric metric, const Coordinates& layout) {
  if (metric.is_identity()) return metric;
  if (metric.rows.size() != layout.size())
    refuse("the metric", std::to_string(layout.size()) + " rows",
           std::to_string(metric.rows.size()));
  const Checks checks(layout);
  for (std::size_t i = 0; i < metric.rows.size(); ++i) {
    auto& row = metric.rows[i];
    std::sort(row.begin(), row.end(),
              [](const auto& a, const auto& b) { return a.column < b.column; });
    for (std::size_t k = 0; k < row.size(); ++k) {
      const auto place = [&] {
        return numbered("the metric, row", i) + ", column " + std::to_string(row[k].column + 1);
      };
      if (row[k].column >= layout.size()) checks.check_variable(row[k].column, place());
      if (k > 0 && row[k - 1].column == row[k].column)
        refuse(place(), "every column once", "it again");
      checks.collect(row[k].value, place);
    }
    std::erase_if(row, [](const Metric::Entry& e) { return e.value.empty(); });
  }
  if (const auto places = asymmetry(metric))
    throw Error(ErrorKind::input, "the metric is not symmetric: " + *places);
  return metric;
}

std::vector<Terms> checked_domain(std::vector<Terms> nonzero, const Coordinates& layout) {
  for (std::size_t k = 0; k < nonzero.size(); ++k) {
    Checks(layout).collect(nonzero[k], [k] { return numbered("the domain, polynomial", k); });
    if (nonzero[k].empty())
      refuse(numbered("the domain, polynomial", k), "one that is not zero everywhere", "0");
  }
  std::erase_if(nonzero, [](const Terms& p) { return total_degree(p) == 0; });
  return nonzero;
}

ElementaryFunction checked(ElementaryFunction h, const Coordinates& layout) {
  if (h.coordinates != layout.size())
    refuse("the function", std::to_string(layout.size()) + " coordinates",
           std::to_string(h.coordinates));
  const Checks checks(layout);
  checks.collect(
      h.numerator, [] { return std::string("the function, numerator"); }, true);
  const auto below = [] { return std::string("the function, denominator"); };
  checks.collect(h.denominator, below);
  if (h.denominator.empty()) refuse(below(), "a polynomial that is not zero", "0");
  return h;
}

}  // namespace abide
