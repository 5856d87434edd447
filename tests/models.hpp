// Models made inside the tests, so that no closed form can answer.
#pragma once

#include <abide/abide.hpp>

#include <random>
#include <string>
#include <vector>

namespace abide::test {

/// linear:2,2,2 with θ = A θ', A a random product of elementary integer matrices (det ±1).
inline Model changed_variables(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  constexpr std::size_t n = 8;
  std::vector<std::vector<std::int64_t>> a(n, std::vector<std::int64_t>(n, 0));
  for (std::size_t i = 0; i < n; ++i) a[i][i] = 1;
  for (int k = 0; k < 14; ++k) {
    const std::size_t i = random() % n, j = random() % n;
    if (i == j) continue;
    const std::int64_t sign = (random() & 1U) != 0 ? 1 : -1;
    for (std::size_t c = 0; c < n; ++c) a[i][c] += sign * a[j][c];
  }
  std::vector<std::string> u;
  for (const auto& row : a) {
    std::string sum = "0";
    for (std::size_t j = 0; j < n; ++j)
      if (row[j] != 0) sum += " + " + std::string(row[j] < 0 ? "0-" : "") + "(" +
                              std::to_string(row[j] < 0 ? -row[j] : row[j]) + ")*t[" +
                              std::to_string(j + 1) + "]";
    u.push_back("(" + sum + ")");
  }
  std::string text = "[[parameter]]\nname=\"t\"\nshape=[8]\n[model]\nmap=[";
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j)
      text += "\"" + u[2 * i] + "*" + u[4 + j] + " + " + u[2 * i + 1] + "*" + u[6 + j] + "\",";
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
