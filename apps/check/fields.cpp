#include "fields.hpp"

#include <algorithm>

#include "errors.hpp"

namespace abide_check {
void Fields::row(std::uint64_t field, const Monomial& beta, std::vector<Entry>& out) const {
  Monomial quotient;
  const auto collect = [&](std::uint32_t j, const Monomial& a, const Rational& c) {
    if (!divide(beta, a, quotient)) return;
    Monomial alpha = times(quotient, {{j, 1}});
    const Rational factor{exponent_of(alpha, j)};
    out.emplace_back(std::move(alpha), c * factor);
  };
  terms(field, collect, [&](std::uint32_t v) { return exponent_of(beta, v) > 0; });
}

Vector Fields::value(std::uint64_t field, const Point& point) const {
  const Ring& ring = point.ring();
  Vector result;
  const auto collect = [&](std::uint32_t j, const Monomial& a, const Rational& c) {
    Element product = ring.constant(ring.field().of(c));
    for (const auto& q : a) {
      if (product.empty()) return;
      product = ring.mul(product, ring.pow(point.at(q.variable), q.exponent));
    }
    if (!product.empty()) ring.add(result[j], product);
  };
  terms(field, collect, [&](std::uint32_t v) { return !point.at(v).empty(); });
  return result;
}

Explicit::Explicit(std::vector<std::string> names, std::vector<std::vector<Piece>> bodies, bool map)
    : names_(std::move(names)), bodies_(std::move(bodies)), map_(map), index_(names_.size()) {
  for (std::size_t i = 0; i < bodies_.size(); ++i)
    for (std::size_t k = 0; k < bodies_[i].size(); ++k) {
      const Piece& piece = bodies_[i][k];
      if (!map_) index_[piece.j].emplace_back(i, k);
      if (map_)
        for (const auto& q : piece.monomial) index_[q.variable].emplace_back(i, k);
    }
}

// The coefficient of the component of the gradient of one term.
static Rational slope(const Explicit::Piece& piece, std::uint32_t exponent) { return piece.coefficient * Rational{exponent}; }

void Explicit::terms(std::uint64_t field, const OfField& f, const Present&) const {
  for (const auto& piece : bodies_[field]) {
    poll();
    if (!map_) {
      f(piece.j, piece.monomial, piece.coefficient);
      continue;
    }
    for (const auto& q : piece.monomial) f(q.variable, lowered(piece.monomial, q.variable), slope(piece, q.exponent));
  }
}

void Explicit::terms_with(std::uint32_t j, const OfVariable& f) const {
  for (const auto& [i, k] : index_[j]) {
    poll();
    const Piece& piece = bodies_[i][k];
    if (map_) {
      f(i, lowered(piece.monomial, j), slope(piece, exponent_of(piece.monomial, j)));
    } else {
      f(i, piece.monomial, piece.coefficient);
    }
  }
}

bool Explicit::homogeneous() const {
  return std::all_of(bodies_.begin(), bodies_.end(), [&](const auto& body) {
    // A constant term of a map has no gradient, hence no degree.
    std::optional<std::uint64_t> common;
    return std::all_of(body.begin(), body.end(), [&](const Piece& piece) {
      if (map_ && piece.monomial.empty()) return true;
      const std::uint64_t d = degree(piece.monomial);
      if (!common) common = d;
      return *common == d;
    });
  });
}

bool Explicit::monomial_map() const {
  return map_ && std::all_of(bodies_.begin(), bodies_.end(), [](const auto& body) { return body.size() <= 1; });
}
}  // namespace abide_check
