"""What is proved: Result, its Laws and Families, the Certificate, and the Verdict of a check."""
from __future__ import annotations

import functools
import numbers
import os
import pathlib
import re

from . import _convert, _library
from ._errors import Error, InputError
from ._model import Model

OUTCOMES = {0: "proved", 10: "open", 20: "refuted", 30: "stopped"}
COORDINATES, PARAMETERS, INDEPENDENT_LAWS, LIE_LOWER, LIE_UPPER, LAWS, LOCAL_LAWS, DEGREE = range(8)
READ_AT_ONCE = 512


def _latex_name(name: str) -> str:
    """U1[2,1] as U_{1}[2,1] is written: (U_{1})_{2,1}."""
    array, *indices = _convert.COORDINATE.fullmatch(name).groups()
    letters, digits = re.fullmatch(r"(.*?)(\d*)", array).groups()
    base = letters if len(letters) == 1 else r"\mathrm{%s}" % letters.replace("_", r"\_")
    indices = ",".join(i for i in indices if i)
    if digits:
        base += "_{%s}" % digits
        return f"({base})_{{{indices}}}" if indices else base
    return f"{base}_{{{indices}}}" if indices else base


def _latex_sum(terms) -> str:
    written = ""
    for c, powers, logs in terms:
        sign, c = ("-", c[1:]) if c.startswith("-") else ("+", c)
        if "/" in c:
            c = r"\tfrac{%s}{%s}" % tuple(c.split("/"))
        factors = [_latex_name(n) + (f"^{{{e}}}" if e > 1 else "") for n, e in powers.items()]
        factors += [r"\log|%s|" % _latex_name(n) + (f"^{{{e}}}" if e > 1 else "") for n, e in logs.items()]
        body = r"\,".join(([] if c == "1" and factors else [c]) + factors)
        written += f" {sign} {body}" if written else (body if sign == "+" else f"-{body}")
    return written or "0"


def _sympy_powers(symbols):
    """(name, exponent) to SymPy's object, each made once."""
    import sympy
    made = symbols.__getitem__ if isinstance(symbols, dict) else symbols
    return _plain_powers() if made is None else _powers(sympy, made)


def _powers(sympy, made):
    @functools.lru_cache(None)
    def power(name, exponent):
        if exponent > 1:
            return sympy.Pow(power(name, 1), exponent)
        return sympy.log(sympy.Abs(power(name[4:], 1))) if name.startswith("log ") else made(name)
    return power


@functools.lru_cache(None)
def _plain_powers():
    import sympy
    return _powers(sympy, sympy.Symbol)


class Law:
    """One conserved function. print(law) is the language of models, which verify and --law read; Jupyter shows it as mathematics.

    expression, kind, degree (None: not a polynomial), independent (True, False, None: not determined),
    multiplicity (for how many laws it stands).
    """

    def __init__(self, row: dict, names: list[str]):
        self.expression: str = row["expression"]
        self.kind: str = row["kind"]
        self.degree: int | None = row["degree"]
        self.independent: bool | None = row["independent"]
        self.multiplicity: int = int(row["multiplicity"])
        self._row, self._names = row, names

    def _part(self, part):
        names = self._names
        return [(c, {names[j]: e for j, e in powers}, {names[j]: e for j, e in rest[0]} if rest else {})
                for c, powers, *rest in self._row[part]]

    @property
    def terms(self) -> list[tuple]:
        """[(coefficient, {name: exponent})] of a polynomial; coefficients are int or Fraction."""
        if self.degree is None:
            raise InputError(f"{self.expression}: expected a polynomial: this law has logarithms or a denominator; see .numerator, .denominator")
        return [(_convert.fraction(c), powers) for c, powers, _ in self._part("numerator")]

    @property
    def numerator(self) -> list[tuple]:
        """[(coefficient, {name: exponent}, {name: exponent of log|name|})]"""
        return [(_convert.fraction(c), powers, logs) for c, powers, logs in self._part("numerator")]

    @property
    def denominator(self) -> list[tuple]:
        """The same; [(1, {}, {})] of a polynomial."""
        return [(_convert.fraction(c), powers, logs) for c, powers, logs in self._part("denominator")]

    def to_sympy(self, symbols=None):
        """A SymPy expression. Symbols are called as the coordinates, Symbol("U1[1,1]"); symbols: a dict, or a function, from a name to
        another one."""
        power = _sympy_powers(symbols)

        def part(terms):
            return _convert.to_sympy([(c, {**powers, **{"log " + n: e for n, e in logs.items()}}) for c, powers, logs in terms], power)
        if self.degree is not None:
            return part(self.numerator)
        return part(self.numerator) / part(self.denominator)

    def to_poly(self, symbols=None):
        """A SymPy Poly in the symbols that occur, with rational coefficients."""
        from sympy import QQ, Poly
        power, terms = _sympy_powers(symbols), self.terms
        names = list(dict.fromkeys(n for _, powers in terms for n in powers))
        rows = {tuple(powers.get(n, 0) for n in names): QQ(c.numerator, c.denominator) for c, powers in terms}
        return Poly.from_dict(rows, *(power(n, 1) for n in names), domain=QQ)

    def to_sage(self, ring):
        """An element of a Sage polynomial ring with variables U1_1_1, … for U1[1,1], …"""
        return _convert.to_sage([(str(c), powers) for c, powers in self.terms], ring)

    def __call__(self, values):
        """Its value at {array or coordinate: numbers}: numpy arrays, torch tensors, Fractions, floats, whatever multiplies."""
        def at(name):
            if name in values:
                return values[name]
            array, *indices = _convert.COORDINATE.fullmatch(name).groups()
            if array not in values:
                raise InputError(f"values: expected {array} or {name}, found {', '.join(map(str, values))}")
            value = values[array]
            for i in indices:
                value = value if i is None else value[int(i) - 1]
            return value

        def log(x):
            import math
            library = _convert.module(type(x).__module__.split(".")[0])
            return library.log(abs(x)) if hasattr(library, "log") else math.log(abs(x))

        def total(terms):
            out = 0
            for c, powers, logs in terms:
                exact = isinstance(c, int) or all(isinstance(at(n), numbers.Rational) for n in powers)
                term = c if exact else float(c)  # Fractions multiply no tensors
                for n, e in powers.items():
                    term = term * at(n) ** e
                for n, e in logs.items():
                    term = term * log(at(n)) ** e
                out = out + term
            return out
        numerator = total(self.numerator)
        return numerator if self.degree is not None else numerator / total(self.denominator)

    def _repr_latex_(self):
        numerator, denominator = _latex_sum(self._part("numerator")), _latex_sum(self._part("denominator"))
        return f"${numerator}$" if denominator == "1" else rf"$\frac{{{numerator}}}{{{denominator}}}$"

    def __str__(self):
        return self.expression

    def __repr__(self):
        return f"<abide.Law {self.expression}>"


class _Laws:
    """The laws of a result, read as far as they are asked for."""

    def __init__(self, result: "Result", listing: str):
        self._result, self._listing, self._read, self._end = result, listing, [], False
        self._cursor = _library.call("laws_create", result._handle, listing.encode(), kind="laws")

    def _until(self, count):
        while not self._end and (count is None or len(self._read) < count):
            rows = _library.call_json("laws_read", self._cursor, READ_AT_ONCE)
            if rows is None:
                self._end = True
            else:
                names = self._result._names
                self._read += [Law(row, names) for row in rows]

    def __getitem__(self, index):
        top = index.stop if isinstance(index, slice) else index + 1
        self._until(None if top is None or top <= 0 or isinstance(index, slice) and (index.start or 0) < 0 else top)
        return self._read[index]

    def __iter__(self):
        number = 0
        while True:
            self._until(number + 1)
            if number >= len(self._read):
                return
            yield self._read[number]
            number += 1

    def __len__(self):
        self._until(None)
        return len(self._read)

    def __repr__(self):
        self._until(7)
        shown = "\n".join(f"  {law}" for law in self._read[:6]) + ("\n  …" if len(self._read) > 6 else "")
        return f"<abide laws ({self._listing})\n{shown}>" if shown else "<no laws>"


class Family:
    """Laws of one form: form and range as text (form_latex, range_latex), how many laws, in how many copies, and .data, the
    JSON of the library with its structure."""

    def __init__(self, data: dict):
        self.data = data
        self.form: str = data["form"]["unicode"] if isinstance(data["form"], dict) else str(data["form"])
        self.form_latex: str = data["form"]["latex"] if isinstance(data["form"], dict) else ""
        self.range: str = data["range"]["unicode"] if data["range"] else ""
        self.range_latex: str = data["range"]["latex"] if data["range"] else ""
        self.laws, self.copies = int(data["laws"]), int(data.get("copies", 1))
        self.kind: str = data["kind"]

    def __str__(self):
        where = f", {self.range}" if self.range else ""
        copies = f" in each of {self.copies} copies" if self.copies > 1 else ""
        return f"{self.form} = const    ({self.kind}{where}, {self.laws} law{'s' if self.laws != 1 else ''}{copies})"

    def __repr__(self):
        return f"<abide.Family {self}>"

    def _repr_latex_(self):
        where = rf" \qquad ({self.range_latex})" if self.range_latex else ""
        return rf"$\displaystyle {self.form_latex} = \mathrm{{const}}{where}$"


class Result:
    """What was proved about a model. print(result) is what abide certify prints; Jupyter shows the laws as mathematics and the picture.

    model; outcome: "proved", "open" or "stopped"; remark: why; complete: True if there are no other laws.
    """

    @classmethod
    def _of(cls, handle, model=None):
        result = cls.__new__(cls)
        result._handle = handle
        result.model = model or Model._of(_library.call("result_model", handle, kind="model"))
        result.outcome = OUTCOMES[_library.outcome("result_outcome", handle)]
        lib = _library.library()
        result.remark = (lib.abide_result_remark(handle) or b"").decode()
        result.complete = lib.abide_result_is_complete(handle) == 1
        return result

    def __init__(self):
        raise TypeError("results are made by abide.certify, laws, rank and check")

    def _count(self, what) -> int | None:
        text = _library.call("result_count_text", self._handle, what)
        return None if text is None else int(text)

    @property
    def coordinates(self) -> int:
        """The dimension of the space that the flow lives in."""
        return self._count(COORDINATES)

    @property
    def parameters(self) -> int | None:
        """How many of them are trained."""
        return self._count(PARAMETERS)

    @property
    def independent_laws(self) -> int | None:
        """The size of a maximal set of independent laws; None where that was not asked."""
        return self._count(INDEPENDENT_LAWS)

    @property
    def lie_rank(self) -> tuple[int, int] | None:
        """(at least, at most); equal where it is known. None where it was not asked."""
        lower, upper = self._count(LIE_LOWER), self._count(LIE_UPPER)
        return None if lower is None or upper is None else (lower, upper)

    @property
    def local_laws(self) -> int | None:
        """How many laws there are locally, where that is known and some are missing."""
        return self._count(LOCAL_LAWS)

    @property
    def dimensions(self) -> dict[int, int | None]:
        """{degree: dimension of the space of polynomial laws up to it}; None where it was not determined."""
        found = {}
        for degree in range(1, (self._count(DEGREE) or 0) + 1):
            text = _library.call("result_dimension", self._handle, degree)
            found[degree] = None if text is None else int(text)
        return found

    @functools.cached_property
    def _names(self):
        return self.model.names

    @functools.cached_property
    def laws(self) -> _Laws:
        """All laws, one by one: a lazy list of Law."""
        return _Laws(self, "all")

    @functools.cached_property
    def kinds(self) -> _Laws:
        """One law of each kind, with its multiplicity."""
        return _Laws(self, "kinds")

    @functools.cached_property
    def families(self) -> list[Family]:
        """The laws by their forms."""
        return [Family(data) for data in _library.call_json("result_families", self._handle)["families"]]

    def export(self, format: str = "text", listing: str | None = None, style: str | None = None) -> str:
        """The result in a format of abide export: text, json, latex, markdown, svg, sympy, numpy, pytorch, sage, …"""
        return _library.call("result_export", self._handle, *(_library.encoded(t, "export") for t in (format, listing, style)))

    def certificate(self, listing: str | None = None) -> "Certificate":
        """The proof, for abide-check. listing: "all" laws (None), or "orbits": one of each kind of image, for large networks."""
        return Certificate(_library.call("result_certificate", self._handle, _library.encoded(listing, "listing"), None), self.model)

    def _function(self, format):
        names = {"__name__": f"abide_laws_of_{re.sub(r'[^0-9A-Za-z]+', '_', self.model.title)}"}
        exec(compile(self.export(format, "all"), f"<abide export to {format}>", "exec"), names)
        return names["laws"]

    def to_numpy(self):
        """A function: {"U1": array, …} to the array of values of all laws."""
        return self._function("numpy")

    def to_torch(self):
        """The same for tensors; differentiable."""
        return self._function("pytorch")

    def to_sympy(self) -> list:
        """All laws as SymPy expressions."""
        return [law.to_sympy() for law in self.laws]

    def to_dict(self) -> dict:
        """The JSON result of abide certify --json."""
        import json
        return json.loads(self.export("json"))

    def __str__(self):
        return self.export("text").rstrip("\n")

    def __repr__(self):
        laws = self.independent_laws
        counted = "laws not asked" if laws is None else f"{laws} independent law{'s' if laws != 1 else ''}"
        said = "complete" if self.complete else self.outcome
        return f"<abide.Result {self.model.title}: {counted}, {said}>"

    def _repr_latex_(self):
        rows = [rf"{f.form_latex} &= \mathrm{{const}} && {f.range_latex}" for f in self.families if f.form_latex]
        return "$$\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}$$" if rows else None

    def _repr_svg_(self):
        try:
            return re.sub(r"<[?].*?[?]>\s*", "", self.export("svg"))  # pages have no XML declaration inside
        except Error:  # nothing to draw
            return None

    def _repr_html_(self):
        """Both at once: Jupyter shows one form of a value only."""
        import html
        said = html.escape(str(self)).replace("\n", "<br>")
        latex, svg = self._repr_latex_(), self._repr_svg_()
        return f"<p>{said}</p>" if latex is None else f"<div>{latex}</div>\n<div>{svg or ''}</div>\n<details><summary>{html.escape(repr(self))}</summary>{said}</details>"


class Certificate:
    """A proof as text. check() has abide-check verify it, save(path) writes it. abide-check reads a model that is no specification
    as model.canonical()."""

    def __init__(self, text: str, model: Model | None = None):
        self.text, self.model = text, model

    def check(self, **options) -> "Verdict":
        """abide.check of this certificate, with its model."""
        from ._ask import check
        return check(self, **options)

    def save(self, path) -> None:
        """Writes it by way of a new file beside it."""
        path = pathlib.Path(path)
        fresh = path.with_name(path.name + f".{os.getpid()}")
        try:
            fresh.write_bytes(self.text.encode())
            os.replace(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)

    def __bytes__(self):
        return self.text.encode()

    def __len__(self):
        return len(self.text)

    def __str__(self):
        return self.text

    def __repr__(self):
        lines = self.text.splitlines()
        about = next((line for line in lines if line.startswith("model")), lines[0] if lines else "empty")
        return f"<abide.Certificate {about}: {len(lines)} lines>"


class Verdict:
    """Of verify or check: true or false. outcome: "proved", "open" (accepted, completeness is not claimed), "refuted" or "stopped";
    lines: what abide-check printed; witness: a field and a point where the function is not constant; result: what was accepted."""

    def __init__(self, outcome: str, lines: list[str], witness: dict | None = None, result: Result | None = None):
        self.outcome, self.lines, self.witness, self.result = outcome, lines, witness, result

    def __bool__(self):
        return self.outcome in ("proved", "open")

    def __str__(self):
        return "\n".join(self.lines) or repr(self)

    def __repr__(self):
        return f"<abide.Verdict {self.outcome}{f', witness {self.witness}' if self.witness else ''}>"
