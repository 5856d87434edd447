// The JSON result (data/format/result.md), written and read back. The order of its fields is fixed,
// and numbers that were not determined are `null`.
#include "json.hpp"

namespace abide {

namespace {

Json optional_number(const std::optional<std::uint64_t>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::optional<std::uint64_t> read_number(const Json& value) {
  if (value.is_null()) return std::nullopt;
  return value.get<std::uint64_t>();
}

std::optional<bool> read_flag(const Json& value) {
  if (value.is_null()) return std::nullopt;
  return value.get<bool>();
}

Json json_of(const Report::Formula& f) {
  return {{"ascii", f.ascii}, {"unicode", f.unicode}, {"latex", f.latex}};
}

Report::Formula read_formula(const Json& j) {
  return {j.at("ascii").get<std::string>(), j.at("unicode").get<std::string>(),
          j.at("latex").get<std::string>()};
}

// The letters by what they mean, if they are not the usual ones.
Json json_of(const Letters& letters) {
  return {{"fields", letters.fields},         {"law", letters.law},   {"map", letters.map},
          {"parameters", letters.parameters}, {"loss", letters.loss}, {"metric", letters.metric},
          {"count", letters.count},           {"time", letters.time}, {"index", letters.sum[0]}};
}

Letters read_letters(const Json& j) {
  Letters letters;
  for (auto [key, letter] :
       {std::pair("fields", &letters.fields), std::pair("law", &letters.law),
        std::pair("map", &letters.map), std::pair("parameters", &letters.parameters),
        std::pair("loss", &letters.loss), std::pair("metric", &letters.metric),
        std::pair("count", &letters.count), std::pair("time", &letters.time),
        std::pair("index", &letters.sum[0])})
    *letter = j.at(key).get<std::string>();
  return letters;
}

Json json_of(const Report::Setting& s) {
  Json j{{"parameters", s.parameters},
         {"map", s.map},
         {"flow", s.flow},
         {"remark", s.remark},
         {"sources", s.sources}};
  if (!s.domain.empty()) j["domain"] = s.domain;
  if (const Json letters = json_of(s.letters); letters != json_of(Letters()))
    j["letters"] = letters;
  return j;
}

Report::Setting read_setting(const Json& j) {
  Report::Setting s{j.at("parameters").get<std::string>(),
                    j.at("map").get<std::string>(),
                    j.at("flow").get<std::string>(),
                    j.at("remark").get<std::string>(),
                    j.at("sources").get<std::vector<std::string>>(),
                    {},
                    {}};
  if (j.contains("domain")) s.domain = j.at("domain").get<std::vector<std::string>>();
  if (j.contains("letters")) s.letters = read_letters(j.at("letters"));
  return s;
}

std::uint32_t read_degree(const Json& j) {
  return static_cast<std::uint32_t>(read_number(j).value_or(0));
}

Report::Family read_family(const Json& j) {
  Report::Family f;
  f.form = read_formula(j.at("form"));
  f.matrix = j.at("matrix").get<bool>();
  if (!j.at("range").is_null()) f.range = read_formula(j.at("range"));
  f.laws = j.at("laws").get<std::uint64_t>();
  f.copies = j.value("copies", std::uint64_t{1});
  f.independent = read_number(j.at("independent"));
  if (j.contains("rank_bound")) f.rank_bound = j.at("rank_bound").get<std::uint32_t>();
  f.degree = read_degree(j.at("degree"));
  f.kind = j.at("kind").get<std::string>();
  return f;
}

// Completeness follows from these numbers only.
void check_complete(const Report& r, const Location& where) {
  if (r.lie_lower && r.lie_lower == r.lie_upper && *r.lie_lower <= r.coordinates &&
      r.independent_laws == r.coordinates - *r.lie_lower)
    return;
  const std::string rank = r.lie_lower ? std::to_string(*r.lie_lower) : "an unknown rank";
  throw Error(ErrorKind::input, where,
              "\"complete\" needs independent laws + Lie rank = coordinates, found " +
                  std::to_string(r.independent_laws) + " + " + rank + " and " +
                  std::to_string(r.coordinates));
}

}  // namespace

Json json_of(const Report::Family& f) {
  Json j{{"form", json_of(f.form)}, {"matrix", f.matrix}};
  j["range"] = f.range.ascii.empty() ? Json(nullptr) : json_of(f.range);
  j["laws"] = f.laws;
  if (f.copies > 1) j["copies"] = f.copies;
  j["independent"] = f.independent ? Json(*f.independent) : Json(nullptr);
  if (f.rank_bound) j["rank_bound"] = *f.rank_bound;
  j["degree"] = degree_or_null(f.degree);
  j["kind"] = f.kind;
  return j;
}

Report report_of(const Json& j, const Location& where) {
  Report r;
  r.stated_in = where.file.empty() ? "JSON" : where.file;
  r.model = j.at("model").get<std::string>();
  r.parameters = j.at("parameters").get<std::uint64_t>();
  r.coordinates = j.at("coordinates").get<std::uint64_t>();
  for (const Json& d : j.at("law_space"))
    r.law_space.push_back({d.at("degree").get<std::uint32_t>(), read_number(d.at("dimension"))});
  r.within = j.value("within", "");
  if (j.contains("domain")) r.domain = j.at("domain").get<std::vector<std::string>>();
  for (const Json& l : j.at("laws"))
    r.laws.push_back({l.at("expression").get<std::string>(), read_degree(l.at("degree")),
                      read_flag(l.at("independent")), l.at("kind").get<std::string>(),
                      l.at("multiplicity").get<std::uint64_t>()});
  if (j.contains("families"))
    for (const Json& f : j.at("families")) r.families.push_back(read_family(f));
  r.laws_known = !r.law_space.empty() || !r.laws.empty();
  r.laws_truncated = j.at("laws_truncated").get<bool>();
  r.independent_laws = j.at("independent_laws").get<std::uint64_t>();
  r.lie_lower = read_number(j.at("lie_rank").at("lower"));
  r.lie_upper = read_number(j.at("lie_rank").at("upper"));
  if (j.contains("local_laws")) r.local_laws = read_number(j.at("local_laws"));
  r.monomial_map = j.value("monomial_map", false);
  r.complete = j.at("complete").get<bool>();
  if (r.complete) check_complete(r, where);
  if (j.at("certificate").is_string()) r.certificate = j.at("certificate").get<std::string>();
  r.digest = j.value("digest", "");
  r.command = j.value("command", "");
  if (j.contains("latex")) r.setting = read_setting(j.at("latex"));
  r.probably = j.value("probably", "");
  r.stopped = j.value("stopped", "");
  if (j.contains("timings")) {
    const Json& t = j.at("timings");
    r.timings = {t.at("laws_s").get<double>(), t.at("lie_s").get<double>(),
                 t.at("total_s").get<double>()};
  }
  return r;
}

Json json_of(const Report& r) {
  Json j;
  j["model"] = r.model;
  j["parameters"] = r.parameters;
  j["coordinates"] = r.coordinates;
  if (!r.domain.empty()) j["domain"] = r.domain;
  if (!r.within.empty()) j["within"] = r.within;
  j["law_space"] = Json::array();
  for (const auto& d : r.law_space)
    j["law_space"].push_back({{"degree", d.degree},
                              {"dimension", optional_number(d.value)},
                              {"certified", d.value.has_value()}});
  j["laws"] = Json::array();
  for (const auto& l : r.laws)
    j["laws"].push_back({{"expression", l.expression},
                         {"degree", degree_or_null(l.degree)},
                         {"independent", l.independent ? Json(*l.independent) : Json(nullptr)},
                         {"kind", l.kind},
                         {"multiplicity", l.multiplicity}});
  if (!r.families.empty()) j["families"] = Json::array();
  for (const auto& f : r.families) j["families"].push_back(json_of(f));
  j["laws_truncated"] = r.laws_truncated;
  j["independent_laws"] = r.independent_laws;
  j["lie_rank"] = {{"lower", optional_number(r.lie_lower)},
                   {"upper", optional_number(r.lie_upper)}};
  if (r.local_laws) j["local_laws"] = *r.local_laws;
  if (r.monomial_map) j["monomial_map"] = true;
  j["complete"] = r.complete;
  j["certificate"] = r.certificate.empty() ? Json(nullptr) : Json(r.certificate);
  if (!r.digest.empty()) j["digest"] = r.digest;
  if (!r.command.empty()) j["command"] = r.command;
  j["latex"] = json_of(r.setting);
  if (!r.probably.empty()) j["probably"] = r.probably;
  if (!r.stopped.empty()) j["stopped"] = r.stopped;
  if (r.timings)
    j["timings"] = {{"laws_s", r.timings->laws_s},
                    {"lie_s", r.timings->lie_s},
                    {"total_s", r.timings->total_s}};
  return j;
}

std::string to_json(const Report& r) {
  Json j{{"format", "abide-result"}, {"version", 1}};
  j.update(json_of(r));
  return j.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

Report read_report(const std::string& json, const std::string& file) {
  try {
    const Json j = Json::parse(json);
    if (j.at("format") != "abide-result" || j.at("version") != 1)
      throw Error(ErrorKind::input, {file, 0, 0}, "the format is not 'abide-result', version 1");
    return report_of(j, {file, 0, 0});
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::input, {file, 0, 0}, "not a JSON result: " + quoted(e.what()));
  }
}

}  // namespace abide
