// A polynomial is a law when X_i h is the zero polynomial for every field: it is multiplied out.
#include "laws.hpp"

namespace abide_check {
namespace {
class PolynomialLaw final : public LawView {
 public:
  explicit PolynomialLaw(Polynomial h) : terms_(std::move(h)) {}
  const Polynomial& terms() override { return terms_; }
  Elimination::Row gradient(const Point& p) override { return gradient_of(terms_, p); }

 private:
  const Polynomial terms_;
};
}  // namespace

u64 value(const Monomial& m, const Point& p, u64 c) {
  const Modulus& field = p.ring().field();
  for (const auto& q : m) {
    const Element x = p.at(q.variable);
    c = x.empty() ? 0 : field.mul(c, field.pow(x[0], q.exponent));
  }
  return c;
}
Elimination::Row gradient_of(const Polynomial& h, const Point& p) {
  std::map<u32, u64> sums;
  for (const Term& t : h) add_gradient(t, p, sums);
  return {sums.begin(), sums.end()};
}
void add_gradient(const Term& t, const Point& p, std::map<u32, u64>& sums) {
  const Modulus& field = p.ring().field();
  for (const auto& q : t.monomial) {
    const u64 product = value(lowered(t.monomial, q.variable), p,
                              field.mul(field.of(t.coefficient), q.exponent % field.p()));
    if (product != 0) sums[q.variable] = field.add(sums[q.variable], product);
  }
}

void Laws::next_number(Text& s) const {
  s.natural("the next number", laws_.size() + 1, laws_.size() + 1);
}
void Laws::read(Text& s) {
  next_number(s);
  Polynomial h = s.then().polynomial(fields_.dimension());
  s.finish();
  Integer content = 0;
  for (const auto& t : h) {
    if (t.monomial.empty()) throw Rejected("a law must be 0 at 0, found a constant term");
    content = mp::gcd(content, t.coefficient);
  }
  if (content != 1) throw Rejected("the coefficients of the law have a common divisor");
  if (h.front().coefficient < 0) throw Rejected("the first coefficient of the law is negative");
  if (!fields_.known_law(h)) {
    Gradient gradient;
    for (const auto& t : h)
      for (const auto& q : t.monomial)
        add_to(gradient[q.variable], lowered(t.monomial, q.variable),
               Rational{t.coefficient * q.exponent});
    must_be_law(gradient);
  }
  add(std::make_unique<PolynomialLaw>(std::move(h)));
}
void Laws::must_be_law(const Gradient& gradient) const {
  for (u64 i = 0; i < fields_.count(); ++i) {
    Sum sum;
    fields_.all_terms(i, [&](u32 j, const Monomial& a, const Rational& c) {
      if (const auto slope = gradient.find(j); slope != gradient.end())
        add_product(sum, slope->second, {{a, c}}, 1);
    });
    if (!sum.empty()) throw Rejected(text("not a law: X_", i + 1, " h is not zero"));
  }
}
std::string Laws::written(const Polynomial& h, const char* before, const char* after) const {
  std::string out;
  for (const auto& t : h) {
    const bool negative = t.coefficient < 0;
    out += out.empty() ? (negative ? "-" : "") : negative ? " - " : " + ";
    const char* separator = "";
    if (mp::abs(t.coefficient) != 1 || t.monomial.empty())
      out += Integer(mp::abs(t.coefficient)).str(), separator = "*";
    for (const auto& q : t.monomial) {
      out += separator + (before + fields_.name(q.variable) + after) +
             (q.exponent > 1 ? "^" + std::to_string(q.exponent) : "");
      separator = "*";
    }
  }
  return out.empty() ? "0" : out;
}
}  // namespace abide_check
