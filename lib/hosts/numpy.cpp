// Laws as a function of arrays in numpy: a dictionary of the named parameters, checked for their
// shapes, and one table of terms that is evaluated at once.
#include "tables.hpp"
#include "writers.hpp"

namespace abide {

std::string to_numpy(const Sheet& sheet) {
  return array_program(sheet, {"import numpy as np", "np.array", "int", "float", R"(
def coordinates(parameters):
    """The entries of all arrays row by row, as one vector. ValueError for a wrong shape."""
    arrays = [np.asarray(parameters[name], dtype=float) for name in SHAPES]
    for (name, shape), array in zip(SHAPES.items(), arrays):
        if array.shape != shape:
            raise ValueError(f"{name}: expected the shape {shape}, found {array.shape}")
    return np.concatenate([array.reshape(-1) for array in arrays])


def laws(parameters):
    """The values of all laws at a dictionary from names to arrays."""
    x = coordinates(parameters)
    x = np.concatenate([x, np.log(np.abs(x[LOGARITHM]))])
    terms = COEFFICIENT*np.prod(x[VARIABLE]**EXPONENT, axis=1)
    return np.bincount(LAW, weights=terms, minlength=LAWS)
)"});
}

}  // namespace abide
