// The readers of models. Canonical files (canonical.md) are read strictly: every
// deviation is an InputError with its line and column.
#include "claims.hpp"

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

class Canonical {
 public:
  Canonical(Input input, std::string file) : input_(std::move(input)), file_(std::move(file)) {}
  Model read() {
    begin("abide-canonical 1");
    begin("variables ");
    const u64 d = text_.natural("a number of variables", 1, UINT32_MAX - 1);
    for (u32 i = 0; i < d; ++i) {
      begin("v ");
      names_.push_back(name());
      if (!numbers_.emplace(names_.back(), i).second) text_.expected("a new name", 2);
    }
    begin("");
    const u64 nonzero = domain();
    begin("drift none");
    begin("");
    Model model = body();
    model.nonzero = nonzero;
    begin("end ");
    text_.natural("the number of lines", line_, line_);
    text_.finish();
    if (input_.next_byte() >= 0)
      Text("", line_ + 1, file_).fail("expected nothing after the line 'end'");
    return model;
  }

 private:
  // The line at hand must be at its end; the next one becomes the line at hand.
  void begin(std::string_view start) {
    poll();
    text_.finish();
    std::string line;
    const char* wrong = input_.line(line, size_t{16} << 20);
    text_ = Text(std::move(line), ++line_, file_);
    if (wrong != nullptr)
      text_.fail(std::strcmp(wrong, "end") == 0 ? "the file ends before its 'end' line" : wrong);
    text_.expect(start);
  }
  std::string name() {
    static constexpr std::string_view others =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    const size_t start = text_.at();
    const std::string_view rest = text_.rest(), s = text_.until("[ *^]");
    if (s.find_first_of(others.substr(0, 52)) != 0 || s.find_first_not_of(others) != s.npos)
      text_.expected("a name", start);
    if (text_.take("[")) {
      text_.natural("an index", 1, INT64_MAX);
      if (text_.take(",")) text_.natural("an index", 1, INT64_MAX);
      text_.expect("]");
    }
    if (text_.at() - start > 256) text_.expected("a name of at most 256 bytes", start);
    return std::string(rest.substr(0, text_.at() - start));
  }
  u32 variable(u64 least) {
    const size_t start = text_.at();
    const auto found = numbers_.find(name());
    if (found == numbers_.end()) text_.expected("a variable of the model", start);
    if (found->second < least) text_.expected("a later variable", start);
    return found->second;
  }
  // A SUM other than 0, up to the end of the line; its pieces get the component j. A term is
  // COEFFICIENT*POWER*…, COEFFICIENT or POWER*…
  void sum(std::vector<Explicit::Piece>& pieces, u32 j) {
    std::unordered_set<Monomial, MonomialHash> seen;
    bool negative = text_.take("-");
    do {
      poll();
      const size_t start = text_.at();
      Monomial m;
      Rational c = 1;
      bool power = true;
      if (text_.digit()) {
        const Integer p = text_.number();
        if (p == 0) text_.expected("a positive number", start);
        const bool fraction = text_.take("/");
        const Integer q = fraction ? text_.number() : Integer(1);
        if (fraction && (q < 2 || mp::gcd(p, q) != 1))
          text_.expected("a fraction in lowest terms", start);
        c = Rational{p, q};
        power = text_.take("*");
        if (power && c == 1) text_.expected("no coefficient 1", start);
      }
      for (; power; power = text_.take("*")) {
        const u32 v = variable(m.empty() ? 0 : m.back().variable + u64{1});
        m.push_back({v, text_.exponent()});
      }
      if (!seen.insert(m).second) text_.expected("a new monomial", start);
      pieces.push_back({j, std::move(m), negative ? Rational(-c) : c});
      negative = text_.rest().starts_with(" - ");
    } while (text_.take(" - ") || text_.take(" + "));
    text_.finish();
  }
  // The number of polynomials that are not zero on the domain.
  u64 domain() {
    if (!text_.take("domain nonzero ")) return text_.expect("domain all"), 0;
    const u64 count = text_.natural("a number of polynomials", 1, UINT32_MAX);
    for (u64 k = 0; k < count; ++k) {
      begin("n ");
      std::vector<Explicit::Piece> pieces;
      sum(pieces, 0);
      if (pieces.size() == 1 && pieces[0].monomial.empty())
        text_.expected("a polynomial that is not constant", 2);
    }
    return count;
  }
  Model body() {
    if (text_.take("copies ")) {
      const u64 copies = text_.natural("a number of copies", 2, UINT32_MAX);
      return begin("network "), network(copies);
    }
    if (text_.take("network ")) return network(1);
    const bool map = text_.take("map ");
    if (!map && !text_.take("fields ")) text_.expected("'map', 'fields', 'copies' or 'network'");
    std::vector<std::vector<Explicit::Piece>> bodies;
    for (u64 d = text_.natural("a number of entries or fields", 0, UINT32_MAX); d > 0; --d) {
      begin(map ? "m " : "f");
      auto& pieces = bodies.emplace_back();
      if (map && (text_.rest() != "0" || !text_.take("0"))) sum(pieces, 0);
      // The components of a field end where a line does not start with `c`.
      for (u32 next = 0; !map && input_.next_byte() == 'c'; ++next) {
        begin("c ");
        next = variable(next);
        text_.expect(" ");
        sum(pieces, next);
      }
    }
    return {std::make_unique<Explicit>(std::move(names_), std::move(bodies), map)};
  }
  Model network(u64 copies) {  // the variables of several have names of their own
    Text widths = text_;
    text_.until(" ");
    const std::string stop(text_.rest());
    if (stop != " none" && stop != " hidden" && stop != " all")
      text_.expected("'none', 'hidden' or 'all'");
    text_.take(stop);
    auto network = parse_network(widths, stop, std::nullopt);
    if (network->dimension() * copies != names_.size())
      widths.fail(text("expected ", counted(network->dimension() * copies, "variable"), ", found ",
                       names_.size()));
    network->rename(std::move(names_));
    return {std::move(network), "", 0, copies};
  }
  Input input_;
  std::string file_;
  Text text_;
  size_t line_ = 0;
  std::vector<std::string> names_;
  std::unordered_map<std::string, u32> numbers_;
};

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

Model parse_canonical(Input input, const std::string& file) {
  return Canonical(std::move(input), file).read();
}

Model read_model(const std::string& argument) {
  if (!argument.ends_with(".canon")) return parse_specification(argument);
  return parse_canonical(Input::open(argument), shown(argument));
}
}  // namespace abide_check
