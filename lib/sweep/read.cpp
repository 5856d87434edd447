#include "sections.hpp"

#include <algorithm>
#include <tuple>

namespace abide {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 28U;

class SweepReader {
 public:
  SweepReader(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  std::vector<SweepRow> run() {
    const toml::table root = parsed();
    for (const auto& [key, value] : root)
      if (key.str() != "defaults" && key.str() != "model" && key.str() != "grid")
        refuse(value, file_, "unknown key '" + quoted(std::string(key.str())) +
                                 "': expected [defaults], [[model]] or [[grid]]");
    if (const toml::node* defaults = root.get("defaults")) read_defaults(*defaults);
    for (const Section& section : sections(root)) read(section);
    if (rows_.empty()) throw Error(ErrorKind::input, {file_, 1, 1}, "expected a table [[model]] or [[grid]]");
    return std::move(rows_);
  }

 private:
  struct Section {
    const toml::node* node;
    bool grid;
  };
  std::string_view text_;
  std::string file_;
  const toml::table* defaults_ = nullptr;
  std::vector<SweepRow> rows_;
  std::size_t bytes_ = 0;

  toml::table parsed() const {
    try {
      return toml::parse(text_, file_);
    } catch (const toml::parse_error& e) {
      throw Error(ErrorKind::input, {file_, e.source().begin.line, e.source().begin.column},
                  "not TOML: " + quoted(std::string(e.description())));
    }
  }

  void read_defaults(const toml::node& node) {
    defaults_ = node.as_table();
    if (defaults_ == nullptr) refuse(node, file_, "expected a table [defaults]");
    allow(*defaults_, "[defaults]");
    if (const toml::node* model = defaults_->get("model")) refuse(*model, file_, "every row has a 'model' of its own");
  }

  void allow(const toml::table& table, const std::string& place, std::string_view also = "") const {
    for (const auto& [key, value] : table)
      if (!RowTemplate::is_key(key.str()) && key.str() != also)
        refuse(value, file_, "unknown key '" + quoted(std::string(key.str())) + "' in " + place);
  }

  // The rows are in the order of the file.
  std::vector<Section> sections(const toml::table& root) const {
    std::vector<Section> all;
    for (const auto& [key, grid] : {std::pair{"model", false}, std::pair{"grid", true}}) {
      const toml::node* node = root.get(key);
      if (node == nullptr) continue;
      const toml::array* list = node->as_array();
      if (list == nullptr) refuse(*node, file_, std::string("expected an array of tables [[") + key + "]]");
      for (const toml::node& entry : *list) all.push_back({&entry, grid});
    }
    const auto place = [](const Section& s) {
      return std::tuple(s.node->source().begin.line, s.node->source().begin.column);
    };
    std::stable_sort(all.begin(), all.end(), [&](const Section& a, const Section& b) { return place(a) < place(b); });
    return all;
  }

  // What is wrong with one section is said in its place; the others go on.
  void read(const Section& section) {
    const std::size_t before = rows_.size();
    try {
      const toml::table* table = section.node->as_table();
      if (table == nullptr) refuse(*section.node, file_, "expected a table");
      section.grid ? read_grid(*table) : read_model(*table);
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::limit) throw;
      rows_.resize(before);
      rows_.emplace_back().where = e.where();
      rows_.back().error = e.what();
    }
  }

  void read_model(const toml::table& table) {
    allow(table, "[[model]]");
    add(RowTemplate(table, defaults_, file_).row({}));
  }

  void add(SweepRow row) {
    bytes_ += row.model.size() + row.path.size() + row.degree.size();
    if (bytes_ > most_bytes) throw Error(ErrorKind::limit, row.where, "the rows have more than 2^28 bytes of text");
    if (rows_.size() == most_rows) throw Error(ErrorKind::limit, row.where, "more than 10^6 rows");
    rows_.push_back(std::move(row));
  }

  void read_grid(const toml::table& table) {
    allow(table, "[[grid]]", "over");
    const toml::node* over = table.get("over");
    const toml::table* lists = over != nullptr ? over->as_table() : nullptr;
    if (lists == nullptr) refuse(table, file_, "expected a table 'over' of variables with their values in [[grid]]");
    const RowTemplate rows(table, defaults_, file_);
    product(rows, table, variables(rows, *lists));
  }

  struct Variable {
    std::string name;
    std::vector<GridValue> values;
  };

  std::vector<Variable> variables(const RowTemplate& rows, const toml::table& lists) const {
    const std::vector<std::string> used = rows.variables();
    for (const auto& [key, value] : lists)
      if (std::find(used.begin(), used.end(), key.str()) == used.end())
        refuse(value, file_, "the variable '" + quoted(std::string(key.str())) + "' is in no text of the grid: expected {" +
                                 quoted(std::string(key.str())) + "}");
    std::vector<Variable> all;
    for (const std::string& name : used)
      if (const toml::node* node = lists.get(name)) all.push_back({name, grid_values(*node, file_)});
    return all;
  }

  // The last variable changes first.
  void product(const RowTemplate& rows, const toml::table& table, const std::vector<Variable>& variables) {
    std::size_t count = 1;
    for (const Variable& v : variables) {
      count *= v.values.size();  // both are at most 10^6
      if (count > most_rows) throw Error(ErrorKind::limit, place_of(table, file_), "a grid of more than 10^6 rows");
    }
    for (std::size_t k = 0; k < count; ++k) {
      GridPoint point;
      std::size_t rest = k;
      for (auto v = variables.rbegin(); v != variables.rend(); ++v) {
        point[v->name] = v->values[rest % v->values.size()];
        rest /= v->values.size();
      }
      add_point(rows, point);
    }
  }

  // A point that is no model does not end the grid.
  void add_point(const RowTemplate& rows, const GridPoint& point) {
    try {
      add(rows.row(point));
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::limit) throw;
      SweepRow bad;
      bad.where = e.where();
      bad.error = e.what();
      add(std::move(bad));
    }
  }
};

}  // namespace

std::vector<SweepRow> read_sweep(std::string_view text, const std::string& file) {
  return SweepReader(text, file).run();
}

}  // namespace abide
