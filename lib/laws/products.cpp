// Products of laws whose degrees add up to a given range, each made from the one before by one more
// factor, in lexicographic order of the factors. Factors never decrease, so no product is made
// twice, and only the products on the way to the one at hand are in memory. They are as many as
// monomials in the laws: whoever looks at them ends the walk when a level is full.
#include "products.hpp"

#include "exact/exact.hpp"

namespace abide {

namespace {

class Products {
 public:
  using Visit = FunctionRef<bool(const std::vector<std::size_t>&, const Terms&)>;
  Products(const std::vector<WrittenLaw>& laws, std::uint32_t low, std::uint32_t high,
           const Progress& progress, std::size_t most_terms, Visit visit)
      : laws_(laws),
        low_(low),
        high_(high),
        progress_(progress),
        most_terms_(most_terms),
        visit_(visit) {}

  bool extend(const Terms& product, std::uint32_t degree) {
    for (std::size_t k = factors_.empty() ? 0 : factors_.back(); k < laws_.size(); ++k) {
      const std::uint32_t sum = degree + laws_[k].degree;
      if (sum > high_ || product.size() * laws_[k].polynomial.size() > most_terms_) continue;
      progress_.check();
      factors_.push_back(k);
      const Terms next =
          degree == 0 ? laws_[k].polynomial : multiply(product, laws_[k].polynomial, progress_);
      const bool go_on = (sum < low_ || visit_(factors_, next)) && extend(next, sum);
      factors_.pop_back();
      if (!go_on) return false;
    }
    return true;
  }

 private:
  const std::vector<WrittenLaw>& laws_;
  std::uint32_t low_, high_;
  const Progress& progress_;
  std::size_t most_terms_;
  Visit visit_;
  std::vector<std::size_t> factors_;
};

}  // namespace

void products(const std::vector<WrittenLaw>& laws, std::uint32_t low, std::uint32_t high,
              const Progress& progress,
              FunctionRef<bool(const std::vector<std::size_t>&, const Terms&)> visit,
              std::size_t most_terms) {
  Products(laws, low, high, progress, most_terms, visit).extend({}, 0);
}

}  // namespace abide
