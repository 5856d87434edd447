// Which monomials can occur in a law, without a list of all monomials (mathematics.md, 4.11). Let a
// row have at the column P an entry from exactly one term. In the same row times any monomial R,
// the column P·R is alone unless R completes another term of the field: so all multiples of P have
// the coefficient 0, but those of P·c for finitely many c, which are looked at next. The row with
// the fewest such children is taken. Where no row of this kind is found P may stay, and all P·θ_v
// are looked at.
//
// The divisors P are worked through by degree, each once, so the cost is their number: a few
// thousand where there are hundreds of thousands of monomials. Their list with the rows is the
// branching tree of the certificate (certificate.md, `k` and `b`): it proves that no monomial
// outside of the result can occur.
#include <algorithm>

#include "progress/progress.hpp"
#include "system/system.hpp"

namespace abide {

namespace {

constexpr std::size_t most_divisors = 20'000'000;

// What a row says of the multiples of a divisor P: they are zero unless one of these
// larger divisors divides them.
using Children = std::vector<Monomial>;

class ViabilitySearch {
 public:
  ViabilitySearch(const LinearSystem& system, const Progress& progress)
      : system_(system), x_(system.fields()), degrees_(system.degrees()), progress_(progress) {}

  Viability run() {
    std::vector<Monomial> level;
    for (std::uint32_t v = 0; v < x_.coordinates(); ++v)
      if (degrees_.admit(Monomial::variable(v))) level.push_back(Monomial::variable(v));
    for (std::uint32_t d = 1; d <= degrees_.high; ++d) {
      sort(level, progress_);
      level.erase(std::unique(level.begin(), level.end()), level.end());
      for (const Monomial& m : level) visit(m, d);
      level = std::move(later_[d + 1]);
    }
    sort(result_.kept, progress_);
    return std::move(result_);
  }

 private:
  const LinearSystem& system_;
  const Distribution& x_;
  const Degrees& degrees_;
  const Progress& progress_;
  Viability result_;
  // Divisors of each degree that have to be looked at.
  std::vector<std::vector<Monomial>> later_ = std::vector<std::vector<Monomial>>(degrees_.high + 2);
  std::size_t met_ = 0;

  void visit(const Monomial& divisor, std::uint32_t degree) {
    progress_.check();
    if (++met_ > most_divisors)
      throw Error(ErrorKind::limit, "more than " + std::to_string(most_divisors) +
                                        " monomials of degree " + std::to_string(degrees_.high) +
                                        " cannot be excluded; the limit is reached");
    std::optional<RowName> row;
    if (std::optional<Children> children = best_row(divisor, degree, row)) {
      add(result_.tree, {divisor, std::move(row)});
      for (Monomial& m : *children) {
        std::vector<Monomial>& later = later_[m.degree()];  // before m is moved
        add(later, std::move(m));
      }
      return;
    }
    if (degree >= degrees_.low) add(result_.kept, divisor);
    if (degree == degrees_.high) return;
    add(result_.tree, {divisor, std::nullopt});
    for (std::uint32_t v = 0; v < x_.coordinates(); ++v) {
      Monomial child = divisor.times(Monomial::variable(v));
      if (degrees_.admit(child)) add(later_[degree + 1], std::move(child));
    }
  }

  // A long list takes as much memory again while it grows.
  template <class Item>
  void add(std::vector<Item>& list, Item item) const {
    constexpr std::size_t long_list = 1U << 12U;
    if (list.size() == list.capacity() && list.size() >= long_list)
      progress_.check_memory(static_cast<double>(list.size()) * sizeof(Item),
                             "the list of monomials");
    list.push_back(std::move(item));
  }

  // Rows that are spread over the field terms meet nodes the divisor does not touch: one of
  // these is alone unless there is a reason.
  std::optional<Children> best_row(const Monomial& divisor, std::uint32_t degree,
                                   std::optional<RowName>& best) {
    std::optional<Children> fewest;
    for (RowName& row : system_.some_rows_of(divisor, degree + 2U)) {
      progress_.check();
      std::optional<Children> children = children_of(divisor, degree, row);
      if (!children || (fewest && fewest->size() <= children->size())) continue;
      fewest = std::move(children);
      best = std::move(row);
      if (fewest->empty()) break;
    }
    return fewest;
  }

  // Nothing when the row has another column for every multiple, or the divisor's column comes from
  // two terms.
  std::optional<Children> children_of(const Monomial& divisor, std::uint32_t degree,
                                      const RowName& row) const {
    Children children;
    std::size_t own = 0;
    bool alone = true;
    x_.terms_within(row.field, row.beta, degrees_.high - degree,
                    [&](std::uint64_t, std::uint32_t j, const Monomial& a, const Rational&) {
                      Monomial missing = beyond(a, row.beta);
                      if (!missing.is_one()) {
                        Monomial child = divisor.times(missing);
                        if (degrees_.admit(child)) children.push_back(std::move(child));
                      } else if (row.beta.divided_by(a).times(Monomial::variable(j)) == divisor) {
                        ++own;
                      } else {
                        alone = false;
                      }
                      return alone && own <= 1;
                    });
    if (!alone || own != 1) return std::nullopt;
    std::sort(children.begin(), children.end());
    children.erase(std::unique(children.begin(), children.end()), children.end());
    return children;
  }

  // a / gcd(a, beta).
  static Monomial beyond(const Monomial& a, const Monomial& beta) {
    std::vector<Power> powers;
    for (const Power& p : a.powers())
      if (const std::uint32_t e = beta.exponent(p.variable); p.exponent > e)
        powers.push_back({p.variable, p.exponent - e});
    return Monomial(powers);
  }
};

}  // namespace

Viability viable_monomials(const LinearSystem& system, const Progress& progress) {
  return ViabilitySearch(system, progress).run();
}

}  // namespace abide
