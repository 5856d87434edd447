"""Model: what is asked about. Made from a specification, a file, or polynomials of another system."""
from __future__ import annotations

import ctypes
import os
import re

from . import _convert, _library
from ._errors import InputError, Interrupted
from ._run import Run

MAP, FIELDS = 0, 1


def _natural(name: str):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _declared(parameters):
    """[(name, shape)] of parameters as given: names or symbols, or {name: shape}."""
    if isinstance(parameters, dict):
        pairs = [(name, tuple(shape) if hasattr(shape, "__len__") else (shape,)) for name, shape in parameters.items()]
    else:
        pairs = _grouped([_convert.coordinate_name(p, "parameters") for p in
                          ([parameters] if isinstance(parameters, str) else parameters)])
    for name, shape in pairs:
        if not all(isinstance(n, int) and 1 <= n < 2**32 for n in shape) or len(shape) > 2:
            raise InputError(f"parameter {name}: expected a shape (), (n,) or (rows, columns), found {shape}")
    return pairs


def _grouped(names):
    """[(array, shape)] of coordinates in their order: U[1,1], U[2,1] belong to one array."""
    shapes = {}
    for name in names:
        array, *indices = _convert.COORDINATE.fullmatch(name).groups()
        indices = tuple(int(i) for i in indices if i)
        shape = shapes.setdefault(array, indices)
        if len(shape) != len(indices) or 0 in indices:
            raise InputError(f"{name}: expected indices from 1, as many as those of the other entries of {array}")
        shapes[array] = tuple(map(max, shape, indices))
    return list(shapes.items())


def _places(arrays):
    """The number of every coordinate by its name."""
    places = {}
    for name, shape in arrays:
        if not shape:
            places[name] = len(places)
        elif len(shape) == 1:
            places.update({f"{name}[{i}]": len(places) + i - 1 for i in range(1, shape[0] + 1)})
        else:
            first = len(places)
            places.update({f"{name}[{i},{j}]": first + (i - 1) * shape[1] + j - 1
                           for i in range(1, shape[0] + 1) for j in range(1, shape[1] + 1)})
    return places


def _c_arrays(arrays):
    return (_library.Array * len(arrays))(*(
        _library.Array(_library.encoded(name), len(shape), *(tuple(shape) + (1, 1))[:2]) for name, shape in arrays))


def _made(name, *arguments):
    """A handle of a model; Ctrl-C ends the reading of a large one."""
    run = Run()
    handle, interrupted = run(lambda: _library.call(name, *arguments, run.job, kind="model"))
    if interrupted:
        raise Interrupted("interrupted while a model was read")
    return handle


def from_terms(title, arrays, entries, body=MAP):
    """A handle from [(name, shape)] and [(label, terms)], the terms with names of coordinates; of fields one entry for each
    coordinate of each field."""
    places = _places(arrays)
    size, count = len(places), sum(len(terms) for _, terms in entries)
    if body == FIELDS and len(entries) % size:
        raise InputError(f"fields: expected {size} components for each field, one per parameter, found {len(entries)}")
    made, kept = (_library.ModelTerm * count)(), []
    number = 0
    for entry, (label, terms) in enumerate(entries):
        for c, powers in terms:
            array = (_library.Power * len(powers))()
            for k, (name, e) in enumerate(powers.items()):
                if name not in places:
                    raise InputError(f"{label}: expected parameters among {_listed(places)}, found {name}")
                array[k].coordinate, array[k].exponent = places[name], e
            kept.append(array)
            term = made[number]
            term.entry, term.component = (entry, 0) if body == MAP else divmod(entry, size)
            term.term = _library.Term(c.encode(), array, len(powers))
            number += 1
    return _made("model_from_terms", _library.encoded(title, "title"), _c_arrays(arrays), len(arrays), body,
                         len(entries) if body == MAP else len(entries) // size, made, count)


def _listed(names, most=8):
    names = list(names)
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _from_expressions(title, arrays, entries, body):
    texts = [text if isinstance(text, str) else _convert.text_of(_convert.terms_of(text, label)) for label, text in entries]
    made = (ctypes.c_char_p * len(texts))(*(_library.encoded(t) for t in texts))
    return _made("model_from_expressions", _library.encoded(title, "title"), _c_arrays(arrays), len(arrays), body, made, len(texts))


def _from_entries(things, parameters, title, body, what):
    entries = _convert.entries_of(things, what)
    if not entries:
        raise InputError(f"{what}: expected at least one entry, found none")
    terms = [(label, _convert.terms_of(value, label)) for label, value in entries]
    if parameters is None:
        if any(t is None for _, t in terms):
            raise InputError(f"{what}: expected parameters=[…] with expressions as text, found none")
        names = {name for _, entry in terms for _, powers in entry for name in powers}
        arrays = _grouped(sorted(names, key=_natural))
    else:
        arrays = _declared(parameters)
    if not arrays:
        raise InputError(f"{what}: expected at least one parameter, found constants only")
    if any(t is None for _, t in terms):
        return _from_expressions(title, arrays, entries, body)
    return from_terms(title, arrays, terms, body)


def _from_text(text):
    """A specification, the path of a file, or the text of one."""
    def read(data, name):
        kind = "canonical" if data.startswith(b"abide-canonical") else "toml"
        return _made(f"model_from_{kind}", data, len(data), name and os.fsencode(name))
    if isinstance(text, os.PathLike) or (isinstance(text, str) and text.endswith((".toml", ".canon"))):
        return read(_library.contents(text), str(text))
    if text.startswith("abide-canonical") or "\n" in text:
        return read(_library.encoded(text, "model"), None)
    return _made("model_from_specification", _library.encoded(text, "model"))


class Model:
    """A model φ(θ), or vector fields, with its dynamics. Immutable.

    Model("linear:3,2,4")                     a specification, as on the command line
    Model("model.toml"), Model("[[parameter]] …")   a file, or its text (TOML, canonical)
    Model([x*y, x**2], parameters=[x, y])     φ: SymPy expressions or Poly, Sage or python-flint polynomials,
                                              Fractions, term lists [(coefficient, {name: exponent})]
    Model({"h": "U*V"}, parameters={"U": (3, 2), "V": (2, 3)})   φ as text in abide's language, with arrays
    Model(U @ V)                              a numpy array of objects, or a SymPy matrix: its entries row by row
    Model(fields=[y, -x], parameters=[x, y])  vector fields in place of φ, component by component, field by field

    parameters: symbols, names such as "x" or "U[1,2]", or {name: shape}; without it all symbols that occur, in natural order.
    dynamics: "momentum:1", "nesterov", "weight-decay:1/2", …; mirror: "paper" or "metric"; loss: "spanning" or "cross-entropy".
    """

    def __init__(self, source=None, *, parameters=None, fields=None, title: str | None = None,
                 dynamics: str | None = None, mirror: str | None = None, loss: str | None = None):
        if (source is None) == (fields is None):
            raise InputError("model: expected one of φ and fields=")
        if isinstance(source, Model):
            handle = source._handle
        elif isinstance(source, (str, os.PathLike)):
            handle = _from_text(source)
        else:
            things, body, what = (source, MAP, "map") if fields is None else (fields, FIELDS, "fields")
            if not hasattr(things, "__iter__") and not hasattr(things, "shape") or isinstance(things, (bytes, str)):
                raise InputError(f"{what}: expected a specification, or a list, dict or array of polynomials, found {things!r}")
            handle = _from_entries(things, parameters, title, body, what)
        self._set(handle, dynamics, mirror, loss)
        if isinstance(source, Model):
            self.weights, self.note = source.weights, source.note

    def _set(self, handle, dynamics=None, mirror=None, loss=None):
        if dynamics or mirror or loss:
            handle = _library.call("model_with_dynamics", handle, *(_library.encoded(t, "dynamics") for t in (dynamics, mirror, loss)),
                                   kind="model")
        self._handle = handle
        #: {array: Weights} of a model that was made from a network (abide.from_torch), else None.
        self.weights: dict | None = None
        #: What holds for that network, and what was left out of it; "" else.
        self.note: str = ""

    @classmethod
    def _of(cls, handle) -> "Model":
        model = cls.__new__(cls)
        model._set(handle)
        return model

    @property
    def title(self) -> str:
        """Its specification, or what it is called."""
        return _library.call("model_title", self._handle)

    @property
    def arrays(self) -> list[dict]:
        """The arrays of coordinates in flattened order: name, shape, order, first, role."""
        return _library.call_json("model_arrays", self._handle)

    @property
    def coordinates(self) -> int:
        """How many there are: parameters, and what the dynamics add (velocities, time)."""
        return _library.library().abide_model_coordinates(self._handle)

    @property
    def names(self) -> list[str]:
        """The names of the coordinates in flattened order."""
        names = []
        for array in self.arrays:
            shape, name = array["shape"], array["name"]
            if len(shape) < 2:
                names += [f"{name}[{i + 1}]" for i in range(shape[0])] if shape else [name]
            elif array["order"] == "rows":
                names += [f"{name}[{i + 1},{j + 1}]" for i in range(shape[0]) for j in range(shape[1])]
            else:
                names += [f"{name}[{i + 1},{j + 1}]" for j in range(shape[1]) for i in range(shape[0])]
        return names

    def canonical(self) -> str:
        """The model as abide-check reads it."""
        return _library.call("model_canonical", self._handle, None)

    def __repr__(self):
        title = self.title
        return f"<abide.Model {title}: {self.coordinates} coordinates>"
