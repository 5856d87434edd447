// One row from its keys, the defaults and the values of the variables in braces. Expected counts
// may be polynomials in these variables, evaluated by the parser of models.
#include <algorithm>
#include <array>
#include <filesystem>

#include "sections.hpp"

namespace abide {

namespace {

// Those with placeholders: their order is that of the variables of a grid.
constexpr std::array texts{"model", "dynamics", "loss", "mirror-momentum", "degree"};
constexpr std::uint64_t highest_degree =
    64;  // of an expectation: its value must stay small enough to be told
constexpr std::array expectations{"laws", "lie_rank", "complete"};

// Passes on the pieces of a text: what is between placeholders, and their names.
void for_each_piece(const std::string& text, FunctionRef<void(const std::string&, bool)> visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find('{', at), text.size());
    if (open > at) visit(text.substr(at, open - at), false);
    if (open == text.size()) return;
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) throw Error(ErrorKind::input, "expected '}' after '{'");
    visit(text.substr(open + 1, close - open - 1), true);
    at = close + 1;
  }
}

// Errors of `read` are told with the place of the node, unless they know their line.
template <class Read>
auto at(const toml::node& node, const std::string& file, const Read& read) {
  try {
    return read();
  } catch (const Error& e) {
    if (e.where().line != 0) throw;
    throw Error(e.kind(), place_of(node, file), e.what());
  }
}

std::string path_of(const std::string& model, const std::string& file) {
  const bool is_file = model.ends_with(".toml") || model.ends_with(".canon");
  return is_file ? (std::filesystem::path(file).parent_path() / model).string() : model;
}

// The value of a polynomial in the variables that are integers.
Rational value_of(const std::string& expression, const GridPoint& point) {
  std::vector<std::string> names;
  std::vector<Rational> values;
  for (const auto& [name, value] : point) {
    if (!value.integer) continue;
    names.push_back(name);
    values.emplace_back(*value.integer);
  }
  const Terms polynomial = parse_polynomial(expression, Names(names), expression);
  if (total_degree(polynomial) > highest_degree)
    throw Error(ErrorKind::input,
                "expected a polynomial of degree " + std::to_string(highest_degree) + " at most");
  return evaluate(polynomial, values);
}

}  // namespace

bool RowTemplate::is_key(std::string_view key) {
  return std::find(texts.begin(), texts.end(), key) != texts.end() ||
         std::find(expectations.begin(), expectations.end(), key) != expectations.end();
}

const toml::node* RowTemplate::find(const char* key) const {
  if (const toml::node* node = table_.get(key)) return node;
  return defaults_ != nullptr ? defaults_->get(key) : nullptr;
}

std::string RowTemplate::text(const toml::node& node, const char* key) const {
  if (const auto* value = node.as_string()) return value->get();
  if (const auto* number = node.as_integer();
      number != nullptr && std::string_view(key) == "degree")
    return std::to_string(number->get());
  refuse(node, file_, std::string("expected a string: '") + key + "'");
}

std::vector<std::string> RowTemplate::variables() const {
  std::vector<std::string> names;
  for (const char* key : texts) {
    const toml::node* node = find(key);
    if (node == nullptr) continue;
    at(*node, file_, [&] {
      for_each_piece(text(*node, key), [&](const std::string& piece, bool variable) {
        if (variable && std::find(names.begin(), names.end(), piece) == names.end())
          names.push_back(piece);
      });
    });
  }
  return names;
}

std::string RowTemplate::filled(const toml::node& node, const char* key,
                                const GridPoint& point) const {
  std::string result;
  for_each_piece(text(node, key), [&](const std::string& piece, bool variable) {
    if (!variable) {
      result += piece;
    } else if (const auto value = point.find(piece); value != point.end()) {
      result += value->second.text;
    } else {
      throw Error(ErrorKind::input, "there is no variable '" + quoted(piece) +
                                        "' (of the table 'over' of a [[grid]])");
    }
  });
  return result;
}

std::optional<Dynamics> RowTemplate::dynamics(const GridPoint& point) const {
  std::optional<Dynamics> dynamics;
  const auto read = [&](const char* key, const auto& parse) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    if (!dynamics) dynamics.emplace();
    at(*node, file_, [&] {
      const std::string value = filled(*node, key, point);
      parse(value, Location{value, 0, 1});
    });
  };
  read("dynamics", [&](const std::string& value, const Location& start) {
    dynamics = parse_dynamics(value, start);
  });
  read("loss", [&](const std::string& value, const Location& start) {
    dynamics->loss = parse_loss(value, start);
  });
  read("mirror-momentum", [&](const std::string& value, const Location& start) {
    dynamics->mirror = parse_mirror(value, start);
  });
  return dynamics;
}

std::optional<std::uint64_t> RowTemplate::count(const char* key, const GridPoint& point) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* number = node->as_integer();
  const auto* expression = node->as_string();
  if (number == nullptr && expression == nullptr)
    refuse(*node, file_,
           std::string("expected a number or an expression in quotes: '") + key + "'");
  const Rational value = number != nullptr
                             ? Rational(number->get())
                             : at(*node, file_, [&] { return value_of(expression->get(), point); });
  const std::optional<std::int64_t> count = value.numerator().to_int64();
  if (!value.is_integer() || !count || *count < 0)
    refuse(*node, file_,
           std::string("expected a number that is 0 or more: '") + key + "' is " +
               quoted(value.to_string()));
  return static_cast<std::uint64_t>(*count);
}

std::optional<bool> RowTemplate::flag(const char* key) const {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_boolean();
  if (value == nullptr) refuse(*node, file_, std::string("expected true or false: '") + key + "'");
  return value->get();
}

void RowTemplate::fill(SweepRow& row, const GridPoint& point) const {
  const toml::node* model = find("model");
  if (model == nullptr)
    refuse(table_, file_,
           "expected 'model', a specification or a file that ends in .toml or .canon");
  row.where = place_of(*model, file_);
  row.model = at(*model, file_, [&] { return filled(*model, "model", point); });
  row.path = path_of(row.model, file_);
  row.dynamics = dynamics(point);
  if (const toml::node* degree = find("degree"))
    row.degree = at(*degree, file_, [&] { return filled(*degree, "degree", point); });
  row.expected = {count("laws", point), count("lie_rank", point), flag("complete")};
}

SweepRow RowTemplate::row(const GridPoint& point) const {
  SweepRow row;
  try {
    fill(row, point);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::input) throw;
    row.where = e.where();
    row.error = e.what();
  }
  return row;
}

}  // namespace abide
