// The statements about a model. Each proves its claim from its own lines and those before it. Ranks
// of gradients and of words are seen in one way: a row, reduced modulo the earlier ones, is not
// zero at its stated pivot; so a minor is not zero modulo p, hence not zero (mathematics.md,
// section 3). A polynomial h is a law when X_i h is the zero polynomial for every field, which is
// multiplied out.
#include "scope.hpp"

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

Scope::Scope(const Fields& fields, Run& run)
    : run_(run), fields_(fields), columns_(std::make_unique<Columns>(fields)) {}
void Scope::begin(const std::string& word, bool preamble, const Text& s) {
  demand(!preamble || !preamble_over_, "'", word, "' after the first claim that uses the laws");
  preamble_over_ = !preamble;
  if (run_.listener != nullptr) run_.listener->statement(s.whole());
}
void Scope::statement(const std::string& word, Text& s) {
  begin(word, word == "law" || word == "point", s);
  if (word == "law") return read_law(s);
  if (word == "point") return point(s);
  if (word == "independent") return independent(s);
  if (word == "lie-rank") return lie_rank(s);
  if (word == "space") return space(s);
  throw Rejected("expected a statement, found " + shown(word));
}

LawView& Scope::law(Text& s) {
  law_number_ = s.natural("a law", 1, law_count());
  return *(law_ = &image(law_number_, s));
}
// The next line, behind its first word, or the lines that it stands for.
void Scope::each_line(const std::function<void(Text&)>& f) {
  rewrite(run_.reader.next(), [&](Text line) {
    line.until(" ");
    f(line.then());
    line.finish();
  });
}
void Scope::lines(std::string_view word, u64 stated, const std::function<void(Text&)>& f) {
  u64 found = 0;
  while (run_.reader.ahead() == word)
    each_line([&](Text& s) {
      demand(++found <= stated, "more lines than the ", stated, " stated");
      f(s);
    });
  demand(found == stated, "expected ", stated, " lines, found ", found);
}
void Scope::rows(std::string_view word, u64 stated, const Modulus& field,
                 const std::function<Elimination::Row(Text&)>& read) {
  const auto elimination = Elimination::make(field);
  lines(word, stated, [&](Text& line) {
    Elimination::Row row = read(line);
    std::erase_if(row, [](const auto& e) { return e.second == 0; });
    const u32 pivot = line.then().variable(fields_.dimension());
    demand(elimination->add(row, pivot), "the reduced row is zero at the variable");
    if (run_.listener != nullptr) run_.listener->row(line.whole(), law_, pivot);
  });
}

void Scope::read_law(Text& s) {
  s.next_number(law_count());
  const size_t start = s.at();
  const Vouch proves = vouch(s);
  std::string how = (s.at() > start ? "," : "") + s.whole().substr(start, s.at() - start);
  how += lemma(s);
  Polynomial h = s.then().polynomial(fields_.dimension());
  s.finish();
  Integer content = 0;
  for (const auto& t : h) {
    demand(!t.monomial.empty(), "a law must be 0 at 0, found a constant term");
    content = mp::gcd(content, t.coefficient);
  }
  demand(content == 1, "the coefficients of the law have a common divisor");
  demand(h.front().coefficient > 0, "the first coefficient of the law is negative");
  if (!(proves && proves(h)) && !fields_.known_law(h)) {
    Gradient gradient;
    for (const auto& t : h)
      for (const auto& q : t.monomial)
        add_to(gradient[q.variable], lowered(t.monomial, q.variable),
               Rational{t.coefficient * q.exponent});
    must_be_law(gradient);
  }
  add(std::make_unique<PolynomialLaw>(std::move(h)));
  law_proved(how, [&] { return written(laws_.back()->terms()); });
}
void Scope::must_be_law(const Gradient& gradient) const {
  for (u64 i = 0; i < fields_.count(); ++i) {
    Sum sum;
    fields_.all_terms(i, [&](u32 j, const Monomial& a, const Rational& c) {
      if (const auto slope = gradient.find(j); slope != gradient.end())
        add_product(sum, slope->second, {{a, c}}, 1);
    });
    demand(sum.empty(), "not a law: X_", i + 1, " h is not zero");
  }
}
std::string Scope::written(const Polynomial& h, const char* before, const char* after) const {
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
void Scope::point(Text& s) {
  s.next_number(points_.size());
  auto& values = points_.emplace_back();
  if (s.take(" ~")) {
    const u64 seed = s.seed(fields_.dimension());
    s.finish();
    for (u32 v = 0; v < fields_.dimension(); ++v)
      poll(), values.emplace_back(v, generated(seed, v) >> 2);
  }
  for (u64 least = 1; !s.done(); least = values.back().first + u64{2}) {
    const u32 v = s.then().variable(fields_.dimension(), least);
    s.expect("=");
    values.emplace_back(v, s.integer());
    demand(values.back().second != 0, "a coordinate of the point is given as 0");
  }
}
u64 Scope::rows_at_point(std::string_view word, Text& s,
                         const std::function<Elimination::Row(Text&, const Point&)>& read) {
  const u64 stated = s.natural("a number of lines", 0, fields_.dimension());
  const auto& point = points_[s.then().natural("a point", 1, points_.size()) - 1];
  const Modulus field(s.then().prime());
  s.finish();
  Nodes values;
  for (const auto& [v, value] : point)
    if (const u64 r = field.of(value); r != 0) values.emplace_back(v, Element{r});
  fields_.prepare(values);
  rows(word, stated, field, [&](Text& line) { return read(line, Point(field, values)); });
  return stated;
}
void Scope::independent(Text& s) {
  demand(!independent_, "a second statement about this rank");
  independent_ = rows_at_point("i", s, [&](Text& line, const Point& p) {
    LawView& law = this->law(line);
    if (run_.brief) run_.claim("independent law ", line.whole().substr(2, line.at() - 2));
    ++independent_laws_[law_number_];
    return law.gradient(p);
  });
  run_.claim("independent: proved: ", counted(*independent_, "law"));
  rank_at_most(fields_.dimension() - *independent_, counted(*independent_, "independent law"));
}
void Scope::lie_rank(Text& s) {
  const u64 rank = rows_at_point("w", s, [&](Text& line, const Point& p) {
    Elimination::Row row;
    for (const auto& [j, e] : value(line, p)) row.emplace_back(j, e[0]);
    return row;
  });
  rank_at_least(rank, "words");
}

void Scope::law_proved(const std::string& how, const std::function<std::string()>& function) {
  if (run_.claims == nullptr) return;
  run_.claim("law ", law_count(), ": proved", how, run_.brief ? "" : ": " + function());
}
void Scope::rank_at_least(u64 k, const char* reason) {
  demand(!rank_, "a second statement about this rank");
  rank_ = k;
  run_.claim("lie rank >= ", k, ": proved by ", reason);
}
void Scope::rank_at_most(const Integer& k, const std::string& reason) {
  if (!rank_above_ || k < *rank_above_) rank_above_ = k;
  run_.claim("lie rank <= ", k, ": proved by ", reason);
}
void Scope::dimension(u64 degree, const Integer& n, const std::string& within) {
  if (within.empty()) dimensions_[degree] = n;
  run_.claim("law space degree ", degree, within, ": proved: dimension ", n);
}

// `DEGREE DIMENSION PRIME fresh|extend`
void Scope::space(Text& s) {
  const u64 degree = s.natural("a degree", 1, 64);
  const Integer dimension = s.then().number();
  const u64 prime = s.then().prime();
  demand(degree < prime, "the degree must be smaller than the prime");
  const bool fresh = s.take(" fresh") || (s.expect(" extend"), false);
  s.finish();
  demand(degree > columns_->degree, "expected a degree above ", columns_->degree);
  demand(fresh || columns_->prime == prime,
         "'extend' needs a 'space' statement before it, and its prime");
  demand(fresh || fields_.homogeneous(), "'extend' needs homogeneous fields");
  const u64 above = fresh ? 0 : columns_->degree;
  Integer new_columns = 0;
  for (u64 k = above + 1; k <= degree; ++k) new_columns += columns_->count(k);
  Section section(*this, *columns_, above, degree, prime);
  for (std::string next; next = run_.reader.ahead(), stage(next) >= 0;)
    each_line([&](Text& line) { section.line(next, line); });
  const Integer elements =
      section.elements(new_columns) + (fresh ? Integer(0) : columns_->elements);
  demand(elements == dimension, "the space has ", elements, " elements, expected ", dimension);
  columns_->degree = degree, columns_->prime = prime, columns_->elements = elements;
  this->dimension(degree, elements, columns_->within());
}
}  // namespace abide_check
