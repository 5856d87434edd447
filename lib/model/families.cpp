#include "network.hpp"

#include <algorithm>

namespace abide {

namespace {

constexpr std::uint64_t most_coordinates = std::uint64_t{1} << 31U;
constexpr std::uint64_t widest = most_coordinates;

void check_size(std::uint64_t coordinates) {
  if (coordinates > most_coordinates)
    throw Error(ErrorKind::limit, "the model has more than 2^31 parameters");
}

// Sizes are added up with care: no product of two widths overflows 64 bits.
void check_size(const Network& net) {
  std::uint64_t count = 0;
  for (std::size_t l = 1; l <= net.layers(); ++l) {
    count += std::uint64_t{net.widths[l - 1]} * net.widths[l];
    if (net.has_bias(l)) count += net.widths[l];
    check_size(count);
  }
}

Network scan_widths(Scanner& scanner, bool marks) {
  Network net;
  do {
    net.widths.push_back(static_cast<std::uint32_t>(scanner.natural("a width", 1, widest)));
    const std::size_t mark = scanner.position();
    net.relu.push_back(marks && scanner.take("r"));
    if (net.relu.back() && net.relu.size() == 1)
      scanner.fail(mark, "only hidden layers can be ReLU layers");
    const std::size_t comma = scanner.position();
    if (!scanner.take(",")) break;
    if (scanner.peek() == 'b') {  // the option
      scanner.back_to(comma);
      break;
    }
  } while (true);
  if (net.widths.size() < 2) scanner.expected("',' and another width");
  if (net.relu.back()) scanner.fail(scanner.position(), "only hidden layers can be ReLU layers");
  return net;
}

Bias scan_bias(Scanner& scanner) {
  if (scanner.take(",bias=all")) return Bias::all;
  return scanner.take(",bias") ? Bias::hidden : Bias::none;
}

Model scan_network(Scanner& scanner, const std::string& family, const std::string& text) {
  Network net = scan_widths(scanner, family == "network");
  if (family == "relu")
    std::fill(net.relu.begin() + 1, net.relu.end() - 1, true);
  if (family != "linear") net.bias = scan_bias(scanner);
  if (!scanner.done()) scanner.expected(family == "linear" ? "',' and a width" : "',bias' or ',bias=all'");
  check_size(net);
  std::vector<std::string> names = network_names(net);
  return {text, text, std::move(names), std::move(net)};
}

Model scan_product(Scanner& scanner, const std::string& text) {
  const std::uint64_t factors = scanner.natural("the number of factors", 1, most_coordinates);
  if (!scanner.done()) scanner.expected("nothing after the number of factors");
  std::vector<std::string> names;
  for (std::uint64_t k = 1; k <= factors; ++k) names.push_back(indexed_name("x", {k}));
  return {text, text, std::move(names), Product{static_cast<std::uint32_t>(factors)}};
}

std::string family_names() {
  std::string names;
  for (const Family& f : families()) names += (names.empty() ? "" : ", ") + f.name;
  return names;
}

}  // namespace

std::vector<std::string> network_names(const Network& net) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(net.parameters()));
  for (std::size_t l = 1; l <= net.layers(); ++l)
    for (std::uint64_t i = 1; i <= net.widths[l - 1]; ++i)
      for (std::uint64_t j = 1; j <= net.widths[l]; ++j)
        names.push_back(indexed_name("U" + std::to_string(l), {i, j}));
  for (std::size_t l = 1; l <= net.layers(); ++l)
    if (net.has_bias(l))
      for (std::uint64_t j = 1; j <= net.widths[l]; ++j)
        names.push_back(indexed_name("b" + std::to_string(l), {j}));
  return names;
}

Network scan_network_line(Scanner& scanner) {
  Network net = scan_widths(scanner, true);
  scanner.expect(" ");
  if (scanner.take("none")) {
    net.bias = Bias::none;
  } else if (scanner.take("hidden")) {
    net.bias = Bias::hidden;
  } else if (scanner.take("all")) {
    net.bias = Bias::all;
  } else {
    scanner.expected("'none', 'hidden' or 'all'");
  }
  check_size(net);
  return net;
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
  return family == "product" ? scan_product(scanner, text) : scan_network(scanner, family, text);
}

}  // namespace abide
