// How the owners of exact.hpp reach the FLINT objects inside them. Private to
// this stage; the only place where FLINT's headers meet abide's classes.
#pragma once

#include <flint/flint.h>
#include <flint/fmpz.h>

#include "exact/exact.hpp"

namespace abide {

static_assert(sizeof(fmpz) == sizeof(std::intptr_t), "an fmpz is one machine word");

struct FlintAccess {
  static fmpz* of(Integer& x) noexcept { return reinterpret_cast<fmpz*>(&x.word_); }
  static const fmpz* of(const Integer& x) noexcept {
    return reinterpret_cast<const fmpz*>(&x.word_);
  }
};

inline fmpz* raw(Integer& x) noexcept { return FlintAccess::of(x); }
inline const fmpz* raw(const Integer& x) noexcept { return FlintAccess::of(x); }

}  // namespace abide
