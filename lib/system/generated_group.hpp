// Orbits of monomials under a group given by generators. Private to this stage.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "system/system.hpp"

namespace abide {

/// The orbits of all monomials of one degree, by their positions in the order of Monomial.
class OrbitTable {
 public:
  OrbitTable(std::uint32_t variables, std::uint32_t degree,
             const std::vector<Permutation>& generators);
  std::size_t monomials() const noexcept { return root_.size(); }
  std::size_t orbits() const noexcept { return orbits_; }
  Monomial canonical(const Monomial& m) const;
  std::size_t size(const Monomial& m) const;
  std::vector<Monomial> members(const Monomial& m) const;
  std::vector<Monomial> representatives() const;

 private:
  using Factors = std::vector<std::uint32_t>;  // variables, not decreasing, one for each factor

  std::uint32_t variables_, degree_;
  std::size_t orbits_ = 0;
  std::vector<std::vector<std::uint32_t>> at_least_;  // [k][v]: products of k variables from v on
  std::vector<std::uint32_t> root_;                   // by position: the first of its orbit
  std::vector<std::uint32_t> next_;                   // the next one of its orbit, or itself
  std::vector<std::uint32_t> size_;                   // of the orbit, at its root

  std::uint32_t position(const Factors& factors) const;
  std::uint32_t position(const Monomial& m) const;
  Monomial monomial(std::uint32_t position) const;
  bool advance(Factors& factors) const;
  void join_images(const std::vector<Permutation>& generators, DisjointSets& joined) const;
};

/// Generators, and tables made when they are asked for. Thread safety: const access from any
/// thread.
class GeneratedGroup {
 public:
  GeneratedGroup(std::uint32_t variables, std::vector<Permutation> generators)
      : variables_(variables), generators_(std::move(generators)) {}
  const std::vector<Permutation>& generators() const noexcept { return generators_; }
  bool can_list(std::uint32_t degree) const;
  const OrbitTable& table(std::uint32_t degree) const;

 private:
  std::uint32_t variables_;
  std::vector<Permutation> generators_;
  mutable std::mutex mutex_;
  mutable std::map<std::uint32_t, std::unique_ptr<const OrbitTable>> tables_;
};

}  // namespace abide
