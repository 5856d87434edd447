// Models made inside the tests, so that no closed form can answer.
#pragma once

#include <abide/abide.hpp>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "fields/fields.hpp"

namespace abide::test {

inline Monomial image(const Monomial& m, const Permutation& images) {
  std::vector<Power> powers;
  for (const Power& p : m.powers()) powers.push_back({images[p.variable], p.exponent});
  return Monomial(powers);
}

/// The layer over a network that on_phase_space makes of larger ones.
inline Model phase_layer(const Model& model) {
  return with_phase_coordinates(model, PhaseSpace{std::make_shared<const Model>(model)});
}

/// linear:2,2,2 in coordinates t with θ = A t, A a random product of elementary integer
/// matrices: the fields A^-1 ∇φ_k(A t), which have no grading left.
inline Model changed_variables(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  constexpr std::size_t n = 8;
  using Matrix = std::vector<std::vector<std::int64_t>>;
  Matrix a(n, std::vector<std::int64_t>(n, 0)), inverse = a;
  for (std::size_t i = 0; i < n; ++i) a[i][i] = inverse[i][i] = 1;
  for (int k = 0; k < 14; ++k) {
    const std::size_t i = random() % n, j = random() % n;
    if (i == j) continue;
    const std::int64_t sign = (random() & 1U) != 0 ? 1 : -1;
    for (std::size_t c = 0; c < n; ++c) a[i][c] += sign * a[j][c];
    for (std::size_t r = 0; r < n; ++r) inverse[r][j] -= sign * inverse[r][i];
  }
  const auto combination = [](const std::vector<std::int64_t>& row,
                              const std::vector<std::string>& of) {
    std::string sum = "0";
    for (std::size_t j = 0; j < n; ++j)
      if (row[j] != 0)
        sum += (row[j] < 0 ? " - " : " + ") + std::to_string(std::abs(row[j])) + "*" + of[j];
    return "(" + sum + ")";
  };
  std::vector<std::string> t, theta;
  for (std::size_t j = 1; j <= n; ++j) t.push_back("t[" + std::to_string(j) + "]");
  for (const auto& row : a) theta.push_back(combination(row, t));
  std::string text = "[[parameter]]\nname=\"t\"\nshape=[8]\n[model]\nfields=[";
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) {
      // φ_ij = Σ_k U[i,k] V[k,j]; its gradient has V[k,j] at U[i,k] and U[i,k] at V[k,j].
      std::vector<std::string> gradient(n, "0");
      for (std::size_t k = 0; k < 2; ++k) {
        gradient[2 * i + k] = theta[4 + 2 * k + j];
        gradient[4 + 2 * k + j] = theta[2 * i + k];
      }
      text += "[";
      for (const auto& row : inverse) text += "\"" + combination(row, gradient) + "\",";
      text += "],";
    }
  return read_toml(text + "]", "changed.toml");
}

/// linear:2,2,2 with its coordinates shuffled and renamed.
inline Model shuffled(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::string> names{"p", "q", "r", "s", "alpha", "beta_2", "Z", "W9"};
  std::shuffle(names.begin(), names.end(), random);
  std::vector<std::string> order = names;
  std::shuffle(order.begin(), order.end(), random);
  std::string text;
  for (const std::string& name : order) text += "[[parameter]]\nname=\"" + name + "\"\nshape=[]\n";
  text += "[model]\nmap=[";
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j)
      text += "\"" + names[2 * i] + "*" + names[4 + j] + " + " + names[2 * i + 1] + "*" +
              names[6 + j] + "\",";
  return read_toml(text + "]", "shuffled.toml");
}

/// Two fields tangent to the levels of h = x1 + x2^2 (inhomogeneous): a h_b - b h_a with random
/// quadratic factors.
inline Model planted(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto factor = [&random] {
    std::string sum = "1";
    for (const char* m : {"x[1]", "x[2]", "x[3]", "x[1]*x[3]", "x[2]^2", "x[3]^2"})
      sum += " + " + std::to_string(random() % 9) + "*" + m;
    return "(" + sum + ")";
  };
  // h = x1 + x2^2: fields f (2 x2, -1, 0) and g (0, 0, 1).
  const std::string f = factor(), g = factor(), k = factor();
  return read_toml("[[parameter]]\nname=\"x\"\nshape=[3]\n[model]\nfields=[[\"2*x[2]*" + f +
                       "\",\"-" + f + "\",\"" + g + "\"],[\"0\",\"0\",\"" + k + "\"]]",
                   "planted.toml");
}

/// `entries` dense cubic forms in n variables with one planted linear law b·θ and its square:
/// random cubic forms of the n − 1 differences b_n θ_i − b_i θ_n, which are constant along b.
inline constexpr std::size_t dense_cubic_laws = 2;
inline Model dense_cubic(std::uint32_t n, std::uint32_t entries, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto small = [&random] { return static_cast<std::int64_t>(1 + random() % 9); };
  // Orthogonal to b = (1, 1, …, 1): the differences θ_i − θ_n.
  const auto difference = [n](std::uint32_t i) {
    return Terms{{Monomial::variable(i), Rational(1)}, {Monomial::variable(n - 1), Rational(-1)}};
  };
  PolynomialMap map;
  for (std::uint32_t k = 0; k < entries; ++k) {
    Terms phi;
    for (std::uint32_t i = 0; i + 1 < n; ++i)
      for (std::uint32_t j = i; j + 1 < n; ++j) {
        Terms linear;
        for (std::uint32_t l = j; l + 1 < n; ++l) {
          const Rational c(small());
          for (const Term& t : difference(l)) linear.push_back({t.monomial, t.coefficient * c});
        }
        const Terms part =
            multiply(multiply(difference(i), difference(j)), collect(std::move(linear)));
        phi.insert(phi.end(), part.begin(), part.end());
      }
    map.entries.push_back(collect(std::move(phi)));
  }
  return {"dense cubic", "", Coordinates::vector("x", n), std::move(map)};
}

/// A network with φ written out, class by class in the order of data/format/canonical.md: every
/// path is enumerated.
inline Model written_out(const Model& model) {
  const Network& net = std::get<Network>(model.body());
  const std::size_t q = net.layers();
  std::map<std::vector<std::uint32_t>, Terms> classes;  // by where they start and kept nodes
  const auto walk = [&](const auto& self, std::size_t first,
                        std::vector<std::uint32_t>& nodes) -> void {
    const std::size_t l = first + nodes.size() - 1;
    if (l < q) {
      for (std::uint32_t v = 0; v < net.width(l + 1); ++v) {
        nodes.push_back(v);
        self(self, first, nodes);
        nodes.pop_back();
      }
      return;
    }
    std::vector<Power> powers;
    std::vector<std::uint32_t> kept;
    for (std::size_t k = first; k <= q; ++k) {
      const std::uint32_t v = nodes[k - first];
      if (k > first) powers.push_back({net.weight(k, nodes[k - 1 - first], v), 1});
      if (k == q || net.relu(k) || k == 0) kept.push_back(v);
    }
    if (first > 0) powers.push_back({net.bias_weight(first, nodes[0]), 1});
    // Classes of the constant node follow in the order of their first ReLU layer; fewer kept nodes.
    std::size_t start = 0;
    if (first > 0)
      for (start = first; start < q && !net.relu(start);) ++start;
    kept.insert(kept.begin(), static_cast<std::uint32_t>(start));
    classes[kept].push_back({Monomial(powers), Rational(1)});
  };
  for (std::size_t first = 0; first <= q; ++first)
    for (std::uint32_t v = 0; (first == 0 || net.has_bias(first)) && v < net.width(first); ++v) {
      std::vector<std::uint32_t> nodes{v};
      walk(walk, first, nodes);
    }
  PolynomialMap map;
  for (auto& entry : classes) map.entries.push_back(collect(std::move(entry.second)));
  return {"written out", "", model.layout(), std::move(map)};
}

/// A map with small random coefficients that a group keeps: the sum of the images of a few cubic
/// monomials, times a coefficient each.
inline Model symmetric_map(std::uint32_t variables, const std::vector<Permutation>& generators,
                           std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::map<Monomial, Rational> sum;
  for (std::int64_t coefficient = 1; coefficient <= 3; ++coefficient) {
    std::vector<Power> powers;
    for (int k = 0; k < 3; ++k)
      powers.push_back({static_cast<std::uint32_t>(random() % variables), 1});
    std::vector<Monomial> orbit{Monomial(powers)};
    for (std::size_t k = 0; k < orbit.size(); ++k)
      for (const Permutation& g : generators)
        if (Monomial m = image(orbit[k], g);
            std::find(orbit.begin(), orbit.end(), m) == orbit.end())
          orbit.push_back(std::move(m));
    for (const Monomial& m : orbit) sum[m] += Rational(coefficient);
  }
  Terms terms;
  for (const auto& [m, c] : sum) terms.push_back({m, c});
  return {"symmetric", "", Coordinates::vector("x", variables),
          PolynomialMap{{collect(std::move(terms))}}};
}

/// The map with its coordinates renamed by a permutation.
inline Model renamed(const Model& model, const Permutation& images) {
  PolynomialMap map = std::get<PolynomialMap>(model.body());
  for (Terms& entry : map.entries) {
    for (Term& t : entry) t.monomial = image(t.monomial, images);
    entry = collect(std::move(entry));
  }
  return {"renamed", "", model.layout(), std::move(map)};
}

/// A linear network with a parameter added to each entry, whatever its size.
inline Model translated(const std::string& linear) {
  const Network net = std::get<Network>(make_model(linear).body());
  const Coordinates w = Coordinates::vector("w", net.width(0) * net.width(net.layers())),
                    x = Coordinates::vector("x", net.parameters());
  return {"translated " + linear, "", Coordinates({w[0], x[0]}), Translated{net}};
}

/// Small networks of every kind.
inline std::vector<std::string> small_networks() {
  return {"linear:2,3",
          "linear:2,1,2",
          "linear:2,2,2",
          "linear:1,2,2,1",
          "linear:2,3,3,1",
          "relu:2,3,2",
          "relu:2,2,2,bias",
          "relu:1,2,2,1,bias=all",
          "network:2,2r,2,1,bias",
          "network:2,2,2r,1",
          "network:2,2,2,bias",
          "network:1,2,1r,2,2,bias=all",
          "network:2,2,bias=all",
          "network:2,2,2r,2,bias=all"};
}

}  // namespace abide::test
