"""Conservation laws in SageMath, as elements of polynomial rings, and the functions of the notebooks of Marcotte, Gribonval and Peyré.

``from abide.sage import *`` gives two groups of functions. Those for any model:

- :func:`abide_laws`, :func:`abide_rank`, :func:`abide_certify`, :func:`abide_verify`, :func:`abide_check`, :func:`abide_coordinates`.

A model is a specification such as ``"linear:2,2,2"``, the name of a TOML file, or φ itself: a list, vector or matrix of elements of a
polynomial ring over QQ or ZZ, all of whose generators are coordinates, or of symbolic expressions. ``dynamics="momentum:1"`` and so on as for
:func:`abide.certify`; then velocities are called ``x_dot``, and the time coordinate ``s`` or ``t``. ``metric`` is the diagonal of M in
θ' = -M∇E, one polynomial for each coordinate. And those of the notebooks (https://github.com/sibyllema/Conservation_laws), whose cells run unchanged
where they ran ``get_all_polynomial_conserved_functions.ipynb`` and others before:

- :func:`vector_fields_for_q_layer_LNN`, :func:`vector_fields_ReLU_q_layers`, :func:`known_conserved_functions_linear`,
  :func:`known_conserved_functions_ReLU`, :func:`solve`, :func:`dim_trace_lie_algebra`.

Their answers are exact: no floating-point number occurs. Everything that goes wrong is an :class:`abide.Error`.

EXAMPLES::

    sage: from abide.sage import *
    sage: R.<x,y,z> = QQ[]
    sage: abide_laws([x*y, y*z])
    [x^2 - y^2 + z^2]
    sage: D, V = vector_fields_for_q_layer_LNN([2, 3, 2])
    sage: D - dim_trace_lie_algebra(V), solve(2, V)
    (6, 6)
"""
from __future__ import annotations

import itertools
import random

import numpy as np
from sage.all import QQ, SR, ZZ, PolynomialRing, matrix, prod
from sage.rings.polynomial.multi_polynomial_ring_base import is_MPolynomialRing
from sage.rings.polynomial.polynomial_ring import is_PolynomialRing

from . import _ask
from ._convert import text_of
from ._errors import Error, InputError
from ._model import Model
from ._result import Certificate

__all__ = ["abide_laws", "abide_rank", "abide_certify", "abide_verify", "abide_check", "abide_coordinates",
           "vector_fields_for_q_layer_LNN", "vector_fields_ReLU_q_layers", "known_conserved_functions_linear",
           "known_conserved_functions_ReLU", "solve", "dim_trace_lie_algebra"]


# ---------------------------------------------------------------- polynomials as text, and back

def _entries(things):
    """Those of lists, vectors, matrices and arrays, row by row."""
    if hasattr(things, "list"):  # Sage's vectors and matrices
        return list(things.list())
    if hasattr(things, "ravel"):
        return list(things.ravel())
    flat = []
    for thing in things:
        flat += _entries(thing) if isinstance(thing, (list, tuple)) or hasattr(thing, "nrows") else [thing]
    return flat


def _ring_of(entries, what="model"):
    """The polynomial ring that the entries are from; of symbolic expressions one in their variables. Others are refused by name."""
    parents = [p.parent() for p in entries if hasattr(p, "parent") and p.parent() not in (ZZ, QQ)]
    if not parents:
        raise InputError(f"{what}: expected polynomials, found {entries}")
    if all(parent is SR for parent in parents):
        names = sorted({str(v) for p in entries for v in SR(p).variables()})
        if not names:
            raise InputError(f"{what}: expected polynomials, found {entries}")
        return PolynomialRing(QQ, len(names), names)
    for parent in parents:
        if not (is_MPolynomialRing(parent) or is_PolynomialRing(parent)) or parent.base_ring() not in (ZZ, QQ):
            raise InputError(f"{what}: expected polynomials over QQ or ZZ, found an element of {parent}")
        if parent is not parents[0]:
            raise InputError(f"{what}: expected polynomials of one ring, found elements of {parents[0]} and of {parent}")
    return PolynomialRing(QQ, parents[0].ngens(), parents[0].variable_names())


def _in(ring, p, what="model"):
    try:
        return ring(p)
    except (TypeError, ValueError):
        raise InputError(f"{what}: expected polynomials over QQ, found {p}") from None


def _terms(p, names):
    """In which the generators are called so."""
    return [(str(c), {names[k]: int(e) for k, e in enumerate(powers) if e}) for powers, c in p.dict().items()]


def _listed(ring, entries, what):
    """In which they are called x[1], x[2], …"""
    names = [f"x[{k}]" for k in range(1, ring.ngens() + 1)]
    return "[" + ", ".join(f'"{text_of(_terms(_in(ring, p, what), names))}"' for p in entries) + "]"


def _toml(ring, body, metric=None):
    text = f'name = "phi"\n[[parameter]]\nname = "x"\nshape = [{ring.ngens()}]\n[model]\n{body}\n'
    return text + (f"[metric]\ndiagonal = {_listed(ring, _entries(metric), 'metric')}\n" if metric is not None else "")


class _Question:
    """A model and the ring of its coordinates."""

    def __init__(self, model, dynamics=None, metric=None):
        given = None
        if isinstance(model, str):
            if metric is not None:
                raise InputError("metric: expected a model of polynomials: that of a specification is its own")
            self.model = Model(model, dynamics=dynamics)
        else:
            entries = _entries(model)
            given = _ring_of(entries)
            self.model = Model(_toml(given, "map = " + _listed(given, entries, "model"), metric), dynamics=dynamics)
        self.names = self.model.names
        self.ring = given if given is not None and self.model.coordinates == given.ngens() else self._ring(given)

    def _ring(self, given):
        names = [n.replace("[", "_").replace(",", "_").rstrip("]") for n in self.names]
        if given is not None:
            at = 0
            for array in self.model.arrays:
                if array["role"] == "time":
                    at += 1
                    continue
                suffix = "_dot" if array["role"] == "velocity" else ""
                names[at:at + given.ngens()] = [v + suffix for v in given.variable_names()]
                at += given.ngens()
        return PolynomialRing(QQ, len(names), names)

    def polynomial(self, law):
        places = {name: k for k, name in enumerate(self.names)}
        made = {}
        for c, powers in law.terms:
            exponents = [0]*len(places)
            for name, e in powers.items():
                exponents[places[name]] = e
            made[tuple(exponents)] = QQ(c)
        return self.ring(made)

    def laws(self, result):
        return [self.polynomial(law) for law in result.laws if law.degree is not None]


# ---------------------------------------------------------------- for any model

class Certified:
    """What is proved. laws: polynomials in coordinates; others: laws with logarithms or denominators, as abide.Law; independent: how many
    independent laws there are; rank: (at least, at most), the Lie rank; complete: is every law locally a function of these?;
    dimensions: {degree: of the space of laws up to it}; certificate: the proof, an abide.Certificate; result: the abide.Result."""

    def __init__(self, question, result):
        self.coordinates, self.laws = question.ring.gens(), question.laws(result)
        self.others = [law for law in result.laws if law.degree is None]
        self.independent, self.rank, self.complete = result.independent_laws, result.lie_rank, result.complete
        self.dimensions, self.certificate, self.result = result.dimensions, result.certificate(), result

    def __repr__(self):
        return f"{self.independent} independent laws, Lie rank {self.rank[0]} of {len(self.coordinates)}, {'complete' if self.complete else 'open'}"


def abide_laws(model, degree=None, dynamics=None, metric=None, time_limit=None):
    r"""
    The polynomial conservation laws up to a degree (2 unless told), as elements of a polynomial ring over QQ, but for
    polynomials in them. Whether there are others, :func:`abide_certify` tells.

    EXAMPLES::

        sage: from abide.sage import *
        sage: R.<x,y,z> = QQ[]
        sage: abide_laws(matrix([[x*y, x^2*z/3]]))
        [x^2 - y^2 - 2*z^2]
        sage: abide_laws("linear:1,1,1")
        [U1_1_1^2 - U2_1_1^2]
        sage: abide_laws([RR['t'].gen()])
        Traceback (most recent call last):
        ...
        abide._errors.InputError: model: expected polynomials over QQ or ZZ, found an element of Univariate Polynomial Ring in t over Real Field with 53 bits of precision
    """
    question = _Question(model, dynamics, metric)
    return question.laws(_ask.laws(question.model, degree=degree, time_limit=time_limit))


def _exact_rank(model, time_limit=None):
    lower, upper = _ask.rank(model, time_limit=time_limit).lie_rank
    if lower < upper:  # laws bound it from above
        lower, upper = _ask.certify(model, time_limit=time_limit).lie_rank
    if lower < upper:
        raise Error(f"the Lie rank is only known to be between {lower} and {upper}")
    return lower


def abide_rank(model, dynamics=None, metric=None, time_limit=None):
    r"""
    The Lie rank: in so many independent directions trajectories can go; an error where only bounds are proved.

    EXAMPLES::

        sage: from abide.sage import *
        sage: abide_rank("linear:2,2,2")
        5
    """
    return _exact_rank(_Question(model, dynamics, metric).model, time_limit)


def abide_certify(model, degree=None, dynamics=None, metric=None, time_limit=None):
    r"""
    Laws, Lie rank, whether there are no other laws, and a certificate: a Certified.

    EXAMPLES::

        sage: from abide.sage import *
        sage: R.<x,y,z> = QQ[]
        sage: c = abide_certify([x*y, x^2*z]); c
        1 independent laws, Lie rank 2 of 3, complete
        sage: c.laws
        [x^2 - y^2 - 2*z^2]
        sage: abide_check([x*y, x^2*z], c)
        True
    """
    question = _Question(model, dynamics, metric)
    return Certified(question, _ask.certify(question.model, degree=degree, time_limit=time_limit))


def abide_verify(model, law, dynamics=None, metric=None, time_limit=None):
    r"""
    Is a function a conservation law? Both answers are proved. law: a polynomial in :func:`abide_coordinates` of the model, or a string.

    EXAMPLES::

        sage: from abide.sage import *
        sage: R.<x,y> = QQ[]
        sage: abide_verify([x*y], x^2 - y^2), abide_verify([x*y], x^2)
        (True, False)
    """
    question = _Question(model, dynamics, metric)
    if not isinstance(law, str):
        law = _terms(_in(question.ring, law, "law"), question.names)
    return bool(_ask.verify(question.model, law, time_limit=time_limit))


def abide_check(model, certificate, dynamics=None, metric=None, time_limit=None):
    r"""
    Does abide-check, a program that shares no code with abide, accept a certificate for this model? certificate: what
    :func:`abide_certify` returns, or a text.
    """
    text = certificate.certificate if isinstance(certificate, Certified) else Certificate(certificate)
    return bool(_ask.check(text.text.encode(), _Question(model, dynamics, metric).model, time_limit=time_limit))


def abide_coordinates(model, dynamics=None):
    r"""
    The generators that laws of a model are polynomials in; of a specification U1_1_1 stands for U1[1,1].

    EXAMPLES::

        sage: from abide.sage import *
        sage: R.<x,y> = QQ[]
        sage: abide_coordinates([x*y], dynamics="momentum:1")
        (s, x, y, x_dot, y_dot)
    """
    return _Question(model, dynamics).ring.gens()


# ---------------------------------------------------------------- the notebooks

def _variables(count):
    return PolynomialRing(ZZ, int(count), [f"x{k}" for k in range(1, int(count) + 1)])


def _weights(list_dim, biases=0):
    """The ring, and matrices of its first generators, row by row."""
    sizes = [int(n) for n in list_dim]
    shapes = list(zip(sizes, sizes[1:]))
    ring = _variables(sum(n*m for n, m in shapes) + biases)
    free = iter(ring.gens())
    return ring, [matrix(ring, n, m, list(itertools.islice(free, n*m))) for n, m in shapes], list(free)


def _gradients(functions):
    """Column by column."""
    columns = [f.gradient() for f in functions]
    array = np.empty((len(columns[0]), len(columns)), dtype=object)
    for j, column in enumerate(columns):
        array[:, j] = column
    return array


def vector_fields_for_q_layer_LNN(list_dim):
    r"""
    D and the gradients of the entries of U1⋯Uq, as the columns of a D × d array, in x1, …, xD over ZZ.

    EXAMPLES::

        sage: from abide.sage import *
        sage: vector_fields_for_q_layer_LNN([1, 1, 1])
        (2, array([[x2],
               [x1]], dtype=object))
    """
    ring, weights, _ = _weights(list_dim)
    return ring.ngens(), _gradients(prod(weights[1:], weights[0]).list())


def vector_fields_ReLU_q_layers(list_dim, bias=False):
    r"""
    D and the gradients of the path products of a ReLU network. With ``bias`` those of the hidden layers come after all weights, and before the
    paths from inputs to outputs stand, as in the notebook, the products of paths from an input to a hidden layer with its bias there.

    EXAMPLES::

        sage: from abide.sage import *
        sage: D, V = vector_fields_ReLU_q_layers([2, 3, 2], bias=True)
        sage: D - dim_trace_lie_algebra(V), known_conserved_functions_ReLU([2, 3, 2])
        (3, 3)
    """
    hidden = [int(n) for n in list_dim[1:-1]]
    ring, weights, biases = _weights(list_dim, sum(hidden) if bias else 0)
    paths = []
    for layer in range(1, len(hidden) + 1) if bias else ():
        at = sum(hidden[:layer - 1])
        for path in itertools.product(*map(range, hidden[:layer])):
            inner = prod((weights[k + 1][path[k], path[k + 1]] for k in range(layer - 1)), ring(1))
            paths += [weights[0][i, path[0]]*inner*biases[at + path[-1]] for i in range(weights[0].nrows())]
    for path in itertools.product(*map(range, hidden)):
        inner = prod((weights[k + 1][path[k], path[k + 1]] for k in range(len(path) - 1)), ring(1))
        paths += [weights[0][i, path[0]]*inner*weights[-1][path[-1], o]
                  for i in range(weights[0].nrows()) for o in range(weights[-1].ncols())]
    return ring.ngens(), _gradients(paths)


def known_conserved_functions_linear(list_dim):
    r"""
    How many of the known laws of a linear network, the entries of U_i^T U_i - U_{i+1} U_{i+1}^T, are independent: proved, and no estimate.

    EXAMPLES::

        sage: from abide.sage import *
        sage: known_conserved_functions_linear([2, 3, 2])
        6
    """
    if len(list_dim) < 3:
        raise InputError(f"list_dim: expected at least three dimensions, found {list(list_dim)}")
    _, weights, _ = _weights(list_dim)
    differences = [u.transpose()*u - v*v.transpose() for u, v in zip(weights, weights[1:])]
    most = _ask.laws("linear:" + ",".join(str(int(n)) for n in list_dim)).independent_laws
    return _independent([d[i, j] for d in differences for i in range(d.nrows()) for j in range(i + 1)], most)


def known_conserved_functions_ReLU(list_dim):
    r"""
    How many there are of a ReLU network, with biases or without: one for each hidden neuron.

    EXAMPLES::

        sage: from abide.sage import *
        sage: known_conserved_functions_ReLU([2, 3, 4, 2])
        7
    """
    return sum(int(n) for n in list_dim[1:-1])


def _of_fields(vector_fields):
    """A question about fields, the columns of an array."""
    array = np.asarray(vector_fields, dtype=object)
    if array.ndim != 2 or 0 in array.shape:
        raise InputError(f"vector_fields: expected a D × d array of polynomials, found the shape {array.shape}")
    ring = _ring_of([p for p in array.ravel() if hasattr(p, "parent")], "vector_fields")
    if ring.ngens() != array.shape[0]:
        raise InputError(f"vector_fields: expected one row for each of {ring.ngens()} variables, found {array.shape[0]}")
    question = _Question.__new__(_Question)
    question.model = Model(_toml(ring, "fields = [" + ", ".join(_listed(ring, column, "vector_fields") for column in array.T) + "]"))
    question.ring, question.names = ring, question.model.names
    return question


def dim_trace_lie_algebra(vector_fields, verbose=0, n_known_functions=0, fast=True):
    r"""
    The dimension of the trace of the Lie algebra that vector fields generate, at almost all points: exact. ``n_known_functions`` and ``fast`` belong to
    the notebook, whose answer depends on them; here they change nothing.

    EXAMPLES::

        sage: from abide.sage import *
        sage: D, V = vector_fields_for_q_layer_LNN([2, 2, 2])
        sage: dim_trace_lie_algebra(V)
        5
    """
    model = _of_fields(vector_fields).model
    rank = _exact_rank(model)
    if verbose:
        print(f"Lie rank {rank} of {model.coordinates}")
    return rank


def _law_space(question, result, degree):
    """A basis of the laws of degree 1 … degree: the laws that were found and their products, which certified dimensions prove to be all."""
    laws = [law for law in question.laws(result) if law.degree() <= degree]
    products, fresh = [], [(law, k) for k, law in enumerate(laws)]
    while fresh:
        products += [p for p, _ in fresh]
        fresh = [(p*laws[j], j) for p, k in fresh for j in range(k, len(laws)) if p.degree() + laws[j].degree() <= degree]
    basis = _basis(products)
    if len(basis) != result.dimensions[degree]:
        raise Error(f"laws of degree <= {degree}: found {len(basis)} of {result.dimensions[degree]} dimensions")
    return basis


def _basis(polynomials):
    """Of their span."""
    if not polynomials:
        return []
    monomials = sorted({m for p in polynomials for m in p.monomials()}, reverse=True)
    places = {m: k for k, m in enumerate(monomials)}
    rows = matrix(QQ, len(polynomials), len(monomials), {(i, places[m]): c for i, p in enumerate(polynomials) for c, m in p}, sparse=True)
    return [sum((c*monomials[j] for j, c in row.dict().items()), start=polynomials[0].parent()(0)) for row in rows.echelon_form().rows() if row]


def _homogeneous(laws, degree):
    """A basis of the homogeneous elements of their span: terms of other degrees cancel."""
    others = sorted({m for p in laws for m in p.monomials() if m.degree() != degree}, reverse=True)
    rows = matrix(QQ, len(laws), len(others), lambda i, j: laws[i].monomial_coefficient(others[j]))
    return [sum((c*p for c, p in zip(row, laws)), laws[0].parent()(0)) for row in rows.left_kernel().basis()]


def _independent(laws, most):
    """How many of the functions are independent, at most `most`: the rank of their gradients at a point, where that is the most there can
    be, or else over the field of rational functions."""
    gradients = matrix([law.gradient() for law in laws])
    most, draw = min(most, *gradients.dimensions()), random.Random(0)
    for _ in range(3):
        point = [draw.randrange(1, 2**20) for _ in range(gradients.ncols())]
        if matrix(QQ, [[entry(*point) for entry in row] for row in gradients]).rank() == most:
            return most
    return gradients.change_ring(gradients.base_ring().fraction_field()).rank()


def solve(k, vector_fields, get_list_of_all_conserved_polynomial=False, general=False):
    r"""
    How many independent laws there are among the homogeneous polynomials of degree k (``general``: among all of degree 1, …, k); with
    ``get_list_of_all_conserved_polynomial`` also a basis of the space of these laws: (list, number). 0 where there are none, and ([1], 0) for k = 0.
    Exact: the basis consists of polynomials over QQ, and nothing is lost or gained by rounding.

    EXAMPLES::

        sage: from abide.sage import *
        sage: import numpy as np
        sage: R.<x1,x2,x3> = ZZ[]
        sage: V = np.array((x1*x2*x3).gradient(), dtype=object).reshape(3, 1)
        sage: solve(2, V, True)
        ([x1^2 - x3^2, x2^2 - x3^2], 2)
        sage: solve(3, V)
        0
        sage: solve(4, V)
        2
        sage: solve(0, V, True)
        ([1], 0)
    """
    question = _of_fields(vector_fields)
    degree = int(k)
    if degree == 0:
        return ([question.ring(1)], 0) if get_list_of_all_conserved_polynomial else 0
    result = _ask.laws(question.model, degree=degree)
    laws = _law_space(question, result, degree)
    if laws and not general:
        laws = _homogeneous(laws, degree)
    if not laws:
        return 0
    number = _independent(laws, result.independent_laws)
    return (laws, number) if get_list_of_all_conserved_polynomial else number
