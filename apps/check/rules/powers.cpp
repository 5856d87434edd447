// Rule powers/1: long words, by powers of ad along a flow.
//
//     w ad FLOW WORD POWER:VARIABLE …      in the list of a `lie-rank` statement
//
// FLOW is a WORD A_0, or A_0+tA_1 with two WORDs; POWERs increase, 0 ≤ POWER ≤ N ≤ 4095, N < PRIME
// < 2^26. The line stands for as many rows, each with its pivot. Along the solution of x' = A(x,
// t), A = A_0 + t A_1, through the point, let y_0 = B(x(t)) for the WORD B and
//
//     y_{n+1} = y_n' − ∂A(x(t), t)·y_n.
//
// The row of the power n is y_n(0). Claim: it is the value at the point of an element of the Lie
// algebra; for constant A, of (−ad_A)^n B.
//
// Proof. Let Ã = ∂_t + A on (t, θ), whose curve through (0, point) is (t, x(t)), and let F be a
// field on θ with coefficients that are polynomials in t. With [X, Y] = ∂X·Y − ∂Y·X,
// −[Ã, F] = ∂F·Ã − ∂Ã·F = ∂_t F + ∂F·A − ∂A·F, as F has no component along t. Along the curve the
// first two terms are d/dt F(x(t), t); so y_n(t) is the value there of F_n = (−ad_Ã)^n B. With F =
// Σ t^k W_k, −[Ã, F] = Σ k t^{k−1} W_k + Σ t^k [W_k, A_0] + Σ t^{k+1} [W_k, A_1]: if all W_k are
// integer combinations of words in A_0, A_1 and B, so are those of −[Ã, F]. At t = 0 the value of
// F_n is that of its W_0. (Only the words are evaluated modulo p: a bracket has the integer
// coefficients of its letters, and a minor of rows that is not zero modulo p is not zero. The
// coefficients of x(t) are divided by 1 … N, which are units, as N < p; since the values are
// rational functions of the point with these denominators alone, and equal to those of words, they
// are the values of the words modulo p.) ∎
//
// The series are truncated to what is still needed, N + 1 − n terms for y_n.
#include "../bodies/network.hpp"
#include "rules.hpp"

namespace abide_check {
namespace {
// c += a·b, series of n terms. The sum of 2^12 products below 2^52 fits.
void series_product(const Modulus& field, const u64* a, const u64* b, u64* c, size_t n) {
  poll();
  size_t end = n;  // of a, which may be a constant
  while (end > 0 && a[end - 1] == 0) --end;
  for (size_t k = 0; end > 0 && k < n; ++k) {
    u64 sum = c[k];
    for (size_t i = 0; i <= k && i < end; ++i) sum += a[i] * b[k - i];
    c[k] = sum % field.p();
  }
}

class Powers final : public Rule {
 public:
  explicit Powers(Scope& scope) : fields_(scope.fields()) {}
  // One line for each power.
  void rewrite(const Text& line, const std::function<void(Text)>& f) override {
    Text s = line;
    s.expect("w ad ");
    const size_t start = s.at();
    flow_ = read_flow(s);
    flow_.name = s.whole().substr(start, s.at() - start);
    word_ = read_word(s.then(), fields_.count());
    wanted_.clear(), rows_.clear();
    std::vector<std::string> pivots;
    do {
      const u64 least = wanted_.empty() ? 0 : wanted_.back() + 1;
      wanted_.push_back(s.then().natural("a power", least, most_));
      s.expect(":");
      pivots.push_back(std::to_string(s.natural("a variable", 1, fields_.dimension())));
    } while (!s.done());
    for (size_t k = 0; k < pivots.size(); ++k)
      f(Text(text("w ad ", flow_.name, " ", wanted_[k], " ", pivots[k])));
  }
  Nodes value(Text& s, const Point& p) override {
    if (rows_.empty()) find_rows(p);
    s.until(" ");
    const u64 power = s.then().natural("a power", 0, most_);
    return std::move(rows_.at(power));
  }

 private:
  struct Flow {
    Word start;
    std::optional<Word> slope = {};
    std::string name = {};
  };
  static constexpr u64 most_ = 4095;
  const Fields& fields_;
  Flow flow_;  // of the line at hand
  Word word_;
  std::vector<u64> wanted_;
  std::map<u64, Nodes> rows_;
  Nodes curve_;  // x(t) of the last flow, with so many terms
  std::string curve_of_;
  size_t terms_ = 0;

  Flow read_flow(Text& s) const {
    Flow flow{read_word(s, fields_.count())};
    if (s.take("+t")) flow.slope = read_word(s, fields_.count());
    return flow;
  }
  Nodes value_of(const Word& word, const Point& p) const {
    const auto network = dynamic_cast<const Network*>(&fields_);
    Sums sums;
    if (network != nullptr && word.combination && network->add_all(word.number, p, sums))
      return sums.take();
    return fields_.value(word, p);
  }
  // The coefficients of A from e^0 or e^1 on, at a point whose coordinates are series, or series
  // with a part of e, of this length.
  Nodes along(Nodes coordinates, const Ring& ring, size_t length) const {
    poll();
    fields_.prepare(coordinates);
    const Point p(ring, coordinates);
    Nodes value = value_of(flow_.start, p);
    if (!flow_.slope) return value;
    Sums sums;
    for (const auto& [j, e] : value) ring.add(sums.at(j), e);
    Element t(ring.size(), 0);
    if (length > 1) t[1] = 1;
    for (const auto& [j, e] : value_of(*flow_.slope, p)) ring.add_product(t, e, sums.at(j));
    return sums.take();
  }
  static Ring series(const Modulus& field, size_t length) {
    return {field, length, series_product};
  }
  void find_curve(const Point& p, size_t terms) {
    if (curve_of_ == flow_.name && terms_ >= terms) return;
    const Modulus& field = p.ring().field();
    std::map<u32, Element> x;
    for (const auto& [v, e] : *p.parts()[0])
      if (v < fields_.dimension()) x[v] = e;
    for (size_t k = 1; k < terms; ++k) {
      const Nodes speed = along({x.begin(), x.end()}, series(field, k), k);
      for (const auto& [v, e] : speed) x[v].resize(k, 0);
      for (auto& [v, e] : x) e.push_back(0);
      for (const auto& [v, e] : speed) x[v][k] = field.mul(e[k - 1], field.inverse(k));
    }
    curve_.assign(x.begin(), x.end());
    curve_of_ = flow_.name, terms_ = terms;
  }
  void find_rows(const Point& p) {
    const u64 n = wanted_.back();
    const Modulus& field = p.ring().field();
    demand(field.p() > n && field.p() >> 26 == 0, "powers up to ", n,
           " need a prime above that and below 2^26");
    demand((n + 1) * fields_.dimension() >> 25 == 0, "powers of more than 2^25 numbers");
    find_curve(p, n + 1);
    Nodes start = cut(curve_, n + 1);
    fields_.prepare(start);
    Nodes y = value_of(word_, Point(series(field, n + 1), start));
    auto next = wanted_.begin();
    for (u64 k = 0;; ++k) {
      if (k == *next) {
        for (const auto& [j, e] : y) rows_[k].emplace_back(j, Element{e[0]});
        rows_[k];
        if (++next == wanted_.end()) return;
      }
      y = step(y, field, n - k);
    }
  }
  static Nodes cut(const Nodes& series, size_t length) {
    Nodes result;
    for (const auto& [v, e] : series)
      result.emplace_back(v, Element(e.begin(), e.begin() + static_cast<std::ptrdiff_t>(length)));
    return result;
  }
  // y' − ∂A·y with so many terms, from y with one more: ∂A·y is the part of e in A(x + e y).
  Nodes step(const Nodes& y, const Modulus& field, size_t length) const {
    std::map<u32, Element> moved;
    for (const auto& [v, e] : curve_)
      moved[v].assign(e.begin(), e.begin() + static_cast<std::ptrdiff_t>(length));
    for (const auto& [v, e] : y) {
      auto& to = moved[v];
      to.resize(length, 0);
      to.insert(to.end(), e.begin(), e.end() - 1);
    }
    for (auto& [v, e] : moved) e.resize(2 * length, 0);
    Ring ring = series(field, length);
    ring.go_up();
    std::map<u32, Element> next;
    for (const auto& [j, e] : along({moved.begin(), moved.end()}, ring, length)) {
      auto& to = next[j];
      for (size_t k = 0; k < length; ++k) to.push_back(field.sub(0, e[length + k]));
    }
    for (const auto& [j, e] : y) {
      auto& to = next[j];
      to.resize(length, 0);
      for (size_t k = 0; k < length; ++k) to[k] = field.add(to[k], field.mul(k + 1, e[k + 1]));
    }
    return {next.begin(), next.end()};
  }
};
}  // namespace

const RuleEntry powers_rule{"powers/1", {{"ad", Tag::marker}}, make_rule<Powers>};
}  // namespace abide_check
