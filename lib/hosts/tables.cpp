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
    table_.rows.push_back({law, t.coefficient / below.coefficient, {powers.begin(), powers.end()}});
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

// Arrays one after the other, each row by row; where coordinates fill no array, each is a number of
// its own.
struct FlatArrays {
  struct Key {
    std::string name;
    std::vector<std::uint32_t> shape;  // empty: a number
  };
  std::vector<Key> keys;
  std::vector<std::uint32_t> position;  // of each coordinate
};

std::vector<std::uint32_t> shape_of(const NamedArray& a) {
  if (a.indices == 0) return {};
  return a.indices == 1 ? std::vector{a.rows} : std::vector{a.rows, a.columns};
}

FlatArrays flatten(const Sheet& sheet) {
  FlatArrays flat;
  std::vector<std::uint32_t> starts;
  std::uint32_t end = 0;
  for (const NamedArray& a : sheet.arrays->all()) {
    starts.push_back(end);
    if (!a.whole) continue;
    flat.keys.push_back({a.name, shape_of(a)});
    end += a.rows * a.columns;
  }
  for (std::uint32_t k = 0; k < sheet.names.size(); ++k) {
    const Arrays::Place place = sheet.arrays->place(k);
    const NamedArray& a = (*sheet.arrays)[place.array];
    if (!a.whole) flat.keys.push_back({sheet.names[k], {}});
    flat.position.push_back(
        a.whole ? starts[place.array] + (place.row - 1) * a.columns + place.column - 1 : end++);
  }
  return flat;
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
  const FlatArrays arrays = flatten(sheet);
  const TermTable table = term_table(sheet, arrays.position);
  // Rows of equal length: powers with exponent 0 do nothing.
  const auto powers = [&table](bool exponents) {
    return listed(table.rows.size(), [&](std::size_t k) {
      const auto& row = table.rows[k].powers;
      return "[" +
             listed(table.most_powers,
                    [&](std::size_t j) {
                      return j < row.size()
                                 ? std::to_string(exponents ? row[j].second : row[j].first)
                                 : std::string("0");
                    }) +
             "]";
    });
  };
  std::string keys;
  for (const FlatArrays::Key& key : arrays.keys)
    keys += "    \"" + key.name + "\": " + shape_text(key.shape) + ",\n";
  const auto array = [&](const std::string& items, const std::string& type) {
    return library.array + "([" + items + "], dtype=" + type + ")";
  };
  const auto integers = [&](const std::string& items) { return array(items, library.integers); };
  return comments(heading(sheet), hash) + library.import + "\n\n" +
         "# The keys of the parameters and their shapes.\nSHAPES = {\n" + keys + "}\n" +
         "# Of each term of the laws: the law, from 0, the coefficient, the variables and their "
         "exponents. Variables\n"
         "# are the entries of all arrays row by row, then the logarithms.\n" +
         wrapped("LAW = " + integers(listed(table.rows.size(),
                                            [&](std::size_t k) {
                                              return std::to_string(table.rows[k].law);
                                            }))) +
         wrapped("COEFFICIENT = " +
                 array(listed(table.rows.size(),
                              [&](std::size_t k) { return table.rows[k].coefficient.to_string(); }),
                       library.numbers)) +
         wrapped("VARIABLE = " + integers(powers(false)) + ".reshape(-1, " +
                 std::to_string(table.most_powers) + ")") +
         wrapped("EXPONENT = " + integers(powers(true)) + ".reshape(-1, " +
                 std::to_string(table.most_powers) + ")") +
         wrapped("LOGARITHM = " + integers(listed(table.logarithms.size(),
                                                  [&](std::size_t k) {
                                                    return std::to_string(table.logarithms[k]);
                                                  }))) +
         "LAWS = " + std::to_string(sheet.laws.size()) + "\n\n" + library.functions;
}

}  // namespace abide
