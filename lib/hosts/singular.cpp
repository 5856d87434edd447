// For Singular: an ideal of laws, modules of fields and of gradients, and the products that are
// zero for laws.
#include <fmt/format.h>

#include "writers.hpp"
#include "writing.hpp"

namespace abide {

namespace {

// Σ p_j gen(j), a vector in Singular.
template <class Component>
std::string vector_of(std::size_t count, const Component& component) {
  return count == 0 ? "[0]" : listed(count, component, " + ");
}

std::string generator(const Formulas& f, const Terms& p, std::size_t position) {
  return fmt::format("({})*gen({})", f.formula(p), position + 1);
}

std::string field_vectors(const Formulas& f, const std::vector<FieldComponents>& fields) {
  return listed(fields.size(), [&](std::size_t i) {
    const auto& components = fields[i].components;
    return vector_of(components.size(), [&](std::size_t k) {
      return generator(f, components[k].coefficient, components[k].variable);
    });
  });
}

std::string gradient_vectors(const Formulas& f, const std::vector<const HostLaw*>& laws) {
  return listed(laws.size(), [&](std::size_t k) {
    const std::vector<Terms> gradient = cleared_gradient(laws[k]->function);
    return vector_of(gradient.size(), [&](std::size_t j) { return generator(f, gradient[j], j); });
  });
}

std::string declared(const std::string& what, const std::string& value) {
  return wrapped(what + (value.empty() ? "" : " = " + value) + ";");
}

}  // namespace

std::string to_singular(const Sheet& sheet) {
  const Formulas f(sheet, {{"// ", ""}, {'_', ""}, "", ""});
  const auto others = laws_of(sheet, false);
  std::string text = f.heading(gradients_note);
  text += declared("ring law_ring", "0, (" + f.coordinates() + "), dp") +
          declared("ideal laws", f.polynomial_laws()) +
          declared("module gradients", gradient_vectors(f, others));
  if (!sheet.fields) return text;
  return text + declared("module fields", field_vectors(f, *sheet.fields)) + f.comment(check_note) +
         fmt::format(R"(proc check_laws()
{{
  int law_number, field_number;
  int polynomials = ncols(laws);
  if (size(laws) == 0) {{ polynomials = 0; }}
  list wrong;
  matrix others = transpose(matrix(gradients, {0}, {2}));
  matrix along = matrix(fields, {0}, {1});
  matrix of_laws = jacob(laws)*along;
  matrix of_others = others*along;
  for (field_number = 1; field_number <= {1}; field_number++)
  {{
    for (law_number = 1; law_number <= polynomials; law_number++)
    {{
      if (of_laws[law_number, field_number] != 0) {{ wrong = wrong + list(list(law_number, field_number)); }}
    }}
    for (law_number = 1; law_number <= {3}; law_number++)
    {{
      if (of_others[law_number, field_number] != 0)
      {{ wrong = wrong + list(list(polynomials + law_number, field_number)); }}
    }}
  }}
  return(wrong);
}}
)",
                     sheet.names.size(), sheet.fields->size(),
                     std::max<std::size_t>(others.size(), 1), others.size());
}

}  // namespace abide
