// The MODEL argument: specifications of families, and the bodies of canonical files that are not
// written out (canonical.md).
#include "specification.hpp"

#include "sum.hpp"

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

// The rest of a line `network WIDTHS BIAS`.
std::unique_ptr<Network> read_network(Text& line) {
  Text widths = line;
  line.until(" ");
  const std::string stop(line.rest());
  if (stop != " none" && stop != " hidden" && stop != " all")
    line.expected("'none', 'hidden' or 'all'");
  line.take(stop);
  return parse_network(widths, stop, std::nullopt);
}

// The bodies `network` and `sum`, whose variables are named by the file.
class Bodies {
 public:
  using Next = std::function<Text&(std::string_view)>;
  Bodies(std::vector<std::string> names, const Next& next)
      : names_(std::make_shared<const std::vector<std::string>>(std::move(names))), next_(next) {}

  Model read(Text& line) {
    const Text start = line;
    Model model;
    if (line.take("network ")) {
      model.fields = network(line, 0);
    } else if (line.take("sum ")) {
      sum(line, 1, 0, model.summands);
    } else {
      line.expected("'map', 'fields', 'network' or 'sum'");
    }
    if (model.dimension() != names_->size())
      start.fail(
          text("expected ", counted(model.dimension(), "variable"), ", found ", names_->size()));
    return model;
  }

 private:
  std::shared_ptr<const std::vector<std::string>> names_;
  const Next& next_;

  std::unique_ptr<Network> network(Text& line, u64 first) const {
    auto network = read_network(line);
    network->name_as([names = names_, first](u32 v) {
      return first + v < names->size() ? (*names)[first + v] : "";
    });
    return network;
  }
  // `sum K` and K items `times COPIES`, each with its body. Returns the size of one copy.
  Integer sum(Text& line, const Integer& copies, Integer first, std::vector<Component>& summands,
              int depth = 0) const {
    if (depth > 100) line.fail("more than 100 sums inside each other");
    Integer size = 0;
    for (u64 k = line.natural("a number of summands", 1, UINT32_MAX); k > 0; --k) {
      const Integer times = next_("times ").natural("a number of copies", 1, UINT32_MAX);
      if (mp::msb(copies * times) > 62) line.fail("too many copies");
      Text& item = next_("");
      Integer one = 0;
      if (item.take("sum ")) {
        one = sum(item, copies * times, first + size, summands, depth + 1);
      } else {
        item.expect("network ");
        auto body = network(item, (first + size).convert_to<u64>());
        one = body->dimension();
        add_summand(summands, std::move(body), copies * times);
      }
      size += times * one;
    }
    return size;
  }
};
Model body(Text& line, std::vector<std::string> names, const Bodies::Next& next) {
  return Bodies(std::move(names), next).read(line);
}

std::unique_ptr<Network> parse_family(const std::string& s) {
  Text text(s, 1, shown(s));
  if (text.take("product:")) {
    const u64 d = text.natural("a number of variables", 1, 9999);
    text.finish();
    auto network =
        std::make_unique<Network>(std::vector<u32>(d + 1, 1), std::vector<bool>(d + 1), Bias::none);
    network->name_as([](u32 v) { return abide_check::text("x[", v + 1, "]"); });
    return network;
  }
  if (text.take("linear:")) return parse_network(text, "", false);
  const bool relu = text.take("relu:");
  if (!relu && !text.take("network:"))
    text.fail(
        "expected linear:…, relu:…, network:…, product:…, attention:…, a sum of these, or a file "
        "that ends in .canon");
  const std::string_view stop = s.ends_with(",bias=all") ? ",bias=all"
                                : s.ends_with(",bias")   ? ",bias"
                                                         : "";
  return parse_network(text, stop, relu ? std::optional(true) : std::nullopt);
}
Model parse_specification(const std::string& s) {
  if (s.find_first_of("+*()") == s.npos && !s.starts_with("attention:"))
    return {parse_family(s), s};
  Text text(s, 1, shown(s));
  return parse_sum(text, parse_family);
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
