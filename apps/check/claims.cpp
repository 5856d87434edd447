#include "claims.hpp"

#include "spaces.hpp"

namespace abide_check {
namespace {
// One function per statement of the format.
class Statements {
 public:
  Statements(const Model& model, Input certificate, std::ostream& claims, bool quiet)
      : model_(model),
        fields_(*model.fields),
        dimension_(fields_.dimension()),
        laws_(fields_, model.network()),
        spaces_(fields_, model.network(), laws_),
        reader_(std::move(certificate)),
        claims_(claims),
        quiet_(quiet),
        one_(model.copies > 1 ? ", of one copy" : "") {}
  size_t line() const { return reader_.line(); }

  bool run() {
    head();
    bool preamble_over = false;
    for (;;) {
      Text s = reader_.next();
      const std::string name(s.until(" "));
      if (name == "complete" || name == "end") return finish(s, name == "complete");
      s.expect(" ");
      const bool preamble = name == "symmetry" || name == "law" || name == "elementary" ||
                            name == "image" || name == "point";
      if (preamble && preamble_over)
        throw Rejected(text("'", name, "' after the first claim that uses the laws"));
      preamble_over = !preamble;
      if (name == "symmetry")
        laws_.symmetry(s), claim("symmetry ", laws_.symmetries().size(), ": proved");
      else if (name == "law")
        laws_.law(s), claim_law();
      else if (name == "elementary")
        claim(laws_.elementary(s));
      else if (name == "image")
        laws_.image(s), claim_law();
      else if (name == "point")
        point(s);
      else if (name == "independent")
        independent(s);
      else if (name == "lie-rank")
        lie_rank(s);
      else if (name == "exponents")
        exponents(s);
      else if (name == "closed")
        closed(s);
      else if (name == "involutive")
        involutive(s);
      else if (name == "space")
        claim(spaces_.space(s, reader_), one_);
      else if (name == "same")
        claim(spaces_.same(s));
      else if (name == "tensor")
        claim(spaces_.tensor(s, model_.copies));
      else if (name == "within")
        claim(spaces_.within(s));
      else
        throw Rejected("expected a statement, found " + shown(name));
    }
  }

 private:
  void claim(const auto&... pieces) {
    if (!quiet_) claims_ << text(pieces..., '\n') << std::flush;
  }
  void claim_law() {
    if (!quiet_)
      claim("law ", laws_.count(), ": proved: ", laws_.written(laws_.terms(laws_.count())));
  }
  void bound_above(const Integer& bound, const std::string& reason) {
    if (!rank_above_ || bound < *rank_above_) rank_above_ = bound;
    claim("lie rank <= ", bound, ": proved by ", reason, one_);
  }

  void head() {
    reader_.next("abide-certificate 1").finish();
    Text s = reader_.next("model ");
    const bool canonical = model_.specification.empty(), several = model_.copies > 1;
    s.expect(canonical ? "canonical " + (several ? text("copies ", model_.copies, " ") : "")
                       : model_.specification);
    if (canonical) s.expect(text(dimension_, " ", fields_.count()));
    for (u32 i = 0; i < dimension_ && canonical; ++i) s.expect(" " + fields_.name(i));
    s.finish();
    const std::string domain = counted(model_.nonzero, "polynomial") +
                               (model_.nonzero == 1 ? " is" : " are") + " not zero";
    claim("model: ", canonical ? "canonical" : model_.specification,
          several ? text(", ", model_.copies, " copies of ") : ", ",
          counted(dimension_, "coordinate"), ", ", counted(fields_.count(), "field"),
          model_.nonzero == 0 ? "" : ", on the domain where " + domain);
  }
  // `complete`, if present, `end`, and what is open.
  bool finish(Text& s, bool is_complete) {
    const u64 m = independent_.value_or(0), k = rank_.value_or(0), most = dimension_ - k,
              n = model_.copies;
    if (is_complete) {
      s.finish();
      if (m != most)
        throw Rejected(text("completeness needs K + M = ", dimension_, ", found ", k, " + ", m));
      claim("complete: proved: every law is locally a function of ",
            counted(n * m, "independent law"));
      s = reader_.next("end");
    }
    s.then().natural("the number of lines", reader_.lines(), reader_.lines());
    s.finish();
    if (reader_.more()) throw Rejected("expected nothing after the line 'end'");
    if (is_complete) return true;
    if (m == most) return false;  // nothing is open, although completeness is not claimed
    if (rank_above_ == k)
      claim("open: exactly ", counted(n * most, "local law"), ", ", n * m, " of them found");
    else
      claim("open: at least ", n * m, ", at most ", counted(n * most, "independent law"));
    return false;
  }

  void point(Text& s) {
    s.natural("the next number", points_.size() + 1, points_.size() + 1);
    auto& values = points_.emplace_back();
    for (u64 least = 1; !s.done(); least = values.back().first + u64{2}) {
      const u32 v = s.then().variable(dimension_, least);
      s.expect("=");
      values.emplace_back(v, s.integer());
      if (values.back().second == 0) throw Rejected("a coordinate of the point is given as 0");
    }
  }
  // The list lines of one kind, as many as stated.
  void lines(char kind, u64 stated, const std::function<void(Text&)>& f) {
    u64 found = 0;
    reader_.list({&kind, 1}, [&](Text& line, char) {
      if (++found > stated) throw Rejected(text("more lines than the ", stated, " stated"));
      f(line);
    });
    if (found < stated) throw Rejected(text("expected ", stated, " lines, found ", found));
  }
  // `N [P] PRIME` and N lines "kind … VARIABLE": each row, read by `read`, must not be zero at its
  // variable modulo the earlier ones. Then N is proved.
  using Row = Elimination::Row;
  void rows(Text& s, std::optional<u64>& proved, char kind,
            const std::function<void(Text&, const Point&, Row&)>& read) {
    if (proved) throw Rejected("a second statement about this rank");
    const u64 stated = s.natural("a number of lines", 0, dimension_);
    const auto* point =
        kind == 'x' ? nullptr : &points_[s.then().natural("a point", 1, points_.size()) - 1];
    const Modulus field(s.then().prime());
    s.finish();
    Nodes values;
    for (size_t k = 0; point != nullptr && k < point->size(); ++k)
      if (const u64 r = field.of((*point)[k].second); r != 0)
        values.emplace_back((*point)[k].first, Element{r});
    fields_.prepare(values);
    const auto elimination = Elimination::make(field);
    lines(kind, stated, [&](Text& line) {
      Row row;
      read(line, Point(field, values), row);
      std::erase_if(row, [](const auto& e) { return e.second == 0; });
      if (!elimination->add(row, line.then().variable(dimension_)))
        throw Rejected("the reduced row is zero at the variable");
    });
    proved = stated;
  }
  void independent(Text& s) {
    rows(s, independent_, 'i', [&](Text& line, const Point& at, Row& row) {
      const LawRef ref = laws_.reference(line);
      ++images_used_[ref.law];
      row = laws_.gradient(ref, at);
    });
    claim("independent: proved: ", counted(*independent_, "law"), one_);
    bound_above(dimension_ - *independent_, counted(*independent_, "independent law"));
  }
  void lie_rank(Text& s) {
    rows(s, rank_, 'w', [&](Text& line, const Point& at, Row& row) {
      for (const auto& [j, e] : fields_.value(line.word(fields_.count()), at))
        row.emplace_back(j, e[0]);
    });
    claim("lie rank >= ", *rank_, ": proved", one_);
  }
  void exponents(Text& s) {
    if (!fields_.monomial_map()) throw Rejected("'exponents' needs a map of single terms");
    rows(s, rank_, 'x', [&](Text& line, const Point& at, Row& row) {
      const u64 i = line.natural("a field", 1, fields_.count()) - 1;
      for (const auto& q : fields_.exponents(i))
        row.emplace_back(q.variable, q.exponent % at.ring().field().p());
    });
    exponents_ = true;
    claim("lie rank >= ", *rank_, ": proved", one_);
  }

  void closed(Text& s) {
    const u64 most = s.natural("a degree", closed_degree_ + 1, 64);
    const Integer stated = s.then().number();
    s.finish();
    if (!rank_ || !independent_ || *rank_ + *independent_ != dimension_)
      throw Rejected("'closed' needs a Lie rank K and M independent laws with K + M = D");
    // Either all laws are linear forms, or those of degree 1 are dead variables.
    const bool linear = std::ranges::all_of(
        images_used_, [&](auto& used) { return degree(laws_.terms(used.first)) == 1; });
    if (!linear && !exponents_) throw Rejected("'closed' needs 'exponents', or laws of degree 1");
    u64 light = 0;
    for (const auto& [number, count] : images_used_) {
      const Polynomial& h = laws_.terms(number);
      const bool variable =
          h.size() == 1 && degree(h) == 1 && !fields_.occurs(h[0].monomial[0].variable);
      const bool squares = std::ranges::all_of(h, [&](const Term& t) {
        return t.monomial.size() == 1 && t.monomial[0].exponent == 2 &&
               fields_.occurs(t.monomial[0].variable);
      });
      if (!linear && !variable && !squares)
        throw Rejected(
            text("law ", number, " is neither a dead variable nor a sum of live squares"));
      if (linear || variable) light += count;
    }
    // Monomials by the degree k in the symbols of weight 2; the others have weight 1.
    const Integer heavy = *independent_ - light;
    Integer dimension = -1;
    for (u64 k = 0; 2 * k <= most; ++k)
      dimension +=
          binomial(heavy + k - 1, k) * binomial(Integer(light) + (most - 2 * k), most - 2 * k);
    if (dimension != stated)
      throw Rejected(text("the dimension is ", dimension, ", found ", shown(stated.str())));
    closed_degree_ = most;
    if (model_.copies > 1) spaces_.know(most, stated);
    claim("law space degree ", most, ": proved: dimension ", stated, one_);
  }

  void involutive(Text& s) {
    if (std::exchange(involutive_, true)) throw Rejected("a second 'involutive' statement");
    if (s.take("single")) {
      s.finish();
      if (fields_.count() != 1)
        throw Rejected(text("'involutive single' needs one field, found ", fields_.count()));
      return bound_above(1, "involutivity");
    }
    const u64 k = s.natural("'single' or a rank", 0, dimension_);
    s.finish();
    std::vector<VectorField> basis;
    std::set<u64> plain;  // fields that are words
    lines('b', k, [&](Text& line) {
      const Word word = line.word(fields_.count());
      basis.push_back(fields_.expand(word));
      if (!word.left && !word.combination) plain.insert(word.number);
    });
    for (u64 i = 0; i < fields_.count(); ++i)
      if (!plain.contains(i)) identity(text("g ", i + 1), fields_.expand(i), basis);
    for (u64 i = 1; i <= k; ++i)
      for (u64 j = i + 1; j <= k; ++j)
        identity(text("c ", i, " ", j), bracket(basis[i - 1], basis[j - 1]), basis);
    bound_above(k, "involutivity");
  }
  // The next line, with this start, and `Q ; F_1 ; … ; F_K`: Q · left = Σ F_k B_k.
  void identity(const std::string& start, const VectorField& left,
                const std::vector<VectorField>& basis) {
    Text s = reader_.next(start);
    VectorField sum;
    const auto subtract = [&](const VectorField& x, int sign) {
      Sum f;
      for (const auto& t : s.then().polynomial(dimension_))
        add_to(f, t.monomial, Rational{t.coefficient});
      for (const auto& [j, component] : x) add_product(sum[j], component, f, sign);
      return !f.empty();
    };
    if (!subtract(left, 1)) throw Rejected("Q is zero");
    for (const auto& b : basis) s.expect(" ;"), subtract(b, -1);
    s.finish();
    for (const auto& [j, component] : sum)
      if (!component.empty())
        throw Rejected("the two sides differ in the component of " + fields_.name(j));
  }

  const Model& model_;
  const Fields& fields_;
  const u64 dimension_;
  Laws laws_;
  Spaces spaces_;
  Reader reader_;
  std::ostream& claims_;
  const bool quiet_;
  const std::string one_;  // what every claim about one of several copies ends with
  std::vector<std::vector<std::pair<u32, Integer>>> points_;
  std::optional<u64> independent_;     // how many laws
  std::map<size_t, u64> images_used_;  // and how many images of each
  std::optional<u64> rank_;            // proved lower bound of the Lie rank
  std::optional<Integer> rank_above_;  // least proved upper bound
  bool exponents_ = false, involutive_ = false;
  u64 closed_degree_ = 0;
};
}  // namespace

bool check(const Model& model, Input certificate, std::ostream& claims, bool quiet) {
  Statements statements(model, std::move(certificate), claims, quiet);
  try {
    return statements.run();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", statements.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
