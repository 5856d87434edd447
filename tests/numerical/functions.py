"""Laws as abide prints them (--ascii, --json), as functions of a trajectory; and functions near them that are no laws."""
import re

import numpy as np

TIME = re.compile(r"exp\(([^()]*)\)|(?<![\w(])t(?![\w\[])")
NAME = re.compile(r"(?:log\|)?\b(?!exp\b|log\b|t\b)[A-Za-z]\w*(?:\[[\d,]+\])?\|?")


def terms_of(expression):
    """Pairs of a sign and a term, whose sum the expression is."""
    first, *rest = re.split(r" ([+-]) ", expression)
    sign, first = (-1, first[1:]) if first.startswith("-") else (1, first)
    return [(sign, first)] + [(1 if s == "+" else -1, term) for s, term in zip(rest[::2], rest[1::2])]


def python_of(term):
    """The term in Python: x for the values of coordinates by name, t for the time."""
    def value(match):
        name = match[0].removeprefix("log|").rstrip("|")
        return f"log(abs(x['{name}']))" if match[0].startswith("log|") else f"x['{name}']"
    return NAME.sub(value, term).replace("^", "**")


class Function:
    def __init__(self, terms):
        self.terms = terms
        self.names = {m[0].removeprefix("log|").rstrip("|") for _, term in terms for m in NAME.finditer(term)}
        self.codes = [compile(python_of(term), term, "eval") for _, term in terms]

    def values(self, times, x):
        """The values of the terms, one row each, whose sum is the function."""
        scope = {"exp": np.exp, "log": np.log, "t": times, "x": x}
        return np.array([c * eval(code, scope) * np.ones_like(times) for (c, _), code in zip(self.terms, self.codes)])

    def __str__(self):
        text = " ".join(f"{'-' if c < 0 else '+'} {term if abs(c) == 1 else f'{abs(c)}*({term})'}" for c, term in self.terms)
        return text.removeprefix("+ ")


def law(expression):
    return Function(terms_of(expression))


def has_time(function):
    return any(TIME.search(term) for _, term in function.terms)


def has_velocity(function):
    return any("_dot" in term for _, term in function.terms)


def non_laws(law):
    """What is planted: name and function. A law whose sign, coefficient or time factor is wrong."""
    def time_factor(change):
        return Function([(c, TIME.sub(change, term)) for c, term in law.terms])
    (c, term), *others = law.terms
    if others:
        yield "last sign flipped", Function(law.terms[:-1] + [(-law.terms[-1][0], law.terms[-1][1])])
        yield "first coefficient doubled", Function([(2 * c, term)] + others)
    if has_time(law):
        yield "time factor left out", time_factor("1")
        yield "time factor squared", time_factor(lambda m: f"exp(2*({m[1]}))" if m[1] else "(t*t)")
