// Canonical files are read strictly: every deviation is an InputError with its line and column. As
// everything has one spelling, two readers cannot take one file for two models (canonical.md).
// Names become numbers while they are read.
#include "canonical.hpp"

#include <unordered_set>

namespace abide_check {
Model Canonical::read() {
  begin("abide-canonical 2");
  do array();
  while (ahead() == "array");
  surroundings(model_);
  begin(""), body(model_);
  model_.specification = text("canonical ", model_.dimension, " ", model_.count);
  begin("end ");
  text_.natural("the number of lines", reader_.lines(), reader_.lines());
  text_.finish();
  if (reader_.more()) reader_.next().fail("expected nothing after the line 'end'");
  return std::move(model_);
}
void Canonical::surroundings(Model&) {
  for (const char* line : {"domain all", "metric identity", "drift none"}) begin(line);
}
void Canonical::begin(std::string_view start) {
  text_.finish();
  text_ = reader_.next(start);
}

// `array NAME SHAPE ORDER ROLE`
void Canonical::array() {
  begin("array ");
  const size_t start = text_.at();
  Array a{text_.name(), high_};
  if (!numbers_.emplace(a.name, arrays_.size()).second) text_.expected("a new name", start);
  auto& [indices, rows, columns, down, across] = a.shape;
  if (!text_.then().take("scalar"))
    rows = text_.natural("'scalar' or a size", 1, UINT32_MAX), indices = 1;
  if (indices == 1 && text_.take(","))
    columns = text_.natural("a size", 1, UINT32_MAX), indices = 2;
  const bool by_columns = indices == 2 && text_.take(" columns ");
  if (!by_columns) text_.expect(" rows ");
  (by_columns ? across : down) = by_columns ? rows : columns;
  role(a);
  text_.finish();
  high_ += rows * columns;
  if (high_ >> 62 != 0) text_.fail("2^62 coordinates or more");
  model_.arrays.push_back(text_.whole());
  arrays_.push_back(std::move(a));
}
const Canonical::Array& Canonical::known(const char* expected) {
  const size_t start = text_.at();
  const auto at = numbers_.find(text_.name());
  if (at == numbers_.end() || at->second == arrays_.size()) text_.expected(expected, start);
  return arrays_[at->second];
}
// NAME, NAME[i] or NAME[i,j], among the variables that are spoken of and counted from their first.
u32 Canonical::variable(u64 least) {
  const size_t start = text_.at();
  const auto& [name, first, shape] = known("an array of the model");
  u64 i = 0, j = 0;
  if (shape.indices > 0) text_.expect("["), i = text_.natural("an index", 1, shape.rows) - 1;
  if (shape.indices > 1) text_.expect(","), j = text_.natural("an index", 1, shape.columns) - 1;
  if (shape.indices > 0) text_.expect("]");
  const u64 v = first + i * shape.down + j * shape.across;
  if (v < low_ || v >= high_) text_.expected("a variable of the first copy", start);
  if (v - low_ < least) text_.expected("a later variable", start);
  return narrow(v - low_);
}
std::function<std::string(u32)> Canonical::names() const {
  return [arrays = std::make_shared<const std::vector<Array>>(arrays_), low = low_](u32 v) {
    const auto next = std::ranges::upper_bound(*arrays, low + v, {}, &Array::first);
    const auto& [name, first, shape] = *std::prev(next);
    const u64 k = low + v - first, i = k / shape.down % shape.rows + 1;
    if (shape.indices < 2) return shape.indices == 0 ? name : text(name, "[", i, "]");
    return text(name, "[", i, ",", k / shape.across % shape.columns + 1, "]");
  };
}

void Canonical::sum(Explicit::Body& pieces, u32 j) {
  std::unordered_set<Monomial, MonomialHash> seen;
  bool negative = text_.take("-");
  do {
    poll();
    const size_t start = text_.at();
    Monomial m;
    Rational c = 1;
    bool power = true;
    if (text_.digit()) {
      c = text_.rational();
      if (c == 0) text_.expected("a positive number", start);
      power = text_.take("*");
      if (power && c == 1) text_.expected("no coefficient 1", start);
    }
    for (; power; power = text_.take("*")) {
      const u32 v = variable(m.empty() ? 0 : m.back().variable + u64{1});
      m.push_back({v, text_.exponent()});
    }
    if (!seen.insert(m).second) text_.expected("a new monomial", start);
    pieces.push_back({j, std::move(m), negative ? Rational(-c) : c});
    negative = text_.rest().starts_with(" - ");
  } while (text_.take(" - ") || text_.take(" + "));
  text_.finish();
}
Explicit::Body Canonical::components() {
  Explicit::Body pieces;
  for (u32 next = 0; ahead() == "c"; ++next) {
    begin("c ");
    next = variable(next);
    text_.expect(" ");
    sum(pieces, next);
  }
  return pieces;
}
std::vector<Explicit::Body> Canonical::bodies(bool map) {
  if (high_ - low_ >= UINT32_MAX) text_.fail("2^32 - 1 variables or more");
  std::vector<Explicit::Body> all;
  for (u64 d = text_.natural("a number of entries or fields", 0, UINT32_MAX); d > 0; --d) {
    begin(map ? "m " : "f");
    all.push_back(map ? Explicit::Body() : components());
    if (map && (text_.rest() != "0" || !text_.take("0"))) sum(all.back(), 0);
    if (map) std::erase_if(all.back(), [](const auto& p) { return p.monomial.empty(); });
    all.back().shrink_to_fit();
  }
  return all;
}
void Canonical::body(Model& model) {
  const bool map = text_.take("map ");
  if (!map && !text_.take("fields ")) text_.expected("'map' or 'fields'");
  model.fields = std::make_unique<Explicit>(high_ - low_, names(), bodies(map), map);
  model.dimension = model.fields->dimension(), model.count = model.fields->count();
}
}  // namespace abide_check
