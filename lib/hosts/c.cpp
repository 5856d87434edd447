// Laws as a function in C: constant tables of terms and one loop over them, without any library but
// <math.h>. Coefficients are quotients of exact numbers, rounded once.
#include <fmt/format.h>

#include <numeric>

#include "tables.hpp"
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

namespace {

// "3.0/2.0": quotients of exact numbers are rounded once.
std::string number(const Rational& c) {
  return c.numerator().to_string() + ".0" +
         (c.is_integer() ? "" : "/" + c.denominator().to_string() + ".0");
}

// C has no empty arrays.
template <class Item>
std::string array(const std::string& declaration, std::size_t count, const Item& item) {
  const std::string values = count == 0 ? "0" : listed(count, item);
  return wrapped("static const " + declaration + "[] = {" + values + "};");
}

std::string arrays(const TermTable& table) {
  const auto of_terms = [&table](const std::string& declaration, const auto& item) {
    return array(declaration, table.rows.size(),
                 [&](std::size_t k) { return item(table.rows[k]); });
  };
  const auto of_powers = [&table](const std::string& declaration, const auto& item) {
    return array(declaration, table.powers.size(),
                 [&](std::size_t k) { return std::to_string(item(table.powers[k])); });
  };
  using Row = TermTable::Row;
  using Power = TermTable::Power;
  return of_terms("double coefficient", [](const Row& r) { return number(r.coefficient); }) +
         of_terms("long law_of_term", [](const Row& r) { return std::to_string(r.law); }) +
         of_terms("long powers_end", [](const Row& r) { return std::to_string(r.end); }) +
         of_powers("long variable", [](const Power& p) { return p.variable; }) +
         of_powers("long exponent", [](const Power& p) { return p.exponent; }) +
         array("long logarithm_of", table.logarithms.size(),
               [&](std::size_t k) { return std::to_string(table.logarithms[k]); });
}

}  // namespace

std::string to_c(const Sheet& sheet) {
  std::vector<std::uint32_t> position(sheet.layout.size());
  std::iota(position.begin(), position.end(), 0);
  const TermTable table = term_table(sheet, position);
  std::vector<std::string> lines = heading(sheet);
  lines.push_back("coordinates: " + listed(position.size(), [&](std::size_t k) {
                    return fmt::format("theta[{}] is {}", k, sheet.layout.name(k));
                  }));
  return comments(lines, {"/* ", " */"}) + "#include <math.h>\n\n" +
         fmt::format("enum {{ coordinates = {}, number_of_laws = {}, number_of_terms = {} }};\n\n",
                     sheet.layout.size(), sheet.laws.size(), table.rows.size()) +
         "/* Of each term: its coefficient, its law, and where its powers end. Behind the "
         "coordinates stand\n"
         "   logarithms. */\n" +
         arrays(table) + R"(
static double power(double base, long n)
{
  double result = 1;
  long k;
  for (k = n < 0 ? -n : n; k > 0; --k) result *= base;
  return n < 0 ? 1/result : result;
}

double laws(const double *theta, double *out);

/* Writes the values of all laws to out. Returns the largest sum of the absolute values of the terms of a law: rounding
   errors of the values are about as large as this number times DBL_EPSILON. */
double laws(const double *theta, double *out)
{
  double size = 0, largest = 0;
  long law, term = 0, k = 0;
  for (law = 0; law < number_of_laws; ++law) {
    out[law] = size = 0;
    for (; term < number_of_terms && law_of_term[term] == law; ++term) {
      double value = coefficient[term];
      for (; k < powers_end[term]; ++k) {
        const long v = variable[k];
        value *= power(v < coordinates ? theta[v] : log(fabs(theta[logarithm_of[v - coordinates]])), exponent[k]);
      }
      out[law] += value;
      size += fabs(value);
    }
    if (size > largest) largest = size;
  }
  return largest;
}
)";
}

}  // namespace abide
