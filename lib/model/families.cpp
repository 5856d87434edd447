// Models from specifications `family:sizes,options`. The basic families, mirror flows of them and
// sums of them are made directly, as layered graphs without any expanded polynomial, so that
// millions of parameters cost their widths only, and so is W + B A; every other family is read from
// its TOML text (architectures.cpp).
#include <algorithm>

#include "architectures.hpp"
#include "network.hpp"
#include "sums.hpp"

namespace abide {

namespace {

constexpr std::uint64_t widest = (std::uint64_t{1} << 31U) - 1;
constexpr std::uint32_t most_listed = 1U << 22U;  // parameters or layers that are held one by one

Model scan_network(Scanner& scanner, const std::string& family, const std::string& text) {
  Layout layout = scan_widths(scanner, family == "network");
  if (family == "relu") std::fill(layout.relu.begin() + 1, layout.relu.end() - 1, true);
  const Bias bias = family == "linear" ? Bias::none : scan_bias(scanner);
  if (!scanner.done())
    scanner.expected(family == "linear" ? "',' and a width" : "',bias' or ',bias=all'");
  Network net(std::move(layout.widths), std::move(layout.relu), bias);
  Coordinates arrays = network_arrays(net);
  return {text, text, std::move(arrays), std::move(net)};
}

// θ_j for the parameters of the layers from `first` on, 1 for the others: mirror flow where it is
// θ_j.
Metric mirror_metric(const Network& net, std::size_t first, const Progress& progress) {
  std::vector<Terms> diagonal(net.parameters());
  for (std::uint32_t j = 0; j < net.parameters(); ++j) {
    if (j % 4096 == 0) progress.check();
    const Network::Edge e = net.edge(j);
    diagonal[j] = {
        {e.layer >= first && !e.constant ? Monomial::variable(j) : Monomial(), Rational(1)}};
  }
  return Metric::diagonal(std::move(diagonal));
}

Model scan_mirror(Scanner& scanner, const std::string& family, const std::string& text,
                  const Progress& progress) {
  const bool convex = family == "icnn";
  Layout layout = scan_widths(scanner, false);
  if (convex && layout.widths.size() != 3) scanner.fail(5, "expected three widths: icnn:n1,r,n3");
  if (convex) layout.relu[1] = true;
  const Bias bias = convex && scanner.take(",bias") ? Bias::hidden : Bias::none;
  if (!scanner.done()) scanner.expected(convex ? "',bias'" : "',' and a width");
  Network net(std::move(layout.widths), std::move(layout.relu), bias);
  if (net.parameters() > most_listed)
    throw Error(ErrorKind::limit, "a mirror flow of more than 2^22 parameters");
  Metric metric = mirror_metric(net, convex ? 2 : 1, progress);
  Coordinates arrays = network_arrays(net);
  return Model(text, "", std::move(arrays), std::move(net)).with_metric(std::move(metric));
}

// θ_1 ⋯ θ_D: the network 1,…,1 on one array.
Model scan_product(Scanner& scanner, const std::string& text) {
  const auto factors =
      static_cast<std::size_t>(scanner.natural("the number of factors", 1, most_listed));
  if (!scanner.done()) scanner.expected("nothing after the number of factors");
  Network net(std::vector<std::uint32_t>(factors + 1, 1), std::vector<bool>(factors + 1),
              Bias::none);
  return {text, text, Coordinates::vector("x", factors), std::move(net)};
}

// W + B A; without W it is a map like others.
Model make_low_rank(Scanner& scanner, const std::string& text, const Progress& progress) {
  const std::size_t start = scanner.position();
  const LowRankSizes n = scan_low_rank(scanner);
  if (n.frozen) {
    scanner.back_to(start);
    return read_toml(write_family("lora", text, scanner, progress), text, progress);
  }
  Network net({n.inputs, n.rank, n.outputs}, {false, false, false}, Bias::none);
  if (std::uint64_t{n.inputs} * n.outputs + net.parameters() > std::uint64_t{INT32_MAX})
    throw Error(ErrorKind::limit, "the model has 2^31 parameters or more");
  Coordinates arrays(
      {{"W", 2, n.inputs, n.outputs}, {"B", 2, n.inputs, n.rank}, {"A", 2, n.rank, n.outputs}});
  return {text, text, std::move(arrays), Translated{std::move(net)}};
}

std::string family_names() {
  std::string names;
  for (const Family& f : families()) names += (names.empty() ? "" : ", ") + f.name;
  return names;
}

}  // namespace

Layout scan_widths(Scanner& scanner, bool marks) {
  Layout layout;
  do {
    layout.widths.push_back(static_cast<std::uint32_t>(scanner.natural("a width", 1, widest)));
    const std::size_t mark = scanner.position();
    layout.relu.push_back(marks && scanner.take("r"));
    if (layout.relu.back() && layout.relu.size() == 1)
      scanner.fail(mark, "only hidden layers can be ReLU layers");
    const std::size_t comma = scanner.position();
    if (!scanner.take(",")) break;
    if (scanner.peek() == 'b') {  // the option
      scanner.back_to(comma);
      break;
    }
  } while (true);
  if (layout.widths.size() < 2) scanner.expected("',' and another width");
  if (layout.relu.back()) scanner.fail(scanner.position(), "only hidden layers can be ReLU layers");
  return layout;
}

Bias scan_bias(Scanner& scanner) {
  if (scanner.take(",bias=all")) return Bias::all;
  return scanner.take(",bias") ? Bias::hidden : Bias::none;
}

Coordinates network_arrays(const Network& net) {
  std::vector<NamedArray> arrays;
  for (std::size_t l = 1; l <= net.layers(); ++l)
    arrays.push_back({"U" + std::to_string(l), 2, net.width(l - 1), net.width(l)});
  for (std::size_t l = 1; l <= net.layers(); ++l)
    if (net.has_bias(l)) arrays.push_back({"b" + std::to_string(l), 1, net.width(l)});
  return Coordinates(std::move(arrays));
}

Network scan_network_line(Scanner& scanner) {
  Layout layout = scan_widths(scanner, true);
  scanner.expect(" ");
  Bias bias = Bias::none;
  if (scanner.take("hidden")) {
    bias = Bias::hidden;
  } else if (scanner.take("all")) {
    bias = Bias::all;
  } else if (!scanner.take("none")) {
    scanner.expected("'none', 'hidden' or 'all'");
  }
  return {std::move(layout.widths), std::move(layout.relu), bias};
}

namespace {

// Behind `family:`.
Scanner scan_family(std::string_view specification, std::string& family) {
  Scanner scanner(specification, {std::string(specification), 0, 1});
  family = scanner.word();
  const bool known = std::any_of(families().begin(), families().end(),
                                 [&](const Family& f) { return f.name == family; });
  if (!known)
    scanner.fail(0, "unknown family '" + quoted(family) + "', expected one of " + family_names() +
                        ", or a file that ends in .toml or .canon");
  scanner.expect(":");
  return scanner;
}

// Is a model of this family made from its TOML text?
bool is_written(const std::string& family) {
  const auto implicit = {"linear", "relu",      "network",  "product", "nmf",
                         "icnn",   "attention", "residual", "lora"};
  return std::find(implicit.begin(), implicit.end(), family) == implicit.end();
}

Model make_family(const std::string& text, const Progress& progress) {
  std::string family;
  Scanner scanner = scan_family(text, family);
  if (is_written(family))
    return read_toml(write_family(family, text, scanner, progress), text, progress);
  if (family == "attention") return make_attention(scanner, text);
  if (family == "residual") return make_residual(scanner, text);
  if (family == "lora") return make_low_rank(scanner, text, progress);
  if (family == "product") return scan_product(scanner, text);
  if (family == "nmf" || family == "icnn") return scan_mirror(scanner, family, text, progress);
  return scan_network(scanner, family, text);
}

}  // namespace

Model make_model(std::string_view specification, const Progress& progress) {
  return model_of(parse_model_expression(specification), progress);
}

Model model_of(const ModelExpression& expression, const Progress& progress) {
  if (expression.leaves() == 1) return make_family(expression.family(), progress);
  return make_sum(expression,
                  [&](const std::string& family) { return make_family(family, progress); });
}

std::string family_toml(std::string_view specification, const Progress& progress) {
  if (specification.find_first_of("+*()") != std::string_view::npos)
    throw Error(
        ErrorKind::input, {std::string(specification), 0, 0},
        "expected one family, found a sum: a TOML model has one map, and each summand has a "
        "text of its own");
  std::string family;
  Scanner scanner = scan_family(specification, family);
  if (!is_written(family))
    static_cast<void>(make_model(specification, progress));  // knows what is wrong
  return write_family(family, std::string(specification), scanner, progress);
}

ResidualSizes parse_residual(std::string_view specification) {
  std::string family;
  Scanner scanner = scan_family(specification, family);
  if (family != "residual") scanner.fail(0, "expected 'residual'");
  return scan_residual(scanner);
}

}  // namespace abide
