#include <algorithm>
#include <map>
#include <numeric>

#include "stages.hpp"
#include "tensor.hpp"

namespace abide {

namespace {

// From the variables, fields, laws and symmetries of a part to those of the model.
class Embedding {
 public:
  Embedding(const Part& part, const LawSpace& space)
      : part_(part), first_law_(space.laws.size()), first_symmetry_(space.symmetries.size()) {}

  Monomial operator()(const Monomial& m) const {
    return m.renamed([this](std::uint32_t v) { return part_.variables[v]; });
  }
  RowName operator()(const RowName& row) const {
    return {part_.fields[row.field], (*this)(row.beta)};
  }
  LawRef operator()(LawRef law) const {
    law.law += first_law_;
    return law;
  }
  Terms operator()(Terms h) const {
    for (Term& t : h) t.monomial = (*this)(t.monomial);
    return h;
  }
  std::uint32_t operator()(std::uint32_t variable) const { return part_.variables[variable]; }
  ElementaryFunction operator()(ElementaryFunction h, std::uint32_t coordinates) const {
    const auto to = [&](std::uint32_t v) {
      return v < h.coordinates ? part_.variables[v]
                               : coordinates + part_.variables[v - h.coordinates];
    };
    for (Terms* p : {&h.numerator, &h.denominator})
      for (Term& t : *p) t.monomial = t.monomial.renamed(to);
    h.coordinates = coordinates;
    return h;
  }
  SymmetryImage operator()(const SymmetryImage& image) const {
    return {image.law + first_law_, image.symmetry + first_symmetry_};
  }
  // The other coordinates stay.
  Permutation operator()(const Permutation& symmetry, std::size_t coordinates) const {
    Permutation images(coordinates);
    std::iota(images.begin(), images.end(), 0U);
    for (std::size_t j = 0; j < symmetry.size(); ++j)
      images[part_.variables[j]] = part_.variables[symmetry[j]];
    return images;
  }

  // Parts are not networks: no orbit of their kernels is split or claimed.
  Level operator()(const Level& level) const {
    Level out;
    out.degree = level.degree;
    out.dimension = level.dimension;
    out.extends = level.extends;
    out.kernel.prime = level.kernel.prime;
    for (const BranchStep& s : level.kernel.tree) {
      out.kernel.tree.push_back({(*this)(s.divisor), std::nullopt});
      if (s.row) out.kernel.tree.back().row = (*this)(*s.row);
    }
    for (const OrbitStep& s : level.kernel.orbit_steps)
      out.kernel.orbit_steps.push_back({(*this)(s.column), (*this)(*s.row), 0});
    for (const PivotStep& s : level.kernel.steps)
      out.kernel.steps.push_back({(*this)(s.row), (*this)(s.column)});
    for (const Element& e : level.elements) {
      out.elements.push_back({{}, (*this)(e.column)});
      for (const LawRef& f : e.factors) out.elements.back().factors.push_back((*this)(f));
    }
    return out;
  }

 private:
  const Part& part_;
  std::size_t first_law_, first_symmetry_;
};

class Assembly {
 public:
  Assembly(LawSpace& space, std::size_t coordinates, std::uint32_t degree)
      : space_(space), coordinates_(coordinates), product_(degree) {}

  void add_dead(std::uint32_t variable) {
    Law law;
    law.polynomial = {{Monomial::variable(variable), Rational(1)}};
    law.degree = 1;
    law.kind = "coordinate";
    law.orbit = space_.laws.size();
    independent_.push_back({{space_.laws.size(), {0, 1}}, variable});
    space_.laws.push_back(std::move(law));
    product_.multiply_by_variable();
  }

  // A solved part, or one that is the same as it: its laws are images of those of the first one (by
  // no symmetry that is stated).
  void add(std::size_t number, const Part& part, const LawSpace& solved,
           std::optional<std::size_t> copy_of) {
    const std::size_t first = space_.laws.size();
    const Embedding embed(part, space_);
    if (!copy_of) first_law_[number] = first;
    for (const Law& law : solved.laws) {
      Law embedded = law;
      embedded.polynomial = embed(law.polynomial);
      if (law.elementary)
        embedded.elementary = embed(*law.elementary, static_cast<std::uint32_t>(coordinates_));
      embedded.orbit = law.orbit + first_law_.at(copy_of.value_or(number));
      embedded.image_of.reset();
      if (law.image_of && !copy_of) embedded.image_of = embed(*law.image_of);
      space_.laws.push_back(std::move(embedded));
    }
    for (const GradientStep& s : solved.independent)
      independent_.push_back({embed(s.law), embed(s.variable)});
    for (const auto& [variable, value] : solved.point.values)
      space_.point.values.emplace_back(embed(variable), value);
    space_.prime = solved.prime;
    if (!copy_of)
      for (const Permutation& g : solved.symmetries)
        space_.symmetries.push_back(embed(g, coordinates_));
    PartLevels levels{number, copy_of, {}};
    for (const Level& level : solved.levels)
      if (!copy_of) levels.levels.push_back(embed(level));
    space_.parts.push_back(std::move(levels));
    product_.multiply(solved.levels);
  }

  void finish() {
    std::sort(space_.point.values.begin(), space_.point.values.end());
    space_.independent = std::move(independent_);
    space_.independence_known = true;
    list_in_order();
    if (space_.prime == 0) space_.prime = dense_prime(0);
    product_.add_levels(space_.levels);
  }

 private:
  LawSpace& space_;
  std::size_t coordinates_;
  TensorProduct product_;
  std::map<std::size_t, std::size_t> first_law_;  // by part
  std::vector<GradientStep> independent_;

  // The order of laws does not show that they come from parts.
  void list_in_order() {
    std::vector<std::size_t> order(space_.laws.size()), place(space_.laws.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      const bool first = !space_.laws[a].elementary, second = !space_.laws[b].elementary;
      return first != second ? first
                             : listed_before(space_.laws[a].polynomial, space_.laws[b].polynomial);
    });
    std::vector<Law> laws;
    for (std::size_t k = 0; k < order.size(); ++k) {
      place[order[k]] = k;
      laws.push_back(std::move(space_.laws[order[k]]));
    }
    for (Law& law : laws) {
      law.orbit = place[law.orbit];
      if (law.image_of)
        law.image_of->law = place[law.image_of->law];  // earlier: the order is stable
    }
    space_.laws = std::move(laws);
    for (GradientStep& s : space_.independent) s.law.law = place[s.law.law];
    for (PartLevels& p : space_.parts)
      for (Level& level : p.levels)
        for (Element& e : level.elements)
          for (LawRef& f : e.factors) f.law = place[f.law];
  }
};

}  // namespace

bool solve_by_parts(LawSpace& space, const Distribution& x, const LawOptions& options,
                    const Progress& progress) {
  if (x.network() != nullptr) return false;
  const std::vector<Part> parts = parts_of(x);
  if (std::count_if(parts.begin(), parts.end(), [](const Part& p) { return !p.fields.empty(); }) <
      2)
    return false;
  progress.tell("laws", std::to_string(parts.size()) + " parts");
  LawOptions of_parts = options;
  of_parts.has_no_more_laws_than = nullptr;  // known of the whole only
  Assembly assembly(space, x.coordinates(), options.degree);
  std::map<std::size_t, LawSpace> solved;
  for (std::size_t c = 0; c < parts.size(); ++c) {
    if (parts[c].fields.empty()) {
      assembly.add_dead(parts[c].variables.front());
      continue;
    }
    const std::size_t original = parts[c].same_as.value_or(c);
    if (!parts[c].same_as) {
      const Model model = model_of(x, parts[c]);
      solved[c] = find_laws(model, Distribution(model), of_parts, progress);
      if (solved[c].stopped) throw Error(ErrorKind::stopped, solved[c].stop_reason);
    }
    assembly.add(c, parts[c], solved.at(original), parts[c].same_as);
  }
  assembly.finish();
  return true;
}

}  // namespace abide
