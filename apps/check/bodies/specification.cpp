// The MODEL argument: specifications of families, and the bodies of canonical files that are not
// written out (canonical.md).
#include "specification.hpp"

namespace abide_check {
namespace {
// Widths such as `3,4r,2`, which only `stop` follows, about biases; marks of ReLU layers when these
// are not given.
std::unique_ptr<Network> parse_network(Text& text, std::string_view stop,
                                       std::optional<bool> relu) {
  std::vector<u32> widths;
  std::vector<bool> flags;
  const size_t start = text.at();
  do {
    widths.push_back(narrow(text.natural("a width", 1, UINT32_MAX - 1)));
    flags.push_back(relu ? *relu : text.take("r"));
  } while (!text.rest().starts_with(",b") && text.take(","));
  if (text.rest() != stop) text.expected("',' and a width");
  text.back(start);
  if (widths.size() < 2) text.fail("expected at least two widths");
  if (relu) flags.front() = flags.back() = false;
  if (flags.front() || flags.back()) text.fail("only hidden layers can be ReLU layers");
  const bool none = stop.empty() || stop == " none", all = stop.ends_with("all");
  return std::make_unique<Network>(widths, flags,
                                   none  ? Bias::none
                                   : all ? Bias::all
                                         : Bias::hidden);
}

// The rest of a line `network WIDTHS BIAS`, for one copy or several, whose variables have names.
Model network_body(Text& line, std::vector<std::string> names, u64 copies) {
  Text widths = line;
  line.until(" ");
  const std::string stop(line.rest());
  if (stop != " none" && stop != " hidden" && stop != " all")
    line.expected("'none', 'hidden' or 'all'");
  line.take(stop);
  auto network = parse_network(widths, stop, std::nullopt);
  if (network->dimension() * copies != names.size())
    widths.fail(text("expected ", counted(network->dimension() * copies, "variable"), ", found ",
                     names.size()));
  network->rename(std::move(names));
  return {std::move(network), "", 0, copies};
}
Model body(Text& line, std::vector<std::string> names,
           const std::function<Text&(std::string_view)>& next) {
  u64 copies = 1;
  if (line.take("copies ")) {
    copies = line.natural("a number of copies", 2, UINT32_MAX);
    next("network ");
  } else if (!line.take("network ")) {
    line.expected("'map', 'fields', 'copies' or 'network'");
  }
  return network_body(line, std::move(names), copies);
}

Model parse_specification(const std::string& s) {
  Text text(s, 1, shown(s));
  if (text.take("product:")) {
    const u64 d = text.natural("a number of variables", 1, 9999);
    text.finish();
    auto network =
        std::make_unique<Network>(std::vector<u32>(d + 1, 1), std::vector<bool>(d + 1), Bias::none);
    std::vector<std::string> names;
    for (u64 k = 1; k <= d; ++k) names.push_back("x[" + std::to_string(k) + "]");
    network->rename(std::move(names));
    return {std::move(network), s};
  }
  if (text.take("linear:")) return {parse_network(text, "", false), s};
  const bool relu = text.take("relu:");
  if (!relu && !text.take("network:"))
    text.fail("expected linear:…, relu:…, network:… or product:…, or a file that ends in .canon");
  const std::string_view stop = s.ends_with(",bias=all") ? ",bias=all"
                                : s.ends_with(",bias")   ? ",bias"
                                                         : "";
  return {parse_network(text, stop, relu ? std::optional(true) : std::nullopt), s};
}
}  // namespace

Model read_canonical(Input input, const std::string& file) {
  return parse_canonical(std::move(input), file, body);
}
Model read_model(const std::string& argument) {
  if (!argument.ends_with(".canon")) return parse_specification(argument);
  return read_canonical(Input::open(argument), shown(argument));
}
}  // namespace abide_check
