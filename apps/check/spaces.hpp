// The statements about law spaces: `space`, and by parts `same` and `tensor`.
#pragma once
#include "laws.hpp"
#include "orbits.hpp"

namespace abide_check {
// Numbers by degree, from 0 on; `multiply` keeps the length of a, and b starts with 1.
using Series = std::vector<Integer>;
inline void multiply(Series& a, const Series& b) {
  for (size_t i = a.size() - 1; i > 0; --i)
    for (size_t k = 1; k <= i; ++k) a[i] += a[i - k] * b[k];
}

class Spaces {
 public:
  Spaces(const Fields& fields, const Network* network, Laws& laws)
      : fields_(fields), network_(network), laws_(laws) {}
  // Bounds on the degree in groups of variables: disjoint intervals.
  std::string within(Text& s) {
    if (network_ || !bounds_.empty() || parts_ || !proved_.empty())
      throw Rejected("'within' for a network, too late or again");
    std::string out = "within:";
    do {
      const u32 first = s.variable(fields_.dimension());
      s.expect("-");
      const u32 last = s.variable(fields_.dimension(), first + u64{1});
      s.expect(":");
      if (bounds_.size() == 64 || (!bounds_.empty() && first <= bounds_.back().last))
        throw Rejected("expected at most 64 disjoint intervals, increasing");
      bounds_.push_back({first, last, s.natural("a bound", 0, 64)});
      out += text(bounds_.size() > 1 ? "," : "", " degree <= ", bounds_.back().most, " in ",
                  fields_.name(first));
      if (first < last) out += " to " + fields_.name(last);
    } while (s.take(" "));
    s.finish();
    return out;
  }
  // All polynomial laws up to a degree. Returns what is proved, as the others do.
  std::string space(Text& s, Reader& reader) {
    degree_ = s.natural("a degree", 1, 64);
    const Integer dimension = s.then().number();
    field_ = Modulus(s.then().prime());
    if (degree_ >= field_.p()) throw Rejected("the degree must be smaller than the prime");
    const bool fresh = s.take(" fresh");
    if (!fresh) s.expect(" extend");
    part_ = s.take(" part ") ? part_number(s) : 0;
    s.finish();
    Proved& proved = proved_[part_];
    if (degree_ <= proved.degree) throw Rejected(text("expected a degree above ", proved.degree));
    if (!fresh && proved.prime != field_.p())
      throw Rejected("'extend' needs a 'space' statement before it, and its prime");
    if (!fresh && !homogeneous()) throw Rejected("'extend' needs homogeneous fields");
    above_ = fresh ? 0 : proved.degree;
    const Series inside =
        support(part_ == 0 ? fields_.dimension() : parts().variables[part_].size());
    section(reader, std::accumulate(inside.begin() + static_cast<std::ptrdiff_t>(above_) + 1,
                                    inside.end(), Integer(0)));
    const Integer elements = elements_ + (fresh ? Integer(0) : proved.dimensions[proved.degree]);
    if (elements != dimension)
      throw Rejected(text("the space has ", elements, " elements, expected ", dimension));
    proved.degree = degree_, proved.prime = field_.p();
    proved.dimensions[degree_] = dimension;
    const std::string which = part_ > 0         ? text(" of part ", part_)
                              : bounds_.empty() ? ""
                                                : " within the bounds";
    return text("law space degree ", degree_, which, ": proved: dimension ", dimension);
  }
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
      if (!proportional(to.of(fields_.expand(fields[b][k])), fields_.expand(fields[c][k])))
        throw Rejected(text("the parts differ in field ", k + 1));
    for (const auto& [degree, dimension] : proved_[b].dimensions)
      proved_[c].dimensions[degree] = dimension;
    return text("part ", c, ": proved: the same as part ", b);
  }
  // The laws of one of several copies are known without a `space` statement.
  void know(u64 degree, const Integer& dimension) { proved_[0].dimensions[degree] = dimension; }
  // The product of the laws of the parts, or of the copies: Π_C Σ_k g_C(k) z^k up to z^DEGREE.
  std::string tensor(Text& s, u64 copies) {
    const u64 most = s.natural("a degree", tensor_degree_ + 1, 64);
    const Integer stated = s.then().number();
    s.finish();
    Series product(most + 1, 0);
    product[0] = 1;
    const size_t end = copies > 1 ? 1 : parts().variables.size();  // the part 0 is the whole copy
    for (size_t part = copies > 1 ? 0 : 1; part < end; ++part) {
      poll();
      auto& known = proved_[part].dimensions;
      Series g{1};
      for (u64 k = 1; k <= most; ++k) {
        if (part > 0 && parts().fields[part].empty()) known[k] = k;
        const std::string which = part > 0 ? text(" of part ", part) : "";
        if (!known.contains(k))
          throw Rejected(text("the laws of degree ", k, which, " are not known"));
        g.push_back(known[k] - (k == 1 ? 0 : known[k - 1]));
      }
      for (u64 n = copies; n > 0; n /= 2, multiply(g, Series(g)))
        if (n % 2 == 1) multiply(product, g);
    }
    const Integer dimension = std::accumulate(product.begin() + 1, product.end(), Integer(0));
    if (dimension != stated)
      throw Rejected(text("the dimension is ", dimension, ", found ", shown(stated.str())));
    tensor_degree_ = most;
    return text("law space degree ", most, ": proved: dimension ", stated);
  }

 private:
  // What is proved about the laws in the variables of one part, or of all (part 0).
  struct Proved {
    u64 degree = 0, prime = 0;          // of the last `space` statement
    std::map<u64, Integer> dimensions;  // by degree
  };
  // What the branching tree says of a monomial.
  enum : unsigned {
    said = 1,   // by a line: every new column that it divides is eliminated or kept
    kept = 2,   // it is the column of a `p` or `e` line
    asked = 4,  // some line needs it to be said, or to be kept if it is of the highest degree
    must_be_kept = 8,  // a `b` line needs it
  };
  using Residues = MonomialMap<u64>;

  // At most this degree in the variables from the first to the last.
  struct Bound {
    u32 first, last;
    u64 most;
  };
  // How many monomials of each degree are within the bounds: products of one for each interval and
  // one in the other variables.
  Series support(size_t variables) const {
    Series product(degree_ + 1, 0);
    product[0] = 1;
    const auto multiply_by = [&](const Integer& n, u64 most) {
      Series factor;
      for (u64 k = 0; k <= degree_; ++k)
        factor.push_back(k <= most ? binomial(n + k - 1, k) : Integer(0));
      multiply(product, factor);
    };
    for (const Bound& b : bounds_)
      multiply_by(b.last - b.first + u64{1}, b.most), variables -= b.last - b.first + 1;
    multiply_by(variables, degree_);
    return product;
  }
  const Parts& parts() {
    if (network_ || !bounds_.empty())
      throw Rejected("parts of a network, or together with 'within'");
    return parts_ ? *parts_ : parts_.emplace(fields_);
  }
  // Each field, of the part if one is named, has terms of one degree.
  bool homogeneous() {
    const auto& mixed = fields_.mixed();
    if (part_ == 0) return mixed.empty();
    return std::ranges::none_of(parts().fields[part_],
                                [&](u64 i) { return std::ranges::binary_search(mixed, i); });
  }
  size_t part_number(Text& s) { return s.natural("a part", 1, parts().variables.size() - 1); }
  // The list lines of one statement.
  void section(Reader& reader, const Integer& columns) {
    orbits_.emplace(network_, laws_.symmetries(), [this](const Monomial& m) { return inside(m); });
    pivots_ = Elimination::make(field_);
    products_ = Elimination::make(field_);
    eliminated_ = elements_ = 0;
    columns_.clear(), tree_.clear();
    int before = 0;
    reader.list("skbope", [&](Text& s, char kind) {
      const int stage = line(s, kind);
      if (stage < std::exchange(before, stage))
        throw Rejected("a line of this kind must come earlier in its section");
    });
    eliminated_ += pivots_->rows();
    elements_ += products_->rows();
    if (!whole_tree() && eliminated_ + elements_ != columns)
      throw Rejected(text("found ", eliminated_, " eliminated columns and ", elements_,
                          " elements of ", columns));
  }
  // One line; returns its place in the order of lines.
  int line(Text& s, char kind) {
    if (kind == 's') return split(s), 0;
    if (kind == 'k' || kind == 'b') return branch(s, kind == 'b'), 1;
    if (kind == 'o') return orbit(s), 2;
    if (kind == 'p') return pivot(s), 3;
    const Monomial alpha = column(s, above_);
    s.expect(" ");
    if (network_ && orbits_->claimable(alpha)) return claim(s, alpha), 2;
    return element(s, alpha), 4;
  }

  bool of_part(const Monomial& m) const {
    return part_ == 0 || std::ranges::all_of(m, [&](const Power& q) {
             return parts_->of_variable[q.variable] == part_;
           });
  }
  // Of the part, and within the bounds; then all divisors are.
  bool inside(const Monomial& m) const {
    return of_part(m) && std::ranges::all_of(bounds_, [&](const Bound& b) {
             u64 sum = 0;
             for (const auto& q : m)
               sum += b.first <= q.variable && q.variable <= b.last ? q.exponent : 0;
             return sum <= b.most;
           });
  }
  // A monomial of a degree from above + 1 to the degree of the section, inside.
  Monomial column(Text& s, u64 above) const {
    Monomial m = s.monomial(fields_.dimension());
    if (degree(m) <= above || degree(m) > degree_)
      throw Rejected(text("expected a degree above ", above, " up to ", degree_));
    if (!inside(m))
      throw Rejected("a monomial has variables of another part or exceeds the bounds");
    return m;
  }
  // FIELD MONOMIAL and a space: the row (i, β).
  std::pair<u64, Monomial> row_name(Text& s) const {
    const u64 field = s.natural("a field", 1, fields_.count()) - 1;
    std::pair name{field, s.then().monomial(fields_.dimension())};
    s.expect(" ");
    if (!of_part(name.second) || (part_ != 0 && parts_->of_field[field] != part_))
      throw Rejected("a row of another part");
    return name;
  }
  // The row without columns above the degree or the bounds, and the column α that follows.
  std::pair<Residues, Monomial> row(Text& s) const {
    const auto name = row_name(s);
    std::pair<Residues, Monomial> row{{}, column(s, above_)};
    fields_.terms(name.first, name.second, 0, [&](u32 j, const Monomial& a, const Rational& c) {
      const Monomial m = times(lacking(name.second, a), {{j, 1}});
      if (degree(m) > degree_ || !inside(m)) return;
      auto& sum = row.first[m];
      sum = field_.add(sum, field_.mul(field_.of(c), exponent_of(m, j)));
    });
    std::erase_if(row.first, [](const auto& e) { return e.second == 0; });
    return row;
  }
  // Adds a row with numbered columns. It must not be zero at α, which is now kept.
  void add(Elimination& elimination, const Residues& entries, const Monomial& alpha) {
    const auto number = [&](const Monomial& m) {
      return columns_.try_emplace(m, narrow(columns_.size())).first->second;
    };
    Elimination::Row row;
    for (const auto& [m, c] : entries)
      if (c != 0) row.emplace_back(number(m), c);
    if (!tree_.empty()) tree_[alpha] |= kept;
    if (!elimination.add(row, number(alpha)))
      throw Rejected("the reduced row is zero at the monomial");
  }
  // `s LAYERS α`
  void split(Text& s) {
    if (!network_) throw Rejected("'s' lines need a network");
    Layers layers(network_->widths().size(), false);
    for (u64 least = 0; least == 0 ? !s.take("-") : s.take(".");) {
      least = s.natural("a layer", least, layers.size() - 1) + 1;
      layers[least - 1] = true;
    }
    orbits_->split(column(s.then(), above_), std::move(layers));
  }
  // `k i β P` and `b P`. Whether all that is asked for has been said is seen at the end.
  void branch(Text& s, bool all) {
    if (!orbits_->empty()) throw Rejected("a branching tree together with split orbits");
    const auto name = all ? std::pair<u64, Monomial>() : row_name(s);
    const Monomial p = column(s, 0);
    const u64 more = degree_ - degree(p);
    unsigned& flags = tree_[p];
    if (flags & said) throw Rejected("a second line for this monomial");
    flags |= all && degree(p) > above_ ? said | must_be_kept : said;
    const auto ask = [&](const Monomial& factor) {
      const Monomial multiple = times(p, factor);
      if (degree(factor) > more || !inside(multiple)) return;
      tree_[multiple] |= asked;
      if (tree_.size() >> 25 != 0) throw Stopped("a branching tree has more than 2^25 monomials");
    };
    for (u32 v = 0; all && more > 0 && v < fields_.dimension(); ++v) poll(), ask({{v, 1}});
    if (all) return;
    bool found = false;  // one entry of the row, whatever the row is multiplied by
    fields_.terms(name.first, name.second, more, [&](u32 j, const Monomial& a, const Rational& c) {
      const Monomial factor = lacking(a, name.second);
      if (!factor.empty()) return ask(factor);
      if (std::exchange(found, true)) throw Rejected("the row has another entry");
      if (times(lacking(name.second, a), {{j, 1}}) != p)
        throw Rejected("the row has no entry at the monomial");
      if (field_.of(c) == 0) throw Rejected("the coefficient is not a unit modulo the prime");
    });
    if (!found) throw Rejected("the row has no entry at the monomial");
  }
  // Whether there is a tree in which nothing is missing.
  bool whole_tree() const {
    const auto fine = [&](const Monomial& m, unsigned flags) {
      return (flags & said) != 0 || ((flags & kept) != 0 && degree(m) == degree_);
    };
    for (const auto& [m, flags] : tree_)
      if (((flags & asked) != 0 && !fine(m, flags)) ||
          (flags & (must_be_kept | kept)) == must_be_kept)
        return false;
    for (u32 v = 0; v < fields_.dimension() && !tree_.empty(); ++v) {
      const auto at = tree_.find({{v, 1}});
      if (inside({{v, 1}}) && (at == tree_.end() || !fine(at->first, at->second))) return false;
    }
    return !tree_.empty();
  }
  // `o`: the rows of the orbit of β are triangular with the earlier ones, since every
  // other column of the row is covered.
  void orbit(Text& s) {
    if (!tree_.empty() || !bounds_.empty())
      throw Rejected("'o' lines together with a branching tree or 'within'");
    const auto signs_only = [](const Symmetry& t) {
      return std::ranges::all_of(t.moves,
                                 [](const auto& m) { return mp::abs(m.second.first) == 1; });
    };
    if (!network_ &&
        (laws_.symmetries().empty() || !std::ranges::all_of(laws_.symmetries(), signs_only)))
      throw Rejected("'o' lines need a network, or symmetries with the factors 1 and -1");
    auto [entries, alpha] = row(s);
    if (entries.erase(alpha) == 0)
      throw Rejected("the coefficient at the column is not a unit modulo the prime");
    const Layers group = orbits_->group(alpha);
    for (const auto& entry : entries)
      if (!orbits_->covered(entry.first, group))
        throw Rejected("another column of the row is not covered");
    if (orbits_->covered(alpha, group)) throw Rejected("the orbit is covered already");
    eliminated_ += orbits_->mark(alpha, Orbits::eliminated);
  }
  // `e` with a split orbit: the images of a law under the group of α. At the columns of the
  // claimed orbits, in their order, their coefficients are a triangular matrix.
  void claim(Text& s, const Monomial& alpha) {
    const Polynomial& h = laws_.terms(s.natural("a law", 1, laws_.count()));
    const Layers group = orbits_->group(alpha);
    if (orbits_->covered(alpha, group)) throw Rejected("the orbit is covered already");
    if (degree(h) > degree_) throw Rejected(text("the degree of the law exceeds ", degree_));
    elements_ += orbits_->mark(alpha, Orbits::claimed);
    bool unit = false;
    for (const auto& t : h) {
      if (t.monomial == alpha)
        unit = field_.of(t.coefficient) != 0;
      else if (!orbits_->unclaimed(t.monomial, group))
        throw Rejected("another monomial has an image in a claimed orbit");
    }
    if (!unit) throw Rejected("the coefficient at the monomial is not a unit modulo the prime");
  }
  // `p`: modulo the rows of the orbits, every column that they eliminated is zero.
  void pivot(Text& s) {
    auto [entries, alpha] = row(s);
    if (orbits_->state(alpha) == Orbits::claimed)
      throw Rejected("the column is in a claimed orbit");
    std::erase_if(entries,
                  [&](const auto& e) { return orbits_->state(e.first) == Orbits::eliminated; });
    add(*pivots_, entries, alpha);
  }
  // `e` otherwise: a product of laws.
  void element(Text& s, const Monomial& alpha) {
    Residues product{{{}, 1}}, next;
    u64 degrees = 0;
    do {
      const Polynomial h = laws_.terms(laws_.reference(s));
      degrees += degree(h);
      if (degrees > degree_) throw Rejected(text("the degree of the product exceeds ", degree_));
      next.clear();
      for (const auto& [m, c] : product)
        for (const auto& t : h) {
          poll();
          auto& sum = next[times(m, t.monomial)];
          sum = field_.add(sum, field_.mul(c, field_.of(t.coefficient)));
        }
      product.swap(next);
    } while (s.take("."));
    for (const auto& [m, c] : product) {
      if (!inside(m))
        throw Rejected("the product has variables of another part or exceeds the bounds");
      if (orbits_->state(m) == Orbits::claimed)
        throw Rejected("the product has a monomial in a claimed orbit");
    }
    add(*products_, product, alpha);
  }

  const Fields& fields_;
  const Network* network_;
  Laws& laws_;
  std::optional<Parts> parts_;
  std::map<size_t, Proved> proved_;
  u64 tensor_degree_ = 0;
  std::vector<Bound> bounds_;
  // The section at hand: new columns have a degree from above_ + 1 to degree_.
  Modulus field_{3};
  u64 degree_ = 0, above_ = 0;
  size_t part_ = 0;  // 0: all variables
  std::optional<Orbits> orbits_;
  std::unique_ptr<Elimination> pivots_, products_;
  Integer eliminated_, elements_;  // columns eliminated; independent laws
  MonomialMap<u32> columns_;
  MonomialMap<unsigned> tree_;
};
}  // namespace abide_check
