// The BLAS, loaded when it is first needed. Private to this stage.
#pragma once

namespace abide {

// Is there one? True where it is linked.
#ifdef ABIDE_BLAS
bool load_blas() noexcept;
#else
inline bool load_blas() noexcept { return true; }
#endif

}  // namespace abide
