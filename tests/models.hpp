// Models made inside the tests, so that no closed form can answer.
#pragma once

#include <abide/abide.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace abide::test {

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

}  // namespace abide::test
