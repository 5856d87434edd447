// Layered path-sum networks and `product` (section "Basic families as fields" of
// canonical.md). Nothing is expanded: terms come from walks through the graph.
#pragma once
#include <array>

#include "fields.hpp"

namespace abide_check {
enum class Bias { none, hidden, all };

class Network final : public Fields {
 public:
  // InputError when the sizes are refused. `relu` has one flag per layer 0 … q.
  Network(std::vector<std::uint32_t> widths, std::vector<bool> relu, Bias bias);
  // product:D is the network 1,1,…,1 with other names and more symmetry.
  static Network product(std::uint32_t dimension);

  std::uint64_t dimension() const override { return dimension_; }
  std::uint64_t count() const override { return groups_.back().offset + groups_.back().count; }
  std::string name(std::uint32_t variable) const override;
  using Fields::terms;
  void terms(std::uint64_t field, const OfField& f, const Present& present) const override;
  void terms_with(std::uint32_t j, const OfVariable& f) const override;
  bool homogeneous() const override;
  bool monomial_map() const override;
  Monomial exponents(std::uint64_t field) const override;
  bool occurs(std::uint32_t) const override { return true; }
  std::optional<bool> squares_law(const Polynomial& h) const override;

  // An edge into node `to` of `layer`: a weight from a node of the layer before,
  // or a bias, from the constant node.
  struct Edge {
    std::size_t layer;
    std::uint32_t from, to;
    bool bias;
  };
  Edge edge(std::uint32_t variable) const;
  const std::vector<std::uint32_t>& widths() const { return widths_; }
  bool is_product() const { return product_; }

 private:
  // Fields with the same start kind and the same layers kept in the index: the
  // nodes of the layers `kept` are the digits of the number of the class. A path
  // of the class enters layer `low` … `high` first (0: it starts at an input).
  struct Group {
    std::uint64_t offset, count;
    std::size_t low, high;
    std::vector<std::size_t> kept;
  };
  // A class: its group and, per layer, the node kept or `any`.
  struct Class {
    const Group* group;
    std::vector<std::uint32_t> node;
  };
  static constexpr std::uint32_t any = UINT32_MAX;
  using Path = std::vector<std::uint32_t>;  // a node per layer, from its first one on

  std::size_t last() const { return widths_.size() - 1; }
  void add_group(std::size_t low, std::size_t high, std::size_t first_relu);
  Class decode(std::uint64_t field) const;
  std::uint64_t field_of(std::size_t first, const Path& path) const;
  bool has_bias(std::size_t layer) const { return layer > 0 && bias_at_[layer] < dimension_; }
  std::uint32_t weight(std::size_t layer, std::uint32_t from, std::uint32_t to) const {
    return static_cast<std::uint32_t>(weights_at_[layer] + std::uint64_t{from} * widths_[layer] + to);
  }
  std::uint32_t bias(std::size_t layer, std::uint32_t to) const {
    return static_cast<std::uint32_t>(bias_at_[layer] + to);
  }
  class Walk;
  Monomial monomial(std::size_t first, const Path& path) const;

  std::vector<std::uint32_t> widths_;
  std::vector<bool> relu_;
  bool product_ = false;
  std::uint64_t dimension_ = 0;
  std::vector<std::uint64_t> weights_at_, bias_at_;  // first variable, by layer
  std::vector<Group> groups_;
};

// Orbits of monomials under the permutations of the nodes of each layer (of the
// variables for `product`), in orbits.cpp.
struct Orbit {
  // Equal exactly for the monomials of one orbit.
  std::vector<std::array<std::uint32_t, 4>> form;
  Integer size;
};

// Rejected when more than 10^6 relabellings would have to be tried.
Orbit orbit(const Network& network, const Monomial& m);
}  // namespace abide_check
