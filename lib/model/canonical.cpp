// Reader and writer of canonical models (data/format/canonical.md), the one kind of model file that
// both programs read. The format has one spelling for everything, so the reader is strict: it
// takes what the writer could have written and nothing else, with file, line and column in every
// refusal.
#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "coordinates/coordinates.hpp"
#include "exact/exact.hpp"
#include "model/model.hpp"
#include "network.hpp"
#include "scanner.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_lines = std::uint64_t{1} << 31U;
constexpr std::uint64_t largest_size = (std::uint64_t{1} << 31U) - 1;

class CanonicalReader {
 public:
  CanonicalReader(std::string_view text, std::string file, const Progress& progress)
      : file_(std::move(file)), progress_(progress), lines_(text, {file_, 1, 1}), line_("", {}) {}

  Model run() {
    begin("abide-canonical 2");
    while (arrays_.empty() || starts_with("array ")) array_line();
    layout_ = coordinates();
    copy_ = {0, layout_->size()};
    std::vector<Terms> domain = read_domain();
    begin("metric ");
    const std::size_t metric_at = number_;
    Metric metric = read_metric();
    begin("drift");
    std::optional<FieldComponents> drift = read_drift();
    begin("");
    const Scanner body_line = line_;
    Model::Body body = read_body();
    begin("end ");
    line_.natural("the number of lines", number_, number_);
    finish();
    if (!lines_.done()) lines_.expected("nothing after the line 'end'");
    const bool carries =
        std::holds_alternative<PolynomialMap>(body) || std::holds_alternative<Network>(body);
    if (!metric.is_identity() && !carries)
      throw Error(ErrorKind::input, {file_, metric_at, 1},
                  "a metric stands beside 'map' or one 'network' only");
    if (drift) add(std::move(*drift), body, body_line);
    return Model(file_.substr(file_.rfind('/') + 1), "", *layout_, std::move(body))
        .with_domain(std::move(domain))
        .with_metric(std::move(metric));
  }

 private:
  std::string file_;
  const Progress& progress_;
  Scanner lines_, line_;
  std::size_t number_ = 0;
  std::vector<NamedArray> arrays_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  // of arrays
  std::optional<Coordinates> layout_;
  Coordinates::Interval copy_;  // the coordinates that are spoken of

  void finish() const {
    if (!line_.done()) line_.expected("the end of the line");
  }
  void begin(std::string_view start) {
    progress_.check();
    finish();
    if (lines_.done()) lines_.fail(lines_.position(), "the file ends before its line 'end'");
    line_ = Scanner(lines_.line(), {file_, ++number_, 1});
    line_.expect(start);
  }
  // Does the next line?
  bool starts_with(std::string_view start) {
    const std::size_t at = lines_.position();
    const bool does = lines_.take(start);
    lines_.back_to(at);
    return does;
  }

  void array_line() {
    begin("array ");
    const std::size_t at = line_.position();
    NamedArray& a = arrays_.emplace_back();
    a.name = line_.word();
    if (!is_array_name(a.name)) line_.fail(at, "expected a name of at most 200 bytes");
    if (!numbers_.emplace(a.name, static_cast<std::uint32_t>(arrays_.size() - 1)).second)
      line_.fail(at, "the name '" + quoted(a.name) + "' occurs twice");
    line_.expect(" ");
    if (!line_.take("scalar")) {
      a.indices = 1;
      a.rows = static_cast<std::uint32_t>(line_.natural("'scalar' or a size", 1, largest_size));
      if (line_.take(",")) {
        a.indices = 2;
        a.columns = static_cast<std::uint32_t>(line_.natural("a size", 1, largest_size));
      }
    }
    line_.expect(" ");
    if (a.indices == 2 && line_.take("columns "))
      a.order = NamedArray::Order::columns;
    else if (!line_.take("rows "))
      line_.expected(a.indices == 2 ? "'rows' or 'columns'" : "'rows'");
    a.role = role();
  }

  Role role() {
    const std::size_t at = line_.position();
    const std::string_view word = line_.word();
    if (word == "parameter") return {};
    if (word == "velocity") {
      line_.expect(" ");
      const std::size_t name_at = line_.position();
      const std::string name(line_.word());
      const auto found = numbers_.find(name);
      if (found == numbers_.end() || found->second + 1 == arrays_.size())
        line_.fail(name_at, "expected an array declared before, found '" + quoted(name) + "'");
      return {Role::Kind::velocity, found->second, {}};
    }
    if (word == "time") {
      line_.expect(" ");
      return {Role::Kind::time, 0, scan_rational(line_, "the rate")};
    }
    if (word == "constant" || word == "state" || word == "auxiliary")
      line_.fail(at, "the role '" + std::string(word) + "' is reserved for a later version");
    line_.back_to(at);
    line_.expected("'parameter', 'velocity' or 'time'");
  }

  Coordinates coordinates() {
    try {
      finish();
      return Coordinates(std::move(arrays_));
    } catch (const Error& e) {
      if (e.where().line != 0) throw;
      throw Error(e.kind(), {file_, number_, 1}, e.what());
    }
  }

  // Counted from the first coordinate of the copy whose body is read.
  std::uint32_t variable() {
    const std::size_t at = line_.position();
    const std::uint64_t j = scan_coordinate(line_, *layout_);
    if (j < copy_.first || j >= copy_.first + copy_.count)
      line_.fail(at, "expected a coordinate of the first copy");
    return static_cast<std::uint32_t>(j - copy_.first);
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

  Metric read_metric() {
    if (line_.take("identity")) return {};
    if (line_.take("diagonal")) {
      std::vector<Terms> diagonal;
      for (std::size_t k = 0; k < layout_->size(); ++k) {
        begin("g ");
        diagonal.push_back(sum());
      }
      return Metric::diagonal(std::move(diagonal));
    }
    if (!line_.take("full")) line_.expected("'identity', 'diagonal' or 'full'");
    Metric metric;
    for (std::size_t k = 0; k < layout_->size(); ++k) {
      begin("g");
      auto& row = metric.rows.emplace_back();
      for (auto& c : components().components) row.push_back({c.variable, std::move(c.coefficient)});
    }
    if (const auto places = asymmetry(metric))
      line_.fail(0, "expected a symmetric metric: " + *places);
    return metric;
  }

  std::optional<FieldComponents> read_drift() {
    if (line_.take(" none")) return std::nullopt;
    return components();
  }

  // The drift is the last field.
  static void add(FieldComponents drift, Model::Body& body, const Scanner& body_line) {
    auto* fields = std::get_if<ExplicitFields>(&body);
    if (fields == nullptr) body_line.fail(0, "expected 'fields' beside a drift");
    fields->fields.push_back(std::move(drift));
    fields->has_drift = true;
  }

  Model::Body read_body() {
    if (line_.take("map ")) return map(line_.natural("the number of entries", 1, most_lines));
    if (line_.take("fields ")) return fields(line_.natural("the number of fields", 1, most_lines));
    if (line_.take("sum ")) return sum_body(0, 0);
    if (line_.take("network ")) return network();
    const std::size_t at = line_.position();
    const std::string word(line_.word());
    if (word == "indexed" || word == "steps" || word == "ideal")
      line_.fail(at, "the body '" + word + "' is reserved for a later version");
    line_.back_to(at);
    line_.expected("'map', 'fields', 'network' or 'sum'");
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
      all.fields.push_back(components());
    }
    return all;
  }

  // The lines `c` that follow.
  FieldComponents components() {
    finish();
    FieldComponents field;
    while (lines_.peek() == 'c') component(field);
    return field;
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

  // Behind `sum`: the number of items `times COPIES`, each with its body, from coordinate `first`
  // on.
  Sum sum_body(int depth, std::uint64_t first) {
    const std::size_t at = line_.position();
    if (depth > 100) line_.fail(at, "more than 100 sums inside each other");
    Sum sum;
    const Scanner line = line_;
    for (std::uint64_t k = line_.natural("the number of summands", 1, most_lines); k > 0; --k) {
      sum.summands.push_back(summand(depth, first));
      first += sum.summands.back().copies * sum.summands.back().model->coordinates();
    }
    if (depth == 0 && first != layout_->size())
      line.fail(at, "the summands have " + std::to_string(first) + " coordinates, the file has " +
                        std::to_string(layout_->size()));
    return sum;
  }

  Sum::Summand summand(int depth, std::uint64_t first) {
    begin("times ");
    const std::size_t at = line_.position();
    const std::uint64_t copies = line_.natural("the number of copies", 1, largest_size);
    std::uint64_t size = 0;
    if (line_.take(" "))
      size = line_.natural("the number of coordinates of a copy", 1, largest_size);
    const Scanner line = line_;
    begin("");
    Model one = body_of_copy(depth, first, size);
    if (one.coordinates() * copies > layout_->size() - first)
      line.fail(at, "the copies have more coordinates than the file");
    return {std::make_shared<const Model>(std::move(one)), copies};
  }

  // Names are those of the first copy; only fields that are written out need its size said.
  Model body_of_copy(int depth, std::uint64_t first, std::uint64_t size) {
    if (line_.peek() == 'n' || line_.peek() == 's') {
      if (size != 0) line_.expected("'map' or 'fields', as a size was said");
      if (line_.take("sum ")) {
        Sum inner = sum_body(depth + 1, first);
        Coordinates arrays = arrays_of(inner);
        return Model("", "", std::move(arrays), std::move(inner));
      }
      line_.expect("network ");
      Network net = scan_network_line(line_);
      finish();
      Coordinates arrays = network_arrays(net);
      return Model("", "", std::move(arrays), std::move(net));
    }
    if (size == 0) line_.expected("'network' or 'sum', as no size was said");
    if (size > layout_->size() - first)
      line_.fail(line_.position(), "a copy has more coordinates than the file");
    copy_ = {first, size};
    Model::Body body = line_.take("map ")
                           ? Model::Body(map(line_.natural("the number of entries", 1, most_lines)))
                           : fields_behind_word();
    copy_ = {0, layout_->size()};
    return Model("", "", Coordinates::vector("x", size), std::move(body));
  }

  Model::Body fields_behind_word() {
    line_.expect("fields ");
    return fields(line_.natural("the number of fields", 1, most_lines));
  }

  static Coordinates arrays_of(const Sum& sum) {
    std::vector<std::pair<Coordinates, std::uint64_t>> parts;
    for (const Sum::Summand& s : sum.summands) parts.emplace_back(s.model->layout(), s.copies);
    return Coordinates::sum(std::move(parts));
  }

  void expect_coordinates(std::size_t at, std::uint64_t expected) const {
    if (expected != layout_->size())
      line_.fail(at, "the network has " + std::to_string(expected) + " parameters, the file has " +
                         std::to_string(layout_->size()));
  }

  Network network() {
    const std::size_t at = line_.position();
    Network net = scan_network_line(line_);
    finish();
    expect_coordinates(at, net.parameters());
    return net;
  }

  Terms sum() {
    if (line_.take("0")) return {};
    Terms terms;
    std::unordered_set<Monomial, MonomialHash> seen;
    bool negative = line_.take("-");
    while (true) {
      if (terms.size() % 1024 == 1023) progress_.check();
      const std::size_t at = line_.position();
      Term t = term();
      if (!seen.insert(t.monomial).second) line_.fail(at, "this monomial occurs twice");
      if (negative) t.coefficient = -t.coefficient;
      terms.push_back(std::move(t));
      if (line_.done()) return abide::collect(std::move(terms), progress_);
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
      t.coefficient = scan_rational(line_, "a coefficient");
      if (t.coefficient.is_zero()) line_.fail(at, "expected a positive coefficient");
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
};

std::string network_line(const Network& net) {
  std::string line = "network ";
  for (std::size_t l = 0; l <= net.layers(); ++l)
    line += (l > 0 ? "," : "") + std::to_string(net.width(l)) + (net.relu(l) ? "r" : "");
  if (net.bias() == Bias::none) return line + " none\n";
  return line + (net.bias() == Bias::hidden ? " hidden\n" : " all\n");
}

bool is_diagonal(const Metric& metric) {
  for (std::uint32_t j = 0; j < metric.rows.size(); ++j)
    for (const Metric::Entry& e : metric.rows[j])
      if (e.column != j) return false;
  return true;
}

class CanonicalWriter {
 public:
  explicit CanonicalWriter(const Progress& progress) : progress_(progress) {}

  std::string run(const Model& model) {
    const Names names = model.names();
    text_ = "abide-canonical 2\n";
    for (std::uint64_t a = 0; a < model.layout().count(); ++a) {
      progress_.check();
      text_ += "array " + model.layout().declaration(a) + "\n";
    }
    domain(model.domain(), names);
    metric(model.metric(), names);
    drift(model, names);
    body(model, names);
    const auto lines = std::count(text_.begin(), text_.end(), '\n') + 1;
    text_ += "end " + std::to_string(lines) + "\n";
    return std::move(text_);
  }

 private:
  const Progress& progress_;
  std::string text_;

  // Piece by piece, as one polynomial may have millions of terms.
  void polynomial(const Terms& p, const Names& names) {
    constexpr std::size_t most = 1024;
    progress_.check();
    if (p.size() <= most) {
      text_ += to_string(p, names);
      return;
    }
    for (std::size_t first = 0; first < p.size(); first += most) {
      progress_.check();
      const auto start = p.begin() + static_cast<std::ptrdiff_t>(first);
      const auto count = static_cast<std::ptrdiff_t>(std::min(most, p.size() - first));
      const std::string piece = to_string(Terms(start, start + count), names);
      if (first == 0) {
        text_ += piece;
      } else if (piece.front() == '-') {
        text_ += " - " + piece.substr(1);
      } else {
        text_ += " + " + piece;
      }
    }
  }
  void line(const char* start, const Terms& p, const Names& names) {
    text_ += start;
    polynomial(p, names);
    text_ += "\n";
  }

  void domain(const std::vector<Terms>& domain, const Names& names) {
    if (domain.empty()) {
      text_ += "domain all\n";
      return;
    }
    text_ += "domain nonzero " + std::to_string(domain.size()) + "\n";
    for (const Terms& p : domain) line("n ", p, names);
  }

  void component(std::uint32_t variable, const Terms& coefficient, const Names& names) {
    text_ += "c " + names[variable];
    line(" ", coefficient, names);
  }
  void components(const FieldComponents& field, const Names& names) {
    for (const auto& c : field.components) component(c.variable, c.coefficient, names);
  }

  void metric(const Metric& metric, const Names& names) {
    if (metric.is_identity()) {
      text_ += "metric identity\n";
      return;
    }
    const bool diagonal = is_diagonal(metric);
    text_ += diagonal ? "metric diagonal\n" : "metric full\n";
    for (const auto& row : metric.rows) {
      if (diagonal) {
        line("g ", row.empty() ? Terms() : row.front().value, names);
        continue;
      }
      text_ += "g\n";
      for (const Metric::Entry& e : row) component(e.column, e.value, names);
    }
  }

  void drift(const Model& model, const Names& names) {
    const auto* fields = std::get_if<ExplicitFields>(&model.body());
    if (fields == nullptr || !fields->has_drift) {
      text_ += "drift none\n";
      return;
    }
    text_ += "drift\n";
    components(fields->fields.back(), names);
  }

  // Without the drift.
  void fields(const ExplicitFields& all, const Names& names) {
    const std::size_t count = all.fields.size() - (all.has_drift ? 1 : 0);
    text_ += "fields " + std::to_string(count) + "\n";
    for (std::size_t k = 0; k < count; ++k) {
      text_ += "f\n";
      components(all.fields[k], names);
    }
  }

  // The names of a summand are those of its first copy.
  void sum(const Sum& sum, const Names& names) {
    text_ += "sum " + std::to_string(sum.summands.size()) + "\n";
    std::uint64_t first = 0;
    for (const Sum::Summand& s : sum.summands) {
      progress_.check();
      const auto& body = s.model->body();
      const bool sized =
          !std::holds_alternative<Sum>(body) && !std::holds_alternative<Network>(body);
      text_ += "times " + std::to_string(s.copies) +
               (sized ? " " + std::to_string(s.model->coordinates()) : "") + "\n";
      this->body(*s.model, Names(s.model->coordinates(),
                                 [&names, first](std::size_t k) { return names[first + k]; }));
      first += s.copies * s.model->coordinates();
    }
  }

  void body(const Model& model, const Names& names) {
    if (const auto* net = std::get_if<Network>(&model.body())) {
      text_ += network_line(*net);
    } else if (const auto* all = std::get_if<Sum>(&model.body())) {
      sum(*all, names);
    } else if (const auto* map = std::get_if<PolynomialMap>(&model.body())) {
      text_ += "map " + std::to_string(map->entries.size()) + "\n";
      for (const Terms& entry : map->entries) line("m ", entry, names);
    } else if (const auto* translated = std::get_if<Translated>(&model.body())) {
      text_ += "map " + std::to_string(entry_count(*translated)) + "\n";
      for (std::uint32_t k = 0; k < entry_count(*translated); ++k)
        line("m ", entry_of(*translated, k), names);
    } else if (std::holds_alternative<RationalMap>(model.body())) {
      throw Error(ErrorKind::internal, "the fields of a rational map are to be written out first");
    } else if (std::holds_alternative<PhaseSpace>(model.body())) {
      throw Error(ErrorKind::internal, "the fields of a phase space are to be written out first");
    } else if (!model.metric().is_identity()) {
      throw Error(ErrorKind::internal, "a metric beside fields is to be multiplied out first");
    } else {
      fields(std::get<ExplicitFields>(model.body()), names);
    }
  }
};

}  // namespace

Model read_canonical(std::string_view text, const std::string& file, const Progress& progress) {
  return CanonicalReader(text, file, progress).run();
}

std::string write_canonical(const Model& model, const Progress& progress) {
  return CanonicalWriter(progress).run(model);
}

}  // namespace abide
