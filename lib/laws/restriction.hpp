// Polynomials as rows modulo a prime, at some monomials only: at the free columns of a kernel they
// determine a law, so entries there stand for the whole polynomial. Private to this stage.
#pragma once

#include <algorithm>
#include <unordered_map>

#include "exact/exact.hpp"

namespace abide {

// Coefficients modulo p at some numbered columns.
class Restriction {
 public:
  Restriction(std::vector<Monomial> columns, std::uint64_t prime)
      : columns_(std::move(columns)), prime_(prime) {
    for (std::uint32_t k = 0; k < columns_.size(); ++k) index_.emplace(columns_[k], k);
  }
  SparseRow of(const Terms& h) const {
    SparseRow row;
    for (const Term& t : h)
      if (const auto it = index_.find(t.monomial); it != index_.end())
        if (const auto c = t.coefficient.mod(prime_); c && *c != 0) row.push_back({it->second, *c});
    std::sort(row.begin(), row.end(),
              [](const Entry& a, const Entry& b) { return a.column < b.column; });
    return row;
  }
  const Monomial& column(std::uint32_t k) const { return columns_[k]; }
  std::size_t size() const { return columns_.size(); }

 private:
  std::vector<Monomial> columns_;
  std::uint64_t prime_;
  std::unordered_map<Monomial, std::uint32_t, MonomialHash> index_;
};

}  // namespace abide
