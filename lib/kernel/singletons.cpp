#include "singletons.hpp"

#include <algorithm>
#include <limits>

namespace abide {

void Singletons::add_columns(std::uint32_t variables, std::uint32_t degree) {
  for (Monomial& m : orbits_ != nullptr ? orbits_->representatives(degree)
                                        : all_monomials(variables, degree)) {
    killed_.emplace(m, false);
    alive_.push_back(std::move(m));
  }
}

bool Singletons::killed(const Monomial& column) const {
  const auto it = killed_.find(orbits_ != nullptr ? orbits_->canonical(column) : column);
  return it != killed_.end() && it->second;
}

bool Singletons::try_to_kill(const Monomial& column) {
  for (const RowName& name :
       system_.rows_of(column, std::numeric_limits<std::size_t>::max())) {
    bool present = false, alone = true;
    for (const Column& c : system_.row(name)) {
      if (c.monomial == column) {
        present = true;
      } else if (!killed(c.monomial)) {
        alone = false;
        break;
      }
    }
    if (!present || !alone) continue;
    killed_[column] = true;
    steps_.push_back({name, column});
    return true;
  }
  return false;
}

void Singletons::run(const Progress& progress) {
  for (std::size_t before = alive_.size() + 1; alive_.size() < before;) {
    before = alive_.size();
    std::size_t visited = 0;
    std::erase_if(alive_, [&](const Monomial& m) {
      if ((++visited & 1023U) == 0) progress.check();
      return try_to_kill(m);
    });
  }
}

std::vector<Monomial> Singletons::survivors() const {
  if (orbits_ == nullptr) return alive_;
  std::vector<Monomial> all;
  for (const Monomial& m : alive_)
    for (Monomial& member : orbits_->members(m)) all.push_back(std::move(member));
  return all;
}

}  // namespace abide
