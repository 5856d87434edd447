// Models from expressions that a caller holds as texts: what TOML files say in `map` and `fields`,
// without a file.
#include "denominators.hpp"
#include "expression.hpp"
#include "model/model.hpp"

namespace abide {

namespace {

// Expressions one after the other, counted for messages.
class Expressions {
 public:
  Expressions(const Coordinates& layout, const Progress& progress)
      : scope_(layout), progress_(progress) {}

  std::vector<RationalFunction> entries(const std::vector<std::string>& texts) {
    std::vector<RationalFunction> all;
    for (const std::string& text : texts) {
      ++number_;
      const Matrix value = parse_expression(text, scope_, {place(), 1, 1}, progress_);
      all.insert(all.end(), value.entries().begin(), value.entries().end());
    }
    return all;
  }
  std::string place() const { return "expression " + std::to_string(number_); }

 private:
  Scope scope_;
  const Progress& progress_;
  std::size_t number_ = 0;
};

Model on_domain(Coordinates layout, Model::Body body, std::string title,
                const Denominators& domain) {
  return Model(std::move(title), "", std::move(layout), std::move(body))
      .with_domain(domain.polynomials());
}

}  // namespace

Model make_model(Coordinates layout, const MapExpressions& map, std::string title,
                 const Progress& progress) {
  Denominators domain;
  Model::Body body = domain.map_of(Expressions(layout, progress).entries(map.entries), progress);
  const auto* polynomials = std::get_if<PolynomialMap>(&body);
  if (polynomials != nullptr && polynomials->entries.empty())
    throw Error(ErrorKind::input, "the map is empty");
  return on_domain(std::move(layout), std::move(body), std::move(title), domain);
}

Model make_model(Coordinates layout, const FieldExpressions& given, std::string title,
                 const Progress& progress) {
  Denominators domain;
  Expressions expressions(layout, progress);
  ExplicitFields fields{{}, given.has_drift};
  for (const std::vector<std::string>& components : given.fields) {
    const std::vector<RationalFunction> entries = expressions.entries(components);
    if (entries.size() != layout.size())
      throw Error(ErrorKind::input, {expressions.place(), 0, 0},
                  "field " + std::to_string(fields.fields.size() + 1) + ": expected " +
                      std::to_string(layout.size()) + " components, found " +
                      std::to_string(entries.size()));
    fields.fields.push_back(domain.field_of(entries, progress));
  }
  if (fields.fields.empty()) throw Error(ErrorKind::input, "the list of fields is empty");
  return on_domain(std::move(layout), std::move(fields), std::move(title), domain);
}

}  // namespace abide
