// For SageMath: polynomials in a ring over Q, other laws in the symbolic ring, both from lists of
// terms, which it reads faster than formulas.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

std::string to_sage(const Sheet& sheet) {
  const TermStyle style{"\"", "/", "{", "}", ": ", 0};
  const Formulas f(sheet, {hash, {'_', "I"}, "[", "]"});
  std::string text = f.heading("log(x) stands for log |x|: they have the same derivative") +
                     "from sage.all import QQ, SR, PolynomialRing, log, prod\n\n" +
                     wrapped("names = " + quoted_list(f.names())) +
                     R"(law_ring = PolynomialRing(QQ, len(names), names)
coordinates = law_ring.gens()


def polynomial(terms):
    """From pairs of a coefficient and powers {position: exponent}."""
    return law_ring.sum(QQ(c)*law_ring.monomial(*[powers.get(k, 0) for k in range(len(coordinates))])
                        for c, powers in terms)


def expression(terms):
    """The same in the symbolic ring; behind the coordinates stand their logarithms."""
    variables = [SR(x) for x in coordinates]
    variables += [log(x) for x in variables]
    return sum((QQ(c)*prod(variables[k]**e for k, e in powers.items()) for c, powers in terms), SR(0))


laws = [
)";
  for (const HostLaw& law : sheet.laws)
    text += wrapped(law.function.is_polynomial()
                        ? "    polynomial(" + term_list(law.function.numerator, style) + "),"
                        : "    expression(" + term_list(law.function.numerator, style) +
                              ")/expression(" + term_list(law.function.denominator, style) + "),");
  text += "]\n";
  if (!sheet.fields) return text;
  return text + comments({fields_note}, hash) + "fields = [\n" + term_fields(*sheet.fields, style) +
         R"(]
fields = [[(k, polynomial(terms)) for k, terms in field] for field in fields]


)" + comments({check_note}, hash) +
         R"(def check_laws():
    wrong = []
    for number, law in enumerate(laws, 1):
        home = law.parent()
        gradient = [law.derivative(home(x)) for x in coordinates]
        for index, field in enumerate(fields, 1):
            value = sum((home(c)*gradient[k] for k, c in field), home(0))
            if not (value if home is law_ring else value.expand()).is_zero():
                wrong.append((number, index))
    return wrong
)";
}

}  // namespace abide
