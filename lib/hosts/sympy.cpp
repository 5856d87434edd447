// For SymPy: laws as expressions, to be read and used; check_laws() turns polynomials into elements
// of a sparse ring over Q, and expands the derivatives of the others.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

std::string to_sympy(const Sheet& sheet) {
  const TermStyle style{"\"", "/", "{", "}", ": ", 0};
  std::string text =
      comments(heading(sheet, "fractions and logarithms are expressions as any other"), hash) +
      R"(from sympy import QQ, Abs, Add, Mul, Rational, Symbol, log, ring

)" + wrapped("names = " + quoted_list(sheet.names)) +
      R"(coordinates = [Symbol(name, real=True) for name in names]


def expression(terms):
    """From pairs of a coefficient and powers {position: exponent}; behind the coordinates stand log |x|."""
    def variable(k):
        return coordinates[k] if k < len(names) else log(Abs(coordinates[k - len(names)]))
    return Add(*[Mul(Rational(c), *[variable(k)**e for k, e in powers.items()]) for c, powers in terms])


laws = [
)";
  for (const HostLaw& law : sheet.laws) {
    const ElementaryFunction& h = law.function;
    text += wrapped(
        "    expression(" + term_list(h.numerator, style) + ")" +
        (h.has_denominator() ? "/expression(" + term_list(h.denominator, style) + ")" : "") + ",");
  }
  text += "]\n";
  if (!sheet.fields) return text;
  return text + comments({fields_note}, hash) + "fields = [\n" + term_fields(*sheet.fields, style) +
         R"(]
fields = [[(k, expression(terms)) for k, terms in field] for field in fields]


)" + comments({check_note}, hash) +
         R"(def check_laws():
    polynomials = ring(coordinates, QQ)[0]
    exact = [[(k, polynomials.from_expr(c)) for k, c in field] for field in fields]
    wrong = []
    for number, law in enumerate(laws, 1):
        moving = [k for k, x in enumerate(coordinates) if x in law.free_symbols]
        if law.is_polynomial(*coordinates):
            polynomial = polynomials.from_expr(law)
            gradient = {k: polynomial.diff(polynomials.gens[k]) for k in moving}
            values = [sum((c*gradient[k] for k, c in field if k in gradient), polynomials.zero)
                      for field in exact]
        else:  # log |x| and log x have the same derivative
            smooth = law.replace(Abs, lambda x: x)
            gradient = {k: smooth.diff(coordinates[k]) for k in moving}
            values = [Add(*[c*gradient[k] for k, c in field if k in gradient]).expand() for field in fields]
        wrong += [(number, index) for index, value in enumerate(values, 1) if value != 0]
    return wrong


if __name__ == "__main__":
    print("no law along (law, field):", check_laws())
)";
}

}  // namespace abide
