// Models: from texts, from terms, and what they say of themselves.
#include <algorithm>
#include <limits>

#include "calls.hpp"

namespace abide::c {

namespace {

constexpr std::size_t most_coordinates = std::size_t{1} << 24U;
constexpr std::uint64_t most_entries = std::uint64_t{1} << 26U;
constexpr std::size_t most_model_bytes = std::size_t{1} << 30U;

std::shared_ptr<const NamedModel> named(Model model) {
  Coordinates layout = phase_space_of(model);
  return std::make_shared<const NamedModel>(NamedModel{std::move(model), std::move(layout)});
}

std::string_view model_text(const char* text, std::size_t size) {
  const std::string_view bytes = bytes_argument(text, size, "text");
  if (size > most_model_bytes) refuse(ABIDE_LIMIT, "a model of more than 1 GiB is not read");
  return bytes;
}

void check_body(int body) {
  if (body < ABIDE_MAP || body > ABIDE_FIELDS_AND_DRIFT)
    refuse(ABIDE_BAD_ARGUMENT, "'body' is none of abide_body: " + std::to_string(body));
}

Coordinates layout_of(const abide_array* arrays, std::size_t count) {
  check_count(count, sizeof(abide_array), "array_count");
  if (count > 0) needed_pointer(arrays, "arrays");
  std::vector<NamedArray> list;
  for (std::size_t k = 0; k < count; ++k) {
    const abide_array& a = arrays[k];
    const std::string place = "array " + std::to_string(k) + ": ";
    if (a.name == nullptr) refuse(ABIDE_BAD_ARGUMENT, place + "its name is NULL");
    if (a.dimensions > 2 || a.rows == 0 || a.columns == 0 || (a.dimensions < 1 && a.rows != 1) ||
        (a.dimensions < 2 && a.columns != 1))
      refuse(ABIDE_BAD_INPUT,
             place +
                 "expected 0, 1 or 2 dimensions, sizes of at least 1, and 1 for those that do "
                 "not count");
    list.push_back({a.name, a.dimensions, a.rows, a.columns});
  }
  Coordinates layout(std::move(list));
  if (layout.size() > most_coordinates)
    refuse(ABIDE_LIMIT, "more than 2^24 coordinates of a model that is written out are not read");
  return layout;
}

// A term of entry `number` as the library has it.
Term term_of(const abide_term& term, std::uint64_t coordinates, const std::string& place) {
  if (term.coefficient == nullptr) refuse(ABIDE_BAD_ARGUMENT, place + "its coefficient is NULL");
  const auto coefficient = Rational::parse(term.coefficient);
  if (!coefficient)
    refuse(ABIDE_BAD_INPUT, place +
                                "expected an integer, a decimal such as 0.25 or a fraction such "
                                "as 3/4, found '" +
                                quoted(term.coefficient) + "'");
  check_count(term.power_count, sizeof(abide_power), "power_count");
  if (term.power_count > 0 && term.powers == nullptr)
    refuse(ABIDE_BAD_ARGUMENT, place + "its powers are NULL");
  std::vector<Power> powers;
  for (std::size_t k = 0; k < term.power_count; ++k) {
    const abide_power& p = term.powers[k];
    if (p.coordinate >= coordinates || p.logarithm != 0)
      refuse(
          ABIDE_BAD_INPUT,
          place + (p.logarithm != 0 ? "models have no logarithms"
                                    : "expected a coordinate below " + std::to_string(coordinates) +
                                          ", found " + std::to_string(p.coordinate)));
    constexpr std::uint32_t largest = 1'000'000;
    if (p.exponent > largest)
      refuse(ABIDE_BAD_INPUT,
             place + "expected an exponent up to 10^6, found " + std::to_string(p.exponent));
    powers.push_back({static_cast<std::uint32_t>(p.coordinate), p.exponent});
  }
  return {Monomial(powers), *coefficient};
}

struct GivenTerms {
  int body;
  std::uint64_t entries;
  const abide_model_term* terms;
  std::size_t count;
};

// Of reading a model, which may have been ended before it began.
class Reading : public CallProgress {
 public:
  explicit Reading(const abide_job* job) : CallProgress(Settings(), maybe<Job>(job, "job")) {
    check();
  }
};

template <class Add>
void for_each_term(const GivenTerms& given, const Coordinates& layout, const Progress& progress,
                   const Add& add) {
  check_count(given.count, sizeof(abide_model_term), "term_count");
  if (given.count > 0) needed_pointer(given.terms, "terms");
  if (given.entries > most_entries) refuse(ABIDE_LIMIT, "more than 2^26 entries are not read");
  for (std::size_t k = 0; k < given.count; ++k) {
    if (k % 1024 == 0) progress.check();
    const abide_model_term& t = given.terms[k];
    const std::string place = "term " + std::to_string(k) + ": ";
    const std::uint64_t components = given.body == ABIDE_MAP ? 1 : layout.size();
    if (t.entry >= given.entries || t.component >= components)
      refuse(ABIDE_BAD_INPUT, place + "expected an entry below " + std::to_string(given.entries) +
                                  " and a component below " + std::to_string(components) +
                                  ", found " + std::to_string(t.entry) + " and " +
                                  std::to_string(t.component));
    add(t, term_of(t.term, layout.size(), place));
  }
}

Model model_of_terms(const Coordinates& layout, const GivenTerms& given, std::string title,
                     const Progress& progress) {
  if (given.body == ABIDE_MAP) {
    PolynomialMap map;
    for_each_term(given, layout, progress, [&](const abide_model_term& t, Term term) {
      if (map.entries.empty()) map.entries.resize(given.entries);
      map.entries[t.entry].push_back(std::move(term));
    });
    map.entries.resize(given.entries);
    return make_model(layout, std::move(map), std::move(title));
  }
  ExplicitFields fields{{}, given.body == ABIDE_FIELDS_AND_DRIFT};
  for_each_term(given, layout, progress, [&](const abide_model_term& t, Term term) {
    if (fields.fields.empty()) fields.fields.resize(given.entries);
    auto& components = fields.fields[t.entry].components;
    if (components.empty() || components.back().variable != t.component)
      components.push_back({static_cast<std::uint32_t>(t.component), {}});
    components.back().coefficient.push_back(std::move(term));
  });
  fields.fields.resize(given.entries);
  return make_model(layout, std::move(fields), std::move(title));
}

std::vector<std::string> expressions_of(const char* const* expressions, std::size_t count) {
  check_count(count, sizeof(const char*), "expression_count");
  if (count > 0) needed_pointer(expressions, "expressions");
  std::vector<std::string> list;
  for (std::size_t k = 0; k < count; ++k) {
    if (expressions[k] == nullptr)
      refuse(ABIDE_BAD_ARGUMENT, "expression " + std::to_string(k + 1) + " is NULL");
    list.emplace_back(expressions[k]);
  }
  return list;
}

Model model_of_expressions(const Coordinates& layout, int body, std::vector<std::string> list,
                           std::string title, const Progress& progress) {
  if (body == ABIDE_MAP)
    return make_model(layout, MapExpressions{std::move(list)}, std::move(title), progress);
  const std::size_t components = layout.size();
  if (list.size() % components != 0)
    refuse(ABIDE_BAD_INPUT, "expected expressions for all " + std::to_string(components) +
                                " components of each field, found " + std::to_string(list.size()));
  FieldExpressions fields{{}, body == ABIDE_FIELDS_AND_DRIFT};
  for (auto first = list.begin(); first != list.end();
       first += static_cast<std::ptrdiff_t>(components))
    fields.fields.emplace_back(first, first + static_cast<std::ptrdiff_t>(components));
  return make_model(layout, fields, std::move(title), progress);
}

std::string said(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

}  // namespace abide::c

using namespace abide::c;

extern "C" {

abide_status abide_model_from_specification(const char* specification, abide_job* job,
                                            abide_model** out, abide_error** error) {
  return give(out, error, [&] {
    const Reading progress(job);
    return named(abide::make_model(text_argument(specification, "specification"), progress));
  });
}

abide_status abide_model_from_toml(const char* text, size_t size, const char* name, abide_job* job,
                                   abide_model** out, abide_error** error) {
  return give(out, error, [&] {
    const Reading progress(job);
    return named(abide::read_toml(model_text(text, size),
                                  label_argument(name, "name", "model.toml"), progress));
  });
}

abide_status abide_model_from_canonical(const char* text, size_t size, const char* name,
                                        abide_job* job, abide_model** out, abide_error** error) {
  return give(out, error, [&] {
    const Reading progress(job);
    return named(abide::read_canonical(model_text(text, size),
                                       label_argument(name, "name", "model.canon"), progress));
  });
}

abide_status abide_model_from_terms(const char* title, const abide_array* arrays,
                                    size_t array_count, int body, uint64_t entry_count,
                                    const abide_model_term* terms, size_t term_count,
                                    abide_job* job, abide_model** out, abide_error** error) {
  return give(out, error, [&] {
    check_body(body);
    const Reading progress(job);
    return named(model_of_terms(layout_of(arrays, array_count),
                                {body, entry_count, terms, term_count},
                                label_argument(title, "title", "model"), progress));
  });
}

abide_status abide_model_from_expressions(const char* title, const abide_array* arrays,
                                          size_t array_count, int body,
                                          const char* const* expressions, size_t expression_count,
                                          abide_job* job, abide_model** out, abide_error** error) {
  return give(out, error, [&] {
    check_body(body);
    const Reading progress(job);
    return named(model_of_expressions(layout_of(arrays, array_count), body,
                                      expressions_of(expressions, expression_count),
                                      label_argument(title, "title", "model"), progress));
  });
}

abide_status abide_model_with_dynamics(const abide_model* model, const char* dynamics,
                                       const char* mirror, const char* loss, abide_model** out,
                                       abide_error** error) {
  return give(out, error, [&] {
    return named(
        abide::with_dynamics(needed<const NamedModel>(model, "model")->model,
                             abide::parse_dynamics({said(dynamics), said(mirror), said(loss)})));
  });
}

abide_status abide_model_title(const abide_model* model, abide_text** out, abide_error** error) {
  return give(out, error,
              [&] { return text_of(needed<const NamedModel>(model, "model")->model.title()); });
}

abide_status abide_model_canonical(const abide_model* model, abide_job* job, abide_text** out,
                                   abide_error** error) {
  return give(out, error, [&] {
    const auto object = needed<const NamedModel>(model, "model");
    return text_of(
        abide::canonical_text(object->model, CallProgress(Settings(), maybe<Job>(job, "job"))));
  });
}

abide_status abide_model_arrays(const abide_model* model, abide_text** out, abide_error** error) {
  return give(out, error, [&] {
    return text_of(abide::arrays_json(needed<const NamedModel>(model, "model")->layout));
  });
}

uint64_t abide_model_coordinates(const abide_model* model) {
  const auto object = object_of<const NamedModel>(model);
  return object ? object->layout.size() : 0;
}

abide_status abide_model_name(const abide_model* model, uint64_t coordinate, abide_text** out,
                              abide_error** error) {
  return give(out, error, [&] {
    const auto object = needed<const NamedModel>(model, "model");
    if (coordinate >= object->layout.size())
      refuse(ABIDE_BAD_ARGUMENT, "expected a coordinate below " +
                                     std::to_string(object->layout.size()) + ", found " +
                                     std::to_string(coordinate));
    return text_of(object->layout.name(coordinate));
  });
}

abide_status abide_families(const char* name, abide_text** out, abide_error** error) {
  return give(out, error, [&] {
    std::vector<abide::Family> pages = abide::families();
    if (name != nullptr)
      std::erase_if(pages, [&](const abide::Family& f) { return f.name != name; });
    if (pages.empty()) refuse(ABIDE_BAD_INPUT, "no family of models '" + abide::quoted(name) + "'");
    return text_of(abide::to_json(pages));
  });
}

void abide_model_free(abide_model* model) { release(model); }

}  // extern "C"
