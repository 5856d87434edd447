"""From the layers of a network to a model φ: a specification where abide has a family, else φ written out.

A network here is a list of steps, as PyTorch's or ONNX's graphs are read into: each takes values of earlier steps. What is true
of such a network, and what a certificate then proves: where no pre-activation is 0, the network is a function of φ(θ), the path
products (ReLU and LeakyReLU of any slope only scale a path by a constant there), so laws of φ are conserved, for any loss and
data. That there are no others is proved for φ: a network whose own gradients span less may have more (abide hypothesis).
"""
from __future__ import annotations

from . import _model
from ._errors import InputError, LimitError
from ._model import Model

MOST_TERMS = 200_000


class Weights:
    """Where an array of a model is in a network: the parameter's name, its rows and columns if not all, and whether it is transposed."""

    def __init__(self, parameter, transpose=False, rows=None, columns=None):
        self.parameter, self.transpose, self.rows, self.columns = parameter, transpose, rows, columns

    def of(self, value):
        """The array, a view where that is possible, of the parameter's tensor (or numpy array)."""
        if len(value.shape) > 2:
            value = value.reshape(value.shape[0], -1)
        if self.rows is not None:
            value = value[slice(*self.rows)]
        if self.columns is not None:
            value = value[:, slice(*self.columns)]
        return value.T if self.transpose else value

    def __repr__(self):
        cut = "".join(f", {n} {a + 1} to {b}" for n, part in (("rows", self.rows), ("columns", self.columns)) if part for a, b in [part])
        return f"Weights({self.parameter!r}{', transpose=True' if self.transpose else ''}{cut})"


class Step:
    """kind: "input", "linear", "convolution", "rectifier", "sum", "same" or "attention"; inputs: numbers of steps; where: the layer's
    name; the rest (weight, bias, sizes, …) by kind. weight and bias are names of parameters. A linear weight is outputs × inputs, or,
    flipped, inputs × outputs."""

    def __init__(self, kind, inputs=(), where="", **facts):
        self.kind, self.inputs, self.where = kind, tuple(inputs), where
        self.weight = self.bias = None
        self.flipped = False
        self.__dict__.update(facts)


def model_of(steps, input_shape=None) -> Model:
    """The model of a network whose last step is its output."""
    steps = _without_same(steps)
    used = [p for s in steps for p in (s.weight, s.bias) if p]
    attention = _one_attention(steps)
    if attention and attention.bias:
        return _attention_with_biases(attention)
    if not used:
        raise InputError("network: expected a layer with weights, found none")
    found = None
    if len(set(used)) == len(used):
        found = _layered(steps) or _convolutional(steps, input_shape) or _residual(steps) or _attention(steps)
    if found is None:
        return _written_out(steps, input_shape)
    specification, weights = found
    model = Model(specification)
    model.weights = weights
    model.note = (f"The network is a function of φ of {specification}, where no pre-activation is 0: its laws hold for any data and loss. "
                  "Completeness is that of φ.")
    return model


def _without_same(steps):
    """Flatten, Identity and the like move no number."""
    place, kept = {}, []
    for number, step in enumerate(steps):
        step.inputs = tuple(place[i] for i in step.inputs)
        if step.kind == "same":
            place[number] = step.inputs[0]
        else:
            place[number] = len(kept)
            kept.append(step)
    if kept and place[len(steps) - 1] != len(kept) - 1:  # the output is an earlier value
        kept = kept[:place[len(steps) - 1] + 1]
    return kept


def _is_chain(steps):
    return all(s.inputs == (n - 1,) for n, s in enumerate(steps[1:], 1))


def _alternating(steps, kind):
    """(layers, which are followed by a rectifier) of a chain of one kind."""
    if not _is_chain(steps) or any(s.kind not in (kind, "rectifier") for s in steps[1:]):
        return None
    layers, kept = [], []
    for step in steps[1:]:
        if step.kind == kind:
            layers.append(step)
            kept.append(False)
        elif layers:  # of the input it changes no parameter
            kept[-1] = True
    return layers, kept


def _layered(steps):
    found = _alternating(steps, "linear")
    if not found:
        return None
    layers, kept = found
    for before, after in zip(layers, layers[1:]):
        if before.out != after.into:
            raise InputError(f"{after.where}: expected {after.into} inputs, found {before.out}")
    biases = [layer.bias is not None for layer in layers]
    if all(biases):
        option = ",bias=all"
    elif len(layers) > 1 and all(biases[:-1]):
        option = ",bias"
    elif any(biases):
        return None
    else:
        option = ""
    hidden = kept[:-1]
    widths = [layers[0].into] + [layer.out for layer in layers]
    if all(hidden) and (hidden or option):
        family, marks = "relu", [""] * len(widths)
    elif not any(hidden) and not option:
        family, marks = "linear", [""] * len(widths)
    else:
        family, marks = "network", [""] + ["r" if h else "" for h in hidden] + [""]
    weights = {f"U{n}": Weights(layer.weight, transpose=not layer.flipped) for n, layer in enumerate(layers, 1)}
    weights.update({f"b{n}": Weights(layer.bias) for n, layer in enumerate(layers, 1) if layer.bias})
    return f"{family}:" + ",".join(f"{w}{m}" for w, m in zip(widths, marks)) + option, weights


def _convolutional(steps, shape):
    found = _alternating(steps, "convolution")
    if not found:
        return None
    layers, kept = found
    first = layers[0]
    dimensions = len(first.kernel)
    same = all((s.kernel, s.stride, s.padding) == (first.kernel, first.stride, first.padding) for s in layers)
    square = all(len(set(v)) == 1 for v in (first.kernel, first.stride, first.padding))
    plain = all(s.groups == 1 and set(s.dilation) == {1} and not s.bias for s in layers)
    if not (same and square and plain) or len(set(kept[:-1])) > 1:
        return None
    _shape_needed(first, shape, dimensions + 1)
    options = f",kernel={first.kernel[0]}" + (f",stride={first.stride[0]}" if first.stride[0] > 1 else "")
    options += (f",padding={first.padding[0]}" if first.padding[0] else "") + (",relu" if any(kept[:-1]) else "")
    channels = [first.into] + [s.out for s in layers]
    sizes = ",".join(map(str, [*shape[1:], *channels]))
    return f"conv{dimensions}d:{sizes}{options}", {f"K{n}": Weights(s.weight) for n, s in enumerate(layers, 1)}


def _shape_needed(step, shape, length):
    if shape is None or len(shape) != length:
        raise InputError(f"{step.where}: expected input_shape=(channels, {'length' if length == 2 else 'height, width'}) for a convolution, "
                         f"found {shape}")


def _residual(steps):
    """x + V σ(U x), again and again, without biases."""
    blocks, number, shape = [], 0, None
    while number < len(steps) - 1:
        body = []
        n = number + 1
        while n < len(steps) and steps[n].kind in ("linear", "rectifier") and steps[n].inputs == (n - 1 if body else number,):
            body.append(steps[n])
            n += 1
        if n == len(steps) or steps[n].kind != "sum" or set(steps[n].inputs) != {number, n - 1}:
            return None
        kinds = [s.kind for s in body]
        if kinds not in (["linear", "linear"], ["linear", "rectifier", "linear"]) or body[0].bias or body[-1].bias:
            return None
        this = (body[0].into, body[0].out, len(body) == 3)
        if shape not in (None, this) or body[-1].out != body[0].into or body[-1].into != body[0].out:
            return None
        shape = this
        blocks.append((body[0], body[-1]))
        number = n
    weights = {}
    for n, (inner, outer) in enumerate(blocks, 1):
        weights[f"U{n}"], weights[f"V{n}"] = Weights(inner.weight, inner.flipped), Weights(outer.weight, outer.flipped)
    return f"residual:{shape[0]},{shape[1]},{len(blocks)}{',relu' if shape[2] else ''}", weights


def _one_attention(steps):
    """The self-attention, with or without a skip connection around it; None if there is none."""
    rest = [s for s in steps if s.kind not in ("input", "attention", "sum")]
    found = [s for s in steps if s.kind == "attention"]
    if not found:
        return None
    if rest or len(found) > 1:
        raise InputError(f"{(rest or found[1:])[0].where}: expected MultiheadAttention alone, or with a skip connection, as abide.from_torch reads "
                         "it; its scores are no polynomial in what comes before")
    if found[0].into is None:
        raise InputError(f"{found[0].where}: expected keys and values of the width of queries")
    return found[0]


def _attention(steps):
    step = _one_attention(steps)
    return step and (f"attention:{step.into},{step.into // step.heads},{step.heads}", _attention_weights(step))


def _attention_weights(step):
    """Of head h: Q, K, V of width × size, O of size × width."""
    d, size, weights = step.into, step.into // step.heads, {}
    for h in range(step.heads):
        for k, letter in enumerate("QKV"):
            weights[f"{letter}{h + 1}"] = Weights(step.weight, True, (k * d + h * size, k * d + (h + 1) * size))
        weights[f"O{h + 1}"] = Weights(step.output, True, None, (h * size, (h + 1) * size))
    return weights


def _attention_with_biases(step):
    """Scores (Qᵀx + q)·(Kᵀy + k) of a query x matter up to what all keys y share, so of them there are Q Kᵀ and K q; weights that
    add up to 1 are given to Oᵀ(Vᵀy + v): V O, and the sum over heads of Oᵀv, with the bias o of the output."""
    d, heads = step.into, step.heads
    size = d // heads
    count = heads * d * size * (2 * d + 2) + d
    if count > MOST_TERMS:
        raise LimitError(f"{step.where}: expected at most {MOST_TERMS} terms of a φ that is written out, found {count}; "
                         "attention without biases is a family of abide")
    weights, shapes, entries = _attention_weights(step), [], []
    weights["o"] = Weights(step.output_bias)
    constant = [[("1", {f"o[{j}]": 1})] for j in range(1, d + 1)]
    for h in range(1, heads + 1):
        for k, letter in ((0, "q"), (2, "v")):
            weights[f"{letter}{h}"] = Weights(step.bias, rows=(k * d + (h - 1) * size, k * d + h * size))
        inner = range(1, size + 1)
        for j in range(1, d + 1):
            entries += [(f"head {h}", [("1", {f"Q{h}[{i},{s}]": 1, f"K{h}[{j},{s}]": 1}) for s in inner]) for i in range(1, d + 1)]
            entries += [(f"head {h}", [("1", {f"K{h}[{j},{s}]": 1, f"q{h}[{s}]": 1}) for s in inner])]
            entries += [(f"head {h}", [("1", {f"V{h}[{i},{s}]": 1, f"O{h}[{s},{j}]": 1}) for s in inner]) for i in range(1, d + 1)]
            constant[j - 1] += [("1", {f"O{h}[{s},{j}]": 1, f"v{h}[{s}]": 1}) for s in inner]
    entries += [("the output", terms) for terms in constant]
    lengths = {"Q": (d, size), "K": (d, size), "V": (d, size), "O": (size, d), "q": (size,), "v": (size,), "o": (d,)}
    shapes = [(name, lengths[name[0]]) for name in weights]
    model = Model._of(_model.from_terms("attention with biases", shapes, entries))
    model.weights = weights
    model.note = ("φ is written out: Q Kᵀ, K q and V O of each head, and the sum of Oᵀv with the bias of the output. The network is a function "
                  "of it: its laws hold for any data and loss. Completeness is that of φ. Biases of keys are in no score and never move.")
    return model


# ---------------------------------------------------------------- φ written out

class _Paths:
    """What a value of the network is: {class of paths: {monomial: 1}}, a class being where a path starts and the rectifiers it meets."""

    def __init__(self):
        self.terms = 0

    def product(self, value, factor):
        out = {}
        for kind, terms in value.items():
            out[kind] = {tuple(sorted((*monomial, factor))) if factor else monomial: c for monomial, c in terms.items()}
            self.terms += len(terms)
            if self.terms > 5 * MOST_TERMS:
                raise LimitError(f"network: expected at most about {MOST_TERMS} terms of a φ that is written out, found more: "
                                 "take smaller layers or images of the same form, or layers of one of abide's families (abide models)")
        return out

    @staticmethod
    def add(into, value):
        for kind, terms in value.items():
            there = into.setdefault(kind, {})
            for monomial, c in terms.items():
                there[monomial] = there.get(monomial, 0) + c


def _written_out(steps, shape):
    """φ by its path products: for every class of paths the sum of their products."""
    if any(s.kind == "attention" for s in steps):
        raise InputError(f"{next(s.where for s in steps if s.kind == 'attention')}: attention that shares its weights has no family of abide")
    paths, arrays, weights = _Paths(), {}, {}

    def array(parameter, letter, dimensions):
        name = next((n for n, w in weights.items() if w.parameter == parameter), None)
        if name is None:
            name = f"{letter}{1 + sum(n[0] == letter for n in weights)}"
            weights[name], arrays[name] = Weights(parameter), dimensions
        return name

    start = steps[0]
    first = next(s for s in steps if s.kind in ("linear", "convolution"))
    if first.kind == "convolution":
        _shape_needed(first, shape, len(first.kernel) + 1)
    start.shape = tuple(shape) if shape else (first.into,)
    values, shapes = [], []
    for number, step in enumerate(steps):
        if step.kind == "input":
            shapes.append(start.shape)
            values.append([{("in", i): {(): 1}} for i in range(_size(start.shape))])
            continue
        given, before = values[step.inputs[0]], shapes[step.inputs[0]]
        if step.kind == "linear":
            out, after = _linear(paths, step, given, before, array)
        elif step.kind == "convolution":
            out, after = _convolution(paths, step, given, before, array)
        elif step.kind == "rectifier":
            out = [{(*kind, f"{number}.{i}"): terms for kind, terms in v.items()} for i, v in enumerate(given)]
            after = before
        else:
            if shapes[step.inputs[1]] != before:
                raise InputError(f"{step.where}: expected summands of one shape, found {before} and {shapes[step.inputs[1]]}")
            out, after = [], before
            for a, b in zip(given, values[step.inputs[1]]):
                total = {}
                paths.add(total, a)
                paths.add(total, b)
                out.append(total)
        values.append(out)
        shapes.append(after)
    return _as_model(values[-1], arrays, weights)


def _as_model(outputs, arrays, weights):
    entries, count = [], 0
    for o, value in enumerate(outputs):
        for kind, terms in value.items():
            made = []
            for monomial, c in terms.items():
                powers = {}
                for name in monomial:
                    powers[name] = powers.get(name, 0) + 1
                if powers:
                    made.append((str(c), powers))
            if made:
                entries.append((f"output {o + 1}", made))
                count += len(made)
    if count > MOST_TERMS:
        raise LimitError(f"network: expected at most {MOST_TERMS} terms of a φ that is written out, found {count}")
    used = {p.split("[")[0] for _, terms in entries for _, powers in terms for p in powers}
    kept = [(name, shape) for name, shape in arrays.items() if name in used]
    model = Model._of(_model.from_terms("network", kept, entries))
    model.weights = {name: weights[name] for name, _ in kept}
    model.note = ("φ is written out: one entry for each class of paths. The network is a function of it where no pre-activation is 0: its laws "
                  "hold for any data and loss. Completeness is that of φ.")
    return model


def _size(shape):
    size = 1
    for n in shape:
        size *= n
    return size


def _linear(paths, step, given, before, array):
    if len(given) != step.into:
        raise InputError(f"{step.where}: expected {step.into} inputs, found {len(given)} (shape {before})")
    name = array(step.weight, "W", (step.into, step.out) if step.flipped else (step.out, step.into))
    bias = step.bias and array(step.bias, "b", (step.out,))
    out = []
    for o in range(step.out):
        total = {}
        for i, value in enumerate(given):
            place = (i + 1, o + 1) if step.flipped else (o + 1, i + 1)
            paths.add(total, paths.product(value, f"{name}[{place[0]},{place[1]}]"))
        if bias:
            paths.add(total, {("one",): {(f"{bias}[{o + 1}]",): 1}})
        out.append(total)
    return out, (step.out,)


def _convolution(paths, step, given, before, array):
    if len(before) != len(step.kernel) + 1 or before[0] != step.into:
        raise InputError(f"{step.where}: expected {step.into} channels of {len(step.kernel)} dimensions, found shape {before}")
    size = before[1:]
    places = [(n + 2 * p - d * (k - 1) - 1) // s + 1
              for n, p, d, k, s in zip(size, step.padding, step.dilation, step.kernel, step.stride)]
    if min(places) < 1:
        raise InputError(f"{step.where}: expected an image of at least the size of the kernel {step.kernel}, found {size}")
    each, taps = step.into // step.groups, _size(step.kernel)
    name = array(step.weight, "K", (step.out, each * taps))
    bias = step.bias and array(step.bias, "b", (step.out,))
    out = []
    for o in range(step.out):
        group = o // (step.out // step.groups)
        for place in _grid(places):
            total = {}
            for c in range(each):
                for t, tap in enumerate(_grid(step.kernel)):
                    source = [x * s - p + y * d for x, s, p, y, d in zip(place, step.stride, step.padding, tap, step.dilation)]
                    if all(0 <= x < n for x, n in zip(source, size)):
                        index = group * each + c
                        for x, n in zip(source, size):
                            index = index * n + x
                        paths.add(total, paths.product(given[index], f"{name}[{o + 1},{c * taps + t + 1}]"))
            if bias:
                paths.add(total, {("one",): {(f"{bias}[{o + 1}]",): 1}})
            out.append(total)
    return out, (step.out, *places)


def _grid(sizes):
    import itertools
    return itertools.product(*map(range, sizes))
