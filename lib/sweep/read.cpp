// Reader of sweep files (data/format/sweep.md): sections in the order of the file, grids written
// out as rows, the last variable changing first. A section that is wrong becomes a row that says
// so, and the others are still run.
#include <algorithm>
#include <tuple>

#include "model/model.hpp"
#include "sections.hpp"

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
        refuse(value, file_,
               "unknown key '" + quoted(std::string(key.str())) +
                   "': expected [defaults], [[model]] or [[grid]]");
    if (const toml::node* defaults = root.get("defaults")) read_defaults(*defaults);
    for (const Section& section : sections(root)) read(section);
    if (rows_.empty())
      throw Error(ErrorKind::input, {file_, 1, 1}, "expected a table [[model]] or [[grid]]");
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
  const toml::table* default_lists_ = nullptr;
  std::vector<SweepRow> rows_;
  std::size_t bytes_ = 0;

  toml::table parsed() const {
    check_toml_nesting(text_, file_);
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
    allow(*defaults_, "[defaults]", "over");
    if (const toml::node* over = defaults_->get("over")) default_lists_ = &lists(*over);
    if (const toml::node* model = defaults_->get("model"))
      refuse(*model, file_, "every row has a 'model' of its own");
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
      if (list == nullptr)
        refuse(*node, file_, std::string("expected an array of tables [[") + key + "]]");
      for (const toml::node& entry : *list) all.push_back({&entry, grid});
    }
    const auto place = [](const Section& s) {
      return std::tuple(s.node->source().begin.line, s.node->source().begin.column);
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Section& a, const Section& b) { return place(a) < place(b); });
    return all;
  }

  // What is wrong with one section is said in its place; the others go on.
  void read(const Section& section) {
    try {
      const toml::table* table = section.node->as_table();
      if (table == nullptr) refuse(*section.node, file_, "expected a table");
      section.grid ? read_grid(*table) : read_model(*table);
    } catch (const Error& e) {
      if (e.kind() == ErrorKind::limit) throw;
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
    if (bytes_ > most_bytes)
      throw Error(ErrorKind::limit, row.where, "the rows have more than 2^28 bytes of text");
    if (rows_.size() == most_rows) throw Error(ErrorKind::limit, row.where, "more than 10^6 rows");
    rows_.push_back(std::move(row));
  }

  const toml::table& lists(const toml::node& over) const {
    if (const toml::table* table = over.as_table()) return *table;
    refuse(over, file_, "expected a table 'over' of variables with their values");
  }

  void read_grid(const toml::table& table) {
    allow(table, "[[grid]]", "over");
    const toml::node* over = table.get("over");
    const RowTemplate rows(table, defaults_, file_);
    product(rows, table, variables(rows, over != nullptr ? &lists(*over) : nullptr));
  }

  struct Variable {
    std::string name;
    std::vector<GridValue> values;
  };

  // With the lists of the grid, and with those of the defaults.
  std::vector<Variable> variables(const RowTemplate& rows, const toml::table* own) const {
    const std::vector<std::string> used = rows.variables();
    if (own != nullptr) check_used(*own, used);
    std::vector<Variable> all;
    for (const std::string& name : used)
      for (const toml::table* lists : {own, default_lists_})
        if (const toml::node* node = lists != nullptr ? lists->get(name) : nullptr) {
          all.push_back({name, grid_values(*node, file_)});
          break;
        }
    return all;
  }
  void check_used(const toml::table& lists, const std::vector<std::string>& used) const {
    for (const auto& [key, value] : lists)
      if (std::find(used.begin(), used.end(), key.str()) == used.end())
        refuse(value, file_,
               "the variable '" + quoted(std::string(key.str())) + "' is in no text of the grid");
  }

  // The last variable changes first.
  void product(const RowTemplate& rows, const toml::table& table,
               const std::vector<Variable>& variables) {
    std::size_t count = 1;
    for (const Variable& v : variables) {
      count *= v.values.size();  // far below 2^64: the file has most of the values
      if (count > most_rows)
        throw Error(ErrorKind::limit, place_of(table, file_), "a grid of more than 10^6 rows");
    }
    for (std::size_t k = 0; k < count; ++k) {
      GridPoint point;
      std::size_t rest = k;
      for (auto v = variables.rbegin(); v != variables.rend(); ++v) {
        point[v->name] = v->values[rest % v->values.size()];
        rest /= v->values.size();
      }
      add(rows.row(point));
    }
  }
};

}  // namespace

std::vector<SweepRow> read_sweep(std::string_view text, const std::string& file) {
  return SweepReader(text, file).run();
}

}  // namespace abide
