// What programs evaluate instead of reading: arrays of coordinates, laws as lists of terms, and
// families of laws as sums of products of slices of arrays (data/format/c-abi.md).
#include <algorithm>
#include <functional>
#include <map>

#include "json.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_listed_arrays = 1'000'000, most_listed_copies = 10'000;

Json shape_of(const NamedArray& a) {
  Json shape = Json::array();
  if (a.indices > 0) shape.push_back(a.rows);
  if (a.indices > 1) shape.push_back(a.columns);
  return shape;
}

Json json_of_array(const Coordinates& layout, std::uint64_t number) {
  const NamedArray a = layout[number];
  Json j{{"name", a.name},
         {"shape", shape_of(a)},
         {"order", a.order == NamedArray::Order::columns ? "columns" : "rows"},
         {"first", layout.start(number)}};
  switch (a.role.kind) {
    case Role::Kind::parameter:
      j["role"] = "parameter";
      break;
    case Role::Kind::velocity:
      j["role"] = "velocity";
      j["of"] = layout[a.role.of].name;
      break;
    case Role::Kind::time:
      j["role"] = "time";
      j["rate"] = a.role.rate.to_string();
  }
  return j;
}

// [coefficient, [[coordinate, exponent], …]], and as a third the logarithms, if there are any.
template <class Called>
Json json_of_terms(const Terms& terms, std::uint32_t coordinates, const Called& called) {
  Json list = Json::array();
  for (const Term& t : terms) {
    Json powers = Json::array(), logarithms = Json::array();
    for (const Power& p : t.monomial.powers())
      if (p.variable < coordinates)
        powers.push_back(Json::array({called(p.variable), p.exponent}));
      else
        logarithms.push_back(Json::array({called(p.variable - coordinates), p.exponent}));
    Json& term = list.emplace_back(Json::array({t.coefficient.to_string(), std::move(powers)}));
    if (!logarithms.empty()) term.push_back(std::move(logarithms));
  }
  return list;
}

const char* name_of(Slice::Kind kind) {
  switch (kind) {
    case Slice::Kind::entry:
      return "entry";
    case Slice::Kind::row:
      return "row";
    case Slice::Kind::column:
      return "column";
    case Slice::Kind::whole:
      break;
  }
  return "whole";
}

const char* name_of(IndexRange::Kind kind) {
  switch (kind) {
    case IndexRange::Kind::single:
      return "single";
    case IndexRange::Kind::interval:
      return "interval";
    case IndexRange::Kind::nondecreasing:
      return "nondecreasing";
    case IndexRange::Kind::increasing:
      return "increasing";
    case IndexRange::Kind::box:
      return "box";
    case IndexRange::Kind::list:
      break;
  }
  return "list";
}

Json json_of(const SliceIndex& index) {
  if (!index.letter) return {{"value", index.value}};
  return {{"letter", *index.letter}, {"shift", index.shift}};
}

Json json_of(const Summand& s, const Coordinates& arrays) {
  Json factor = Json::array(), slices = Json::array();
  for (const Power& p : s.factor.powers())
    factor.push_back({{"coordinate", arrays.name(p.variable)}, {"exponent", p.exponent}});
  for (const Slice& slice : s.slices) {
    Json indices = Json::array();
    for (const SliceIndex& index : slice.indices) indices.push_back(json_of(index));
    slices.push_back({{"array", arrays[slice.array].name},
                      {"kind", name_of(slice.kind)},
                      {"indices", std::move(indices)}});
  }
  return {{"coefficient", s.coefficient.to_string()},
          {"factor", std::move(factor)},
          {"slices", std::move(slices)}};
}

// The arrays of forms, and how they are called in other copies.
class FamilyArrays {
 public:
  explicit FamilyArrays(const Claims& claims) : claims_(claims), whole_(claims.model->layout()) {}

  // Numbers in the whole of the arrays of a family, increasing.
  std::vector<std::uint64_t> used(const LawFamily& family) {
    std::vector<std::uint64_t> numbers;
    const auto add = [&](std::uint64_t of_family) {
      numbers.push_back(*whole_.find(family.arrays[of_family].name));
    };
    for (const Summand& s : family.form) {
      for (const Slice& slice : s.slices) add(slice.array);
      for (const Power& p : s.factor.powers()) add(family.arrays.place(p.variable).array);
    }
    if (family.elementary)
      for (const Terms* terms : {&family.elementary->numerator, &family.elementary->denominator})
        for (const Term& t : *terms)
          for (const Power& p : t.monomial.powers())
            add(family.arrays.place(p.variable % family.elementary->coordinates).array);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    for (const std::uint64_t number : numbers) all_.try_emplace(number, number);
    return numbers;
  }

  // By copy: what stands for each of these arrays there.
  Json in_copies(const LawFamily& family, const std::vector<std::uint64_t>& numbers) const {
    const Component& component = claims_.components[family.first.component].component;
    std::vector<std::uint32_t> local;
    for (const std::uint64_t number : numbers)
      local.push_back(local_of(component, family.first.copy, whole_.start(number)));
    Json copies = Json::array();
    for (std::uint64_t copy = 0; copy < family.copies; ++copy) {
      Json names = Json::array();
      for (const std::uint32_t j : local)
        names.push_back(whole_[whole_.place(component.place(copy, j)).array].name);
      copies.push_back(std::move(names));
    }
    return copies;
  }

  Json all() const {
    Json list = Json::array();
    for (const auto& [number, same] : all_) list.push_back(json_of_array(whole_, number));
    return list;
  }

 private:
  const Claims& claims_;
  const Coordinates& whole_;
  std::map<std::uint64_t, std::uint64_t> all_;

  // Places increase with coordinates.
  static std::uint32_t local_of(const Component& component, std::uint64_t copy,
                                std::uint64_t position) {
    std::uint32_t low = 0, high = static_cast<std::uint32_t>(component.model->coordinates());
    while (low + 1 < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      (component.place(copy, middle) <= position ? low : high) = middle;
    }
    return low;
  }
};

Json structure_of(const LawFamily& family) {
  Json j;
  if (family.elementary) {
    const ElementaryFunction& h = *family.elementary;
    const Names names = family.arrays.names();
    const auto named = [&](const Terms& terms) {
      return json_of_terms(terms, h.coordinates, [&](std::uint32_t v) { return names[v]; });
    };
    j["numerator"] = named(h.numerator);
    j["denominator"] = named(h.denominator);
    return j;
  }
  j["summands"] = Json::array();
  for (const Summand& s : family.form) j["summands"].push_back(json_of(s, family.arrays));
  j["range"] = {{"kind", name_of(family.range.kind)},
                {"bounds", family.range.bounds},
                {"tuples", family.range.tuples}};
  return j;
}

}  // namespace

std::string arrays_json(const Coordinates& layout) {
  if (layout.count() > most_listed_arrays)
    throw Error(ErrorKind::limit, "more than 10^6 arrays are not listed");
  Json list = Json::array();
  for (std::uint64_t k = 0; k < layout.count(); ++k) list.push_back(json_of_array(layout, k));
  return list.dump() + "\n";
}

std::string families_json(const Claims& claims) {
  FamilyArrays arrays(claims);
  Json list = Json::array();
  for (const LawFamily& family : law_families(claims)) {
    Json j = json_of(written(family));
    const std::vector<std::uint64_t> used = arrays.used(family);
    j["arrays"] = Json::array();
    for (const std::uint64_t number : used)
      j["arrays"].push_back(claims.model->layout()[number].name);
    if (family.copies > 1 && family.copies <= most_listed_copies)
      j["arrays_of_copies"] = arrays.in_copies(family, used);
    j["structure"] = structure_of(family);
    list.push_back(std::move(j));
  }
  const Json all{{"format", "abide-families"},
                 {"version", 1},
                 {"model", claims.model->title()},
                 {"arrays", arrays.all()},
                 {"families", std::move(list)}};
  return all.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::string law_json(const Claims& claims, const LawGroup& law) {
  const ElementaryFunction h = function_of(claims, law.law);
  const Law& of_component = claims.law(law.law);
  const Json j{{"expression", to_string(h, claims.model->names())},
               {"kind", of_component.kind},
               {"degree", degree_or_null(of_component.degree)},
               {"independent", law.independent ? Json(*law.independent) : Json(nullptr)},
               {"multiplicity", law.multiplicity},
               {"numerator", json_of_terms(h.numerator, h.coordinates, std::identity())},
               {"denominator", json_of_terms(h.denominator, h.coordinates, std::identity())}};
  return j.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string to_json(const Verdict& v, const Model& model, const ElementaryFunction& law) {
  const Coordinates layout = phase_space_of(model);
  const std::string dynamics = model.dynamics().title();
  Json j{{"format", "abide-verdict"},
         {"version", 1},
         {"model", model.title() + (dynamics.empty() ? "" : ", " + dynamics)},
         {"law", to_string(law, layout.names())},
         {"proved", v.law}};
  if (!v.law) {
    Json point = Json::object();
    for (const auto& [k, value] : v.point) point[layout.name(k)] = value.to_string();
    j["witness"] = {{"field", v.field + 1},
                    {"point", point},
                    {"value", v.value ? Json(v.value->to_string()) : Json(nullptr)}};
  }
  return j.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::string to_json(const std::vector<Family>& pages) {
  Json list = Json::array();
  for (const Family& f : pages)
    list.push_back({{"name", f.name},
                    {"syntax", f.syntax},
                    {"parameters", f.parameters},
                    {"map", f.map},
                    {"latex", f.latex},
                    {"example", f.example},
                    {"source", f.source},
                    {"laws", f.laws}});
  return list.dump(2) + "\n";
}

}  // namespace abide
