// The families as TOML texts: each writer reads the sizes behind `family:` and puts together the
// declarations, definitions and entries of φ that a person would write. For the basic families the
// text is documentation (`abide models linear:2,2,2 --toml`) of what the library holds as a graph;
// all other families are made by reading their own text, so that what is printed is what is
// computed.
//
// A layered network is cut at its ReLU layers: between two of them the weights are multiplied to
// one matrix, and an entry of φ is a product of entries of these matrices, one node chosen in every
// ReLU layer (canonical.md, "Basic families as fields").
#include "architectures.hpp"

#include <map>

#include "convolution.hpp"

namespace abide {

namespace {

constexpr std::uint64_t largest = 100'000;         // a size in a specification
constexpr std::uint64_t most_entries = 1U << 20U;  // that are written one by one

std::string text(std::uint64_t n) { return std::to_string(n); }
std::string quoted_list(const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) list += (list.empty() ? "\"" : ", \"") + item + "\"";
  return "[" + list + "]";
}

// The parts of a TOML model.
struct TomlModel {
  std::string parameters, definitions, metric, domain;
  std::vector<std::string> map;
  std::vector<std::vector<std::string>> fields;

  void parameter(const std::string& name, const std::vector<std::uint64_t>& shape) {
    std::string sizes;
    for (const std::uint64_t n : shape) sizes += (sizes.empty() ? "" : ", ") + text(n);
    parameters += "[[parameter]]\nname = \"" + name + "\"\nshape = [" + sizes + "]\n";
  }
  void define(const std::string& name, const std::string& value) {
    definitions += "[[define]]\nname = \"" + name + "\"\nvalue = \"" + value + "\"\n";
  }
  std::string write(const std::string& name, const Progress& progress) const {
    std::string toml = "name = \"" + name + "\"\n" + parameters + definitions + "[model]\n";
    if (fields.empty()) {
      toml += "map = [\n";
      for (const std::string& entry : map) {
        progress.check();
        toml += "  \"" + entry + "\",\n";
      }
    } else {
      toml += "fields = [\n";
      for (const auto& field : fields) {
        progress.check();
        toml += "  " + quoted_list(field) + ",\n";
      }
    }
    return toml + "]\n" + domain + metric;
  }
};

std::vector<std::uint64_t> scan_sizes(Scanner& scanner, const std::vector<std::string>& names) {
  std::vector<std::uint64_t> sizes;
  for (const std::string& name : names) {
    if (!sizes.empty()) scanner.expect(",");
    sizes.push_back(scanner.natural(name, 1, largest));
  }
  return sizes;
}

void scan_end(const Scanner& scanner) {
  if (!scanner.done()) scanner.expected("the end");
}

// Layered networks: path products are sums over the nodes of linear layers (matrix products), and
// entries for those of ReLU layers. The order of the entries is that of data/format/canonical.md.
class LayeredToml {
 public:
  LayeredToml(TomlModel& model, const Layout& layout, Bias bias)
      : model_(model), layout_(layout), bias_(bias) {
    for (std::size_t l = 1; l <= layers(); ++l)
      model.parameter("U" + text(l), {layout.widths[l - 1], layout.widths[l]});
    for (std::size_t l = 1; l <= layers(); ++l)
      if (has_bias(l)) model.parameter("b" + text(l), {layout.widths[l]});
    for (std::size_t l = 1; l <= layers(); ++l)
      if (l == layers() || layout.relu[l]) stops_.push_back(l);
  }

  void run() {
    if (stops_.size() == 1) {
      model_.map.push_back(product(1, layers()));
    } else {
      define_segments();
      model_.map.push_back(paths(0));
      for (std::size_t t = 0; t + 1 < stops_.size(); ++t)
        if (bias_ != Bias::none) model_.map.push_back(biased_paths(t));
    }
    const std::string last = bias_sum(stops_.size() - 1);
    if (!last.empty()) model_.map.push_back(last);
  }

 private:
  TomlModel& model_;
  const Layout& layout_;
  Bias bias_;
  std::vector<std::size_t> stops_;     // the ReLU layers, and the last one
  std::vector<std::string> segments_;  // the matrix between two stops

  std::size_t layers() const { return layout_.widths.size() - 1; }
  bool has_bias(std::size_t l) const {
    return bias_ == Bias::all || (bias_ == Bias::hidden && l < layers());
  }

  static std::string product(std::size_t first, std::size_t last) {
    std::string all;
    for (std::size_t l = first; l <= last; ++l) all += (all.empty() ? "U" : "*U") + text(l);
    return all;
  }
  std::size_t start(std::size_t t) const { return t == 0 ? 1 : stops_[t - 1] + 1; }

  void define_segments() {
    for (std::size_t t = 0; t < stops_.size(); ++t) {
      const bool single = start(t) == stops_[t];
      segments_.push_back(single ? "U" + text(stops_[t]) : "P" + text(t + 1));
      if (!single) model_.define(segments_.back(), product(start(t), stops_[t]));
    }
  }
  // What the constant node sends into stop t, as a column; empty without biases there.
  std::string bias_sum(std::size_t t) const {
    std::string sum;
    for (std::size_t l = start(t); l <= stops_[t]; ++l) {
      if (!has_bias(l)) continue;
      sum += sum.empty() ? "" : " + ";
      sum += l == stops_[t] ? "b" + text(l) : "(" + product(l + 1, stops_[t]) + ")'*b" + text(l);
    }
    return sum;
  }
  std::string index(std::size_t t) const {
    return t + 1 == stops_.size() ? "o" : "k" + text(t + 1);
  }
  // each(k, 1..n, …) around an entry, for the nodes of stops t … last.
  std::string over_stops(std::size_t t, const std::string& entry) const {
    if (t == stops_.size()) return entry;
    return "each(" + index(t) + ", 1.." + text(layout_.widths[stops_[t]]) + ", " +
           over_stops(t + 1, entry) + ")";
  }
  std::string factors(std::size_t t) const {
    std::string all;
    for (; t + 1 < stops_.size(); ++t)
      all += "*" + segments_[t + 1] + "[" + index(t) + "," + index(t + 1) + "]";
    return all;
  }
  std::string paths(std::size_t t) const {
    return "each(i, 1.." + text(layout_.widths[0]) + ", " +
           over_stops(t, segments_[0] + "[i," + index(0) + "]" + factors(0)) + ")";
  }
  std::string biased_paths(std::size_t t) {
    std::string sum = bias_sum(t);
    if (start(t) != stops_[t]) {
      model_.define("c" + text(t + 1), sum);
      sum = "c" + text(t + 1);
    }
    return over_stops(t, sum + "[" + index(t) + "]" + factors(t));
  }
};

void write_network(TomlModel& model, const std::string& family, Scanner& scanner) {
  Layout layout = scan_widths(scanner, family == "network");
  const bool rectifies = family == "relu" || family == "icnn";
  if (rectifies) std::fill(layout.relu.begin() + 1, layout.relu.end() - 1, true);
  const Bias bias = rectifies || family == "network" ? scan_bias(scanner) : Bias::none;
  LayeredToml(model, layout, bias).run();
  std::vector<std::string> mirror;
  if (family == "nmf")
    for (std::size_t l = 1; l < layout.widths.size(); ++l) mirror.push_back("U" + text(l));
  if (family == "icnn") {
    mirror = {"ones(" + text(layout.widths[0]) + ", " + text(layout.widths[1]) + ")", "U2"};
    if (bias != Bias::none) mirror.push_back("ones(" + text(layout.widths[1]) + ", 1)");
  }
  if (!mirror.empty()) model.metric = "[metric]\ndiagonal = " + quoted_list(mirror) + "\n";
}

void write_product(TomlModel& model, Scanner& scanner) {
  const std::uint64_t n = scanner.natural("the number of factors", 1, largest);
  model.parameter("x", {n});
  model.map = {"prod(k, 1.." + text(n) + ", x[k])"};
}

void write_attention(TomlModel& model, Scanner& scanner) {
  const AttentionSizes n = scan_attention(scanner);
  for (std::uint64_t h = 1; h <= n.heads; ++h) {
    for (const char* name : {"Q", "K", "V"}) model.parameter(name + text(h), {n.width, n.inner});
    model.parameter("O" + text(h), {n.inner, n.width});
    model.map.push_back("Q" + text(h) + "*K" + text(h) + "'");
    model.map.push_back("V" + text(h) + "*O" + text(h));
  }
}

void write_residual(TomlModel& model, Scanner& scanner) {
  const ResidualSizes n = scan_residual(scanner);
  for (std::uint64_t l = 1; l <= n.blocks; ++l) {
    const std::string u = "U" + text(l), v = "V" + text(l);
    model.parameter(u, {n.hidden, n.width});
    model.parameter(v, {n.width, n.hidden});
    model.map.push_back(n.relu ? "each(k, 1.." + text(n.hidden) + ", " + v + "[:,k]*" + u + "[k,:])"
                               : v + "*" + u);
  }
}

void write_diagonal(TomlModel& model, Scanner& scanner) {
  const auto n = scan_sizes(scanner, {"the dimension", "the depth"});
  std::string factors;
  for (std::uint64_t l = 1; l <= n[1]; ++l) {
    model.parameter("u" + text(l), {n[0]});
    factors += (l > 1 ? ", u" : "u") + text(l);
  }
  model.map = {n[1] == 1 ? factors : "hadamard(" + factors + ")"};
}

void write_tensor(TomlModel& model, Scanner& scanner) {
  const auto n = scan_sizes(scanner, {"a dimension", "a dimension", "a dimension", "the rank"});
  model.parameter("A", {n[0], n[3]});
  model.parameter("B", {n[1], n[3]});
  model.parameter("C", {n[2], n[3]});
  model.map = {"sum(k, 1.." + text(n[3]) + ", kron(A[:,k], B[:,k], C[:,k]))"};
}

void write_tucker(TomlModel& model, Scanner& scanner) {
  const auto n = scan_sizes(
      scanner, {"a dimension", "a dimension", "a dimension", "a rank", "a rank", "a rank"});
  model.parameter("G", {n[3], n[4] * n[5]});
  model.parameter("A", {n[0], n[3]});
  model.parameter("B", {n[1], n[4]});
  model.parameter("C", {n[2], n[5]});
  model.map = {"A*G*kron(B, C)'"};
}

// Calls visit for all exponents of n variables of total degree k.
void for_each_exponents(std::vector<std::uint64_t>& exponents, std::size_t at, std::uint64_t left,
                        FunctionRef<void()> visit) {
  if (at + 1 == exponents.size()) {
    exponents[at] = left;
    return visit();
  }
  for (std::uint64_t e = left + 1; e-- > 0;) {
    exponents[at] = e;
    for_each_exponents(exponents, at + 1, left - e, visit);
  }
}

Integer multinomial(const std::vector<std::uint64_t>& exponents) {
  Integer value(1);
  std::int64_t n = 0;
  for (const std::uint64_t e : exponents)
    for (std::uint64_t k = 1; k <= e; ++k) {
      value *= Integer(++n);
      value.divide_exactly(Integer(static_cast<std::int64_t>(k)));
    }
  return value;
}

// The coefficients of Σ_j U[o,j] (V[j,:]·x)^k as a polynomial in x.
void write_power(TomlModel& model, const std::string& family, Scanner& scanner,
                 const Progress& progress) {
  const bool quadratic = family == "quadratic";
  std::uint64_t degree = 2;
  if (!quadratic) {
    degree = scanner.natural("the exponent of the activation", 1, 64);
    scanner.expect(",");
  }
  const auto n = scan_sizes(scanner, {"the number of inputs", "the number of hidden neurons"});
  const std::uint64_t outputs =
      scanner.take(",") ? scanner.natural("the number of outputs", 1, largest) : 1;
  model.parameter("U", {outputs, n[1]});
  model.parameter("V", {n[1], n[0]});
  std::vector<std::uint64_t> exponents(n[0]);
  for_each_exponents(exponents, 0, degree, [&] {
    progress.check();
    if (model.map.size() >= most_entries)
      throw Error(ErrorKind::limit, "a map of more than 2^20 entries");
    std::string powers;
    for (std::size_t i = 0; i < exponents.size(); ++i) {
      if (exponents[i] == 0) continue;
      powers += "*V[j," + text(i + 1) + "]";
      if (exponents[i] > 1) powers += "^" + text(exponents[i]);
    }
    const Integer c = multinomial(exponents);
    model.map.push_back((c.is_one() ? "" : c.to_string() + "*") + "sum(j, 1.." + text(n[1]) +
                        ", U[:,j]" + powers + ")");
  });
}

// Σ_j U[o,j] V[j,:]/|V[j,:]|: the gradients of its entries, times |V[j,:]|^3.
void write_normalized(TomlModel& model, Scanner& scanner) {
  const auto n = scan_sizes(
      scanner, {"the number of inputs", "the number of hidden neurons", "the number of outputs"});
  const std::string u = text(n[2]) + ", " + text(n[1]), v = text(n[1]) + ", " + text(n[0]);
  model.parameter("U", {n[2], n[1]});
  model.parameter("V", {n[1], n[0]});
  if (n[0] * n[1] * n[2] > most_entries)
    throw Error(ErrorKind::limit, "a list of more than 2^20 fields");
  std::vector<std::string> norms;
  for (std::uint64_t j = 1; j <= n[1]; ++j) {
    const std::string row = "V[" + text(j) + ",:]", norm = "N" + text(j);
    model.define(norm, row + "*" + row + "'");
    norms.push_back(norm);
    for (std::uint64_t o = 1; o <= n[2]; ++o)
      for (std::uint64_t i = 1; i <= n[0]; ++i) {
        const std::string x = "V[" + text(j) + "," + text(i) + "]",
                          a = "U[" + text(o) + "," + text(j) + "]";
        model.fields.push_back(
            {x + "*" + norm + "*unit(" + u + ", " + text(o) + ", " + text(j) + ")",
             a + "*(" + norm + "*unit(" + v + ", " + text(j) + ", " + text(i) + ") - " + x +
                 "*unit(" + text(n[1]) + ", 1, " + text(j) + ", 1)*" + row + ")"});
      }
  }
  model.domain = "domain = " + quoted_list(norms) + "\n";
}

void write_low_rank(TomlModel& model, Scanner& scanner) {
  const LowRankSizes n = scan_low_rank(scanner);
  if (!n.frozen) model.parameter("W", {n.inputs, n.outputs});
  model.parameter("B", {n.inputs, n.rank});
  model.parameter("A", {n.rank, n.outputs});
  model.map = {n.frozen ? "B*A" : "W + B*A"};
}

void write_convolution(TomlModel& model, const std::string& family, Scanner& scanner,
                       const Progress& progress) {
  const Convolution convolution = scan_convolution(scanner, family == "conv2d" ? 2 : 1);
  // Limits are looked after first.
  const std::vector<Terms> entries = entries_of(convolution, progress);
  const Coordinates kernels = kernel_arrays(convolution);
  for (std::uint64_t k = 0; k < kernels.count(); ++k)
    model.parameter(kernels[k].name, {kernels[k].rows, kernels[k].columns});
  for (const Terms& entry : entries) {
    progress.check();
    model.map.push_back(to_string(entry, kernels.names()));
  }
}

}  // namespace

AttentionSizes scan_attention(Scanner& scanner) {
  const auto n =
      scan_sizes(scanner, {"the model dimension", "the head dimension", "the number of heads"});
  scan_end(scanner);
  return {static_cast<std::uint32_t>(n[0]), static_cast<std::uint32_t>(n[1]),
          static_cast<std::uint32_t>(n[2])};
}

ResidualSizes scan_residual(Scanner& scanner) {
  const auto n = scan_sizes(scanner, {"the width", "the inner width", "the number of blocks"});
  const bool relu = scanner.take(",relu");
  if (!scanner.done()) scanner.expected("the end or ',relu'");
  return {static_cast<std::uint32_t>(n[0]), static_cast<std::uint32_t>(n[1]),
          static_cast<std::uint32_t>(n[2]), relu};
}

LowRankSizes scan_low_rank(Scanner& scanner) {
  const auto n = scan_sizes(scanner, {"the number of inputs", "the rank", "the number of outputs"});
  const bool frozen = scanner.take(",frozen");
  scan_end(scanner);
  return {static_cast<std::uint32_t>(n[0]), static_cast<std::uint32_t>(n[1]),
          static_cast<std::uint32_t>(n[2]), frozen};
}

std::string write_family(const std::string& family, const std::string& specification,
                         Scanner& scanner, const Progress& progress) {
  using Writer = void (*)(TomlModel&, Scanner&);
  static const std::map<std::string, Writer> writers{
      {"product", write_product},       {"attention", write_attention},
      {"residual", write_residual},     {"diagonal", write_diagonal},
      {"tensor", write_tensor},         {"tucker", write_tucker},
      {"normalized", write_normalized}, {"lora", write_low_rank}};
  TomlModel model;
  if (const auto writer = writers.find(family); writer != writers.end()) {
    writer->second(model, scanner);
  } else if (family == "conv1d" || family == "conv2d") {
    write_convolution(model, family, scanner, progress);
  } else if (family == "power" || family == "quadratic") {
    write_power(model, family, scanner, progress);
  } else {
    write_network(model, family, scanner);
  }
  scan_end(scanner);
  return model.write(specification, progress);
}

}  // namespace abide
