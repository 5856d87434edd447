// Reader of TOML models (data/format/model.md): parameters in their order, definitions, then a map
// or fields, a metric, a domain and dynamics. Unknown keys are refused everywhere. Denominators are
// cleared here, and kept: a flow that was multiplied by them lives where none of them vanishes
// (mathematics.md, section 1).
#include "denominators.hpp"
#include "expression.hpp"
#include "scanner.hpp"

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <algorithm>
#include <istream>
#include <set>
#include <streambuf>
#include <unordered_set>

#include "model/model.hpp"

namespace abide {

namespace {

constexpr std::int64_t largest_array = 1 << 24;

// A text that asks before every piece whether to go on: the TOML library does not.
class TextInPieces : public std::streambuf {
 public:
  TextInPieces(std::string_view text, const Progress& progress)
      : text_(text), progress_(progress) {}

 protected:
  int_type underflow() override {
    progress_.check();
    const std::string_view piece = text_.substr(next_, 1U << 14U);
    next_ += piece.size();
    char* const start = const_cast<char*>(piece.data());  // nothing is ever put back into it
    setg(start, start, start + piece.size());
    return piece.empty() ? traits_type::eof() : traits_type::to_int_type(*start);
  }
  // The library looks at the first bytes and goes back.
  pos_type seekoff(off_type to, std::ios::seekdir from, std::ios::openmode) override {
    if (from == std::ios::cur) return static_cast<off_type>(next_) - (egptr() - gptr()) + to;
    next_ = static_cast<std::size_t>(to);
    setg(nullptr, nullptr, nullptr);
    return to;
  }
  pos_type seekpos(pos_type to, std::ios::openmode which) override {
    return seekoff(to, std::ios::beg, which);
  }

 private:
  std::string_view text_;
  std::size_t next_ = 0;
  const Progress& progress_;
};

class TomlReader {
 public:
  TomlReader(std::string_view text, std::string file, const Progress& progress)
      : text_(text), file_(std::move(file)), progress_(progress) {}

  Model run() {
    const toml::table root = parsed();
    allow(root, {"name", "parameter", "define", "model", "metric", "dynamics"}, "the file");
    const Coordinates layout = parameters(root);
    count_ = layout.size();
    const toml::node* node = root.get("model");
    const toml::table* model = node != nullptr ? node->as_table() : nullptr;
    if (model == nullptr) fail(root, "expected a table [model]");
    allow(*model, {"map", "fields", "domain"}, "[model]");
    const toml::node* map = model->get("map");
    const toml::node* fields = model->get("fields");
    if ((map == nullptr) == (fields == nullptr))
      fail(*model, "expected either 'map' or 'fields' in [model]");
    Scope scope(layout);
    definitions(root, scope);
    Model::Body body = map != nullptr ? read_map(*map, scope) : read_fields(*fields, scope);
    Metric metric = read_metric(root, scope, map != nullptr);
    if (const toml::node* domain = model->get("domain")) read_domain(*domain, scope);
    return Model(title(root), "", layout, std::move(body))
        .with_metric(std::move(metric))
        .with_domain(domain_.polynomials())
        .with(dynamics(root));
  }

 private:
  std::string_view text_;
  std::string file_;
  const Progress& progress_;
  std::size_t count_ = 0;  // of coordinates
  Denominators domain_;

  Location where(const toml::node& node) const {
    return {file_, node.source().begin.line, node.source().begin.column};
  }
  [[noreturn]] void fail(const toml::node& node, const std::string& message) const {
    throw Error(ErrorKind::input, where(node), message);
  }

  toml::table parsed() const {
    check_toml_nesting(text_, file_);
    try {
      TextInPieces pieces(text_, progress_);
      std::istream in(&pieces);
      in.exceptions(std::ios::badbit);  // else what the pieces throw would be lost
      return toml::parse(in, file_);
    } catch (const toml::parse_error& e) {
      progress_.check();  // the library makes what the pieces throw an error of its own
      throw Error(ErrorKind::input, {file_, e.source().begin.line, e.source().begin.column},
                  "not TOML: " + quoted(std::string(e.description())));
    }
  }

  void allow(const toml::table& table, const std::set<std::string>& keys,
             const std::string& place) const {
    for (const auto& [key, value] : table)
      if (!keys.contains(std::string(key.str())))
        fail(value, "unknown key '" + quoted(std::string(key.str())) + "' in " + place);
  }

  std::string title(const toml::table& root) const {
    const toml::node* node = root.get("name");
    if (node == nullptr) {
      const std::size_t slash = file_.rfind('/');
      return file_.substr(slash == std::string::npos ? 0 : slash + 1);
    }
    return text(*node, "a string").first;
  }

  const toml::array& array(const toml::node& node, const std::string& what) const {
    if (const toml::array* a = node.as_array()) return *a;
    fail(node, "expected " + what);
  }

  // A string and where it begins.
  std::pair<std::string, Location> text(const toml::node& node, const std::string& what) const {
    const auto* value = node.as_string();
    if (value == nullptr) fail(node, "expected " + what);
    Location start = where(node);
    start.column += 1;  // behind the quotation mark
    return {value->get(), start};
  }

  // Matrices with a name, in their order: each may use those before it.
  void definitions(const toml::table& root, Scope& scope) const {
    const toml::node* node = root.get("define");
    if (node == nullptr) return;
    for (const toml::node& entry : array(*node, "an array of tables [[define]]")) {
      const toml::table* table = entry.as_table();
      if (table == nullptr) fail(entry, "expected a table [[define]]");
      allow(*table, {"name", "value"}, "[[define]]");
      const std::string name = declared_name(*table, "[[define]]");
      if (scope.is_declared(name))
        fail(*table->get("name"), "the name '" + quoted(name) + "' is declared twice");
      const toml::node* value = table->get("value");
      if (value == nullptr) fail(*table, "expected 'value' in [[define]]");
      scope.define(name, expression(*value, scope));
    }
  }

  Metric read_metric(const toml::table& root, const Scope& scope, bool has_map) {
    const toml::node* node = root.get("metric");
    if (node == nullptr) return {};
    const toml::table* table = node->as_table();
    if (table == nullptr) fail(*node, "expected a table [metric]");
    if (!has_map) fail(*node, "a metric needs a 'map': it is part of 'fields' already");
    allow(*table, {"diagonal", "matrix"}, "[metric]");
    const toml::node* diagonal = table->get("diagonal");
    const toml::node* full = table->get("matrix");
    if ((diagonal == nullptr) == (full == nullptr))
      fail(*table, "expected either 'diagonal' or 'matrix' in [metric]");
    return diagonal != nullptr ? diagonal_metric(*diagonal, scope) : full_metric(*full, scope);
  }

  Metric diagonal_metric(const toml::node& node, const Scope& scope) {
    const std::vector<RationalFunction> entries = list(node, scope);
    if (entries.size() != count_)
      fail(node, "expected one entry per parameter, " + std::to_string(count_) + ", found " +
                     std::to_string(entries.size()));
    return Metric::diagonal(domain_.cleared(entries, progress_));
  }

  Metric full_metric(const toml::node& node, const Scope& scope) {
    const Matrix m = expression(node, scope);
    if (m.rows() != count_ || m.columns() != count_)
      fail(node, "expected a matrix of shape " + std::to_string(count_) + "x" +
                     std::to_string(count_) + ", found " + m.shape());
    const std::vector<Terms> entries = domain_.cleared(m.entries(), progress_);
    Metric metric;
    for (std::uint32_t i = 0; i < m.rows(); ++i) {
      auto& row = metric.rows.emplace_back();
      for (std::uint32_t j = 0; j < m.columns(); ++j)
        if (!entries[i * m.columns() + j].empty()) row.push_back({j, entries[i * m.columns() + j]});
    }
    if (const auto places = asymmetry(metric))
      fail(node, "expected a symmetric matrix: " + *places);
    return metric;
  }

  // Where the flow lives, beside the denominators.
  void read_domain(const toml::node& node, const Scope& scope) {
    for (const RationalFunction& f : list(node, scope)) {
      if (f.is_zero()) fail(node, "the domain is empty: a polynomial is zero everywhere");
      domain_.add(f.numerator());
      if (f.denominator()) domain_.add(*f.denominator());
    }
  }

  Dynamics dynamics(const toml::table& root) const {
    const toml::node* node = root.get("dynamics");
    if (node == nullptr) return {};
    const toml::table* table = node->as_table();
    if (table == nullptr) fail(*node, "expected a table [dynamics]");
    allow(*table, {"flow", "loss", "mirror"}, "[dynamics]");
    Dynamics dynamics;
    if (const toml::node* flow = table->get("flow")) {
      const auto [value, start] = text(*flow, "a string");
      dynamics = parse_dynamics(value, start);
    }
    if (const toml::node* loss = table->get("loss")) {
      const auto [value, start] = text(*loss, "a string");
      dynamics.loss = parse_loss(value, start);
    }
    if (const toml::node* mirror = table->get("mirror")) {
      const auto [value, start] = text(*mirror, "a string");
      dynamics.mirror = parse_mirror(value, start);
    }
    return dynamics;
  }

  Coordinates parameters(const toml::table& root) const {
    const toml::node* node = root.get("parameter");
    if (node == nullptr) fail(root, "expected at least one [[parameter]]");
    std::vector<NamedArray> arrays;
    std::unordered_set<std::string> seen;
    std::uint64_t count = 0;
    for (const toml::node& entry : array(*node, "an array of tables [[parameter]]")) {
      const toml::table* table = entry.as_table();
      if (table == nullptr) fail(entry, "expected a table [[parameter]]");
      allow(*table, {"name", "shape"}, "[[parameter]]");
      const std::string name = declared_name(*table, "[[parameter]]");
      if (!seen.insert(name).second)
        fail(*table->get("name"), "the parameter '" + quoted(name) + "' is declared twice");
      arrays.push_back(declared(name, shape(*table)));
      count += arrays.back().size();
      if (count > static_cast<std::uint64_t>(largest_array))
        throw Error(ErrorKind::limit, {file_, 0, 0}, "more than 2^24 parameters");
    }
    if (arrays.empty()) fail(*node, "expected at least one [[parameter]]");
    return Coordinates(std::move(arrays));
  }

  std::string declared_name(const toml::table& table, const std::string& place) const {
    const toml::node* node = table.get("name");
    if (node == nullptr) fail(table, "expected 'name' in " + place);
    std::string name = text(*node, "a string").first;
    if (!is_array_name(name) || name.size() > 200)
      fail(*node, "expected a name [A-Za-z][A-Za-z0-9_]*, found '" + quoted(name) + "'");
    return name;
  }

  std::vector<std::uint32_t> shape(const toml::table& table) const {
    const toml::node* node = table.get("shape");
    if (node == nullptr) return {};  // a scalar
    const toml::array& sizes = array(*node, "a shape: [], [n] or [rows, columns]");
    if (sizes.size() > 2) fail(*node, "expected a shape: [], [n] or [rows, columns]");
    std::vector<std::uint32_t> shape;
    for (const toml::node& size : sizes) {
      const auto* n = size.as_integer();
      if (n == nullptr || n->get() < 1 || n->get() > largest_array)
        fail(size, "expected a size of 1 to " + std::to_string(largest_array));
      shape.push_back(static_cast<std::uint32_t>(n->get()));
    }
    return shape;
  }

  static NamedArray declared(const std::string& name, const std::vector<std::uint32_t>& shape) {
    NamedArray a{name, static_cast<std::uint32_t>(shape.size())};
    if (!shape.empty()) a.rows = shape[0];
    if (shape.size() == 2) a.columns = shape[1];
    return a;
  }

  Matrix expression(const toml::node& node, const Scope& scope) const {
    const auto [value, start] = text(node, "an expression in quotes");
    return parse_expression(value, scope, start, progress_);
  }

  // The entries of all expressions, one after the other.
  std::vector<RationalFunction> list(const toml::node& node, const Scope& scope) const {
    std::vector<RationalFunction> entries;
    for (const toml::node& entry : array(node, "a list of expressions")) {
      Matrix value = expression(entry, scope);
      progress_.check();
      if (entries.empty())
        entries = std::move(value).entries();
      else
        entries.insert(entries.end(), value.entries().begin(), value.entries().end());
    }
    return entries;
  }

  Model::Body read_map(const toml::node& node, const Scope& scope) {
    std::vector<RationalFunction> entries = list(node, scope);
    if (entries.empty()) fail(node, "the map is empty");
    return domain_.map_of(std::move(entries), progress_);
  }

  ExplicitFields read_fields(const toml::node& node, const Scope& scope) {
    ExplicitFields fields;
    for (const toml::node& entry : array(node, "a list of fields")) {
      const std::vector<RationalFunction> components = list(entry, scope);
      if (components.size() != count_)
        fail(entry, "expected " + std::to_string(count_) + " components, found " +
                        std::to_string(components.size()));
      fields.fields.push_back(domain_.field_of(components, progress_));
    }
    if (fields.fields.empty()) fail(node, "the list of fields is empty");
    return fields;
  }
};

// Tables inside each other, by brackets and by dotted keys: the TOML library handles them by
// recursion, so they are bounded before it sees them. What is no TOML is for it to refuse.
class Nesting {
 public:
  Nesting(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  void run() {
    while (at_ < text_.size()) step(text_[at_]);
  }

 private:
  static constexpr std::size_t most = 32;
  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0, dots_ = 0, brackets_ = 0;

  bool starts(std::string_view token) const { return text_.substr(at_, token.size()) == token; }

  void step(char c) {
    if (c == '"' || c == '\'') return string(c);
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return;
    }
    ++at_;
    if (c == '.') return count(dots_, "a key of more than 32 parts");
    if (c == '[' || c == '{') count(brackets_, "more than 32 brackets inside each other");
    if ((c == ']' || c == '}') && brackets_ > 0) --brackets_;
    const bool inside_key = c != '\n' && c != '=' && c != ',' && c != '[' && c != '{';
    if (!inside_key) dots_ = 0;
  }

  void count(std::size_t& depth, const std::string& what) const {
    if (++depth <= most) return;
    const std::string_view before = text_.substr(0, at_);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    throw Error(ErrorKind::input, {file_, line, at_ - before.rfind('\n') - 1}, what);
  }

  // Up to its end, or that of the line or text where it has none.
  void string(char quote) {
    const std::string triple(3, quote);
    const bool is_long = starts(triple);
    at_ += is_long ? 3 : 1;
    while (at_ < text_.size()) {
      if (quote == '"' && text_[at_] == '\\') {
        at_ += 2;
      } else if (is_long ? starts(triple) : text_[at_] == quote || text_[at_] == '\n') {
        at_ += is_long ? 3 : 1;
        return;
      } else {
        ++at_;
      }
    }
  }
};

}  // namespace

void check_toml_nesting(std::string_view text, const std::string& file) {
  Nesting(text, file).run();
}

Model read_toml(std::string_view text, const std::string& file, const Progress& progress) {
  return TomlReader(text, file, progress).run();
}

}  // namespace abide
