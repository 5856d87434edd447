// Models that a program fills in itself, rather than a file: maps and fields as terms. What the
// constructor of Model lets pass, because parts of models need it, but no file can say, is refused
// here; fractions are reduced as those of files are, and live where no denominator vanishes.
#include "denominators.hpp"

namespace abide {

namespace {

Model given(std::string title, Coordinates layout, Model::Body body, std::size_t count) {
  if (layout.size() == 0) throw Error(ErrorKind::input, "expected a parameter or more, found none");
  if (count == 0)
    throw Error(ErrorKind::input, "expected a map with an entry or more, or a field, found none");
  return {std::move(title), "", std::move(layout), std::move(body)};
}

RationalFunction reduced(RationalMap::Entry entry) {
  RationalFunction f(std::move(entry.numerator));
  f.divide_by(RationalFunction(std::move(entry.denominator)), Progress());
  return f;
}

}  // namespace

Model make_model(Coordinates layout, PolynomialMap map, std::string title) {
  const std::size_t count = map.entries.size();
  return given(std::move(title), std::move(layout), std::move(map), count);
}

Model make_model(Coordinates layout, ExplicitFields fields, std::string title) {
  const std::size_t count = fields.fields.size() - (fields.has_drift ? 1 : 0);
  return given(std::move(title), std::move(layout), std::move(fields), count);
}

Model make_model(Coordinates layout, RationalMap map, std::string title) {
  const std::size_t count = map.entries.size();
  const Model checked = given(std::move(title), std::move(layout), std::move(map), count);
  std::vector<RationalFunction> entries;
  for (const RationalMap::Entry& entry : std::get<RationalMap>(checked.body()).entries)
    entries.push_back(reduced(entry));
  Denominators domain;
  Model::Body body = domain.map_of(std::move(entries), Progress());
  return Model(checked.title(), "", checked.layout(), std::move(body))
      .with_domain(domain.polynomials());
}

}  // namespace abide
