// Laws as a function of tensors in PyTorch: the tables of tables.cpp, evaluated by operations that
// can be differentiated.
#include "tables.hpp"
#include "writers.hpp"

namespace abide {

std::string to_pytorch(const Sheet& sheet) {
  return array_program(sheet, {"import torch", "torch.tensor", "torch.long", "torch.float64", R"(
def coordinates(parameters):
    """The entries of all tensors row by row, as one vector. ValueError for a wrong shape."""
    for name, shape in SHAPES.items():
        if tuple(parameters[name].shape) != shape:
            raise ValueError(f"{name}: expected the shape {shape}, found {tuple(parameters[name].shape)}")
    return torch.cat([parameters[name].reshape(-1) for name in SHAPES])


def laws(parameters):
    """The values of all laws at a dictionary from names to tensors of one type and device; differentiable."""
    x = coordinates(parameters)
    law, variable, exponent, logarithm = (table.to(x.device) for table in (LAW, VARIABLE, EXPONENT, LOGARITHM))
    x = torch.cat([x, torch.log(torch.abs(x[logarithm]))])
    terms = COEFFICIENT.to(x)*torch.prod(x[variable]**exponent, dim=1)
    return x.new_zeros(LAWS).index_add(0, law, terms)
)"});
}

}  // namespace abide
