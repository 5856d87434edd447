// For Oscar or Nemo in Julia: polynomials as lists of terms, since long formulas are slow to
// compile there.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

namespace {

std::string gradient_lines(const Sheet& sheet, const TermStyle& style) {
  std::string text;
  for (const HostLaw* law : laws_of(sheet, false)) {
    const std::vector<Terms> gradient = cleared_gradient(law->function);
    text += wrapped(
        "    [" +
        listed(gradient.size(),
               [&](std::size_t j) { return "from_terms(" + term_list(gradient[j], style) + ")"; }) +
        "],");
  }
  return text;
}

}  // namespace

std::string to_julia(const Sheet& sheet) {
  // A line may end in a list only behind a comma: there is no other space in term lists.
  const TermStyle style{"", "//", "[", "]", "=>", 1};
  std::string text =
      comments(heading(sheet, gradients_note), hash) + "using Oscar  # Nemo is enough\n\n" +
      wrapped("law_ring, coordinates = polynomial_ring(QQ, " + quoted_list(sheet.names) + ")") +
      R"(# From pairs of a coefficient and powers, position => exponent.
monomial_of(powers) = prod((coordinates[k]^e for (k, e) in powers), init = law_ring(1))
from_terms(terms) = sum((QQ(c)*monomial_of(powers) for (c, powers) in terms), init = law_ring(0))
laws = elem_type(law_ring)[
)";
  for (const HostLaw* law : laws_of(sheet, true))
    text += wrapped("    from_terms(" + term_list(law->function.numerator, style) + "),");
  text += "]\ngradients = Vector{elem_type(law_ring)}[\n" + gradient_lines(sheet, style) + "]\n";
  if (!sheet.fields) return text;
  return text + comments({fields_note}, hash) + "fields = [\n" + term_fields(*sheet.fields, style) +
         R"(]
fields = [[(k, from_terms(terms)) for (k, terms) in field] for field in fields]

gradient_of(number) = number <= length(laws) ?
    [derivative(laws[number], k) for k in eachindex(coordinates)] : gradients[number - length(laws)]
)" + comments({check_note}, hash) +
         R"(function check_laws()
    wrong = Tuple{Int, Int}[]
    for number in 1:length(laws) + length(gradients)
        gradient = gradient_of(number)
        for (index, field) in enumerate(fields)
            along = sum((c*gradient[k] for (k, c) in field), init = law_ring(0))
            iszero(along) || push!(wrong, (number, index))
        end
    end
    return wrong
end
)";
}

}  // namespace abide
