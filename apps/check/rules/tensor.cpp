// Rule tensor/1: law spaces of models that fall into parts, or are copies of a network.
//
//     space … part C              (the end of a `space` statement)
//     same C B
//     tensor DEGREE DIMENSION
//
// Two variables are joined when they occur in one field (as a component ∂_j or in a coefficient);
// the classes of this relation are the *parts*, numbered from 1 by their least variables. Each
// field belongs to one part, or is zero. `space … part C` speaks of one part; variables and fields
// keep their numbers. `same C B` (B < C): part C has as many variables and as many non-zero fields
// as B, and sending the k-th variable of B to the k-th of C sends the k-th non-zero field of B to
// the k-th of C, up to a non-zero constant. Claim: the law spaces of C have the dimensions proved
// so far for B. `tensor`: with F_C(k) the dimension of degree ≤ k proved for part C (every k = 1 …
// DEGREE is needed; a variable that no field moves and that occurs in no coefficient is a part with
// F(k) = k), g_C(0) = 1 and g_C(k) = F_C(k) − F_C(k−1), the DIMENSION is the sum over k = 1 …
// DEGREE of the coefficients of z^k in Π_C Σ_k g_C(k) z^k. Claim: the polynomial laws of degree ≤
// DEGREE of the whole model have this DIMENSION. DEGREE increases from one to the next. For copies
// of a network the product is over the copies, and F(k) is what a `space` or `closed` statement
// proved for one.
//
// Proof. Fields of different parts act on different variables, so the common kernel in Q[θ] is the
// tensor product of the kernels in the Q[part]; choose in each a basis adapted to the degree: its
// leading forms are independent, so are the products of leading forms in different variables, and a
// law of degree ≤ δ is a combination of products of degree ≤ δ. ∎
#include <boost/pending/disjoint_sets.hpp>
#include <numeric>

#include "../bodies/network.hpp"
#include "images.hpp"
#include "series.hpp"
#include "written_out.hpp"

namespace abide_check {
namespace {
struct Parts {
  explicit Parts(const Fields& model)
      : of_variable(model.dimension(), 0), of_field(model.count(), 0), variables(1) {
    boost::disjoint_sets_with_storage<> sets(model.dimension());
    std::vector<std::optional<u32>> some(
        model.count());  // a variable of each field that is not zero
    for (u64 i = 0; i < model.count(); ++i)
      model.all_terms(i, [&](u32 j, const Monomial& a, const Rational&) {
        if (!some[i]) some[i] = j;
        for (const auto& q : times({{j, 1}}, a)) sets.union_set(*some[i], q.variable);
      });
    for (u32 v = 0; v < model.dimension(); ++v) {
      u32& part = of_variable[sets.find_set(v)];
      if (part == 0) part = narrow(variables.size()), variables.emplace_back();
      of_variable[v] = part;
      variables[part].push_back(v);
    }
    fields.resize(variables.size());
    for (u64 i = 0; i < model.count(); ++i)
      if (some[i]) fields[of_field[i] = of_variable[*some[i]]].push_back(i);
  }
  std::vector<u32> of_variable, of_field;
  std::vector<std::vector<u32>> variables;
  std::vector<std::vector<u64>> fields;
};

class PartColumns final : public Columns {
 public:
  PartColumns(const Fields& fields, const Parts& parts, size_t part)
      : fields_(fields), parts_(parts), part_(part) {}
  bool has(const Monomial& m) const override {
    return std::ranges::all_of(
        m, [&](const Power& q) { return parts_.of_variable[q.variable] == part_; });
  }
  bool has_row(u64 field, const Monomial& beta) const override {
    return has(beta) && parts_.of_field[field] == part_;
  }
  Integer count(u64 k) const override { return monomials(parts_.variables[part_].size(), k); }
  bool homogeneous() const override {
    return std::ranges::none_of(parts_.fields[part_], [&](u64 i) {
      return std::ranges::binary_search(fields_.mixed(), i);
    });
  }
  std::string name() const override { return text(" of part ", part_); }

 private:
  const Fields& fields_;
  const Parts& parts_;
  const size_t part_;
};

class Tensor final : public Rule {
 public:
  explicit Tensor(Scope& scope) : scope_(scope) {}
  std::string statement(std::string_view word, Text& s) override {
    return word == "same" ? same(s) : tensor(s);
  }
  Columns& columns(Text& s) override { return part(part_number(s.then())); }

 private:
  // The k-th variable of B to the k-th of C maps the k-th field to a multiple of the k-th.
  std::string same(Text& s) {
    const size_t c = part_number(s), b = part_number(s.then());
    s.finish();
    const auto& [of_variable, of_field, variables, fields] = parts();
    if (b >= c) throw Rejected("expected an earlier part");
    if (variables[b].size() != variables[c].size() || fields[b].size() != fields[c].size())
      throw Rejected("the parts differ in their numbers of variables or fields");
    Symmetry to;
    for (size_t k = 0; k < variables[b].size(); ++k)
      to.moves[variables[b][k]] = {1, variables[c][k]};
    for (size_t k = 0; k < fields[b].size(); ++k)
      if (!proportional(to.of(expand(scope_.fields(), fields[b][k])),
                        expand(scope_.fields(), fields[c][k])))
        throw Rejected(text("the parts differ in field ", k + 1));
    for (const auto& [degree, dimension] : part(b).dimensions)
      part(c).dimensions[degree] = dimension;
    return text("part ", c, ": proved: the same as part ", b);
  }
  // The product of the laws of the parts, or of the copies: Π_C Σ_k g_C(k) z^k up to z^DEGREE.
  std::string tensor(Text& s) {
    const u64 copies = scope_.copies(), most = s.natural("a degree", degree_ + 1, 64);
    const Integer stated = s.then().number();
    s.finish();
    Series product(most + 1, 0);
    product[0] = 1;
    const size_t end = copies > 1 ? 1 : parts().variables.size();  // the part 0 is the whole copy
    for (size_t c = copies > 1 ? 0 : 1; c < end; ++c) {
      poll();
      auto& known = (c > 0 ? part(c) : scope_.columns()).dimensions;
      Series g{1};
      for (u64 k = 1; k <= most; ++k) {
        if (c > 0 && parts().fields[c].empty()) known[k] = k;
        if (!known.contains(k))
          throw Rejected(
              text("the laws of degree ", k, c > 0 ? text(" of part ", c) : "", " are not known"));
        g.push_back(known[k] - (k == 1 ? 0 : known[k - 1]));
      }
      for (u64 n = copies; n > 0; n /= 2, multiply(g, Series(g)))
        if (n % 2 == 1) multiply(product, g);
    }
    const Integer dimension = std::accumulate(product.begin() + 1, product.end(), Integer(0));
    if (dimension != stated)
      throw Rejected(text("the dimension is ", dimension, ", found ", shown(stated.str())));
    degree_ = most;
    return text("law space degree ", most, ": proved: dimension ", stated);
  }
  const Parts& parts() {
    if (dynamic_cast<const Network*>(&scope_.fields()) || !scope_.columns().is_all())
      throw Rejected("parts of a network, or together with 'within'");
    scope_.fix_columns();
    return parts_ ? *parts_ : parts_.emplace(scope_.fields());
  }
  size_t part_number(Text& s) { return s.natural("a part", 1, parts().variables.size() - 1); }
  Columns& part(size_t number) {
    auto& columns = columns_[number];
    if (!columns) columns = std::make_unique<PartColumns>(scope_.fields(), parts(), number);
    return *columns;
  }

  Scope& scope_;
  std::optional<Parts> parts_;
  std::map<size_t, std::unique_ptr<Columns>> columns_;
  u64 degree_ = 0;
};
}  // namespace

const RuleEntry tensor_rule{
    "tensor/1",
    {{"same", Tag::statement}, {"tensor", Tag::statement}, {"part", Tag::list}},
    make_rule<Tensor>};
}  // namespace abide_check
