// The reader of canonical files (canonical.md). They are read strictly: every deviation is an
// InputError with its line and column. The core knows the bodies that are written out.
#include <cstring>
#include <unordered_set>

#include "model.hpp"

namespace abide_check {
namespace {
class Canonical {
 public:
  Canonical(Input input, std::string file, const BodyReader& other)
      : input_(std::move(input)), file_(std::move(file)), other_(other) {}
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
  void sum(Explicit::Body& pieces, u32 j) {
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
      Explicit::Body pieces;
      sum(pieces, 0);
      if (pieces.size() == 1 && pieces[0].monomial.empty())
        text_.expected("a polynomial that is not constant", 2);
    }
    return count;
  }
  Model body() {
    const bool map = text_.take("map ");
    if (!map && !text_.take("fields ")) {
      if (!other_) text_.expected("'map' or 'fields'");
      return other_(text_, std::move(names_), [this](std::string_view start) -> Text& {
        begin(start);
        return text_;
      });
    }
    std::vector<Explicit::Body> bodies;
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
  Input input_;
  std::string file_;
  const BodyReader& other_;
  Text text_;
  size_t line_ = 0;
  std::vector<std::string> names_;
  std::unordered_map<std::string, u32> numbers_;
};
}  // namespace

Model parse_canonical(Input input, const std::string& file, const BodyReader& other) {
  return Canonical(std::move(input), file, other).read();
}
}  // namespace abide_check
