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
std::string array(const std::string& declaration, const std::vector<std::string>& items) {
  const std::string values = listed(items.size(), [&](std::size_t k) { return items[k]; });
  return wrapped("static const " + declaration + "[] = {" + (values.empty() ? "0" : values) + "};");
}

template <class Items, class Text>
std::vector<std::string> texts(const Items& items, const Text& text) {
  std::vector<std::string> result;
  for (const auto& item : items) result.push_back(text(item));
  return result;
}

std::string arrays(const TermTable& table) {
  std::vector<std::pair<std::uint32_t, std::int64_t>> powers;
  std::vector<std::string> ends;
  for (const TermTable::Row& row : table.rows) {
    powers.insert(powers.end(), row.powers.begin(), row.powers.end());
    ends.push_back(std::to_string(powers.size()));
  }
  return array("double coefficient",
               texts(table.rows, [](const auto& row) { return number(row.coefficient); })) +
         array("long law_of_term",
               texts(table.rows, [](const auto& row) { return std::to_string(row.law); })) +
         array("long powers_end", ends) +
         array("long variable",
               texts(powers, [](const auto& p) { return std::to_string(p.first); })) +
         array("long exponent",
               texts(powers, [](const auto& p) { return std::to_string(p.second); })) +
         array("long logarithm_of",
               texts(table.logarithms, [](std::uint32_t x) { return std::to_string(x); }));
}

}  // namespace

std::string to_c(const Sheet& sheet) {
  std::vector<std::uint32_t> position(sheet.names.size());
  std::iota(position.begin(), position.end(), 0);
  const TermTable table = term_table(sheet, position);
  std::vector<std::string> lines = heading(sheet);
  lines.push_back("coordinates: " + listed(position.size(), [&](std::size_t k) {
                    return fmt::format("theta[{}] is {}", k, sheet.names[k]);
                  }));
  return comments(lines, {"/* ", " */"}) + "#include <math.h>\n\n" +
         fmt::format("enum {{ coordinates = {}, number_of_laws = {}, number_of_terms = {} }};\n\n",
                     sheet.names.size(), sheet.laws.size(), table.rows.size()) +
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
