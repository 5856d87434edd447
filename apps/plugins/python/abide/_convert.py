"""From other people's objects to terms, and back: SymPy, Sage, python-flint, numpy, Fractions, plain term lists.

In between everything is a list of terms, [(coefficient, {name: exponent})], with coefficients as int, Fraction or decimal text.
None of these systems is imported here unless an object of it is at hand or asked for.
"""
from __future__ import annotations

import numbers
import re
import sys

from ._errors import InputError, LimitError

COORDINATE = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\[\s*(\d+)\s*(?:,\s*(\d+)\s*)?\])?")
NUMBER = re.compile(r"[+-]?\d+(\.\d+|/\d+)?")
LARGEST_EXPONENT = 1_000_000  # of a coordinate, as in the language of models
LARGEST_EXPANSION = 1_000  # exponent of a sum of several terms
ADVICE = "give it exactly, as fractions.Fraction(1, 10) or as the text '0.1'"


def module(name: str):
    """A module that is loaded already, else None: an object of it cannot be at hand otherwise."""
    return sys.modules.get(name)


def coefficient(value, where: str) -> str:
    """An exact number as decimal text, "-3/4"."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return value.strip()
    if isinstance(value, numbers.Rational) and not isinstance(value, bool):
        return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, numbers.Number) and not isinstance(value, (bool, numbers.Integral)) or type(value).__name__ == "Float":
        raise InputError(f"{where}: expected an exact number, found the {type(value).__name__} {value}: {ADVICE}")
    if not isinstance(value, bool) and NUMBER.fullmatch(text := str(value).strip()) and "." not in text:
        return text  # SymPy's, Sage's, FLINT's and numpy's integers and rationals
    raise InputError(f"{where}: expected an exact number such as 3, Fraction(3, 4) or '0.25', found {value!r}")


def exponent(value, name: str, where: str) -> int:
    try:
        number = value.__index__()
    except (AttributeError, TypeError):
        raise InputError(f"{where}: expected an integer as the exponent of {name}, found {value!r}") from None
    if not 0 <= number <= LARGEST_EXPONENT:
        raise InputError(f"{where}: expected an exponent from 0 to {LARGEST_EXPONENT} of {name}, found {number}")
    return number


def coordinate_name(symbol, where: str) -> str:
    """U[1,2] as it is spelled here: SymPy's entries of matrices count from 0."""
    if type(symbol).__name__ in ("MatrixElement", "Indexed"):
        base, *indices = symbol.args
        try:
            symbol = f"{base}[{','.join(str(int(i) + 1) for i in indices)}]"
        except TypeError:
            raise InputError(f"{where}: expected numbers as indices, found {symbol}") from None
    found = COORDINATE.fullmatch(str(symbol).strip())
    if not found:
        raise InputError(f"{where}: expected a parameter's name such as x, U1 or U1[1,2] (letters, digits, _), found {str(symbol)!r}")
    name, *indices = found.groups()
    indices = [str(int(i)) for i in indices if i]
    return f"{name}[{','.join(indices)}]" if indices else name


# ---------------------------------------------------------------- to terms

def _of_sympy(expression, where: str):
    sympy = module("sympy")
    if isinstance(expression, sympy.Poly):
        names = [coordinate_name(g, where) for g in expression.gens]
        return [(coefficient(c, where), {n: exponent(e, n, where) for n, e in zip(names, powers) if e})
                for powers, c in expression.terms()]
    floats = expression.atoms(sympy.Float)
    if floats:
        raise InputError(f"{where}: expected exact numbers, found the Float {min(floats, key=str)}: give it as "
                         "sympy.Rational(1, 10), or build the expression from sympy.Rational('0.1')")
    for power in expression.atoms(sympy.Pow):
        base, degree = power.args
        if not degree.is_Integer:
            raise InputError(f"{where}: expected a polynomial, found the power {power}")
        if degree < 0:
            raise InputError(f"{where}: expected a polynomial, found the fraction {power}: "
                             "fractions are written as text, Model({'h': 'x/y'}, parameters=['x', 'y'])")
        exponent(int(degree), base, where)
        if degree > LARGEST_EXPANSION and not base.is_Symbol:
            raise LimitError(f"{where}: expected exponents up to {LARGEST_EXPANSION} of sums, found {degree} of {base}")
    elements = (sympy.matrices.expressions.matexpr.MatrixElement, sympy.Indexed)
    variables = sorted(expression.atoms(*elements) or expression.free_symbols, key=str)
    if expression.atoms(*elements):
        variables += sorted((s for s in expression.free_symbols if s.is_Symbol
                             and not any(s in v.free_symbols for v in variables)), key=str)
    if not variables:
        return [(coefficient(expression, where), {})]
    try:
        return _of_sympy(sympy.Poly(expression, *variables, domain="QQ"), where)
    except (sympy.PolynomialError, sympy.CoercionFailed):
        raise InputError(f"{where}: expected a polynomial with rational coefficients, found {expression}") from None


def _of_dictionary(terms, names, where: str):
    """{exponents: coefficient}, as Sage's .dict() and python-flint's .to_dict() are."""
    return [(coefficient(c, where), {n: exponent(e, n, where) for n, e in zip(names, powers if hasattr(powers, "__len__") else (powers,)) if e})
            for powers, c in terms.items()]


def _of_list(terms, where: str):
    out = []
    for number, term in enumerate(terms, 1):
        place = f"{where}, term {number}"
        try:
            c, powers = term
            powers = dict(powers)
        except (TypeError, ValueError):
            raise InputError(f"{place}: expected (coefficient, {{name: exponent}}), found {term!r}") from None
        out.append((coefficient(c, place), {coordinate_name(n, place): exponent(e, n, place) for n, e in powers.items()}))
    return out


def terms_of(thing, where: str):
    """The terms of one polynomial of any of these systems; None for text, which only the library reads."""
    if isinstance(thing, str):
        return None
    if isinstance(thing, (list, tuple)):
        return _of_list(thing, where)
    if module("sympy") and isinstance(thing, (module("sympy").Basic, module("sympy").Poly)):
        return _of_sympy(thing, where)
    if callable(getattr(thing, "dict", None)) and callable(getattr(thing, "parent", None)):  # Sage
        return _of_dictionary(thing.dict(), [coordinate_name(n, where) for n in thing.parent().variable_names()], where)
    if callable(getattr(thing, "to_dict", None)) and callable(getattr(thing, "context", None)):  # python-flint
        return _of_dictionary(thing.to_dict(), [coordinate_name(n, where) for n in thing.context().names()], where)
    return [(coefficient(thing, where), {})]


def entries_of(things, where: str = "map"):
    """(label, polynomial or text) of a dict, list, SymPy matrix or numpy object array, row by row."""
    if isinstance(things, dict):
        pairs = [(f"{where} {label}", value) for label, value in things.items()]
    else:
        shape = getattr(things, "shape", None)
        if shape is not None and hasattr(things, "dtype") and things.dtype != object:
            raise InputError(f"{where}: expected an array of objects (dtype=object) with exact entries, found dtype {things.dtype}: {ADVICE}")
        if isinstance(shape, tuple):  # numpy, SymPy's matrices
            things = things.ravel().tolist() if hasattr(things, "ravel") else list(things)
        pairs = [(f"{where}, entry {number}", value) for number, value in enumerate(things, 1)]
    flat = []
    for label, value in pairs:
        inner = isinstance(getattr(value, "shape", None), tuple) and not getattr(value, "is_Symbol", False)
        flat += entries_of(value, label) if inner else [(label, value)]
    return flat


# ---------------------------------------------------------------- from terms

def fraction(text: str):
    """int or Fraction"""
    if "/" not in text:
        return int(text)
    from fractions import Fraction
    return Fraction(text)


def text_of(terms) -> str:
    """Terms in the language of models: no parser of another system reads this."""
    written = ["*".join([f"({c})", *(f"{n}^{e}" for n, e in powers.items())]) for c, powers in terms]
    return " + ".join(written) or "0"


def to_sympy(terms, power):
    """A SymPy expression from terms as they are, equal to what SymPy's operators build, without their work on every term: factors and
    summands are put into SymPy's order at once. power: (name, exponent) to a SymPy object."""
    from sympy import Rational
    from sympy.core.add import Add, _addsort
    from sympy.core.mul import Mul, _mulsort
    from sympy.core.numbers import Integer
    made = []
    for c, powers in terms:
        factors = [power(n, e) for n, e in powers.items()]
        if len(factors) > 1:
            _mulsort(factors)
        if c != 1 or not factors:
            factors.insert(0, Integer(c) if isinstance(c, int) else Rational(c.numerator, c.denominator))
        made.append(factors[0] if len(factors) == 1 else Mul._from_args(tuple(factors)))
    _addsort(made)
    made.sort(key=lambda term: not term.is_Number)  # stable: a constant stands first
    return Add._from_args(tuple(made))


def to_sage(terms, ring):
    """An element of a Sage polynomial ring whose variables are called as the coordinates, or with _ for brackets."""
    spelled = {n: i for i, n in enumerate(ring.variable_names())}
    count, made = len(spelled), {}
    for c, powers in terms:
        exponents = [0] * count
        for name, e in powers.items():
            place = spelled.get(name, spelled.get(re.sub(r"\W+", "_", name).strip("_")))
            if place is None:
                raise InputError(f"ring: expected a variable for {name}, found {', '.join(spelled)}")
            exponents[place] += e
        made[tuple(exponents)] = made.get(tuple(exponents), 0) + ring.base_ring()(c if isinstance(c, str) else str(c))
    return ring(made)
