// The expansion of a certificate is what a listener hears of its check: every law that is used gets
// a number of its own, an orbit becomes pivots, an exponent matrix words at the point where all
// coordinates are 1, and the copies of a component become words and laws side by side, at one
// joined point. It is not trusted: abide-check-core checks it like any certificate.
#include "expand.hpp"

#include <iostream>

#include "rules/rules.hpp"

namespace abide_check {
namespace {
std::string written(const Monomial& m) {
  std::string out;
  for (const auto& q : m)
    out += text(out.empty() ? "" : ".", q.variable + u64{1},
                q.exponent > 1 ? text("^", q.exponent) : "");
  return out.empty() ? "0" : out;
}
// Adds a line, continued where it is long.
void add(std::string& lines, std::string_view line) {
  constexpr size_t most = 60000;
  while (line.size() > most) {
    const size_t space = line.rfind(' ', most);
    lines += text(line.substr(0, space), " \\\n");
    line.remove_prefix(space + 1);
  }
  lines += text(line, '\n');
}

// The copies of the components in the whole: where their variables and fields are.
struct Placed {
  u64 variables, fields;  // of the copies before; the time and the drift are no copy's own
  std::optional<u32> time;
  u64 drift = 0;  // the number of the drift in the component and in the whole, from 1
  u64 whole_drift = 0;
  u32 variable(u32 v) const {
    return time ? (v == 0 ? 0 : narrow(variables + v)) : narrow(variables + v);
  }
  u64 field(u64 i) const { return i == drift ? whole_drift : fields + i; }  // from 1
};

// Where a rank is taken: the number of a point, and a prime. Empty: nowhere.
struct Place {
  std::string point = {}, prime = {};
};
// What is said about one component: rows are kept apart from the point they are taken at.
struct Said {
  const Fields* fields = nullptr;
  u64 copies = 1;
  std::vector<std::map<u32, Integer>> points = {};
  Place of_laws = {}, of_words = {};
  std::vector<std::pair<Polynomial, u32>> laws = {};
  std::vector<std::pair<std::string, u32>> words = {};
  std::string spaces = {};  // sections
  bool lost = false;        // a law that is not a polynomial
};

class Expander final : public Listener {
 public:
  explicit Expander(const Model& model) : model_(model) {
    if (model.fields) said_.push_back({model.fields.get()});
  }
  void component(const Fields& fields, const Integer& copies) override {
    if (model_.fields)
      throw InputError("components of fields that are written out have no expansion");
    scoped_ = true;
    flush();
    said_.push_back({&fields, copies.convert_to<u64>()});
  }
  void statement(const std::string& line) override {
    flush();
    Text s(line);
    const std::string word(s.until(" "));
    s.take(" ");
    Said& said = said_.back();
    if (word == "point")
      point(s);
    else if (word == "independent")
      said.of_laws = place(s);
    else if (word == "lie-rank")
      said.of_words = place(s);
    else if (word == "exponents")
      s.until(" "), said.of_words = {at_ones(), std::string(s.then().rest())};
    else if (word == "space" && !spaces_lost_ && !scoped_)
      add(said.spaces, line);
    else if (word != "law" && word != "image" && word != "symmetry" && word != "elementary") {
      left_out_.push_back(line);
      spaces_lost_ = spaces_lost_ || word == "within" || word == "space";
    }
  }
  void row(const std::string& line, LawView* law, u32 pivot) override {
    Said& said = said_.back();
    if (!line.starts_with("i "))
      said.words.emplace_back(line.substr(2, line.find(' ', 2) - 2), pivot);
    else
      try {
        said.laws.emplace_back(law->terms(), pivot);
      } catch (const Rejected&) {
        said.lost = true;
      }
  }
  void pivot(u64 field, const Monomial& beta, const Monomial& alpha) override {
    add(pivots_, text("p ", field + 1, " ", written(beta), " ", written(alpha)));
  }
  void element(const Monomial& alpha, const std::vector<Polynomial>& factors) override {
    if (spaces_lost_ || scoped_) return;
    std::string line = "e " + written(alpha);
    for (size_t k = 0; k < factors.size(); ++k)
      line += text(k == 0 ? " " : ".", number(factors[k]));
    add(elements_, line);
  }

  Expansion result(bool complete) {
    flush();
    const Integer d = model_.dimension;
    std::string all = "abide-certificate 2\nrules none\n", points, claims;
    add(all, text("model canonical ", d, " ", model_.count));
    add(all, text("array x ", d, " rows parameter"));
    all += "dynamics gradient-flow\nmetric identity\nloss spanning\nasked certify\n";
    const bool laws = independent(points, claims), words = ranks(points, claims);
    for (const Said& said : said_) claims += said.spaces;
    all += laws_ + points + claims + (complete && laws && words ? "complete\n" : "");
    add(all, text("end ", std::ranges::count(all, '\n') + 1));
    return {std::move(all), std::move(left_out_)};
  }

 private:
  void point(Text& s) {
    auto& values = said_.back().points.emplace_back();
    s.until(" ");
    if (const u64 d = said_.back().fields->dimension(); s.take(" ~")) {
      const u64 seed = s.seed(d);
      for (u32 v = 0; v < d; ++v) values[v] = generated(seed, v) >> 2;
    }
    while (s.take(" ")) {
      const u32 v = s.variable(UINT32_MAX);
      s.expect("=");
      values[v] = s.integer();
    }
  }
  std::string at_ones() {
    Said& said = said_.back();
    auto& values = said.points.emplace_back();
    for (u32 v = 0; v < said.fields->dimension(); ++v) values[v] = 1;
    return std::to_string(said.points.size());
  }
  static Place place(Text& s) {
    s.until(" ");
    const std::string point(s.then().until(" "));
    return {point, std::string(s.then().rest())};
  }
  // Pivots come before elements in a section, in whatever order they were heard.
  void flush() {
    if (!spaces_lost_ && !scoped_ && !said_.empty()) said_.back().spaces += pivots_ + elements_;
    pivots_.clear(), elements_.clear();
  }
  // The number of a law with its coefficients made primitive.
  size_t number(const Polynomial& h) {
    Integer content = 0;
    for (const auto& t : h) content = mp::gcd(content, t.coefficient);
    if (h.front().coefficient < 0) content = -content;
    std::string line;
    for (const auto& t : h)
      line += text(" ", Integer(t.coefficient / content), ":", written(t.monomial));
    const auto [at, fresh] = numbers_.try_emplace(line, numbers_.size() + 1);
    if (fresh) add(laws_, text("law ", at->second, line));
    return at->second;
  }

  void each_copy(const std::function<void(const Said&, const Placed&)>& f) const {
    const u64 shared = scoped_ && model_.time ? 1 : 0;
    const auto time = shared > 0 ? std::optional<u32>(0) : std::nullopt;
    Placed at{0, 0, time};
    at.whole_drift = shared > 0 ? model_.count.convert_to<u64>() : 0;
    for (const Said& said : said_)
      for (u64 k = 0; k < said.copies; ++k) {
        at.drift = shared > 0 ? said.fields->count() : 0;
        f(said, at);
        at.variables += said.fields->dimension() - shared;
        at.fields += said.fields->count() - shared;
      }
  }
  // One point for all copies, if the components agree about the time, and the largest prime: any
  // may do, the core will see.
  std::optional<std::map<u32, Integer>> joined(Place Said::*of, std::string& prime) const {
    std::map<u32, Integer> values;
    bool agree = true;
    each_copy([&](const Said& said, const Placed& at) {
      const auto& [point, p] = said.*of;
      if (point.empty()) return;
      if (std::pair(p.size(), p) > std::pair(prime.size(), prime)) prime = p;
      // Without rows the point does not matter.
      if (of == &Said::of_laws ? said.laws.empty() : said.words.empty()) return;
      std::map<u32, Integer> own = said.points[std::stoul(point) - 1];
      if (at.time) own.try_emplace(0, 0);
      for (const auto& [v, c] : own)
        agree = agree && values.try_emplace(at.variable(v), c).first->second == c;
    });
    std::erase_if(values, [](const auto& entry) { return entry.second == 0; });
    return agree ? std::optional(values) : std::nullopt;
  }
  static Nodes nodes(const std::map<u32, Integer>& values, const Modulus& field) {
    Nodes result;
    for (const auto& [v, c] : values)
      if (const u64 r = field.of(c); r != 0) result.emplace_back(v, Element{r});
    return result;
  }
  // Keeps a row of a copy with a pivot, the one it had in its component if it can: the time, which
  // all copies share, only where there is no other.
  static std::optional<u32> keep(Elimination& rows, const Elimination::Row& row, u32 usual,
                                 const Said& said, const Placed& at) {
    if (at.variable(usual) != at.time && rows.add(row, at.variable(usual)))
      return at.variable(usual);
    for (u32 v = narrow(said.fields->dimension()); v-- > 0;)
      if (rows.add(row, at.variable(v))) return at.variable(v);
    return std::nullopt;
  }
  using AddRow =
      std::function<void(const std::string& line, const Elimination::Row& row, u32 pivot)>;
  using RowsOf =
      std::function<void(const Said&, const Placed&, const Point& whole, const AddRow& add)>;
  // A statement about a rank at one point, if the rows of all copies are independent there.
  bool rank(const std::string& word, Place Said::*of, std::string& points, std::string& claims,
            const RowsOf& rows_of) {
    std::string prime;
    const auto values = joined(of, prime);
    if (prime.empty()) return true;  // there is no such statement
    const Modulus field(Text(prime).prime());
    const Nodes whole = values ? nodes(*values, field) : Nodes();
    const auto rows = Elimination::make(field);
    std::vector<std::string> lines;
    bool independent = true;
    each_copy([&](const Said& said, const Placed& at) {
      rows_of(said, at, Point(field, whole), [&](const auto& line, const auto& row, u32 pivot) {
        const auto found = keep(*rows, row, pivot, said, at);
        independent = independent && found;
        lines.push_back(text(line, " ", found.value_or(0) + u64{1}));
      });
    });
    if (!values || !independent) {
      left_out_.push_back(word + ": the components have no common point");
      return false;
    }
    std::string point = text("point ", ++points_);
    for (const auto& [v, c] : *values) point += text(" ", v + u64{1}, "=", c);
    add(points, point);
    add(claims, text(word, " ", lines.size(), " ", points_, " ", prime));
    for (const auto& line : lines) add(claims, line);
    return true;
  }
  bool independent(std::string& points, std::string& claims) {
    if (std::ranges::any_of(said_, &Said::lost)) {
      left_out_.push_back("independent: a law that is not a polynomial");
      return false;
    }
    return rank("independent", &Said::of_laws, points, claims,
                [&](const Said& said, const Placed& at, const Point& whole, const AddRow& add_row) {
                  for (const auto& [law, pivot] : said.laws) {
                    Polynomial h = law;
                    for (auto& t : h)
                      for (auto& q : t.monomial) q.variable = at.variable(q.variable);
                    add_row(text("i ", number(h)), gradient_of(h, whole), pivot);
                  }
                });
  }
  // A word in the fields of a copy; combinations of all are of the fields of the model only.
  static std::string moved(const std::string& word, const Placed& at) {
    std::string out;
    for (Text s(word); !s.done();)
      if (s.digit())
        out += std::to_string(at.field(s.natural("a field", 1, UINT64_MAX)));
      else
        out += s.rest()[0], s.back(s.at() + 1);
    return out;
  }
  bool ranks(std::string& points, std::string& claims) {
    for (const Said& s : said_)
      if (std::ranges::any_of(s.words, [](const auto& w) { return w.first == "ad"; }))
        return left_out_.push_back("lie-rank: powers of ad"), false;
    if (scoped_ && std::ranges::any_of(said_, [](const Said& s) {
          return std::ranges::any_of(
              s.words, [](const auto& w) { return w.first.find('~') != w.first.npos; });
        })) {
      left_out_.push_back("lie-rank: combinations of all fields of a component");
      return false;
    }
    bool drift = false;
    return rank("lie-rank", &Said::of_words, points, claims,
                [&](const Said& said, const Placed& at, const Point& whole, const AddRow& add_row) {
                  if (said.of_words.point.empty()) return;
                  const Modulus& field = whole.ring().field();
                  Nodes own = nodes(said.points[std::stoul(said.of_words.point) - 1], field);
                  said.fields->prepare(own);
                  for (const auto& [word, pivot] : said.words) {
                    // The drift is one for all: only the time, which no other word moves, is seen.
                    const bool shared = at.time && word == std::to_string(at.drift);
                    if (shared && std::exchange(drift, true)) continue;
                    Text text(word);
                    Elimination::Row row;
                    for (const auto& [v, e] : said.fields->value(
                             read_word(text, said.fields->count()), Point(field, own)))
                      if (e[0] != 0 && (!shared || v == 0)) row.emplace_back(at.variable(v), e[0]);
                    add_row("w " + (scoped_ ? moved(word, at) : word), row, pivot);
                  }
                });
  }

  const Model& model_;
  std::vector<Said> said_;
  std::map<std::string, size_t> numbers_;  // of laws
  std::vector<std::string> left_out_;
  std::string laws_, pivots_, elements_;
  u64 points_ = 0;
  bool scoped_ = false, spaces_lost_ = false;
};

// The fields of all copies, the drift last.
std::vector<std::map<u32, Sum>> all_fields(const Model& model,
                                           const std::vector<Component>& parts) {
  std::vector<std::map<u32, Sum>> all;
  std::map<u32, Sum> drift;
  const u32 shared = model.time ? 1 : 0;
  u64 before = 0;
  for (const auto& c : parts)
    for (Integer k = 0; k < c.copies; ++k, before += c.fields->dimension() - shared)
      for (u64 i = 0; i < c.fields->count(); ++i) {
        const auto place = [&](u32 v) { return v < shared ? v : narrow(before + v); };
        const bool is_drift = shared > 0 && i + 1 == c.fields->count();
        if (!is_drift) all.emplace_back();
        auto& field = is_drift ? drift : all.back();
        c.fields->all_terms(i, [&](u32 j, const Monomial& a, const Rational& value) {
          Monomial m = a;
          for (auto& q : m) q.variable = place(q.variable);
          if (is_drift && j < shared && k > 0) return;  // the time once
          if (is_drift && j < shared && !field[place(j)].empty()) return;
          add_to(field[place(j)], m, value);
        });
      }
  if (shared > 0) all.push_back(std::move(drift));
  return all;
}
std::string sum(const Sum& terms) {
  std::map<Monomial, Rational> ordered(terms.begin(), terms.end());
  std::string out;
  for (const auto& [m, c] : ordered) {
    const Rational size = c < 0 ? Rational(-c) : c;
    out += out.empty() ? (c < 0 ? "-" : "") : c < 0 ? " - " : " + ";
    const char* separator = "";
    if (size != 1 || m.empty()) out += size.str(), separator = "*";
    for (const auto& q : m) {
      out += text(separator, "x[", q.variable + u64{1}, "]",
                  q.exponent > 1 ? text("^", q.exponent) : "");
      separator = "*";
    }
  }
  return out;
}
}  // namespace

Expansion expand_certificate(const Model& model, Input certificate) {
  if (model.dimension > 100000) throw InputError("a model of more than 100000 coordinates");
  Expander expander(model);
  const bool complete =
      check(model, {Reader(std::move(certificate)), nullptr, false, &expander}, make_ruled);
  return expander.result(complete);
}
std::string expand_model(const Model& model) {
  const Integer d = model.dimension;
  if (d > 100000) throw InputError("a model of more than 100000 coordinates");
  const auto fields = all_fields(
      model, model.fields ? std::vector<Component>{{model.fields, 1}} : model.components);
  std::string out = text("abide-canonical 2\narray x ", d, " rows parameter\ndomain all\n",
                         "metric identity\ndrift none\nfields ", fields.size(), "\n");
  for (const auto& components : fields) {
    out += "f\n";
    for (const auto& [j, terms] : components)
      if (!terms.empty()) out += text("c x[", j + u64{1}, "] ", sum(terms), "\n");
  }
  return out + text("end ", std::ranges::count(out, '\n') + 1, "\n");
}
void expand(const Model& model, const std::string* certificate) {
  if (certificate == nullptr) {
    std::cout << expand_model(model);
    return;
  }
  const Expansion expansion = expand_certificate(model, open_input(*certificate));
  for (const auto& what : expansion.left_out) std::cerr << "left out: " << what << '\n';
  std::cout << expansion.certificate;
}
}  // namespace abide_check
