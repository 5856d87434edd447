// Laws as tables of numbers, a row for each term: coefficient, variables, exponents. Programs that
// evaluate laws are a table and a few lines; numpy and PyTorch share all but these lines.
#include "tables.hpp"

#include <algorithm>
#include <map>

#include "writing.hpp"

namespace abide {

namespace {

class Tabulation {
 public:
  Tabulation(const Sheet& sheet, const std::vector<std::uint32_t>& position)
      : sheet_(sheet),
        position_(position),
        coordinates_(static_cast<std::uint32_t>(position.size())) {}

  TermTable run() {
    std::size_t terms = 0;
    for (const HostLaw& law : sheet_.laws) terms += law.function.numerator.size();
    table_.rows.reserve(terms);
    table_.powers.reserve(terms);
    for (std::size_t k = 0; k < sheet_.laws.size(); ++k)
      for (const Term& t : sheet_.laws[k].function.numerator)
        add(k, t, sheet_.laws[k].function.denominator[0]);
    return std::move(table_);
  }

 private:
  const Sheet& sheet_;
  const std::vector<std::uint32_t>& position_;
  std::uint32_t coordinates_;
  TermTable table_;
  std::map<std::uint32_t, std::uint32_t> logarithm_at_;

  void add(std::size_t law, const Term& t, const Term& below) {
    std::map<std::uint32_t, std::int64_t> powers;
    for (const Power& p : t.monomial.powers()) powers[variable(p.variable)] += p.exponent;
    for (const Power& p : below.monomial.powers()) powers[variable(p.variable)] -= p.exponent;
    std::erase_if(powers, [](const auto& p) { return p.second == 0; });
    table_.most_powers = std::max(table_.most_powers, powers.size());
    for (const auto& [v, exponent] : powers) table_.powers.push_back({v, exponent});
    table_.rows.push_back({law, t.coefficient / below.coefficient, table_.powers.size()});
  }
  std::uint32_t variable(std::uint32_t v) {
    if (v < coordinates_) return position_[v];
    const std::uint32_t x = position_[v - coordinates_];
    const auto [it, fresh] = logarithm_at_.try_emplace(
        x, coordinates_ + static_cast<std::uint32_t>(table_.logarithms.size()));
    if (fresh) table_.logarithms.push_back(x);
    return it->second;
  }
};

// Arrays one after the other, each row by row: the position of each coordinate in these.
std::vector<std::uint32_t> positions_by_rows(const Coordinates& layout) {
  std::vector<std::uint32_t> positions;
  for (std::uint32_t k = 0; k < layout.size(); ++k) {
    const Coordinates::Place place = layout.place(k);
    const std::uint64_t inside =
        std::uint64_t{place.row - 1} * layout[place.array].columns + place.column - 1;
    positions.push_back(static_cast<std::uint32_t>(layout.start(place.array) + inside));
  }
  return positions;
}

std::vector<std::uint32_t> shape_of(const NamedArray& a) {
  if (a.indices == 0) return {};
  return a.indices == 1 ? std::vector{a.rows} : std::vector{a.rows, a.columns};
}

std::string shape_text(const std::vector<std::uint32_t>& shape) {
  return "(" + listed(shape.size(), [&](std::size_t k) { return std::to_string(shape[k]); }) +
         (shape.size() == 1 ? ",)" : ")");
}

}  // namespace

TermTable term_table(const Sheet& sheet, const std::vector<std::uint32_t>& position) {
  return Tabulation(sheet, position).run();
}

std::string array_program(const Sheet& sheet, const ArrayLibrary& library) {
  const TermTable table = term_table(sheet, positions_by_rows(sheet.layout));
  // Rows of equal length: powers with exponent 0 do nothing.
  const auto powers = [&table](bool exponents) {
    return listed(table.rows.size(), [&](std::size_t k) {
      const auto row = table.powers_of(k);
      return "[" +
             listed(table.most_powers,
                    [&](std::size_t j) {
                      return j < row.size() ? (exponents ? std::to_string(row[j].exponent)
                                                         : std::to_string(row[j].variable))
                                            : std::string("0");
                    }) +
             "]";
    });
  };
  std::string keys;
  for (std::uint64_t k = 0; k < sheet.layout.count(); ++k)
    keys +=
        "    \"" + sheet.layout[k].name + "\": " + shape_text(shape_of(sheet.layout[k])) + ",\n";
  const auto array = [&](const std::string& items, const std::string& type) {
    return library.array + "([" + items + "], dtype=" + type + ")";
  };
  const auto integers = [&](const std::string& items) { return array(items, library.integers); };
  const auto column = [&table](const auto& item) {
    return listed(table.rows.size(), [&](std::size_t k) { return item(table.rows[k]); });
  };
  const std::string by_terms = ".reshape(-1, " + std::to_string(table.most_powers) + ")";
  std::string text =
      comments(heading(sheet), hash) + library.import + "\n\n" +
      "# The keys of the parameters and their shapes.\nSHAPES = {\n" + keys + "}\n" +
      "# Of each term of the laws: the law, from 0, the coefficient, the variables and "
      "their exponents. Variables\n"
      "# are the entries of all arrays row by row, then the logarithms.\n";
  // One by one: these texts are long.
  text += wrapped("LAW = " + integers(column([](const auto& r) { return std::to_string(r.law); })));
  text += wrapped(
      "COEFFICIENT = " +
      array(column([](const auto& r) { return r.coefficient.to_string(); }), library.numbers));
  text += wrapped("VARIABLE = " + integers(powers(false)) + by_terms);
  text += wrapped("EXPONENT = " + integers(powers(true)) + by_terms);
  text += wrapped("LOGARITHM = " + integers(listed(table.logarithms.size(), [&](std::size_t k) {
                    return std::to_string(table.logarithms[k]);
                  })));
  text += "LAWS = " + std::to_string(sheet.laws.size()) + "\n\n" + library.functions;
  return text;
}

}  // namespace abide
