"""Laws on the live weights of a network during training, families as products of matrices and not term by term."""
from __future__ import annotations

import math
from fractions import Fraction

from ._errors import InputError

LETTERS = "abcdefgh"


class _Watched:
    """One family: how to evaluate some or all of its laws at once."""

    def __init__(self, family, arrays, torch, most):
        self.family, self.torch = family, torch
        structure = family.data["structure"]
        self.range = structure["range"]
        self.arrays = arrays
        self.letters = self._values(most)
        self.summands = [(float(Fraction(s["coefficient"])), self._operands(s["slices"])) for s in structure["summands"]]
        self.mask = self._mask()
        self.laws = int(self.mask.sum()) if self.mask is not None else self._size()

    def _values(self, most):
        """What the letters run through, from the first ones to at most about `most` laws; for a list: its tuples by letter."""
        if self.range["kind"] == "list":
            tuples = self.range["tuples"][:most]
            return [list(column) for column in zip(*tuples)]
        bounds = self.range["bounds"]
        each = most if most is None or len(bounds) < 2 else max(1, int(most ** (1 / len(bounds))))
        return [list(range(low, high + 1))[:each] for low, high in bounds]

    def _size(self):
        if self.range["kind"] == "list":
            return len(self.letters[0])
        size = 1
        for values in self.letters:
            size *= len(values)
        return size

    def _mask(self):
        """Which pairs of letters are laws, where not all are."""
        if self.range["kind"] not in ("nondecreasing", "increasing"):
            return None
        k, l = (self.torch.tensor(v) for v in self.letters)
        return k[:, None] <= l[None, :] if self.range["kind"] == "nondecreasing" else k[:, None] < l[None, :]

    def _axis(self, letter):
        return LETTERS[0 if self.range["kind"] == "list" else letter]

    def _operands(self, parts):
        """Those of a summand; of a square one object twice, which is taken once."""
        made = [self._operand(part) for part in parts]
        return [made[0] if part == parts[0] else operand for part, operand in zip(parts, made)]

    def _operand(self, part):
        """(axes, array, index) of a slice: letters of the family, z for what is free; axes None for a whole array."""
        if part["kind"] == "whole":
            return None, part["array"], []
        free = {"entry": (), "row": (1,), "column": (0,)}[part["kind"]]
        places, axes, index = iter(part["indices"]), "", []
        for axis in range(len(part["indices"]) + len(free)):
            place = None if axis in free else next(places)
            if place is None:
                axes += "z"
                index.append(slice(None))
            elif "value" in place:
                index.append(place["value"] - 1)
            else:
                axes += self._axis(place["letter"])
                index.append(_compact([v - 1 + place["shift"] for v in self.letters[place["letter"]]]))
        return axes, part["array"], index

    def values(self, tensors):
        """The laws watched, in a vector."""
        total = 0
        for coefficient, operands in self.summands:
            part = self._product(operands, tensors)
            total = self.torch.add(total, part, alpha=coefficient) if self.torch.is_tensor(total) else part * coefficient
        return (total if self.mask is None else total[self.mask]).reshape(-1)

    def size(self, tensors):
        """That of their terms, to which drift is compared."""
        return sum((coefficient * self._product(operands, tensors)).norm() ** 2 for coefficient, operands in self.summands) ** 0.5

    def _product(self, operands, tensors):
        """Of a summand at all values of the letters: a product of matrices, or sums of rows and columns."""
        taken = []
        for operand in operands:
            axes, name, index = operand
            value = taken[0][1] if taken and operand is operands[0] else _take(tensors[name], index)
            taken.append(("yz"[2 - value.dim():] if axes is None else axes, value))
        kept = sorted(set("".join(axes for axes, _ in taken)) - set("yz"))
        if len({axes for axes, _ in taken}) == 1 and len(kept) < 2:  # einsum makes a product of matrices of each row
            axes, out = taken[0]
            for _, value in taken[1:]:
                out = out * value
            free = [n for n, a in enumerate(axes) if a in "yz"]
            out = out.sum(free) if free else out
        else:
            out = self.torch.einsum(",".join(axes for axes, _ in taken) + "->" + "".join(kept), *[value for _, value in taken])
        for number in range(1 if self.range["kind"] == "list" else len(self.letters)):
            if LETTERS[number] not in kept:
                out = out.unsqueeze(number)
        return out


def _compact(indices):
    """A slice where indices follow each other: a view, no copy."""
    step = indices[1] - indices[0] if len(indices) > 1 else 1
    if step > 0 and indices == list(range(indices[0], indices[-1] + 1, step)):
        return slice(indices[0], indices[-1] + 1, step)
    return indices


def _take(value, index):
    for axis in range(len(index) - 1, -1, -1):
        place = index[axis]
        if isinstance(place, int):
            value = value.select(axis, place)
        elif isinstance(place, list):
            import torch
            value = value.index_select(axis, torch.tensor(place))
        elif place != slice(None):
            value = value[(slice(None),) * axis + (place,)]
    return value


class Monitor:
    """Watches the laws of a result on the live weights of a module: call step() after each step of the optimizer.

    module: a torch.nn.Module, of which result = abide.certify(abide.from_torch(module)); without from_torch the arrays of the model
    must be called as the module's parameters. most: how many laws of each family are watched at most, the first ones; None: all.
    Cost: that of some 15 small operations for each family, and of reading the weights in the laws that are watched.

    history: for each family (in the order of .families) a list of (absolute, relative) drift since the beginning, step by step:
    the largest |h − h(0)|, and its Euclidean norm over that of the terms of h(0). print(monitor) is one line per family.
    """

    def __init__(self, module, result, most=64):
        import torch
        self._torch = torch
        weights = result.model.weights
        parameters = dict(module.named_parameters())
        self._sources = {}
        polynomial = [f for f in result.families if "summands" in f.data.get("structure", {})]
        if len(polynomial) < len(result.families):
            raise InputError("result: expected laws that are polynomials, found others")
        watched = []
        for family in polynomial:
            copies = family.data.get("arrays_of_copies") or [family.data["arrays"]]
            for copy in copies:
                for name in copy:
                    if any(s["factor"] for s in family.data["structure"]["summands"]):
                        raise InputError(f"{family.form}: expected a law of gradient flow, found one that depends on time or velocities")
                    source = weights[name] if weights and name in weights else None
                    parameter = source.parameter if source else name
                    if parameter not in parameters:
                        raise InputError(f"{name}: expected a parameter of the module, found {', '.join(list(parameters)[:8])}")
                    self._sources[name] = (parameters[parameter], source)
                watched.append((family, dict(zip(family.data["arrays"], copy))))
        if not watched:
            raise InputError("result: expected laws to watch, found none")
        with torch.no_grad():
            self._watched = [(_Watched(family, names, torch, most), names) for family, names in watched]
            self.families = [family for family, _ in watched]
            self._start = torch.cat(self._evaluate())
            self._sizes = [max(float(size), 1e-300) for size in self._evaluate(_Watched.size)]
        self._last = self._start
        self.history = [[(0.0, 0.0)] for _ in self.families]
        self.per_step = [[] for _ in self.families]

    def _evaluate(self, what=_Watched.values):
        tensors = {name: source.of(p.detach()) if source else p.detach() for name, (p, source) in self._sources.items()}
        return [what(w, {name: tensors[actual] for name, actual in names.items()}) for w, names in self._watched]

    def values(self):
        """The laws watched at the weights of now: one tensor for each family."""
        with self._torch.no_grad():
            return self._evaluate()

    def step(self):
        """Call it after each step of training."""
        with self._torch.no_grad():
            norm = self._torch.linalg.vector_norm
            values = self._evaluate()
            now, lengths = self._torch.cat(values), [len(h) for h in values]
            numbers = []
            for drift, last in zip((now - self._start).split(lengths), (now - self._last).split(lengths)):
                numbers += [norm(drift, ord=math.inf), norm(drift), norm(last, ord=math.inf)]
            self._last = now
            told = self._torch.stack(numbers).tolist()
        for number, size in enumerate(self._sizes):
            absolute, drift, last = told[3 * number:3 * number + 3]
            self.history[number].append((absolute, drift / size))
            self.per_step[number].append(last)

    def __str__(self):
        lines = []
        for family, watched, history, per_step in zip(self.families, self._watched, self.history, self.per_step):
            mean = sum(per_step) / len(per_step) if per_step else 0.0
            lines.append(f"{family.form}: drift {history[-1][0]:.3g} after {len(per_step)} steps ({mean:.3g} per step, "
                         f"relative {history[-1][1]:.3g}; {watched[0].laws} laws watched)")
        return "\n".join(lines)

    __repr__ = __str__

    def plot(self, axes=None, relative=False, label=None):
        """The drift since the beginning, step by step, one line for each family, with matplotlib. Returns the axes."""
        import matplotlib.pyplot as plt
        if axes is None:
            axes = plt.subplots(figsize=(7, 4), layout="constrained")[1]
        for family, history in zip(self.families, self.history):
            name = family.form if label is None else f"{family.form}, {label}"
            axes.plot(range(len(history)), [row[1 if relative else 0] for row in history], label=name)
        axes.set_xlabel("step")
        axes.set_ylabel("drift, relative to the terms of h(0)" if relative else "largest |h − h(0)|")
        axes.legend()
        return axes
