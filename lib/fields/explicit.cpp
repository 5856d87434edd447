// Fields that are written out term by term: gradients of the entries of a map, of fractions (times
// the power of the denominator that makes them polynomial), given fields, and all copies in a sum.
// An index by components answers "which terms move θ_j"; for long fields an index by monomials
// answers "which monomials divide β" by one look-up per divisor of β.
//
// Values at a point are computed term by term in nested dual numbers (dual.hpp). The point is held
// as an array in which a direction is written before, and erased after, each evaluation: so the
// cost is that of the terms and of what moves.
#include <algorithm>
#include <mutex>
#include <set>
#include <unordered_map>

#include "source.hpp"

namespace abide {

namespace {

constexpr double bytes_per_term = 1.5 * sizeof(FieldTerm) + 16;  // with the index and room to grow
constexpr std::size_t few_terms = 64;  // scanning so many is faster than looking divisors up
constexpr const char* too_many_terms =
    "the fields, which are written out, have more than 2^26 terms";

Field gradient(const Terms& phi, const Progress& progress) {
  Field field;
  for (const Term& t : phi) {
    if (field.size() % 1024 == 0) progress.check();
    for (const Power& p : t.monomial.powers())
      field.push_back({p.variable, t.monomial.divided_by(Monomial::variable(p.variable)),
                       t.coefficient * Rational(std::int64_t{p.exponent})});
  }
  return collect(std::move(field), progress);
}

std::vector<std::uint32_t> variables_of(const RationalMap::Entry& phi) {
  std::set<std::uint32_t> variables;
  for (const Terms* p : {&phi.numerator, &phi.denominator})
    for (const Term& t : *p)
      for (const Power& x : t.monomial.powers()) variables.insert(x.variable);
  return {variables.begin(), variables.end()};
}

// q∇p − p∇q over the common factor that it has with q (a power of p/q has more than q² to clear).
Field cleared_gradient(const RationalMap::Entry& phi, const Progress& progress) {
  const Terms &p = phi.numerator, &q = phi.denominator;
  Terms common = q;
  std::vector<std::pair<std::uint32_t, Terms>> components;
  for (const std::uint32_t j : variables_of(phi)) {
    Terms component = sum(multiply(q, derivative(p, j), progress),
                          negated(multiply(p, derivative(q, j), progress)));
    if (component.empty()) continue;
    common = gcd(common, component);
    components.emplace_back(j, std::move(component));
  }
  Field field;
  for (const auto& [j, component] : components) {
    const Terms quotient = *divided(component, common);
    for (const Term& t : quotient) field.push_back({j, t.monomial, t.coefficient});
  }
  return collect(std::move(field), progress);
}

Field field_of(const FieldComponents& components, const Progress& progress) {
  Field field;
  for (const auto& c : components.components)
    for (const Term& t : c.coefficient) field.push_back({c.variable, t.monomial, t.coefficient});
  return collect(std::move(field), progress);
}

// Of all fields together; an upper bound (not of fractions).
std::uint64_t count_terms(const Model& model, const Progress& progress) {
  std::uint64_t count = 0;
  if (const auto* fields = std::get_if<ExplicitFields>(&model.body()))
    for (const FieldComponents& f : fields->fields)
      for (const auto& c : f.components) count += c.coefficient.size();
  if (const auto* map = std::get_if<PolynomialMap>(&model.body()))
    for (const Terms& phi : map->entries)
      for (const Term& t : phi) count += t.monomial.powers().size();
  if (const auto* sum = std::get_if<Sum>(&model.body()))
    for (const Sum::Summand& s : sum->summands) {
      const std::uint64_t one = Distribution(*s.model, progress).count_terms(most_field_terms);
      count += std::min(s.copies, 2 * most_field_terms) * std::min(one, 2 * most_field_terms);
    }
  return count;
}

// How many factors of a are beyond beta.
std::uint64_t missing_degree(const Monomial& a, const Monomial& beta) {
  std::uint64_t missing = 0;
  for (const Power& p : a.powers()) {
    const std::uint32_t e = beta.exponent(p.variable);
    if (p.exponent > e) missing += p.exponent - e;
  }
  return missing;
}

class ExplicitSource final : public FieldSource {
 public:
  ExplicitSource(const Model& model, const Progress& progress) {
    const std::uint64_t terms = count_terms(model, progress);
    if (terms > most_field_terms) throw Error(ErrorKind::limit, too_many_terms);
    progress.check_memory(bytes_per_term * static_cast<double>(terms), "the fields");
    if (const auto* fields = std::get_if<ExplicitFields>(&model.body())) {
      for (const FieldComponents& f : fields->fields) {
        progress.check();
        fields_.push_back(field_of(f, progress));
      }
    } else if (const auto* fractions = std::get_if<RationalMap>(&model.body())) {
      for (const RationalMap::Entry& phi : fractions->entries) {
        progress.check();
        fields_.push_back(cleared_gradient(phi, progress));
      }
    } else if (const auto* sum = std::get_if<Sum>(&model.body())) {
      add_copies(*sum, progress);
    } else {
      if (const auto* map = std::get_if<PolynomialMap>(&model.body())) map_ = map->entries;
      for (const Terms& phi : map_) {
        progress.check();
        fields_.push_back(gradient(phi, progress));
      }
      // An entry without variables is a constant.
      monomial_ = std::all_of(map_.begin(), map_.end(),
                              [](const Terms& entry) { return entry.size() <= 1; });
    }
    index(model.coordinates(), progress);
  }

  std::uint64_t size() const noexcept override { return fields_.size(); }
  Field field(std::uint64_t i) const override { return fields_.at(i); }
  const Field& at(std::uint64_t i) const { return fields_[i]; }

  void terms_of(std::uint32_t variable, TermVisit visit) const override {
    for (const auto& [i, k] : by_component_.at(variable)) {
      const FieldTerm& t = fields_[i][k];
      if (!visit(i, variable, t.monomial, t.coefficient)) return;
    }
  }

  std::optional<std::uint64_t> some_field_of(std::uint32_t variable,
                                             std::uint64_t random) const override {
    const auto& all = by_component_.at(variable);
    if (all.empty()) return std::nullopt;
    return all[random % all.size()].first;
  }
  std::uint64_t count_terms_of(std::uint32_t variable) const override {
    return by_component_.at(variable).size();
  }
  void some_terms_of(std::uint32_t variable, std::size_t most, std::size_t salt,
                     TermVisit visit) const override {
    const auto& all = by_component_.at(variable);
    const std::size_t count = std::min(most, all.size());
    for (std::size_t s = 0; s < count; ++s) {
      const auto& [i, k] = all[(salt + s * all.size() / count) % all.size()];
      const FieldTerm& t = fields_[i][k];
      if (!visit(i, variable, t.monomial, t.coefficient)) return;
    }
  }

  void terms_within(std::uint64_t i, const Monomial& beta, std::uint32_t missing,
                    TermVisit visit) const override {
    const Field& field = fields_.at(i);
    if (missing == 0 && divisors(beta) < field.size() && field.size() > few_terms)
      return terms_dividing(i, beta, visit);
    for (const FieldTerm& t : field)
      if (missing_degree(t.monomial, beta) <= missing)
        if (!visit(i, t.variable, t.monomial, t.coefficient)) return;
  }

  bool is_monomial_map() const noexcept override { return monomial_; }
  Monomial exponents(std::uint64_t i) const override {
    return map_.at(i).empty() ? Monomial() : map_[i].front().monomial;
  }
  bool is_homogeneous() const noexcept override {
    return std::all_of(fields_.begin(), fields_.end(), [](const Field& f) {
      return std::all_of(f.begin(), f.end(), [&](const FieldTerm& t) {
        return t.monomial.degree() == f.front().monomial.degree();
      });
    });
  }
  bool usable(std::uint64_t prime) const override {
    return std::all_of(fields_.begin(), fields_.end(), [prime](const Field& f) {
      return std::all_of(f.begin(), f.end(), [prime](const FieldTerm& t) {
        const auto c = t.coefficient.mod(prime);
        return c && *c != 0;
      });
    });
  }
  std::vector<std::uint32_t> dead_coordinates() const override {
    std::vector<std::uint32_t> dead;
    for (std::uint32_t j = 0; j < by_component_.size(); ++j)
      if (by_component_[j].empty()) dead.push_back(j);
    return dead;
  }
  std::uint64_t degree() const noexcept override {
    std::uint64_t degree = 0;
    for (const Field& f : fields_)
      for (const FieldTerm& t : f) degree = std::max(degree, t.monomial.degree());
    return degree;
  }
  bool has_small_coefficients() const noexcept override { return small_; }
  bool is_evident_law(const Terms&, const Progress&) const override { return false; }
  std::unique_ptr<Evaluator::Backend> at(const Point& point, const Modulus& modulus) const override;

 private:
  using ByMonomial = std::unordered_map<Monomial, std::vector<std::uint32_t>, MonomialHash>;
  struct Dividers {
    std::once_flag once;
    ByMonomial terms;
  };
  std::vector<Field> fields_;
  std::vector<Terms> map_;
  bool monomial_ = false, small_ = true;
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> by_component_;
  mutable std::vector<Dividers> dividers_;  // of long fields, made on first use

  void add_copies(const Sum& sum, const Progress& progress) {
    std::uint32_t first = 0;
    for (const Sum::Summand& s : sum.summands) {
      const Distribution one(*s.model, progress);
      for (std::uint64_t copy = 0; copy < s.copies; ++copy) {
        for (std::uint64_t i = 0; i < one.size(); ++i) {
          progress.check();
          fields_.push_back(shifted(one.field(i), first));
        }
        first += static_cast<std::uint32_t>(one.coordinates());
      }
    }
  }

  void index(std::size_t coordinates, const Progress& progress) {
    std::size_t terms = 0;
    progress.check_memory(static_cast<double>(coordinates) * sizeof(by_component_[0]),
                          "the list of terms by coordinates");
    by_component_.resize(coordinates);
    for (std::uint32_t i = 0; i < fields_.size(); ++i) {
      progress.check();
      if ((terms += fields_[i].size()) > most_field_terms)
        throw Error(ErrorKind::limit, too_many_terms);
      for (std::uint32_t k = 0; k < fields_[i].size(); ++k) {
        by_component_[fields_[i][k].variable].emplace_back(i, k);
        const Rational& c = fields_[i][k].coefficient;
        small_ = small_ && c.is_integer() && c.numerator().bits() <= 31;
      }
    }
    dividers_ = std::vector<Dividers>(fields_.size());
  }

  static std::uint64_t divisors(const Monomial& m) {
    std::uint64_t count = 1;
    for (const Power& p : m.powers())
      count = std::min<std::uint64_t>(count * (p.exponent + 1), most_field_terms);
    return count;
  }

  const ByMonomial& dividers(std::uint64_t i) const {
    Dividers& d = dividers_[i];
    std::call_once(d.once, [&] {
      for (std::uint32_t k = 0; k < fields_[i].size(); ++k)
        d.terms[fields_[i][k].monomial].push_back(k);
    });
    return d.terms;
  }

  // One look-up per divisor of beta.
  void terms_dividing(std::uint64_t i, const Monomial& beta, TermVisit visit) const {
    const ByMonomial& terms = dividers(i);
    std::vector<Power> powers(beta.powers().begin(), beta.powers().end());
    for (bool more = true; more;) {
      if (const auto found = terms.find(Monomial(powers)); found != terms.end())
        for (const std::uint32_t k : found->second) {
          const FieldTerm& t = fields_[i][k];
          if (!visit(i, t.variable, t.monomial, t.coefficient)) return;
        }
      // The next exponents, like an odometer that runs down.
      std::size_t k = 0;
      while (k < powers.size() && powers[k].exponent == 0) {
        powers[k].exponent = beta.powers()[k].exponent;
        ++k;
      }
      more = k < powers.size();
      if (more) --powers[k].exponent;
    }
  }
};

// The coordinates of a point, moved along directions for as long as it lives. Fields are short:
// only what moves is written, and set back.
class Moved {
 public:
  Moved(std::vector<std::uint64_t>& coordinates, const Directions& directions, std::size_t base)
      : coordinates_(coordinates),
        directions_(directions),
        base_(base),
        stride_(base << directions.size()) {
    for_each_part([](std::uint64_t* part, const std::uint64_t* value, std::size_t size) {
      std::copy_n(value, size, part);
    });
  }
  Moved(const Moved&) = delete;
  Moved& operator=(const Moved&) = delete;
  ~Moved() {
    for_each_part([](std::uint64_t* part, const std::uint64_t*, std::size_t size) {
      std::fill_n(part, size, 0);
    });
  }
  const std::uint64_t* operator[](std::uint32_t variable) const {
    return &coordinates_[variable * stride_];
  }

 private:
  std::vector<std::uint64_t>& coordinates_;
  const Directions& directions_;
  std::size_t base_, stride_;  // of the base point, and moved

  template <class Visit>
  void for_each_part(const Visit& visit) const {
    for (std::size_t k = 0; k < directions_.size(); ++k) {
      const std::size_t size = base_ << k;
      const DualVector& d = *directions_[k];
      for (std::size_t e = 0; e < d.at.size(); ++e)
        visit(&coordinates_[d.at[e] * stride_ + size], &d.values[e * size], size);
    }
  }
};

// Values term by term, at a point written out.
class ExplicitBackend final : public Evaluator::Backend {
 public:
  ExplicitBackend(const ExplicitSource& source, std::size_t coordinates, const Point& point,
                  const Modulus& modulus)
      : Backend(modulus),
        source_(source),
        modulus_(modulus),
        size_(coordinates),
        residues_(source.size()) {
    set_point(residues_of(point, modulus));
  }
  std::uint64_t fields() const noexcept override { return source_.size(); }

  DualVector field(std::uint64_t i, const Directions& directions) const override {
    const DualRing ring = this->ring(directions.size());
    const std::size_t stride = ring.stride();
    const Moved at(coordinates(directions.size()), directions, base().stride());
    DualVector value;
    each_term(ring, i, 1, at, [&](std::uint32_t variable) {
      // Terms come by component.
      if (value.at.empty() || value.at.back() != variable) {
        value.at.push_back(variable);
        value.values.resize(value.at.size() * stride, 0);
      }
      return &value.values[value.values.size() - stride];
    });
    return value;
  }

  DualVector combination(Weights weight, const Directions& directions) const override {
    const DualRing ring = this->ring(directions.size());
    const Moved at(coordinates(directions.size()), directions, base().stride());
    for (std::uint64_t i = 0; i < source_.size(); ++i) {
      check();
      if (const std::uint64_t w = weight(i); w != 0)
        each_term(ring, i, w, at,
                  [&](std::uint32_t variable) { return gathered_.at(variable, ring.stride()); });
    }
    return gathered_.take(ring.stride());
  }

 protected:
  void set_point(const DualVector& point) override {
    point_ = point;
    coordinates_.clear();
  }

 private:
  const ExplicitSource& source_;
  Modulus modulus_;
  std::size_t size_;  // how many coordinates there are
  DualVector point_;
  mutable std::vector<std::vector<std::uint64_t>> residues_;     // of the coefficients
  mutable std::vector<std::vector<std::uint64_t>> coordinates_;  // by the number of directions
  mutable std::vector<std::uint64_t> product_, next_;
  mutable Gathered gathered_;

  // Adds the terms of c·X_i to what sum(component) says.
  template <class Sum>
  void each_term(const DualRing& ring, std::uint64_t i, std::uint64_t c, const Moved& at,
                 const Sum& sum) const {
    const std::vector<std::uint64_t>& residues = residues_of_field(i);
    const Field& field = source_.at(i);
    product_.resize(ring.stride());
    next_.resize(ring.stride());
    for (std::size_t k = 0; k < field.size(); ++k) {
      const std::uint64_t r = c == 1 ? residues[k] : modulus_.multiply(c, residues[k]);
      multiply(ring, r, field[k].monomial, at, product_, next_);
      ring.add(sum(field[k].variable), product_.data());
    }
  }

  // c·θ^a. The first factor is only scaled.
  static void multiply(const DualRing& ring, std::uint64_t c, const Monomial& a, const Moved& at,
                       std::vector<std::uint64_t>& product, std::vector<std::uint64_t>& next) {
    std::fill(product.begin(), product.end(), 0);
    product[0] = c;
    bool first = true;
    for (const Power& p : a.powers())
      for (std::uint32_t e = 0; e < p.exponent; ++e, first = false) {
        if (first) {
          ring.scale(c, at[p.variable], product.data());
          continue;
        }
        std::fill(next.begin(), next.end(), 0);
        ring.multiply_add(product.data(), at[p.variable], next.data());
        product.swap(next);
      }
  }

  const std::vector<std::uint64_t>& residues_of_field(std::uint64_t i) const {
    if (residues_[i].empty())
      for (const FieldTerm& t : source_.at(i)) {
        const auto c = t.coefficient.mod(modulus_.prime());
        if (!c) throw Error(ErrorKind::internal, "the prime divides a denominator");
        residues_[i].push_back(*c);
      }
    return residues_[i];
  }

  // Room for all coordinates with all their dual parts, which are 0.
  std::vector<std::uint64_t>& coordinates(std::size_t directions) const {
    if (coordinates_.size() <= directions) coordinates_.resize(directions + 1);
    std::vector<std::uint64_t>& all = coordinates_[directions];
    if (all.empty()) {
      const std::size_t part = base().stride(), stride = part << directions;
      all.assign(size_ * stride, 0);
      for (std::size_t k = 0; k < point_.at.size(); ++k)
        std::copy_n(&point_.values[k * part], part, &all[point_.at[k] * stride]);
    }
    return all;
  }
};

std::unique_ptr<Evaluator::Backend> ExplicitSource::at(const Point& point,
                                                       const Modulus& modulus) const {
  return std::make_unique<ExplicitBackend>(*this, by_component_.size(), point, modulus);
}

}  // namespace

std::unique_ptr<const FieldSource> make_explicit_source(const Model& model,
                                                        const Progress& progress) {
  return std::make_unique<ExplicitSource>(model, progress);
}

}  // namespace abide
