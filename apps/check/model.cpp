// The readers of models. Canonical files (canonical.md) are read strictly: every
// deviation is an InputError with its line and column.
#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "errors.hpp"
#include "model.hpp"

namespace abide_check {
namespace {
class Canonical {
 public:
  Canonical(Input input, std::string file) : input_(std::move(input)), file_(std::move(file)) {}
  Model read() {
    begin("abide-canonical 1");
    begin("variables ");
    const std::uint64_t d = text_.natural("a number of variables", 1, UINT32_MAX - 1);
    for (std::uint64_t i = 0; i < d; ++i) {
      begin("v ");
      const std::size_t start = text_.at();
      names_.push_back(name());
      if (!numbers_.emplace(names_.back(), static_cast<std::uint32_t>(i)).second) refuse(start, "a new name");
    }
    begin("domain all");
    begin("drift none");
    begin("");
    Model model = body();
    begin("end ");
    text_.natural("the number of lines", line_, line_);
    text_.finish();
    if (input_.next_byte() >= 0) Text("", line_ + 1, file_).fail("expected nothing after the line 'end'");
    return model;
  }

 private:
  using Piece = Explicit::Piece;
  using Bodies = std::vector<std::vector<Piece>>;

  // The line at hand must be at its end; the next one becomes the line at hand.
  void begin(std::string_view start) {
    poll();
    text_.finish();
    std::string line;
    const char* wrong = input_.line(line, std::size_t{16} << 20);
    text_ = Text(std::move(line), ++line_, file_);
    if (wrong != nullptr) text_.fail(std::strcmp(wrong, "end") == 0 ? "the file ends before its 'end' line" : wrong);
    text_.expect(start);
  }
  [[noreturn]] void refuse(std::size_t at, const std::string& expected) {
    text_.back(at);
    text_.expected(expected);
  }
  std::string name() {
    static constexpr std::string_view others = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    static constexpr std::string_view letters = others.substr(0, 52);
    const std::size_t start = text_.at();
    std::string s(text_.until("[ *^]"));
    if (letters.find(s[0]) == letters.npos || s.find_first_not_of(others) != s.npos) refuse(start, "a name");
    if (text_.take("[")) {
      s += "[" + std::to_string(text_.natural("an index", 1, INT64_MAX));
      if (text_.take(",")) s += "," + std::to_string(text_.natural("an index", 1, INT64_MAX));
      text_.expect("]");
      s += "]";
    }
    if (s.size() > 256) refuse(start, "a name of at most 256 bytes");
    return s;
  }
  std::uint32_t variable(std::uint64_t least) {
    const std::size_t start = text_.at();
    const auto found = numbers_.find(name());
    if (found == numbers_.end()) refuse(start, "a variable of the model");
    if (found->second < least) refuse(start, "a later variable");
    return found->second;
  }

  // COEFFICIENT*POWER*…, COEFFICIENT or POWER*…
  Piece term(bool negative) {
    Piece piece{0, {}, 1};
    bool power = true;
    if (text_.digit()) {
      const std::size_t start = text_.at();
      piece.coefficient = coefficient();
      power = text_.take("*");
      if (power && piece.coefficient == 1) refuse(start, "no coefficient 1");
    }
    for (; power; power = text_.take("*")) {
      const std::uint32_t v = variable(piece.monomial.empty() ? 0 : piece.monomial.back().variable + 1);
      piece.monomial.push_back({v, text_.take("^") ? text_.exponent() : 1});
    }
    if (negative) piece.coefficient = -piece.coefficient;
    return piece;
  }
  Rational coefficient() {
    const std::size_t start = text_.at();
    const Integer num = text_.number();
    if (num == 0) refuse(start, "a positive coefficient");
    if (!text_.take("/")) return Rational{num};
    const Integer den = text_.number();
    if (den < 2 || boost::multiprecision::gcd(num, den) != 1) refuse(start, "a fraction in lowest terms");
    return Rational{num, den};
  }

  // A SUM other than 0, up to the end of the line; its pieces get the component j.
  void sum(std::vector<Piece>& pieces, std::uint32_t j) {
    std::unordered_set<Monomial, MonomialHash> seen;
    bool negative = text_.take("-");
    do {
      poll();
      const std::size_t start = text_.at();
      pieces.push_back(term(negative));
      pieces.back().j = j;
      if (!seen.insert(pieces.back().monomial).second) refuse(start, "a new monomial");
      negative = text_.follows(" - ");
    } while (text_.take(" - ") || text_.take(" + "));
    text_.finish();
  }
  Model body() {
    constexpr std::uint64_t most = UINT32_MAX;
    if (text_.take("map ")) return map(text_.natural("a number of entries", 0, most));
    if (text_.take("fields ")) return components(text_.natural("a number of fields", 0, most));
    if (text_.take("network ")) return network();
    text_.expected("'map', 'fields' or 'network'");
  }
  Model map(std::uint64_t d) {
    Bodies bodies;
    for (std::uint64_t i = 0; i < d; ++i) {
      begin("m ");
      bodies.emplace_back();
      if (!text_.remains("0") || !text_.take("0")) sum(bodies.back(), 0);
    }
    return {std::make_unique<Explicit>(std::move(names_), std::move(bodies), true), nullptr, ""};
  }

  // A group has no length: it ends where a line does not start with `c`.
  Model components(std::uint64_t d) {
    Bodies bodies;
    while (bodies.size() < d) {
      begin("f");
      bodies.emplace_back();
      std::uint32_t next = 0;
      while (input_.next_byte() == 'c') {
        begin("c ");
        const std::uint32_t j = variable(next);
        next = j + 1;
        text_.expect(" ");
        sum(bodies.back(), j);
      }
    }
    return {std::make_unique<Explicit>(std::move(names_), std::move(bodies), false), nullptr, ""};
  }
  Model network() {
    Text widths = text_;
    text_.until(" ");
    const bool none = text_.remains(" none"), hidden = text_.remains(" hidden");
    if (!none && !hidden && !text_.remains(" all")) text_.expected("'none', 'hidden' or 'all'");
    const Bias bias = none ? Bias::none : hidden ? Bias::hidden : Bias::all;
    const char* stop = none ? " none" : hidden ? " hidden" : " all";
    auto net = std::make_unique<Network>(parse_network(widths, stop, false, true, bias));
    text_.take(stop);
    if (net->dimension() != names_.size())
      widths.fail("the network has " + counted(std::to_string(net->dimension()), "variable") + ", the file " + std::to_string(names_.size()));
    for (std::uint32_t i = 0; i < names_.size(); ++i)
      if (names_[i] != net->name(i)) widths.fail("expected the variable " + net->name(i) + ", found " + names_[i]);
    const Network* network = net.get();
    return {std::move(net), network, ""};
  }
  Input input_;
  std::string file_;
  Text text_;
  std::size_t line_ = 0;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};
}  // namespace

Model parse_canonical(Input input, const std::string& file) { return Canonical(std::move(input), file).read(); }

Network parse_network(Text& text, std::string_view stop, bool all_relu, bool marks, Bias bias) {
  std::vector<std::uint32_t> widths;
  std::vector<bool> relu;
  const std::size_t start = text.at();
  do {
    widths.push_back(static_cast<std::uint32_t>(text.natural("a width", 1, UINT32_MAX - 1)));
    relu.push_back(marks && text.take("r"));
  } while (!text.follows(",b") && text.take(","));
  if (!text.remains(stop)) text.expected("',' and a width");
  text.back(start);
  if (widths.size() < 2) text.fail("expected at least two widths");
  if (relu.front() || relu.back()) text.fail("only hidden layers can be ReLU layers");
  if (all_relu) std::fill(relu.begin() + 1, relu.end() - 1, true);
  return Network(std::move(widths), std::move(relu), bias);
}

namespace {
Network parse_family(Text text, const std::string& s) {
  if (text.take("product:")) {
    const auto d = static_cast<std::uint32_t>(text.natural("a number of variables", 1, UINT32_MAX - 1));
    text.finish();
    return Network::product(d);
  }
  if (text.take("linear:")) return parse_network(text, "", false, false, Bias::none);
  const bool relu = text.take("relu:");
  if (!relu && !text.take("network:"))
    text.fail("expected linear:…, relu:…, network:… or product:…, or a file that ends in .canon");
  const Bias bias = s.ends_with(",bias=all") ? Bias::all : s.ends_with(",bias") ? Bias::hidden : Bias::none;
  const char* stop = bias == Bias::all ? ",bias=all" : bias == Bias::hidden ? ",bias" : "";
  return parse_network(text, stop, relu, !relu, bias);
}
}  // namespace

Model parse_specification(const std::string& specification) {
  auto owner = std::make_unique<Network>(parse_family(Text(specification, 1, shown(specification)), specification));
  const Network* network = owner.get();
  return {std::move(owner), network, specification};
}

Model read_model(const std::string& argument) {
  if (!argument.ends_with(".canon")) return parse_specification(argument);
  return parse_canonical(Input::open(argument), shown(argument));
}
}  // namespace abide_check
