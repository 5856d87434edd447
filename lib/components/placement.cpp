// Where the copies of a component stand: arithmetic with nested strides, so that a copy of millions
// costs nothing; a list of coordinates only for classes of fields that are written out.
#include "components/components.hpp"

namespace abide {

std::uint64_t Placement::Run::copies() const noexcept {
  std::uint64_t count = 1;
  for (const Repeat& r : repeats) count *= r.copies;
  return count;
}

Placement::PhaseSpace::PhaseSpace(const Coordinates& layout)
    : theta(layout.interval(Role::Kind::parameter).first),
      velocity(layout.interval(Role::Kind::velocity).first) {}

void Placement::add(Run run) {
  copies_ += run.copies();
  runs_.push_back(std::move(run));
}

namespace {

// `inner` is the place within the copy.
std::uint64_t placed(const Placement::Run& run, std::uint64_t copy, std::uint64_t inner) {
  std::uint64_t at = run.first + inner;
  for (auto r = run.repeats.rbegin(); r != run.repeats.rend(); ++r) {
    at += copy % r->copies * r->stride;
    copy /= r->copies;
  }
  return at;
}

}  // namespace

std::uint64_t Placement::operator()(std::uint64_t copy, std::uint32_t j) const {
  auto run = runs_.begin();
  for (; copy >= run->copies(); ++run) copy -= run->copies();
  const std::uint64_t inner = run->variables ? (*run->variables)[j] : j;
  if (!phase_) return placed(*run, copy, inner);
  // A list of a class is in the phase space of its summand, strides are in the parameters.
  const auto& [of_copy, whole] = *phase_;
  if (inner < of_copy.theta) return inner;
  const bool moves = of_copy.velocity != 0 && inner >= of_copy.velocity;
  return (moves ? whole.velocity : whole.theta) +
         placed(*run, copy, inner - (moves ? of_copy.velocity : of_copy.theta));
}

}  // namespace abide
