// The two spellings of a network, read strictly: `relu:2,3,2,bias` on the command line, and a line
// `network 2,3r,2 hidden` of a canonical file. Both are a list of widths with an end that says
// which biases there are; that end is looked at first.
#include "network_text.hpp"

namespace abide_check {
std::unique_ptr<Network> parse_widths(Text& text, std::string_view stop, std::optional<bool> relu) {
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
  text.back(text.whole().size());
  const bool none = stop.empty() || stop == " none", all = stop.ends_with("all");
  return std::make_unique<Network>(widths, flags,
                                   none  ? Bias::none
                                   : all ? Bias::all
                                         : Bias::hidden);
}
std::unique_ptr<Network> parse_network_line(Text& line) {
  const size_t start = line.at();
  line.until(" ");
  const std::string stop(line.rest());
  if (stop != " none" && stop != " hidden" && stop != " all")
    line.expected("'none', 'hidden' or 'all'");
  line.back(start);
  return parse_widths(line, stop, std::nullopt);
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
  if (text.take("linear:")) return parse_widths(text, "", false);
  const bool relu = text.take("relu:");
  if (!relu && !text.take("network:"))
    text.fail(
        "expected linear:…, relu:…, network:…, product:…, attention:…, residual:…, a sum of these, "
        "lora:…, or a file that ends in .canon");
  const std::string_view stop = s.ends_with(",bias=all") ? ",bias=all"
                                : s.ends_with(",bias")   ? ",bias"
                                                         : "";
  return parse_widths(text, stop, relu ? std::optional(true) : std::nullopt);
}
}  // namespace abide_check
