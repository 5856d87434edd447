// The inputs that satisfy linear inequalities, as lines and extreme rays: the double description
// method (Motzkin, Raiffa, Thompson, Thrall, 1953), exactly over Q. Each new inequality cuts one
// line in half, or replaces the rays on its wrong side by those where edges to the others meet its
// hyperplane. If only 0 is left, no input has this activation pattern, near these weights either.
#include "cone.hpp"

#include <algorithm>
#include <bit>

namespace abide {

namespace {

constexpr std::size_t most_rays = 1'000;
constexpr std::size_t most_cuts = 64;  // bits of a set of cuts

Rational product(const std::vector<Rational>& a, const std::vector<Rational>& b) {
  Rational sum;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// a·v + b·w, scaled to length 1 in the sum norm.
std::vector<Rational> combination(const Rational& a, const std::vector<Rational>& v,
                                  const Rational& b, const std::vector<Rational>& w) {
  std::vector<Rational> sum(v.size());
  Rational length;
  for (std::size_t i = 0; i < v.size(); ++i) {
    sum[i] = a * v[i] + b * w[i];
    length += sum[i].sign() < 0 ? -sum[i] : sum[i];
  }
  if (!length.is_zero())
    for (Rational& x : sum) x /= length;
  return sum;
}

}  // namespace

Cone::Cone(std::size_t dimension) : dimension_(dimension) {
  for (std::size_t i = 0; i < dimension; ++i) {
    lines_.emplace_back(dimension);
    lines_.back()[i] = Rational(1);
  }
}

void Cone::cut(const std::vector<Rational>& row) {
  if (cuts_ == most_cuts || rays_.size() > most_rays) known_ = false;
  if (!known_) return;
  const auto line = std::find_if(lines_.begin(), lines_.end(),
                                 [&row](const auto& l) { return !product(row, l).is_zero(); });
  if (line != lines_.end()) {
    std::vector<Rational> direction = std::move(*line);
    lines_.erase(line);
    cut_line(row, std::move(direction));
  } else {
    cut_rays(row);
  }
  ++cuts_;
}

// Half of one line stays, as a ray; along it everything else moves into the hyperplane.
void Cone::cut_line(const std::vector<Rational>& row, std::vector<Rational> direction) {
  const Rational height = product(row, direction);
  const Rational one(1);
  for (auto& l : lines_) l = combination(one, l, -(product(row, l) / height), direction);
  for (Ray& r : rays_) {
    r.direction = combination(one, r.direction, -(product(row, r.direction) / height), direction);
    r.vanishing |= std::uint64_t{1} << cuts_;
  }
  if (height.sign() < 0)
    for (Rational& x : direction) x = -x;
  rays_.push_back({std::move(direction), (std::uint64_t{1} << cuts_) - 1});
}

// The double description method: rays on the wrong side are replaced by where edges to the others
// meet the hyperplane.
void Cone::cut_rays(const std::vector<Rational>& row) {
  std::vector<Rational> heights;
  for (const Ray& r : rays_) heights.push_back(product(row, r.direction));
  std::vector<Ray> kept;
  for (std::size_t a = 0; a < rays_.size(); ++a) {
    if (heights[a].sign() < 0) continue;
    kept.push_back(rays_[a]);
    if (heights[a].is_zero()) kept.back().vanishing |= std::uint64_t{1} << cuts_;
  }
  for (std::size_t a = 0; a < rays_.size(); ++a)
    for (std::size_t b = 0; b < rays_.size(); ++b)
      if (heights[a].sign() > 0 && heights[b].sign() < 0 && are_adjacent(a, b))
        kept.push_back(
            {combination(heights[a], rays_[b].direction, -heights[b], rays_[a].direction),
             (rays_[a].vanishing & rays_[b].vanishing) | std::uint64_t{1} << cuts_});
  rays_ = std::move(kept);
}

// They span a face: no other ray is in all hyperplanes that contain both.
bool Cone::are_adjacent(std::size_t a, std::size_t b) const {
  const std::uint64_t common = rays_[a].vanishing & rays_[b].vanishing;
  // Modulo the lines, a face of two dimensions is in the hyperplanes of all others but two.
  if (static_cast<std::size_t>(std::popcount(common)) + lines_.size() + 2 < dimension_)
    return false;
  for (std::size_t c = 0; c < rays_.size(); ++c)
    if (c != a && c != b && (rays_[c].vanishing & common) == common) return false;
  return true;
}

std::vector<std::vector<Rational>> Cone::inner_directions() const {
  if (!known_) return {};
  const Rational one(1);
  std::vector<Rational> sum(dimension_);
  for (const Ray& r : rays_) sum = combination(one, sum, one, r.direction);
  std::vector<std::vector<Rational>> directions;
  for (const Ray& r : rays_) directions.push_back(combination(one, sum, one, r.direction));
  for (const auto& l : lines_) directions.push_back(combination(one, sum, one, l));
  return directions;
}

}  // namespace abide
