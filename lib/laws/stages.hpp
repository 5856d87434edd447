// The parts of find_laws: the search by degree, the closed form, and what is done with laws that
// were found. Private to this stage.
#pragma once

#include "laws/laws.hpp"

namespace abide {

/// Does some work. False: a limit or a signal ended it, which the space tells; what does not fit is
/// an error only as long as nothing was proved.
bool unless_stopped(LawSpace& space, FunctionRef<void()> work);
/// Level 1, and the number of its laws if they are independent, else 0.
std::size_t independent_linear_laws(LawSpace& space, const Orbits& orbits, const Distribution& x,
                                    const LawOptions& options, const Progress& progress);
/// The levels that are not there up to the degree, by elimination; keeps what was finished when the
/// progress stops it.
void search_by_degree(LawSpace& space, const Orbits& orbits, const Distribution& x,
                      const LawOptions& options, const Progress& progress);
/// The levels above those there are, up to the degree, when all laws are the polynomials in so many
/// independent laws of degree 1 and 2 (proofs: apps/check/rules/closed.cpp).
void add_closed_levels(LawSpace& space, std::uint64_t linear, std::uint64_t squares,
                       std::uint32_t degree);
/// All laws of a monomial map (mathematics.md, section 4.5; proof: apps/check/rules/closed.cpp),
/// and the rank of its exponents, as far as it was found.
void solve_in_closed_form(LawSpace& space, std::optional<ExponentRank>& rank, const Distribution& x,
                          const LawOptions& options, const Progress& progress);
/// Σ b_j monomial(j) with rational b from its residues modulo a prime, primitive; nothing when a
/// coefficient is too long.
std::optional<Terms> reconstructed(const SparseRow& b, std::uint64_t prime,
                                   FunctionRef<Monomial(std::uint32_t)> monomial);
/// A basis of the same space with few terms: sums and differences of two members that are shorter,
/// then the shortest independent ones among the rows of several echelon forms. (Not always the
/// shortest of all: that is hard.)
std::vector<Terms> sparsest(std::vector<Terms> basis, const Progress& progress);
/// Kinds and orbits of the laws that have none yet. As evidence, for models that are not networks:
/// which symmetries are stated, and which laws are images of earlier ones under them. Throws
/// Error{stopped}: then every law has a kind, and those whose orbit is not known one of their own.
void classify(LawSpace& space, const Model& model, const Distribution& x, const Orbits& orbits,
              bool as_evidence, const Progress& progress);
/// Laws of a layer over a network, without velocities, from those of the network; none for other
/// fields. They are laws; that there are no others is not said.
std::vector<Law> lifted_laws(const Distribution& x, const Progress& progress);
/// Which laws are independent, seen at an integer point modulo a prime: a random one, or, for
/// networks with many laws, one with few non-zero weights.
void find_independent(LawSpace& space, const Distribution& x, std::uint64_t seed,
                      const Progress& progress);
/// Coordinates s_j, each a function of one θ_j, in which every field is a constant one times some
/// function (mathematics.md, section 4.5).
struct Rectification {
  /// ∂/∂s_j = θ_j^e_j ∂/∂θ_j: s_j = θ_j^(1 − e_j)/(1 − e_j), or log|θ_j| for e_j = 1.
  std::vector<std::int64_t> exponents;
  /// By field, without those that are zero: the constants by coordinate, increasing.
  std::vector<std::vector<std::pair<std::uint32_t, Rational>>> fields;
};
/// Nothing where there are none, for networks, or for more than 2^20 terms.
std::optional<Rectification> rectify(const Distribution& x, const Progress& progress);
/// Candidates P + Σ c_j log|θ_j| with a polynomial P of the degrees of the options, where θ_j
/// divides its component of every field; log|θ_j| is the variable D + j. Those without P come
/// first. None for networks, and where there are too many unknowns.
std::vector<Terms> logarithmic_forms(const Distribution& x, const LawOptions& options,
                                     const Progress& progress);
/// Adds the laws that are linear in the coordinates s, or the exponentials of such forms, and those
/// with logarithms of coordinates, as far as they are independent of the laws there are and of each
/// other.
void add_elementary(LawSpace& space, const Distribution& x, const LawOptions& options,
                    const Progress& progress);

/// The monomials of one path of a monomial network each, whose exponents are independent and
/// reach the Lie rank; with the edge at which each is pivoted.
std::vector<ExponentRank::Step> spanning_paths(const Network& network, const Distribution& x,
                                               const Progress& progress);

}  // namespace abide
