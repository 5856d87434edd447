// Reader and writer of canonical models (data/format/canonical.md), the only kind of model file
// that the checker reads. The format has one spelling for everything, so the reader is strict: it
// takes what the writer could have written and nothing else, with file, line and column in every
// refusal.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "network.hpp"
#include "scanner.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_lines = std::uint64_t{1} << 31U;

class CanonicalReader {
 public:
  CanonicalReader(std::string_view text, std::string file)
      : text_(text), file_(std::move(file)), lines_(text, {file_, 1, 1}), line_("", {}) {}

  Model run() {
    begin("abide-canonical 1");
    begin("variables ");
    const std::uint64_t count = line_.natural("the number of variables", 1, most_lines);
    positions_.reserve(
        std::min<std::size_t>(count, text_.size() / std::string_view("v x\n").size()));
    for (std::uint64_t k = 0; k < count; ++k) variable_line();
    std::vector<Terms> domain = read_domain();
    begin("drift none");
    begin("");
    Model::Body body = read_body();
    begin("end ");
    line_.natural("the number of lines", number_, number_);
    finish();
    if (!lines_.done()) lines_.expected("nothing after the line 'end'");
    return Model(file_.substr(file_.rfind('/') + 1), "", std::move(names_), std::move(body))
        .with_domain(std::move(domain));
  }

 private:
  std::string_view text_;
  std::string file_;
  Scanner lines_, line_;
  std::size_t number_ = 0;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> positions_;

  void finish() const {
    if (!line_.done()) line_.expected("the end of the line");
  }
  void begin(std::string_view start) {
    finish();
    if (lines_.done()) lines_.fail(lines_.position(), "the file ends before its line 'end'");
    line_ = Scanner(lines_.line(), {file_, ++number_, 1});
    line_.expect(start);
  }

  void variable_line() {
    begin("v ");
    const std::size_t at = line_.position();
    std::string name = scan_variable_name(line_);
    if (!positions_.emplace(name, static_cast<std::uint32_t>(names_.size())).second)
      line_.fail(at, "the name '" + quoted(name) + "' occurs twice");
    names_.push_back(std::move(name));
  }

  std::uint32_t variable() {
    const std::size_t at = line_.position();
    const std::string name = scan_variable_name(line_);
    const auto found = positions_.find(name);
    if (found == positions_.end()) line_.fail(at, "undeclared name '" + quoted(name) + "'");
    return found->second;
  }

  std::vector<Terms> read_domain() {
    begin("domain ");
    if (line_.take("all")) return {};
    line_.expect("nonzero ");
    const std::uint64_t count = line_.natural("the number of polynomials", 1, most_lines);
    std::vector<Terms> domain;
    for (std::uint64_t k = 0; k < count; ++k) {
      begin("n ");
      const std::size_t at = line_.position();
      domain.push_back(sum());
      if (total_degree(domain.back()) == 0)
        line_.fail(at, "expected a polynomial that is no constant");
    }
    return domain;
  }

  Model::Body read_body() {
    if (line_.take("map ")) return map(line_.natural("the number of entries", 1, most_lines));
    if (line_.take("fields ")) return fields(line_.natural("the number of fields", 1, most_lines));
    if (line_.take("copies ")) return copies(line_.natural("the number of copies", 2, most_lines));
    if (line_.take("network ")) return network();
    line_.expected("'map', 'fields', 'copies' or 'network'");
  }

  PolynomialMap map(std::uint64_t count) {
    PolynomialMap map;
    for (std::uint64_t k = 0; k < count; ++k) {
      begin("m ");
      map.entries.push_back(sum());
    }
    return map;
  }

  ExplicitFields fields(std::uint64_t count) {
    ExplicitFields all;
    for (std::uint64_t k = 0; k < count; ++k) {
      begin("f");
      finish();
      FieldComponents& field = all.fields.emplace_back();
      while (lines_.peek() == 'c') component(field);
    }
    return all;
  }

  void component(FieldComponents& field) {
    begin("c ");
    const std::size_t at = line_.position();
    const std::uint32_t j = variable();
    if (!field.components.empty() && field.components.back().variable >= j)
      line_.fail(at, "expected a variable after that of the component before");
    line_.expect(" ");
    const std::size_t start = line_.position();
    Terms a = sum();
    if (a.empty()) line_.fail(start, "expected a non-zero component");
    field.components.push_back({j, std::move(a)});
  }

  // The variables of copies have names of their own.
  NetworkUnion copies(std::uint64_t count) {
    begin("network ");
    const std::size_t at = line_.position();
    Network net = scan_network_line(line_);
    finish();
    expect_variables(at, "the copies of this network have ", count * net.parameters());
    return {std::move(net), count};
  }

  void expect_variables(std::size_t at, const std::string& what, std::uint64_t expected) {
    if (expected != names_.size())
      line_.fail(at, what + std::to_string(expected) + " variables, the file has " +
                         std::to_string(names_.size()));
  }

  Network network() {
    const std::size_t at = line_.position();
    Network net = scan_network_line(line_);
    finish();
    expect_variables(at, "the network has ", net.parameters());
    return net;
  }

  Terms sum() {
    if (line_.take("0")) return {};
    Terms terms;
    std::unordered_set<Monomial, MonomialHash> seen;
    bool negative = line_.take("-");
    while (true) {
      const std::size_t at = line_.position();
      Term t = term();
      if (!seen.insert(t.monomial).second) line_.fail(at, "this monomial occurs twice");
      if (negative) t.coefficient = -t.coefficient;
      terms.push_back(std::move(t));
      if (line_.done()) return abide::collect(std::move(terms));
      negative = line_.take(" - ");
      if (!negative) line_.expect(" + ");
    }
  }

  Term term() {
    Term t{Monomial(), Rational(1)};
    std::vector<Power> powers;
    bool more = true;
    if (line_.peek() >= '0' && line_.peek() <= '9') {
      const std::size_t at = line_.position();
      t.coefficient = coefficient();
      more = line_.take("*");
      if (more && t.coefficient == Rational(1)) line_.fail(at, "a coefficient 1 is not written");
    }
    for (; more; more = line_.take("*")) {
      const std::size_t at = line_.position();
      const std::uint32_t v = variable();
      if (!powers.empty() && powers.back().variable >= v)
        line_.fail(at, "expected the variables of a term in their order, each once");
      powers.push_back({v, 1});
      if (line_.take("^"))
        powers.back().exponent =
            static_cast<std::uint32_t>(line_.natural("an exponent", 2, 1'000'000));
    }
    t.monomial = Monomial(std::move(powers));
    return t;
  }

  Integer positive(const std::string& what, std::int64_t least) {
    const std::size_t at = line_.position();
    const std::string digits(line_.digits());
    if (digits.empty() || digits.front() == '0' || digits.size() > 10'000) {
      line_.back_to(at);
      line_.expected(what);
    }
    Integer value = *Integer::parse(digits);
    if (value < Integer(least)) line_.fail(at, "expected " + what);
    return value;
  }

  Rational coefficient() {
    const std::size_t at = line_.position();
    Integer p = positive("a positive integer without leading zeros", 1);
    if (!line_.take("/")) return {std::move(p)};
    Integer q = positive("a denominator of at least 2", 2);
    if (!gcd(p, q).is_one()) line_.fail(at, "expected a fraction in lowest terms");
    return {std::move(p), std::move(q)};
  }
};

std::string network_line(const Network& net) {
  std::string line = "network ";
  for (std::size_t l = 0; l <= net.layers(); ++l)
    line += (l > 0 ? "," : "") + std::to_string(net.width(l)) + (net.relu(l) ? "r" : "");
  if (net.bias() == Bias::none) return line + " none\n";
  return line + (net.bias() == Bias::hidden ? " hidden\n" : " all\n");
}

std::string domain_lines(const Model& model) {
  if (model.domain().empty()) return "domain all\n";
  std::string lines = "domain nonzero " + std::to_string(model.domain().size()) + "\n";
  for (const Terms& p : model.domain()) lines += "n " + to_string(p, model.names()) + "\n";
  return lines;
}

std::string map_lines(const std::vector<Terms>& entries, const Names& names) {
  std::string lines = "map " + std::to_string(entries.size()) + "\n";
  for (const Terms& entry : entries) lines += "m " + to_string(entry, names) + "\n";
  return lines;
}

std::string field_lines(const ExplicitFields& all, const Names& names) {
  std::string lines = "fields " + std::to_string(all.fields.size()) + "\n";
  for (const FieldComponents& field : all.fields) {
    lines += "f\n";
    for (const auto& c : field.components)
      lines += "c " + names[c.variable] + " " + to_string(c.coefficient, names) + "\n";
  }
  return lines;
}

}  // namespace

Model read_canonical(std::string_view text, const std::string& file) {
  return CanonicalReader(text, file).run();
}

std::string write_canonical(const Model& model) {
  if (std::holds_alternative<RationalMap>(model.body()))
    throw Error(ErrorKind::internal, "the fields of a rational map are to be written out first");
  std::string text = "abide-canonical 1\nvariables " + std::to_string(model.coordinates()) + "\n";
  for (std::size_t k = 0; k < model.coordinates(); ++k) text += "v " + model.names()[k] + "\n";
  text += domain_lines(model) + "drift none\n";
  if (const auto* net = std::get_if<Network>(&model.body())) text += network_line(*net);
  if (const auto* all = std::get_if<NetworkUnion>(&model.body()))
    text += "copies " + std::to_string(all->copies()) + "\n" + network_line(all->network());
  if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
    text += map_lines(map->entries, model.names());
  if (const auto* fields = std::get_if<ExplicitFields>(&model.body()))
    text += field_lines(*fields, model.names());
  std::size_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1U : 0U;
  return text + "end " + std::to_string(lines) + "\n";
}

}  // namespace abide
