#include "network.hpp"

#include <algorithm>

namespace abide {

namespace {

constexpr std::uint64_t widest = (std::uint64_t{1} << 31U) - 1;
constexpr std::uint32_t most_mirrored = 1U << 22U;

struct Layout {
  std::vector<std::uint32_t> widths;
  std::vector<bool> relu;
};

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
  if (layout.relu.back())
    scanner.fail(scanner.position(), "only hidden layers can be ReLU layers");
  return layout;
}

Bias scan_bias(Scanner& scanner) {
  if (scanner.take(",bias=all")) return Bias::all;
  return scanner.take(",bias") ? Bias::hidden : Bias::none;
}

Model scan_network(Scanner& scanner, const std::string& family, const std::string& text) {
  Layout layout = scan_widths(scanner, family == "network");
  if (family == "relu") std::fill(layout.relu.begin() + 1, layout.relu.end() - 1, true);
  const Bias bias = family == "linear" ? Bias::none : scan_bias(scanner);
  if (!scanner.done()) scanner.expected(family == "linear" ? "',' and a width" : "',bias' or ',bias=all'");
  Network net(std::move(layout.widths), std::move(layout.relu), bias);
  Names names = network_names(net);
  return {text, text, std::move(names), std::move(net)};
}

// θ_j for the parameters of the layers from `first` on, 1 for the others: mirror flow where it is θ_j.
std::vector<Terms> mirror_metric(const Network& net, std::size_t first) {
  std::vector<Terms> diagonal(net.parameters());
  for (std::uint32_t j = 0; j < net.parameters(); ++j) {
    const Network::Edge e = net.edge(j);
    diagonal[j] = {{e.layer >= first && !e.constant ? Monomial::variable(j) : Monomial(), Rational(1)}};
  }
  return diagonal;
}

Model scan_mirror(Scanner& scanner, const std::string& family, const std::string& text) {
  const bool convex = family == "icnn";
  Layout layout = scan_widths(scanner, false);
  if (convex && layout.widths.size() != 3) scanner.fail(5, "expected three widths: icnn:n1,r,n3");
  if (convex) layout.relu[1] = true;
  const Bias bias = convex && scanner.take(",bias") ? Bias::hidden : Bias::none;
  if (!scanner.done()) scanner.expected(convex ? "',bias'" : "',' and a width");
  Network net(std::move(layout.widths), std::move(layout.relu), bias);
  if (net.parameters() > most_mirrored) throw Error(ErrorKind::limit, "a mirror flow of more than 2^22 parameters");
  std::vector<Terms> metric = mirror_metric(net, convex ? 2 : 1);
  Names names = network_names(net);
  return Model(text, "", std::move(names), std::move(net)).with_metric(std::move(metric));
}

Model scan_product(Scanner& scanner, const std::string& text) {
  const std::uint64_t factors = scanner.natural("the number of factors", 1, widest);
  if (!scanner.done()) scanner.expected("nothing after the number of factors");
  const auto name = [](std::size_t k) { return indexed_name("x", {k + 1}); };
  return {text, text, Names(static_cast<std::size_t>(factors), name),
          Product{static_cast<std::uint32_t>(factors)}};
}

std::string family_names() {
  std::string names;
  for (const Family& f : families()) names += (names.empty() ? "" : ", ") + f.name;
  return names;
}

}  // namespace

Names network_names(const Network& net) {
  const auto name = [net](std::size_t position) {
    const Network::Edge e = net.edge(static_cast<std::uint32_t>(position));
    const std::string layer = std::to_string(e.layer);
    return e.constant ? indexed_name("b" + layer, {e.to + 1ULL})
                      : indexed_name("U" + layer, {e.from + 1ULL, e.to + 1ULL});
  };
  return {net.parameters(), name};
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

const std::vector<Family>& families() {
  static const std::vector<Family> all{
      {"linear", "linear:n0,n1,…,nq", "weights U1 (n0 × n1), …, Uq, no biases",
       "all entries of U1 U2 ⋯ Uq", "linear:3,2,3"},
      {"relu", "relu:n0,…,nq[,bias|,bias=all]",
       "weights U1, …, Uq; biases b1, … of the hidden neurons (bias=all: of the outputs too)",
       "all path products of the layered ReLU network", "relu:2,3,2,bias"},
      {"network", "network:n0,n1r,…,nq[,bias|,bias=all]",
       "as relu; 'r' marks the ReLU layers, the other hidden layers are linear",
       "path products, summed over the neurons of the linear layers", "network:2,3r,2,2"},
      {"nmf", "nmf:n1,r,n3 or nmf:n0,n1,…,nq", "as linear, all positive",
       "as linear, by mirror flow: the metric is diag(θ)", "nmf:3,2,3"},
      {"icnn", "icnn:n1,r,n3[,bias]", "as relu; the output weights U2 are positive",
       "as relu, by mirror flow in U2: the metric is U2 there, and 1 elsewhere", "icnn:2,2,2"},
      {"product", "product:D", "x[1], …, x[D]", "x[1]⋯x[D]", "product:6"},
  };
  return all;
}

Model make_model(std::string_view specification) {
  Scanner scanner(specification, {std::string(specification), 0, 1});
  const std::string text(specification);
  const std::string family(scanner.word());
  const bool known = std::any_of(families().begin(), families().end(),
                                 [&](const Family& f) { return f.name == family; });
  if (!known)
    scanner.fail(0, "unknown family '" + quoted(family) + "', expected one of " + family_names() +
                        ", or a file that ends in .toml or .canon");
  scanner.expect(":");
  if (family == "nmf" || family == "icnn") return scan_mirror(scanner, family, text);
  return family == "product" ? scan_product(scanner, text) : scan_network(scanner, family, text);
}

}  // namespace abide
