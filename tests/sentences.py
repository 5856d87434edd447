"""Every sentence of an exported text has a row: sentences.py ABIDE ABIDE_CHECK ROOT.

A row is a pattern and what proves a sentence of this form: claims of `abide-check --claims` (its grammar is in
data/format/certificate.md), the head of the certificate, or a section of data/format/mathematics.md. Numbers and formulas in a
sentence are compared with the claims; formulas by their values modulo a prime. A sentence without a row fails, and so does one
that its certificate does not prove. At the end sentences are planted, each of which must be caught."""
import hashlib
import itertools
import json
import math
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[0]))
from tally import check, finish

abide, checker, root = (str(pathlib.Path(a).resolve()) for a in sys.argv[1:4])
models = pathlib.Path(root) / "data" / "models"
sections = set(re.findall(r"(?m)^#+ (\d+(?:\.\d+)?)", (pathlib.Path(root) / "data/format/mathematics.md").read_text(encoding="utf-8")))
PRIME = (1 << 61) - 1


class Wrong(Exception):
    """What a sentence says and the certificate does not."""


def need(condition, why):
    if not condition:
        raise Wrong(why)


def run(*command, **options):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)


# ---------------------------------------------------------------------------------------------------------------------------------
# Formulas, by their values modulo a prime at pseudorandom points: those of abide-check, of the language of models, and of LaTeX.

def value_of(name, point):
    return int.from_bytes(hashlib.sha256(f"{point} {name}".encode()).digest()[:7], "big") % PRIME


class Formula:
    """A formula in ASCII: + - * / ^ ' [ ] ( ), slices, trace, sum, norm2, dot, total, log|x|, exp(c*t)."""
    token = re.compile(r"\s*(\d+|[A-Za-z_]\w*|\.\.|.)")

    def __init__(self, text, claims, letters=(), point=0, moved=lambda cell: cell):
        self.tokens, self.at, self.cells = self.token.findall(text), 0, set()
        self.claims, self.shapes, self.rate = claims, claims.shapes, claims.rate
        self.letters, self.point, self.moved = dict(letters), point, moved

    def value(self):
        result = self.sum()
        need(self.at == len(self.tokens), f"a formula that ends in {self.tokens[self.at:][:5]}")
        return result

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, token=None):
        found = self.peek()
        need(found and token in (None, found), f"expected '{token}' in a formula, found '{found}'")
        self.at += 1
        return found

    def sum(self):
        result = self.product(-1 if self.peek() == "-" and self.take() else 1)
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            term = self.product(sign)
            need(len(term) == len(result) and len(term[0]) == len(result[0]), "a sum of matrices of different shapes")
            result = [[(x + y) % PRIME for x, y in zip(a, b)] for a, b in zip(result, term)]
        return result

    def product(self, sign):
        result = scaled(self.power(), sign)
        while self.peek() in ("*", "/"):
            times = self.take() == "*"
            factor = self.power()
            result = multiplied(result, factor if times else [[pow(scalar(factor), -1, PRIME)]])
        return result

    def power(self):
        result = self.atom()
        while self.peek() in ("^", "'"):
            if self.take() == "'":
                result = [list(r) for r in zip(*result)]
            else:
                result = [[pow(scalar(result), int(self.take()), PRIME)]]
        return result

    def atom(self):
        token = self.take()
        if token.isdigit():
            return [[int(token) % PRIME]]
        if token == "(":
            inner = self.sum()
            self.take(")")
            return inner
        if token == "log":
            self.take("|")
            number = scalar(self.atom())
            self.take("|")
            return [[value_of(f"log {number}", self.point)]]
        if token in ("trace", "norm2", "dot", "exp", "sum", "total") and self.peek() == "(":
            return [[getattr(self, "call_" + token)()]]
        return self.entry(token)

    def call_trace(self):
        inner = self.atom()
        return sum(inner[k][k] for k in range(len(inner))) % PRIME

    def call_norm2(self):
        return sum(x * x for row in self.atom() for x in row) % PRIME

    def call_dot(self):
        self.take("(")
        a = [x for row in self.sum() for x in row]
        self.take(",")
        b = [x for row in self.sum() for x in row]
        self.take(")")
        need(len(a) == len(b), "an inner product of vectors of different lengths")
        return sum(x * y for x, y in zip(a, b)) % PRIME

    def call_exp(self):
        """exp(c*t): the power c/rate of the time coordinate."""
        self.take("(")
        text = ""
        while self.peek() != ")":
            text += self.take()
        self.take(")")
        found = re.fullmatch(r"(-?)(\d*)(?:/(\d+)\*)?\*?t(?:/(\d+))?", text)
        need(found and self.rate, f"exp({text})")
        sign, top, below, under = found.groups()
        rate = (-1 if sign else 1) * int(top or 1) / int(below or under or 1)
        exponent = rate / self.rate
        need(exponent == int(exponent), f"exp({text}) is no power of the time")
        return pow(value_of("s", self.point), int(exponent), PRIME)

    def call_sum(self):
        """sum(i, 1..n, term)"""
        self.take("(")
        letter = self.take()
        self.take(",")
        low = int(self.take())
        self.take("..")
        high = int(self.take())
        self.take(",")
        start, total = self.at, 0
        for k in range(low, high + 1):
            self.letters[letter], self.at = k, start
            total += scalar(self.sum())
        self.take(")")
        return total % PRIME

    def call_total(self):
        """total(i,j; entry): the sum over all values of these indices."""
        self.take("(")
        letters = [self.take()]
        while self.peek() == ",":
            self.take()
            letters.append(self.take())
        self.take(";")
        shape = self.shapes[self.peek()]
        end, depth = self.at, 0
        while depth or self.tokens[end] != ")":
            depth += {"(": 1, ")": -1}.get(self.tokens[end], 0)
            end += 1
        indices = "".join(self.tokens[self.at + 2:end - 1]).split(",")
        start, total = self.at, 0
        for values in itertools.product(*(range(1, shape[indices.index(x)] + 1) for x in letters)):
            self.letters.update(zip(letters, values))
            self.at = start
            total += scalar(self.atom())
        self.take(")")
        return total % PRIME

    def index(self):
        if self.peek() == ":":
            return self.take()
        number = self.take()
        number = int(number) if number.isdigit() else self.letters[number]
        while self.peek() in ("+", "-"):
            number += (1 if self.take() == "+" else -1) * int(self.take())
        return number

    def entry(self, name):
        if name in ("s", "t") and name not in self.shapes:
            return [[value_of(name, self.point)]]
        need(name in self.shapes, f"'{name}' is no array of the model")
        shape = self.shapes[name]
        indices = [":"] * len(shape)
        if self.peek() == "[":
            self.take()
            indices = [self.index()]
            while self.peek() == ",":
                self.take()
                indices.append(self.index())
            self.take("]")
        need(len(indices) == len(shape), f"indices of {name}")
        ranges = [range(1, n + 1) if i == ":" else [i] for i, n in zip(indices, shape)]
        need(all(1 <= i <= n for r, n in zip(ranges, shape) for i in r), f"an index of {name} is outside of its shape")
        cell = lambda *k: self.cell(self.claims.place(name, k))
        if not shape:
            return [[cell()]]
        if len(shape) == 1:
            return [[cell(i)] for i in ranges[0]]
        return [[cell(i, j) for j in ranges[1]] for i in ranges[0]]


    def cell(self, place):
        self.cells.add(place)
        return value_of(self.moved(place), self.point)


def scalar(matrix):
    need(len(matrix) == 1 and len(matrix[0]) == 1, "a matrix in the place of a number")
    return matrix[0][0]


def scaled(matrix, c):
    return [[c * x % PRIME for x in row] for row in matrix]


def multiplied(a, b):
    if len(a) == len(a[0]) == 1:
        return scaled(b, a[0][0])
    if len(b) == len(b[0]) == 1:
        return scaled(a, b[0][0])
    need(len(a[0]) == len(b), "a product of matrices of shapes that do not fit")
    return [[sum(x * y for x, y in zip(row, column)) % PRIME for column in zip(*b)] for row in a]


def ascii_of(tex, shapes):
    """A formula of LaTeX in ASCII, as far as abide writes them."""
    text = re.sub(r"\\begin\{aligned\}\[t\]|\\end\{aligned\}|\\quad|\\\\|\\bigl|\\bigr|&|\s+", lambda m: " " if m[0].isspace() else "", tex)
    text = re.sub(r"\\tfrac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", text).replace("\\,", "*")
    text = re.sub(r"\\mathrm\{((?:[^{}\\]|\\_)*)\}", lambda m: m[1].replace("\\_", "_"), text)
    text = re.sub(r"\\dot\{(\w+)\}(?:_\{(\d+)\})?", lambda m: m[1] + (m[2] if m[2] and m[1] + m[2] in shapes else "") + "_dot" +
                  ("" if not m[2] or m[1] + m[2] in shapes else f"_{{{m[2]}}}"), text)
    text = re.sub(r"(?<![\w\\])(\w+?)_\{(\d+)\}", lambda m: m[1] + m[2] if m[1] + m[2] in shapes else m[0], text)
    index = lambda m: m[1] + "[" + m[2].replace("\\cdot ", ":,").replace("\\cdot", ",:") + "]"
    text = re.sub(r"\((\w+)\)_\{([^{}]*)\}", index, text)
    text = re.sub(r"(?<![\w\\])([A-Za-z]\w*)_\{([^{}]*)\}", index, text)
    text = re.sub(r"\\lVert (.*?) \\rVert(?:_\{F\})?\^\{2\}", r"norm2(\1)", text)
    text = re.sub(r"\\langle (.*?) \\rangle(?:_\{F\})?", r"dot(\1)", text)
    text = re.sub(r"\\sum_\{(\w(?:,\w)?)\} (\w+\[[^]]*\])", r"total(\1; \2)", text)
    text = re.sub(r"\^\{\\top\}", "'", text)
    text = re.sub(r"\{(\w+\[[^]]*\])\}'", r"\1'", text)
    text = re.sub(r"(?<!\w)e\^\{([^{}]*)\}", r"exp(\1)", text).replace("\\log", "log")
    return re.sub(r"\^\{(\d+)\}", r"^\1", text).strip()


def indices_of(text):
    """The values of the letters: '1 <= k <= l <= 2', '1 <= k <= 2, 3 <= l <= 4', '(k,l) = (1,1), (2,2)', 'k = 1, 3'."""
    text = text.replace("\\le", "<=").replace(" ", "")
    if not text:
        return [{}]
    if found := re.fullmatch(r"\(?(\w(?:,\w)*)\)?=(.*)", text):
        letters = found[1].split(",")
        tuples = re.findall(r"\(([\d,]*)\)", found[2]) if len(letters) > 1 else found[2].split(",")
        return [dict(zip(letters, map(int, t.split(",")))) for t in tuples]
    if found := re.fullmatch(r"(\d+)<=(\w)(<=?)(\w)<=(\d+)", text):
        low, k, sign, l, high = found.groups()
        pairs = itertools.combinations_with_replacement if sign == "<=" else itertools.combinations
        return [{k: a, l: b} for a, b in pairs(range(int(low), int(high) + 1), 2)]
    bounds = [re.fullmatch(r"(\d+)<=(\w)<=(\d+)", part) for part in text.split(",")]
    need(all(bounds), f"a range '{text}'")
    letters = [b[2] for b in bounds]
    return [dict(zip(letters, v)) for v in itertools.product(*(range(int(b[1]), int(b[3]) + 1) for b in bounds))]


# ---------------------------------------------------------------------------------------------------------------------------------
# What abide-check proved.

class Component:
    def __init__(self, copies, coordinates, fields):
        self.copies, self.coordinates, self.fields = copies, coordinates, fields
        self.laws, self.functions, self.independent, self.named, self.lower, self.by = {}, {}, None, [], None, ""
        self.upper, self.within, self.spaces = [], "", {}


class Claims:
    """The lines of abide-check about a certificate, and the question in its head."""

    def __init__(self, certificate):
        self.file = certificate
        text = certificate.read_text()
        self.text, self.head = text, {line.split(" ", 1)[0]: line.partition(" ")[2] for line in text.split("\n")[1:30]
                                      if line.split(" ", 1)[0] in ("title", "model", "dynamics", "metric", "loss", "asked")}
        self.specification = None if self.head["model"].startswith("canonical ") else self.head["model"]
        self.model = self.specification or str(certificate) + ".canon"
        self.flow, self.metric, self.loss = self.head["dynamics"], self.head["metric"], self.head["loss"]
        options = [] if self.flow == "gradient-flow" else ["--dynamics", self.flow]
        if self.has_velocities and self.metric != "identity":
            options += ["--mirror-momentum", "paper" if self.metric == "mirror" else "metric"]
        options += [] if self.loss == "spanning" else ["--loss", self.loss]
        self.question = [self.model, *options]
        told, named = (run(checker, *way, *self.question, certificate) for way in (["--claims"], []))
        if told.returncode not in (0, 10):
            raise Wrong("abide-check does not accept it: " + told.stderr)
        self.read(told.stdout)
        self.read_functions(named.stdout)
        self.canonical = (pathlib.Path(self.model).read_text() if not self.specification else run(abide, "canonical", self.model).stdout)
        self.read_shapes()

    drift = property(lambda self: self.flow != "gradient-flow")
    has_velocities = property(lambda self: self.flow.startswith(("momentum", "nesterov")))

    def read(self, printed):
        lines = printed.rstrip("\n").split("\n")
        found = re.fullmatch(r"model: (.*), (\d+) coordinates?, (\d+) fields?(?:, on the domain where (\d+) polynomials? (?:is|are) not zero)?",
                             lines[0])
        self.coordinates, self.fields, self.domain = int(found[2]), int(found[3]), int(found[4] or 0)
        need(lines[1] == f"dynamics: {self.flow}, metric: {self.metric}, loss: {self.loss}", lines[1])
        whole = Component(1, self.coordinates, self.fields)
        self.components, self.whole, self.complete, self.open = [], whole, None, ""
        for line in lines[2:]:
            self.read_line(line)
        self.components = self.components or [whole]

    def read_line(self, line):
        scope, rest = self.whole, line
        if found := re.fullmatch(r"component (\d+): (.*)", line):
            if head := re.fullmatch(r"(\d+) cop(?:y|ies), (\d+) coordinates?, (\d+) fields?", found[2]):
                self.components.append(Component(*map(int, head.groups())))
                return
            scope, rest = self.components[int(found[1]) - 1], found[2]
        if found := re.fullmatch(r"law (\d+): proved(?:, images (\d+):(\d+)|, of (\d+)@\S+)?(, lemma)?", rest):
            number, layer, count, of, lemma = found.groups()
            scope.laws[int(number)] = (layer and (int(layer), int(count)), of and int(of), bool(lemma))
        elif found := re.fullmatch(r"independent law (\S+)", rest):
            scope.named.append(found[1])
        elif found := re.fullmatch(r"independent: proved: (\d+) laws?", rest):
            scope.independent = int(found[1])
        elif found := re.fullmatch(r"lie rank >= (\d+): proved by (words|exponents)", rest):
            scope.lower, scope.by = int(found[1]), found[2]
        elif found := re.fullmatch(r"lie rank <= (\d+): proved by (\d+ independent laws?|involutivity)", rest):
            scope.upper.append((int(found[1]), found[2]))
        elif found := re.fullmatch(r"within: (.*)", rest):
            scope.within = found[1]
        elif found := re.fullmatch(r"law space degree (\d+)( within the bounds)?: proved: dimension (\d+)", rest):
            scope.spaces[int(found[1])] = int(found[3])
        elif found := re.fullmatch(r"complete: proved: every law is locally a function of (\d+) independent laws?", rest):
            self.complete = int(found[1])
        elif rest.startswith("open: "):
            self.open = rest
        else:
            need(re.match(r"(rules|symmetry \d+|verdict): ", rest), f"abide-check says '{line}'")

    def read_functions(self, printed):
        for line in printed.split("\n"):
            if found := re.fullmatch(r"(?:component (\d+): )?law (\d+): proved.*?: (.*)", line):
                self.components[int(found[1] or 1) - 1].functions[int(found[2])] = found[3]

    def read_shapes(self):
        self.shapes, self.starts, start = {}, {}, 0
        for name, shape, order in re.findall(r"(?m)^array (\S+) (\S+) (\S+) ", self.canonical):
            self.shapes[name] = [] if shape == "scalar" else [int(n) for n in shape.split(",")]
            self.starts[name] = (start, order)
            start += math.prod(self.shapes[name])
        self.parameters = list(self.shapes)
        self.shapes.update({name + "_dot": shape for name, shape in list(self.shapes.items())})
        found = re.match(r"(?:momentum|(?:coupled-)?weight-decay):(-?\d+)(?:/(\d+))?", self.flow)
        self.rate = int(found[1]) / int(found[2] or 1) if found else 0
        if self.rate == 0 and (decay := re.fullmatch(r"(?:coupled-)?weight-decay:(-?\d+)(?:/(\d+))?", self.flow)):
            self.rate = int(decay[1]) / int(decay[2] or 1)

    # What adds up (mathematics.md, 4.13).
    def add(self, of_one):
        one = 1 if self.drift else 0
        return one + sum(c.copies * (of_one(c) - one) for c in self.components)

    @property
    def independent(self):
        if all(c.independent is None for c in self.components):
            return None
        return sum(c.copies * (c.independent or 0) for c in self.components)

    @property
    def lower(self):
        if all(c.lower is None for c in self.components):
            return None
        return self.add(lambda c: max(c.lower or 0, 1 if self.drift else 0))

    @property
    def upper(self):
        return self.add(lambda c: min([k for k, _ in c.upper], default=c.coordinates))

    @property
    def spaces(self):
        return self.whole.spaces if self.components != [self.whole] else self.components[0].spaces

    def counted(self, component):
        """How many laws: those of one line, and those for which a line with `images` stands."""
        total = 0
        for number, (images, of, lemma) in component.laws.items():
            if lemma or (of and component.laws[of][0]):
                continue
            total += math.comb(self.width(component, images[0]), images[1]) if images else 1
        return total

    def width(self, component, layer):
        specification = self.networks()[self.components.index(component)]
        return specification[layer]

    def networks(self):
        """The widths of the networks of a specification, each different one once, in order."""
        found = []
        for family, rest in re.findall(r"(linear|relu|network|product|attention|residual):([\w,=]+)", self.specification or ""):
            sizes = [int(n) for n in re.findall(r"(?:^|,)(\d+)", rest)]
            layout = [sizes[0], sizes[1], sizes[0]] if family in ("attention", "residual") else [1] * (sizes[0] + 1) if family == "product" else sizes
            relu = [family == "relu" or bool(r) for r in re.findall(r"(?:^|,)\d+(r?)", rest)][1:-1] if family in ("relu", "network") else \
                [rest.endswith("relu")] if family == "residual" else []
            key = (layout, any(relu) and relu, rest[rest.find("bias"):] if "bias" in rest else "")
            if key not in found:
                found.append(key)
        return [layout for layout, _, _ in found]

    @property
    def laws(self):
        return sum(c.copies * self.counted(c) for c in self.components)

    @property
    def exact(self):
        """The number of local laws, where both bounds of the Lie rank meet."""
        return self.coordinates - self.lower if self.lower is not None and self.lower == self.upper else None

    def place(self, name, indices):
        """(is a velocity, position) of an entry."""
        velocity = name.endswith("_dot")
        stem = name[:-4] if velocity else name
        start, order = self.starts[stem]
        shape, indices = self.shapes[stem], [i - 1 for i in indices]
        if len(shape) == 2:
            start += indices[0] * shape[1] + indices[1] if order == "rows" else indices[1] * shape[0] + indices[0]
        return velocity, start + (indices[0] if len(shape) == 1 else 0)

    def signature(self, text, letters=(), entry=None, moved=lambda cell: cell):
        """A law up to a factor, by its values at three points."""
        values = []
        for point in range(3):
            matrix = Formula(text, self, letters, point, moved).value()
            values.append(matrix[entry[0] - 1][entry[1] - 1] if entry else scalar(matrix))
        need(values[0] != 0, f"the law {text} is zero")
        inverse = pow(values[0], -1, PRIME)
        return tuple(v * inverse % PRIME for v in values[1:])

    def ranked(self, text, letters=()):
        """The same in the order of its coordinates: equal for a law and that of another copy."""
        formula = Formula(text, self, letters)
        formula.value()
        cells = sorted(formula.cells)
        return self.signature(text, letters, None, lambda cell: ("rank", cells.index(cell)))

    def know(self):
        """By component the functions of its laws; and the sums are those of abide-check."""
        if self.open:
            m, low = self.independent or 0, self.lower or 0
            between = f"at least {m}, at most {self.coordinates - low} independent law"
            exactly = f"exactly {self.exact} local law{'' if self.exact == 1 else 's'}, {m} of them found"
            need(self.open.startswith(f"open: {between if self.exact is None else exactly}"), f"abide-check says '{self.open}'")
        for c in self.components:
            need(len(c.named) == (c.independent or 0), "independent laws by name")
            stated = [f for n, f in c.functions.items() if not c.laws[n][2]]
            c.signatures = {self.signature(f) for f in stated}
            c.ranked = {self.ranked(f) for f in stated} if c.copies > 1 else set()
            c.size = (c.coordinates - 1) // 2 if self.has_velocities else c.coordinates - (1 if self.drift else 0)
        return self


class Law:
    """A law, or a family of laws, as a text writes it."""

    def __init__(self, form, span, matrix, laws=None, copies=1, independent=None):
        self.form, self.span, self.matrix, self.copies = form, span, matrix, int(copies or 1)
        self.laws, self.independent = int(laws or 1), None if independent is None else int(independent)

    def check(self, claims):
        tuples = indices_of(self.span)
        need(len(tuples) == self.laws, f"{self.laws} laws are said, the range has {len(tuples)}")
        need(self.independent is None or self.independent <= min(self.laws, claims.independent or 0), "more independent laws than proved")
        seen = set()
        for values in tuples:
            seen.add(self.proved_by(claims, values))
        need(len(seen) == self.laws, "the same law twice")
        self.count = self.laws * self.copies
        return seen

    def proved_by(self, claims, values):
        """The law line behind one member: of this copy, or of another one of its component."""
        for number, c in enumerate(claims.components):
            if self.copies > 1 and c.copies != self.copies:
                continue
            for copy in range(c.copies if self.copies == 1 else 1):
                moved = lambda cell: (cell[0], cell[1] - copy * c.size)
                found = claims.signature(self.form, () if self.matrix else values, tuple(values.values()) if self.matrix else None, moved)
                if found in c.signatures:
                    return number, copy, found
            if not self.matrix and self.copies == 1 and claims.ranked(self.form, values) in c.ranked:
                return number, claims.signature(self.form, values)
        raise Wrong(f"no line of the certificate proves {self.form} at {values}")


# ---------------------------------------------------------------------------------------------------------------------------------
# Texts taken apart: (kind of place, text) for every sentence, table row, formula and item.

def masked(text, patterns):
    """Formulas and names by private letters, so that their dots end no sentence."""
    kept = []

    def keep(found):
        kept.append(found[0])
        return chr(0xE000 + len(kept) - 1)

    return re.sub("|".join(patterns), keep, text, flags=re.S), kept


def unmasked(text, kept):
    return re.sub("[\ue000-\uf8ff]", lambda m: kept[ord(m[0]) - 0xE000], text)


def sentences(text, patterns=()):
    """Split behind . and ? where the next word begins with a capital letter or a digit, and behind displays that end so."""
    hidden, kept = masked(text, [r"\\\[.*?\\\]", r"\$[^$]*\$", r"\\texttt\{(?:[^{}]|\{[^{}]*\})*\}", r"~?\\cite\{[^}]*\}", *patterns])
    hidden = re.sub("[\ue000-\uf8ff]", lambda m: m[0] + ("\n" if re.search(r"\.\s*\\\]$", kept[ord(m[0]) - 0xE000]) else ""), hidden)
    parts = re.split(r"(?<=[.?])\s+(?=[A-Z0-9])|\n(?=\s*Consider )", " ".join(re.split(r"[ \t]+|\n(?!\s*Consider )", hidden)))
    return [" ".join(unmasked(p, kept).split()) for p in parts if p.strip()]


def balanced(text, start):
    """The end of the group in braces that begins at start."""
    depth = 0
    for at in range(start, len(text)):
        if text[at - 1] != "\\":
            depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    raise Wrong("braces that do not close")


def units_of_latex(text):
    units = []
    while (at := text.find("\\footnote{")) >= 0:
        end = balanced(text, at + 9)
        units += [("footnote", s) for s in sentences(text[at + 10:end - 1])]
        text = text[:at] + text[end:]
    if text.startswith("\\documentclass"):
        preamble, text = text.split("\\begin{document}\n")
        units.append(("preamble", preamble))
        need(text.endswith("\\end{document}\n"), "no end of the document")
        text = text[:-len("\\end{document}\n")]
    while text.strip():
        if found := re.match(r"\s*%(.*)\n", text):
            units.append(("comment", found[1].strip()))
        elif found := re.match(r"\s*\\begin\{proposition\}\[((?:[^][]|\[\d*\])*)\]\n", text):
            units.append(("heading", found[1]))
        elif found := re.match(r"\s*(\\begin\{proof\}|\\end\{proof\}|\\end\{proposition\}|\\begin\{quote\}|\\end\{quote\})", text):
            pass
        elif found := re.match(r"\s*\\begin\{gather\*\}\n(.*?)\\end\{gather\*\}", text, re.S):
            units += [("formula", u) for u in re.split(r"(?:,\s*\\\\|\.)\n(?!    &)", found[1]) if u.strip()]
        elif found := re.match(r"\s*\\begin\{center\}\n\\begin\{tabular\}\{lr\}\n\\toprule\n(.*?)\\bottomrule\n\\end\{tabular\}\n\\end\{center\}",
                               text, re.S):
            units += [("row", u.strip()) for u in found[1].replace("\\midrule", "").split("\\\\\n") if u.strip()]
        elif found := re.match(r"\s*\\begin\{thebibliography\}\{9\}\n(.*?)\\end\{thebibliography\}", text, re.S):
            units += [("source", " ".join(u.split())) for u in re.split(r"(?=\\bibitem)", found[1]) if u.strip()]
        else:
            found = re.match(r".+?(?=\\begin\{|\\end\{|\Z)", text, re.S)
            need(found, "a text that nobody takes apart: " + text[:60])
            units += [("sentence", s) for s in sentences(found[0])]
        text = text[found.end():]
    return units


def units_of_markdown(text):
    units, listed = [], False
    for line in text.split("\n"):
        if line.startswith("| "):
            if line != "| | |":
                units.append(("row", line))
        elif line.startswith("# "):
            units.append(("heading", line[2:]))
        elif found := re.match(r"(\d+)\. ", line):
            units.append(("item", line[found.end():]))
        elif line.strip() and line != "|---|---|":
            units += [("sentence", s) for s in sentences(line, [r"`[^`]*`"])]
    return units


def units_of_explanation(text):
    text, units, paragraph = re.sub(r"\bphi\b", "φ", text), [], []

    def close():
        units.extend(("sentence", s) for s in sentences(" ".join(paragraph)))
        paragraph.clear()

    for line in text.split("\n"):
        if line.startswith("    "):
            units.append(("relation", line.strip()))
        elif line.startswith("  "):
            close()
            units.append(("law", line.strip()))
        elif line:
            paragraph.append(line)
        else:
            close()
    close()
    return units


# ---------------------------------------------------------------------------------------------------------------------------------
# The table: what a sentence looks like, and what proves it. Kinds: a `claim` is proved by lines of abide-check; a `definition` is
# compared with the head and the canonical file; a `theorem` follows from a section of mathematics.md, which is cited, and from the
# claims that are asked for; a `disclaimer` says that something is not claimed; a `description` says nothing of the mathematics.

class Context:
    def __init__(self, claims, certificate=None, explained=None):
        self.claims, self.certificate, self.explained = claims, certificate, explained
        self.laws, self.law, self.seen = [], None, set()


rows = []


def row(places, kind, pattern, section=None):
    """The decorated function gets the context and the groups of the pattern."""
    need(kind in ("claim", "definition", "theorem", "disclaimer", "description"), kind)
    need((kind == "theorem") == (section is not None), "theorems have a section")
    need(section is None or section in sections, f"mathematics.md has no section {section}")

    def add(proof):
        rows.append((places.split(), kind, re.compile(pattern), proof))
        return proof
    return add


def always(_, **groups):
    """There is nothing to prove."""


def number(word):
    return 1 if word in ("one", "One", "one law", "this one") else int(re.sub(r"\D", "", word))


def equal(said, proved, what):
    need(said == proved, f"{what}: said {said}, proved {proved}")


# LaTeX: what is meant.

SPACE = r"(?P<space>near every point of a dense open set of \$\\mathbb\{R\}\^\{\d+\}\$(?: of all \$\([^$]*\)\$)?)"
RUNS = r"that is constant along all (?P<runs>these trajectories|trajectories of these fields)"


def check_space(c, space):
    k = c.claims
    equal(int(re.search(r"R\}\^\{(\d+)", space)[1]), k.coordinates, "coordinates")
    of = re.search(r"of all \$(.*)\$", space)
    expected = r"(t, \theta, \dot\theta)" if k.has_velocities else r"(t, \theta)" if k.drift else None
    equal(of and of[1], expected, "coordinates of phase space")


def check_runs(c, runs):
    equal(runs, "trajectories of these fields" if re.search(r"(?m)^fields ", c.claims.canonical) else "these trajectories", "kind of model")


row("latex:preamble", "description", r"(?s)\\documentclass.*")(always)
row("latex:comment", "description", r"Needs amsmath, amssymb, amsthm, \\newtheorem\{proposition\}\{Proposition\}, and the BibTeX entries of --to bibtex\.")(always)
row("latex:source", "description", r"\\bibitem\{marcotte20\d\d\w+\} S\.~Marcotte, R\.~Gribonval, G\.~Peyr\\'e\. [^.?]*[.?] [^.]*\\emph\{(?:NeurIPS|ICML)\}, 20\d\d\.|"
    r"\\bibitem\{marcotte20\d\d\w+\} S\.~Marcotte, R\.~Gribonval, G\.~Peyr\\'e\. .*? \\emph\{(?:NeurIPS|ICML)\}, 20\d\d\.")(always)


def name_of(c, said):
    """The specification or the canonical file, with a label before it, and the dynamics behind it."""
    k = c.claims
    name = k.specification or pathlib.Path(k.model).name
    label = k.head.get("title", '""')[1:-1]
    rest = "" if k.flow == "gradient-flow" else ", " + k.flow
    if k.has_velocities and k.metric != "identity":
        rest += ", mirror momentum " + ("paper" if k.metric == "mirror" else "metric")
    rest += "" if k.loss == "spanning" else ", cross-entropy"
    if c.explained:
        usual = re.sub(", mirror momentum (?:paper|metric)$", "", rest)
        need(said in (c.explained + rest, c.explained + usual, c.explained), f"the name of the model, {said}")
    else:
        equal(said, (f"{label} ({name})" if label else name) + rest, "the model")


def plain_tex(text):
    text = text.replace("\\allowbreak ", "").replace("{}", "")
    return re.sub(r"\\([#$%&_{}])", r"\1", text.replace("\\textasciitilde", "~"))


@row("latex:heading", "definition", r"(?P<what>Conservation laws|Lie rank) of \\texttt\{(?P<model>.*)\}")
def heading(c, what, model):
    name_of(c, plain_tex(model))
    need(what == "Lie rank" or c.claims.independent is not None, "laws in the heading, and none is claimed")


ARRAY = r"\$(?P<name>[^$]*) \\in \\mathbb\{R\}(?:\^\{(?P<shape>[^}]*)\})?\$"


def check_parameters(c, text):
    k, said = c.claims, list(re.finditer(ARRAY.replace("?P<name>", "?P<n>").replace("?P<shape>", "?P<s>"), text))
    names = k.parameters if len(k.parameters) <= 8 else k.parameters[:3] + k.parameters[-1:]
    equal(len(said), len(names), "arrays")
    for found, name in zip(said, names):
        equal(ascii_of(found["n"], k.shapes), name, "array")
        equal([int(n) for n in re.findall(r"\d+", found["s"] or "")], k.shapes[name], "shape of " + name)


def values_of_map(k, entries):
    return sorted(scalar(Formula(e, k).value()) for e in entries)


def check_map(c, said):
    """φ against the specification or the entries of the canonical file."""
    k = c.claims
    body = re.fullmatch(r"\\varphi\(\\theta\) (?:= )?(.*)", said)[1]
    if body == "\\in \\mathbb{R}^{d}":
        return
    lines = re.findall(r"(?m)^m (.*)$", k.canonical)
    network = re.search(r"(?m)^network (\S+) (\S+)", k.canonical)
    need(not re.search(r"(?m)^fields ", k.canonical), "a map, and the model is given by fields")
    if lines:
        text = re.sub(r"^\\bigl\((.*)\\bigr\)$", r"\1", body)
        equal(values_of_map(k, [ascii_of(e, k.shapes) for e in text.split(",\\; ")]), values_of_map(k, lines), "entries of the map")
        return
    if re.search(r"(?m)^sum ", k.canonical):
        known = {r"attention:\d+,\d+,\d+": r"(Q_h K_h^\top,\; V_h O_h)_{h}",
                 r"residual:\d+,\d+,\d+": r"(V_l U_l)_{l} \text{ for } x \mapsto x + V_l U_l x",
                 r"residual:\d+,\d+,\d+,relu": r"\bigl((V_l)_{\cdot k}\, (U_l)_{k \cdot}\bigr)_{l,k} \text{ for } x \mapsto x + V_l\, \sigma(U_l x)"}
        maps = [m for family, m in known.items() if re.fullmatch(family, k.specification or "")]
        need(maps, "a sum has no map but those of attention and residual blocks")
        equal(body, maps[0], "the map of the family")
        return
    need(network, "no network")
    widths, bias = network[1].split(","), network[2]
    if "\\text{paths }" in body:
        equal(body, r"\Bigl(\sum_{\text{paths } p \in c}\ \prod_{e \in p} \theta_e\Bigr)_{c = (\text{input, ReLU neurons, output})}", "paths")
        return
    need("r" not in network[1] and bias == "none", "a product of matrices, and there are ReLU layers or biases")
    if found := re.fullmatch(r"\\prod_\{k=1\}\^\{(\d+)\} (.*)_\{k\}", body):
        equal(int(found[1]), len(widths) - 1, "factors")
        need(set(widths) == {"1"}, "a product of all coordinates, and widths are not 1")
        return
    product = Formula(ascii_of(body, k.shapes), k).value()
    equal((len(product), len(product[0])), (int(widths[0]), int(widths[-1])), "shape of the product")
    equal(ascii_of(body, k.shapes).replace("'", "").split("*"), k.parameters, "factors of the map")


@row("latex:sentence", "definition", r"Let \$\\theta\$ consist of (?P<arrays>.*), and let \\\[ (?P<map>.*)\. \\\]")
def setting(c, arrays, map):
    check_parameters(c, arrays)
    check_map(c, map)


@row("latex:sentence", "definition", r"Let \$\\theta\$ consist of (?P<arrays>.*), and let \$X_1, \\dots, X_d\$ be the vector fields of the model\.")
def setting_of_fields(c, arrays):
    check_parameters(c, arrays)
    need(re.search(r"(?m)^fields ", c.claims.canonical), "the model has a map")
    need(not c.claims.drift, "vector fields of a model with a drift")


def rational(text):
    top, _, below = text.partition("/")
    size = top.lstrip("-") if not below else f"\\tfrac{{{top.lstrip('-')}}}{{{below}}}"
    return "-" if top.startswith("-") else "+", "" if size == "1" else size + "\\,"


def equation(k):
    """The equation of motion, from the head of the certificate and section 6 of mathematics.md."""
    momentum = re.match(r"momentum:([^+]*)", k.flow)
    decay = re.search(r"(coupled-)?weight-decay:(.*)", k.flow)
    paper = k.metric == "mirror"
    metric = "" if k.metric == "identity" else "M(\\theta, \\dot\\theta)\\," if paper else "M(\\theta)\\,"
    left = "\\ddot\\theta(t)" if k.has_velocities else "\\dot\\theta(t)"
    if momentum and momentum[1] != "0":
        sign, size = rational(momentum[1])
        left += f" {sign} {size}\\dot\\theta(t)"
    if k.flow.startswith("nesterov"):
        left += f" + \\tfrac{{{2 if paper else 3}}}{{t}}\\,\\dot\\theta(t)"
    force = "\\nabla E(\\theta)"
    if not decay:
        return f"{left} = -{metric}{force}"
    sign, size = rational(decay[2])
    if decay[1]:
        return f"{left} = -{metric}\\bigl({force} {sign} {size}\\theta\\bigr)"
    return f"{left} = -{metric}{force} {'-' if sign == '+' else '+'} {size}\\theta"


def check_remark(c, remark):
    """On activations, metric and loss."""
    k = c.claims
    relu = re.search(r"(?m)^network \S*\dr", k.canonical) is not None
    if remark.startswith("inside a region of constant activations"):
        need(relu, "activations, and there is no ReLU")
        relu, remark = False, remark[len("inside a region of constant activations"):].removeprefix(", ")
    need(not relu, "a ReLU network has activations")
    loss = "for losses whose gradients in the outputs sum up to $0$, such as cross-entropy"
    equal(remark.endswith(loss), k.loss == "cross-entropy", "cross-entropy")
    metric = remark.removesuffix(loss).removesuffix(", and ")
    equal(bool(metric), k.metric != "identity", "a metric")
    if not metric or metric == "with the metric $M$ of the model":
        return
    if k.metric == "mirror":
        friction = re.match(r"momentum:(.*?)(?:\+|$)", k.flow)
        sign, size = rational(friction[1]) if friction else ("+", "2\\,")
        velocity = "\\dot\\theta_j" if friction else "t\\,\\dot\\theta_j"
        total = velocity if friction and friction[1] == "0" else f"{size}\\theta_j + {velocity}"
        equal(metric, f"with the metric $M_{{jj}} = {total}$ in place of $M_{{jj}} = \\theta_j$", "mirror metric of momentum")
        return
    said = re.fullmatch(r"with the metric \$M\(\\theta\) = \\operatorname\{diag\}\((.*)\)\$", metric)
    need(said, f"a metric '{metric}'")
    entries = re.findall(r"(?m)^g (.*)$", k.canonical)
    if said[1] == "\\theta":
        equal([scalar(Formula(e, k).value()) for e in entries], [value_of((False, j), 0) for j in range(len(entries))], "diag(θ)")
    else:
        equal([scalar(Formula(ascii_of(e, k.shapes), k).value()) for e in re.split(r", (?![^{]*\})", said[1])],
              [scalar(Formula(e, k).value()) for e in entries], "metric")


@row("latex:sentence", "definition", r"Consider every trajectory of \\\[ (?P<flow>.*?) \\\](?: (?P<remark>.*),)? where \$E\$ depends on "
     r"\$\\theta\$ through \$\\varphi\(\\theta\)\$ only\.")
def motion(c, flow, remark):
    equal(flow, equation(c.claims), "equation of motion")
    check_remark(c, remark or "")


def check_domain(c, polynomials):
    k = c.claims
    equal(len(polynomials), k.domain, "polynomials of the domain")
    stated = re.findall(r"(?m)^n (.*)$", k.canonical)
    equal(sorted(scalar(Formula(p, k).value()) for p in polynomials), sorted(scalar(Formula(p, k).value()) for p in stated), "domain")


@row("latex:sentence", "definition", r"Everything is said of the domain where (?P<domain>.*)\.")
def domain(c, domain):
    check_domain(c, [ascii_of(p, c.claims.shapes) for p in re.findall(r"\$(.*?) \\neq 0\$", domain)])


# LaTeX: what is proved.

@row("latex:sentence", "claim", r"Then the following are constant along it:|The following functions satisfy \$X_i h = 0\$ for every field:")
def laws_follow(c):
    need(c.claims.laws > 0, "no law is proved")


@row("latex:formula", "claim", r"(?s)\s*(?P<form>.*?)(?:\s*\\qquad|\s*\\\\\n)?(?:\s*\\text\{\((?P<laws>one law|\d+ laws)"
     r"(?: in each of (?P<copies>\d+) equal parts)?(?:, (?P<entries>entries )?\$(?P<range>.*?)\$)?\)\})?\s*")
def law_formula(c, form, laws, copies, entries, range):
    law = Law(ascii_of(form, c.claims.shapes), range or "", bool(entries), number(laws or "one"), copies)
    add_law(c, law)


def add_law(c, law):
    found = law.check(c.claims)
    need(not found & c.seen, "the same law twice")
    c.seen |= found
    c.laws.append(law)
    c.law = law


@row("latex:sentence", "claim", r"These (?P<count>\d+) laws are independent\.")
def all_independent(c, count):
    equal(int(count), c.claims.independent, "independent laws")
    equal(int(count), c.claims.laws, "laws")


@row("latex:sentence", "claim", r"Of these (?P<laws>one law|\d+ laws), (?P<count>\d+) are independent\.")
def some_independent(c, laws, count):
    equal(number(laws), c.claims.laws, "laws")
    equal(int(count), c.claims.independent, "independent laws")


@row("latex:sentence", "definition", r"Functions with denominators or logarithms are laws where they are defined\.")
def where_defined(c):
    need("elementary " in c.claims.text, "there are no such functions")


@row("latex:sentence", "theorem", r"The matrix \$(?P<form>[^$]*)\$ has rank at most \$(?P<rank>\d+)\$, so that its minors of size \$(?P<size>\d+)\$ vanish: "
     r"these are relations among its entries\.", "5")
def relation(c, form, rank, size):
    check_relation(c.claims, ascii_of(form, c.claims.shapes), int(rank), int(size))


def check_relation(k, form, rank, size):
    equal(size, rank + 1, "size of the minors")
    need(rank_of(Formula(form, k).value()) <= rank, f"the rank of {form} is larger than {rank}")


def rank_of(matrix):
    matrix, rank = [list(r) for r in matrix], 0
    for column in range(len(matrix[0])):
        pivot = next((r for r in range(rank, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        inverse = pow(matrix[rank][column], -1, PRIME)
        for r in range(rank + 1, len(matrix)):
            factor = matrix[r][column] * inverse
            matrix[r] = [(x - factor * y) % PRIME for x, y in zip(matrix[r], matrix[rank])]
        rank += 1
    return rank


@row("latex:sentence", "claim", r"There are no other laws: " + SPACE + r", every \$C\^1\$ function " + RUNS + r" is a function of "
     r"(?P<count>this one|these \d+)\.")
def no_others(c, space, runs, count):
    check_space(c, space)
    check_runs(c, runs)
    need(c.claims.complete is not None, "completeness is not proved")
    equal(number(count), c.claims.complete, "laws")


@row("latex:sentence", "claim", r"Then there is no conservation law: " + SPACE + r", every \$C\^1\$ function " + RUNS + r" is constant\.")
def none_at_all(c, space, runs):
    check_space(c, space)
    check_runs(c, runs)
    need(c.claims.complete == 0, "completeness without laws is not proved")


@row("latex:sentence", "disclaimer", r"Then no polynomial law was found\.")
def none_found(c):
    equal(c.claims.laws, 0, "laws")


@row("latex:sentence", "claim", r"Then there are at least (?P<count>one independent law|\d+ independent laws)\.")
def at_least(c, count):
    equal(number(count.split()[0]), c.claims.independent, "independent laws")


@row("latex:sentence", "disclaimer", r"(?P<count>\d+) more families of laws are in the certificate\.")
def more_families(c, count):
    need(sum(law.count for law in c.laws) + int(count) <= c.claims.laws, "more families than laws")


@row("latex:sentence", "claim", r"There (?:is|are) exactly (?P<exact>\d+) independent local laws? " + SPACE + r"; here are (?P<count>\d+) of them\.")
def exactly(c, exact, space, count):
    check_space(c, space)
    equal(int(exact), c.claims.exact, "local laws, by both bounds of the Lie rank")
    equal(int(count), c.claims.independent, "independent laws")


@row("latex:sentence", "claim", r"There are at least (?P<low>\d+) and at most (?P<high>\d+) independent local laws " + SPACE + r"\.")
def between(c, low, high, space):
    check_space(c, space)
    equal(int(low), c.claims.independent, "independent laws")
    equal(int(high), c.claims.coordinates - c.claims.lower, "coordinates less the lower bound of the Lie rank")


@row("latex:sentence", "claim", r"Then the Lie algebra that the fields generate has dimension (?P<least>at least )?\$(?P<rank>\d+)\$ at a generic point\.")
def lie_rank(c, least, rank):
    equal(int(rank), c.claims.lower, "lower bound of the Lie rank")
    need(least or c.claims.upper == c.claims.lower, "no upper bound of the Lie rank meets it")


@row("latex:sentence", "claim", r"That these functions are laws is verified by expanding the derivative along every vector field exactly\.")
def verified(c):
    need(c.claims.laws > 0, "no law is proved")


@row("latex:sentence", "claim", r"The Lie algebra that the fields generate has dimension at least \$(?P<rank>\d+)\$ at a generic point: "
     r"at a rational point so many values of fields and their brackets are independent\.")
def by_words(c, rank):
    equal(int(rank), c.claims.lower, "lower bound of the Lie rank")


@row("latex:sentence", "claim", r"The Lie algebra that the fields generate has dimension at least \$(?P<rank>\d+)\$ at a generic point: all entries of "
     r"\$\\varphi\$ are monomials, so that the fields are constant up to factors in the coordinates \$\\theta_j\^2/2\$, and the matrix of the "
     r"exponents has at least rank \$(?P<same>\d+)\$\.")
def by_exponents(c, rank, same):
    need(all(part.by == "exponents" for part in c.claims.components), "not proved by exponents")
    equal((int(rank), int(same)), (c.claims.lower, c.claims.lower), "lower bound of the Lie rank")


@row("latex:sentence", "claim", r"All brackets are tangent to the level sets of (?P<count>one independent law|\d+ independent laws), so that it is at most "
     r"\$(?P<all>\d+) - (?P<same>\d+) = (?P<rank>\d+)\$\.")
def by_laws(c, count, all, same, rank):
    k = c.claims
    equal((number(count.split()[0]), int(same)), (k.independent, k.independent), "independent laws")
    equal((int(all), int(rank)), (k.coordinates, k.coordinates - k.independent), "coordinates less laws")
    need(k.upper <= int(rank), "the upper bound of the Lie rank")


@row("latex:sentence", "theorem", r"(?P<why>The two bounds meet, and|This is the dimension of the whole space, and) Frobenius' theorem gives the claim"
     r"(?:~\\cite\{.*\})?\.", "2")
def frobenius(c, why):
    need(c.claims.complete is not None, "completeness is not proved")
    equal(c.claims.lower + c.claims.independent, c.claims.coordinates, "bounds")
    need(why.startswith("The two") or c.claims.lower == c.claims.coordinates, "not the whole space")


@row("latex:sentence", "claim", r"The two bounds meet\.")
def meet(c):
    equal(c.claims.lower + c.claims.independent, c.claims.coordinates, "bounds")


@row("latex:sentence", "claim", r"It is also closed under brackets at this rank(?:: by Frobenius' theorem(?:~\\cite\{.*\})? the number of local laws is exact)?\.")
def closed(c):
    equal(c.claims.upper, c.claims.lower, "upper bound of the Lie rank")
    need(any(by == "involutivity" for part in c.claims.components for _, by in part.upper), "not proved by involutivity")


@row("latex:sentence", "disclaimer", r"Between the two bounds the number of local laws is open(?:~\\cite\{.*\})?\.")
def open_number(c):
    need(c.claims.lower < c.claims.upper, "the bounds meet")


@row("latex:sentence", "disclaimer", r"Nothing is claimed of \\texttt\{(?P<model>.*)\}\.")
def nothing(c, model):
    name_of(c, plain_tex(model))
    need(c.claims.independent is None and c.claims.lower is None, "something is claimed")


@row("latex:footnote", "description", r"Certificate: \\texttt\{(?P<file>.*)\}, SHA-256 \\texttt\{(?P<digest>.*)\}\.")
def digest(c, file, digest):
    equal(plain_tex(file), c.certificate.name, "file")
    equal(plain_tex(digest), hashlib.sha256(c.certificate.read_bytes()).hexdigest(), "digest")


@row("latex:footnote", "description", r"Computed again by \\texttt\{(?P<command>.*)\}\.")
def command(c, command):
    words = shlex.split(plain_tex(command))
    k = c.claims
    equal(words[0], "abide" if k.specification else "abide-check", "program")
    if k.specification:
        equal(words[1], k.head["asked"].split()[0], "question")
    question = [pathlib.Path(w).name if w.endswith(".canon") else w for w in k.question]
    equal([w for w in words[2 if k.specification else 1:] if w not in ("-o", c.certificate.name)][:len(question)], question, "question")


row("latex:row", "definition", r"certified of \\texttt\{(?P<model>.*)\} &")(lambda c, model: name_of(c, plain_tex(model)))
row("latex:row", "definition", r"coordinates \$D\$ & (?P<count>\d+)")(lambda c, count: equal(int(count), c.claims.coordinates, "coordinates"))
row("latex:row", "claim", r"complete & \$m \+ K = D\$")(lambda c: need(c.claims.complete is not None, "completeness is not proved"))
row("latex:row", "claim", r"independent laws \$m\$ & (?P<count>\d+)")(lambda c, count: equal(int(count), c.claims.independent, "independent laws"))


@row("latex:row markdown:row", "disclaimer", r"complete & open|\| complete \| open \|")
def open_row(c):
    need(c.claims.complete is None, "completeness is proved")


@row("latex:row markdown:row", "claim", r"polynomial laws of degree \$\\le (?P<degree>\d+)\$(?: within (?P<within>.*))? & (?:dimension (?P<dimension>\d+)|---)|"
     r"\| laws of degree at most (?P<most>\d+)(?: within (?P<bounds>.*))? \| (?:dimension (?P<proved>\d+), proved|not determined) \|")
def law_space(c, degree, within, dimension, most, bounds, proved):
    k, degree, dimension, within = c.claims, int(degree or most), dimension or proved, within or bounds
    if dimension is None:
        return
    equal(int(dimension), k.spaces.get(degree), f"dimension of degree {degree}")
    check_bounds(k, within)


def check_bounds(k, within):
    """Bounds on groups against the line `within` of abide-check; of one component."""
    stated = k.components[0].within
    equal(bool(within), bool(stated), "bounds")
    if not within:
        return
    said = sorted(int(n) for n in re.findall(r":(\d+)", within))
    equal(said, sorted(int(n) for n in re.findall(r"degree <= (\d+) in", stated)), "bounds of groups")
    size = sum(math.prod(k.shapes[a]) for a in k.parameters)
    places = {"time": (1, 1), "theta": (2, size + 1), "v": (size + 2, 2 * size + 1), "theta+v": (2, 2 * size + 1)} if k.drift else {"theta": (1, size)}
    for group, bound in re.findall(r"([a-z+]+):(\d+)", within.replace("\\", "")):
        low, high = places[group]
        line = f"degree <= {bound} in {low}" + (f" to {high}" if high > low else "")
        need(line in stated.split(", "), f"no line of abide-check says {group}:{bound}: {stated}")


@row("latex:row markdown:row", "claim", r"Lie rank \$K\$ & (?P<low>\d+)(?: to (?P<high>\d+))?|\| Lie rank \| (?P<from>\d+)(?: to (?P<to>\d+))? of (?P<all>\d+) \|")
def rank_row(c, low, high, **markdown):
    low, high, all = low or markdown["from"], high or markdown["to"], markdown["all"]
    equal(int(low), c.claims.lower, "lower bound of the Lie rank")
    equal(int(high or low), c.claims.upper, "upper bound of the Lie rank")
    need(all is None or int(all) == c.claims.coordinates, "coordinates")


# Markdown.

@row("markdown:heading", "definition", r"Conservation laws of (?P<model>.*)")
def markdown_heading(c, model):
    name_of(c, re.sub(r"\\(.)", r"\1", model))


row("markdown:row", "definition", r"\| coordinates \| (?P<count>\d+) \|")(lambda c, count: equal(int(count), c.claims.coordinates, "coordinates"))
row("markdown:row", "claim", r"\| independent laws \| (?P<count>\d+) \|")(lambda c, count: equal(int(count), c.claims.independent, "independent laws"))
row("markdown:row", "claim", r"\| complete \| yes, proved \|")(lambda c: need(c.claims.complete is not None, "completeness is not proved"))
row("markdown:row", "claim", r"\| local laws \| exactly (?P<count>\d+) \|")(lambda c, count: equal(int(count), c.claims.exact, "local laws"))
row("markdown:row", "description", r"\| certificate \| (?P<file>.*) \|")(
    lambda c, file: equal(re.sub(r"\\(.)", r"\1", file), c.certificate.name, "file"))
row("markdown:row", "disclaimer", r"\| claims \| none \|")(
    lambda c: need(c.claims.independent is None and c.claims.lower is None, "something is claimed"))
row("markdown:sentence", "description", r"Conserved:")(lambda c: need(c.claims.laws > 0, "no law is proved"))


@row("markdown:sentence", "definition", r"Where `(?P<polynomial>[^`]*)` is not 0\.")
def markdown_domain(c, polynomial):
    k = c.claims
    stated = re.findall(r"(?m)^n (.*)$", k.canonical)
    need(scalar(Formula(polynomial, k).value()) in [scalar(Formula(p, k).value()) for p in stated], "not in the domain of the model")


KIND = r"(?P<kind>[A-Za-z0-9 ]+?)"


@row("markdown:item", "claim", r"`(?P<form>[^`]*)` \(" + KIND + r"(?:: (?P<entries>entries )?`(?P<range>[^`]*)`, (?P<laws>\d+) laws?"
     r"(?:, (?P<independent>\d+) of them independent)?)?(?:, as in each of (?P<copies>\d+) copies)?(?:; the rank is at most (?P<rank>\d+))?\)")
def item(c, form, kind, entries, range, laws, independent, copies, rank):
    add_law(c, Law(form, range or "", bool(entries), laws, copies, independent))
    if rank:
        check_relation(c.claims, form, int(rank), int(rank) + 1)


# The words of `abide explain`, of the model that its certificate has.

@row("explain:sentence", "definition", r"(?P<model>.*) has (?P<count>\d+) coordinates?\.")
def explained(c, model, count):
    name_of(c, model)
    equal(int(count), c.claims.coordinates, "coordinates")


@row("explain:sentence", "disclaimer", r"No conservation law was found before the search ended\.")
def explained_none(c):
    equal(c.claims.laws, 0, "laws")


@row("explain:sentence", "claim", r"There is no polynomial law of degree at most (?P<degree>\d+)(?: within (?P<within>.*))?, and no law of another kind was found\.")
def explained_none_up_to(c, degree, within):
    equal(c.claims.laws, 0, "laws")
    equal(c.claims.spaces.get(int(degree)), 0, f"the dimension of laws up to degree {degree}")
    check_bounds(c.claims, within)


@row("explain:sentence", "claim", r"(?P<laws>One law was|\d+ laws were) found, in (?P<families>\d+) famil(?:y|ies)\.")
def explained_count(c, laws, families):
    equal(number(laws.split()[0]), c.claims.laws, "laws")


@row("explain:sentence", "theorem", r"Each comes from a motion of the parameters that the loss does not notice:", "6")
def each_comes(c):
    need(c.claims.laws > 0, "no law is proved")
    need(not re.search(r"(?m)^fields ", c.claims.canonical), "the model has fields and no loss")


@row("explain:sentence", "claim", r"Each is constant along every field of the model:|Its derivative along every field of the model is zero\.")
def each_constant(c):
    need(c.claims.laws > 0, "no law is proved")


@row("explain:law", "claim", r"(?P<form>.*) = const    \(" + KIND + r"(?:: (?P<entries>entries )?(?P<range>.*?), (?P<laws>\d+) laws?"
     r"(?:, (?P<independent>\d+) of them independent)?|(?P<others>, depends on the others))?(?:, as in each of (?P<copies>\d+) copies)?\)")
def explained_law(c, form, kind, entries, range, laws, independent, others, copies):
    add_law(c, Law(form, range or "", bool(entries), laws, copies, 0 if others else independent))


@row("explain:relation", "theorem", r"relation: this matrix has rank <= (?P<rank>\d+), so all its minors of size (?P<size>\d+) are 0", "5")
def explained_relation(c, rank, size):
    check_relation(c.claims, c.law.form, int(rank), int(size))


UNCHANGED = r"(?:leaves φ as it is|changes all outputs by the same amount or not at all, which the loss does not see)"


def check_seen(c, text):
    equal("leaves φ" in text or "As φ" in text or "as φ" in text, c.claims.loss == "spanning", "what the loss sees")


@row("explain:sentence", "theorem", r"The hidden units of this layer can be mixed: (?P<turns>.*) (?P<seen>" + UNCHANGED + r"), for every symmetric matrix S"
     r"(?P<zeros> with zeros on the diagonal)?\.", "6")
def mixed(c, turns, seen, zeros):
    """Every entry k <= l (or k < l), of all columns or rows of these arrays."""
    check_seen(c, seen)
    k = c.claims
    need(not k.drift and k.metric == "identity", "mixing is for gradient flow")
    span = re.fullmatch(r"1 <= \w (<=?) \w <= (\d+)", c.law.span)
    need(span, f"not for every symmetric matrix: entries {c.law.span} only")
    equal(bool(zeros), span[1] == "<", "the diagonal")
    for turn in turns.split(", "):
        found = re.fullmatch(r"(\w+) -> (?:\1\*exp\((-?)S\)|exp\((-?)S\)\*\1)", turn)
        need(found, f"a turn '{turn}'")
        shape, right = k.shapes[found[1]], "*exp" in turn
        equal(shape[-1] if right else shape[0], int(span[2]), "hidden units of " + found[1])
        form = f"{found[1]}'*{found[1]}" if right else f"{found[1]}*{found[1]}'"
        sign = "-" if found[2] or found[3] else "+"
        need(f"{sign} {form}" in "+ " + c.law.form, f"{form} in {c.law.form}")


@row("explain:sentence", "theorem", r"The velocity of this motion is half the gradient of trace\(S\*M\), where M is the matrix above\.|"
     r"As (?P<seen>φ|the loss) does not change along it, it is orthogonal to every gradient of the loss; so trace\(S\*M\) is conserved for every such S, "
     r"which means every entry of M(?P<beside> beside the diagonal)?\.", "6")
def conserved(c, seen, beside):
    need(c.law.matrix, "no matrix")
    equal(seen in (None, "φ") or c.claims.loss != "spanning", True, "what the loss sees")
    need(not seen or bool(beside) == ("<=" not in c.law.span.split("l")[0].replace("1 <=", "", 1)), "the diagonal")


@row("explain:sentence", "theorem", r"This is a rescaling that cancels: (?P<first>for the first of these laws )?multiply (?P<what>.*) for any number (?P<s>\w); "
     r"that (?P<seen>" + UNCHANGED + r")\.", "6")
def rescaling(c, first, what, s, seen):
    """The rates are those of M∇h: of a square twice its coefficient, of a linear form in the metric θ its coefficient."""
    check_seen(c, seen)
    k = c.claims
    equal(bool(first), c.law.laws > 1, "the first of several laws")
    values = indices_of(c.law.span)[0]
    component = k.components[c.law.proved_by(k, values)[0]]
    signature = c.law.proved_by(k, values)[-1]
    functions = [f for f in component.functions.values() if signature == k.signature(f)] or [
        f for f in component.functions.values() if k.ranked(f) == k.ranked(c.law.form, values)]
    need(functions, "no line with this law")
    proof = functions[0]
    terms = re.findall(r"(?:^|([+-]) |(-))(?:(\d+)\*)?([A-Za-z_]\w*(?:\[[\d,]*\])?)(\^2)?(?= |$)", proof)
    equal(len(terms), len(re.findall(r" [+-] ", proof)) + 1, "squares and linear terms of the law")
    slopes = {}
    for sign, first_sign, size, name, square in terms:
        slopes[name] = (-1 if "-" in (sign, first_sign) else 1) * int(size or 1) * (2 if square else 1)
    rates = {}
    for entry in re.split(r", (?=[A-Za-z_]\w*(?:\[[^]]*\])? by )", what):
        name, rate = re.fullmatch(rf"(\S+) by exp\((.*?)\*?{s}\)", entry).groups()
        rates.update({n: int(rate + "1" if rate in ("", "-") else rate) for n in entries_of(k, name)})
    position = lambda name: k.place(name.partition("[")[0], [int(n) for n in re.findall(r"\d+", name.partition("[")[2])])
    names, stated = sorted(rates, key=position), sorted(slopes, key=position)
    equal(len(names), len(stated), "coordinates of the rescaling")
    need(component.copies > 1 or names == stated, f"coordinates of the rescaling: {names}, of the law {stated}")
    equal(len({rates[a] * pow(slopes[b], -1, PRIME) % PRIME for a, b in zip(names, stated)}), 1, "rates of the rescaling")


def entries_of(k, name):
    array, _, indices = name.rstrip("]").partition("[")
    shape = k.shapes[array]
    indices = indices.split(",") if indices else [":"] * len(shape)
    ranges = [range(1, n + 1) if i == ":" else [int(i)] for i, n in zip(indices, shape)]
    return [array + (f"[{','.join(map(str, v))}]" if v else "") for v in itertools.product(*ranges)]


@row("explain:sentence", "theorem", r"The velocity of this motion is the gradient of the law(?P<metric>, times the metric,)? up to a factor; as (?P<seen>φ|the loss) is constant "
     r"along it, the loss exerts no force on the law\.", "6")
def velocity(c, metric, seen):
    equal(bool(metric), c.claims.metric != "identity", "a metric")
    equal(seen == "φ", c.claims.loss == "spanning", "what the loss sees")


@row("explain:sentence", "theorem", r"This is a translation: (?:for the first of these laws )?moving along the gradient of the law (?P<seen>" + UNCHANGED + r")\.", "6")
def translation(c, seen):
    check_seen(c, seen)
    need("^" not in c.law.form and not re.search(r"\]\*|'\*", c.law.form), "not a linear law")


@row("explain:sentence", "theorem", r"The motion whose velocity is the gradient of the law(?P<metric>, times the metric,)?(?: \((?P<listed>.*)\))? (?P<seen>" + UNCHANGED + r"): "
     r"that the forces of the loss do no work on the law and that the loss is constant along this motion are the same equation\.", "6")
def by_motion(c, metric, listed, seen):
    check_seen(c, seen)
    k = c.claims
    equal(bool(metric), k.metric != "identity", "a metric")
    if listed and not metric:  # the gradient: θ·∇h is the degree times h
        moved = re.findall(r"(\w+(?:\[[\d,]*\])?): (.*?)(?=, \w+(?:\[[\d,]*\])?: |$)", listed)
        values = indices_of(c.law.span)[0]
        euler = " + ".join(f"{name}*({slope})" for name, slope in moved)
        law = k.signature(c.law.form, () if c.law.matrix else values, tuple(values.values()) if c.law.matrix else None)
        equal(k.signature(euler), law, "the gradient of the law")


@row("explain:sentence", "theorem", r"In coordinates that are powers or logarithms of the parameters every field of the dynamics has a constant direction, up to a factor\.|"
     r"This law is a linear form in these coordinates that vanishes on all these directions, or the exponential of one\.", "4.5")
def in_powers(c):
    need("elementary " in c.claims.text, "there are no such laws")


def linear_in_space(form):
    """At most one factor that is no power of the time."""
    text = re.sub(r"exp\([^)]*\)\*?|(?<![\w])[st](?:\^\d+)?\*", "", form)
    return not re.search(r"[\])\w']\s*\*\s*[A-Za-z_(]|\^", re.sub(r"sum\(\w, \d+\.\.\d+, ([^()]*)\)|(?<![\w.])\d+\*", r"\1", text))


@row("explain:sentence", "theorem", r"In the direction of a linear law of the forces the loss exerts no force: along it the velocity changes by friction alone, in a way that "
     r"does not depend on the training, and this integrates to such laws\.", "6")
def linear_momentum(c):
    need(c.claims.has_velocities, "there are no velocities")
    need(linear_in_space(c.law.form), f"{c.law.form} is not linear")


@row("explain:sentence", "theorem", r"A rotation of the parameters, such as one of the hidden units of a layer by the same rotation on both sides, (?P<seen>" + UNCHANGED + r")\.|"
     r"Newton's equations conserve the angular momentum of such a rotation \(Noether's theorem\)\.", "6")
def noether(c, seen):
    if seen:
        check_seen(c, seen)
    need(c.claims.has_velocities and not linear_in_space(c.law.form), "no angular momentum")


@row("explain:sentence", "theorem", r"Friction lets it decay at a rate that does not depend on the training, and the factor in t makes up for it\.", "6")
def friction(c):
    need(re.match(r"nesterov|momentum:(?!0(?:\+|$))", c.claims.flow), "there is no friction")


@row("explain:sentence", "claim", r"Its derivative along the equation of motion is zero, whatever the loss is\.")
def along_motion(c):
    need(c.claims.drift, "there is no drift")


@row("explain:sentence", "theorem", r"Without weight decay the form is a law; with it, it decays at a rate that its degree alone determines, and the time factor makes up for it\.", "6")
def decays(c):
    need("weight-decay" in c.claims.flow and not c.claims.has_velocities, "there is no weight decay")


row("explain:sentence", "description", r"Are there more\?")(always)
row("explain:sentence", "disclaimer", r"Laws were not asked for\.")(lambda c: equal(c.claims.laws, 0, "laws"))
row("explain:sentence", "disclaimer", r"Whether there are more was not asked\.")(lambda c: need(c.claims.complete is None, "completeness is proved"))


@row("explain:sentence", "claim", r"Trajectories can go in (?P<least>at least )?(?P<rank>\d+) independent directions? at a generic point: so many of the forces and of their "
     r"brackets \(which small back and forth motions reach\) are independent\.")
def directions(c, least, rank):
    equal(int(rank), c.claims.lower, "lower bound of the Lie rank")
    need(least or c.claims.lower == c.claims.upper, "no upper bound of the Lie rank meets it")


@row("explain:sentence", "claim", r"That leaves room for (?P<all>\d+) - (?P<rank>\d+) = (?P<laws>\d+) independent laws, and (?P<found>one was|\d+ were) found: there are no others, "
     r"of any kind, near a generic point\.")
def no_others_explained(c, all, rank, laws, found):
    k = c.claims
    need(k.complete is not None, "completeness is not proved")
    equal((int(all), int(rank), int(laws), number(found.split()[0])), (k.coordinates, k.lower, k.complete, k.complete), "numbers")


@row("explain:sentence", "claim", r"The directions are closed under brackets, so exactly (?P<exact>\d+) local laws? exists?; (?P<count>\d+) of them are given here"
     r"(?:, and every polynomial law of degree at most (?P<degree>\d+)(?: within (?P<within>.*))? is a function of the laws given)?\.")
def exactly_explained(c, exact, count, degree, within):
    k = c.claims
    equal(int(exact), k.exact, "local laws")
    equal(int(count), k.independent, "independent laws")
    if degree:
        need(int(degree) in k.spaces, f"no law space of degree {degree} is proved")
        check_bounds(k, within)


@row("explain:sentence", "claim", r"So there are at least (?P<low>\d+) and at most (?P<high>\d+) independent laws; which of the two is open\.")
def between_explained(c, low, high):
    equal((int(low), int(high)), (c.claims.independent, c.claims.coordinates - c.claims.lower), "numbers of laws")


@row("explain:sentence", "disclaimer", r"What was not proved: all this is (?P<of>about φ and every loss that depends on it|local), near generic points; on special points "
     r"(?:\(a dead neuron, equal neurons\) )?more can be conserved, and globally more where level sets are disconnected\.|"
     r"The model itself may have more laws than φ where its gradients span less, and a fixed set of data conserves more(?:: ask abide hypothesis)?\.|"
     r"The gradients of the loss are those of cross-entropy, which span less than all outputs\.")
def not_proved(c, of):
    need(of != "local" or re.search(r"(?m)^fields ", c.claims.canonical), "the model has a map")


@row("explain:sentence", "theorem", r"For this network and losses such as squared error the gradients of the loss over all data span those of φ"
     r"(?P<where> where the hidden hyperplanes are distinct)?: what every training run conserves is what is conserved for φ \(a theorem, not this certificate\)\.", "8")
def all_of_training(c, where):
    k = c.claims
    network = re.search(r"(?m)^network (\S+) (\S+)", k.canonical)
    need(network and k.loss == "spanning", "no network whose loss spans all outputs")
    widths = network[1].split(",")
    relu = "r" in network[1]
    equal(bool(where), relu, "ReLU layers")
    need(not relu or (len(widths) == 3 and (int(widths[0]) > 1 or network[2] != "none")), "the theorem is about two layers")


# ---------------------------------------------------------------------------------------------------------------------------------
# Texts against their certificates.

used_rows = set()


def problems_of(units, context):
    """What is wrong with a text: units that no row, or more than one, knows, and those that are not proved."""
    found = []
    places = {name for name, *_ in [(p,) for r in rows for p in r[0]]}
    for place, text in units:
        need(place in places, f"no rows for {place}")
        matches = [(r, m) for r in rows if place in r[0] and (m := r[2].fullmatch(text))]
        if len(matches) != 1:
            found.append(f"{'no row' if not matches else 'two rows'} for '{text}'")
            continue
        (_, _, pattern, proof), match = matches[0]
        used_rows.add((place, pattern.pattern))
        try:
            proof(context, **match.groupdict())
        except Wrong as why:
            found.append(f"{why} in '{text}'")
        except (KeyError, ValueError, AttributeError, TypeError, IndexError, StopIteration) as why:
            found.append(f"{why!r} in '{text}'")
    if context.laws and not context.partial:
        listed = sum(law.count for law in context.laws)
        if listed != context.claims.laws:
            found.append(f"{listed} laws are listed, {context.claims.laws} are proved")
    return found


READERS = {"latex": units_of_latex, "markdown": units_of_markdown, "explain": units_of_explanation}


def problems(claims, kind, text, explained=None):
    context = Context(claims, claims.file, explained)
    try:
        units = [(f"{kind}:{place}", unit) for place, unit in READERS[kind](text)]
        context.partial = any("more families of laws" in u or "And more laws" in u for _, u in units)
        return problems_of(units, context)
    except Wrong as why:
        return [str(why)]


# Every key of a JSON result: claims, or descriptions of the model and of what was asked.
def json_claims(claims):
    k = claims
    degrees = {d: k.spaces.get(d) for d in range(1, 65)}
    return {
        "complete": lambda v: need(not v or k.complete is not None, "completeness"),
        "coordinates": lambda v: equal(v, k.coordinates, "coordinates"),
        "families": lambda v: json_families(k, v),
        "independent_laws": lambda v: equal(v, k.independent or 0, "independent laws"),
        "law_space": lambda v: [equal((d["dimension"], d["certified"]), (degrees[d["degree"]], degrees[d["degree"]] is not None), "dimension") for d in v],
        "laws": lambda v: equal({k.signature(re.sub(r"\*?exp\(([^)]*)\)", lambda m: m[0], r["expression"])) for r in v} if v else set(),
                                json_functions(k, v), "laws"),
        "lie_rank": lambda v: need(v["lower"] is None or (v["lower"], v["upper"]) == (k.lower, k.upper), "bounds of the Lie rank"),
        "local_laws": lambda v: equal(v, k.exact, "local laws"),
        "monomial_map": lambda v: need(all(c.by == "exponents" for c in k.components), "exponents"),
        "within": lambda v: check_bounds(k, v),
        "domain": lambda v: check_domain(Context(k), v),
    }


JSON_DESCRIPTIONS = {"format", "version", "model", "parameters", "laws_truncated", "certificate", "digest", "command", "latex", "timings", "probably", "stopped"}


def json_functions(k, laws):
    """Laws one by one: those of first copies have their own line, the others are equal to one in the order of their coordinates."""
    stated = set()
    for law in laws:
        signature = k.signature(law["expression"])
        need(any(signature in c.signatures or k.ranked(law["expression"]) in c.ranked for c in k.components), f"no line proves {law['expression']}")
        need(not law["independent"] or k.independent, "independence")
        stated.add(signature)
    equal(sum(law["multiplicity"] for law in laws), k.laws, "laws")
    return stated


def json_families(k, families):
    for f in families:
        span = (f["range"] or {"ascii": ""})["ascii"]
        Law(f["form"]["ascii"], span, f["matrix"], f["laws"], f.get("copies", 1), f["independent"]).check(k)
        tex = (f["range"] or {"latex": ""})["latex"]
        Law(ascii_of(f["form"]["latex"], k.shapes), tex, f["matrix"], f["laws"], f.get("copies", 1), f["independent"]).check(k)
        if "rank_bound" in f:
            check_relation(k, f["form"]["ascii"], f["rank_bound"], f["rank_bound"] + 1)
    equal(sum(f["laws"] * f.get("copies", 1) for f in families), k.laws, "laws in families")


def json_problems(claims, result):
    found, meaning = [], json_claims(claims)
    for key, value in result.items():
        if key not in meaning and key not in JSON_DESCRIPTIONS:
            found.append(f"no row for the key '{key}'")
        try:
            meaning.get(key, always)(value)
        except Wrong as why:
            found.append(f"{why} in '{key}'")
    return found


# ---------------------------------------------------------------------------------------------------------------------------------
# Cases: (command, arguments of abide).

FLOWS = ["gradient-flow", "momentum:0", "momentum:1", "momentum:-3/2", "nesterov", "weight-decay:1/2", "coupled-weight-decay:1", "momentum:1+weight-decay:1",
         "momentum:1+coupled-weight-decay:1", "nesterov+weight-decay:1", "nesterov+coupled-weight-decay:1"]
WRITTEN = {  # models whose texts said too much once, or could
    "half-mixed": ("[[parameter]]\nname = 'U'\nshape = [5, 4]\n", "[model]\nmap = [\"U[:,1..2]*U[:,1..2]' - U[:,3..4]*U[:,3..4]'\"]\n"),
    "some-mixed": ("[[parameter]]\nname = 'U'\nshape = [3, 3]\n[[parameter]]\nname = 'V'\nshape = [3, 3]\n", "[model]\nmap = ['U[:,1]*V[1,:]', 'U[:,2..3]*V[2..3,:]']\n"),
    "powers-of-fields": ("[[parameter]]\nname = 'x'\nshape = []\n[[parameter]]\nname = 'y'\nshape = []\n", "[model]\nfields = [['x', 'y']]\n"),
    "no-monomial": ("[[parameter]]\nname = 'x'\nshape = []\n[[parameter]]\nname = 'y'\nshape = []\n", "[model]\nmap = ['x^2 + y^2']\n"),
    "rational": ("[[parameter]]\nname = 'x'\nshape = [2]\n[[parameter]]\nname = 'y'\nshape = []\n", "[model]\nmap = ['x[1]/(x[2]^2 + 1)', 'x[2]/y']\n"),
    "decaying-powers": ("[[parameter]]\nname = 'x'\nshape = [2]\n", "[model]\nmap = ['x[1]*x[2]']\n[metric]\ndiagonal = ['x[1]^2', 'x[2]^2']\n[dynamics]\nflow = 'weight-decay:1'\n"),
    "full-metric": ("[[parameter]]\nname = 'x'\nshape = [2]\n", "[model]\nmap = ['x[1]*x[2]']\n[metric]\nmatrix = '[2, 1; 1, 2]'\n"),
}


def cases(folder):
    """(question, arguments)"""
    for family in json.loads(run(abide, "models", "--json").stdout):
        yield "certify", [family["example"]]
    for flow in FLOWS:
        yield "certify", ["linear:2,2,2", "--dynamics", flow]
        yield "certify", ["linear:1,2,1 + linear:2,1,2", "--dynamics", flow]
    for flow in FLOWS[1:7]:
        yield "certify", ["nmf:1,2,1", "--dynamics", flow]
    for metric in ("paper", "metric"):
        yield "certify", ["nmf:2,2,2", "--dynamics", "momentum:1", "--mirror-momentum", metric]
    yield "certify", ["nmf:1,2,1", "--dynamics", "nesterov", "--mirror-momentum", "metric"]
    yield "certify", ["conv1d:6,1,2,1,kernel=2", "--dynamics", "momentum:1"]
    yield "certify", ["linear:1,3,1", "--dynamics", "momentum:1"]
    for model in ("linear:2,2,2", "relu:2,2,2"):
        yield "certify", [model, "--loss", "cross-entropy"]
    yield "certify", ["linear:1,2,2", "--loss", "cross-entropy", "--dynamics", "momentum:1"]
    for name in sorted(models.glob("*.toml")):
        yield "certify", [str(name)]
    for name, (parameters, model) in WRITTEN.items():
        (folder / (name + ".toml")).write_text(f"name = '{name}'\n{parameters}{model}")
        yield "certify", [str(folder / (name + ".toml"))]
    for question, model in [("laws", "linear:3,2,3"), ("laws", "nmf:2,2,2"), ("laws", "linear:1,1,1 + 2*linear:2,1,2"), ("rank", "linear:3,2,3"), ("rank", "nmf:1,2,1"),
                            ("rank", "relu:2,3,2,bias"), ("rank", "linear:1,2,2,1"), ("rank", "linear:1,1,1 + 2*linear:2,1,2")]:
        yield question, [model]
    for question in ("laws", "rank"):
        yield question, ["linear:2,2,2", "--dynamics", "momentum:1"]
    for model in ("linear:1,2,2,1", "linear:2,5,2", "linear:1,1", "linear:2,2", "linear:1,1,1,1", "linear:1,2,2,1 + linear:2,2,2", "2*attention:4,2,2 + relu:2,3,2",
                  "linear:1,2,1 + 2*network:1,2,1", "attention:2,1,1 + relu:2,2,2,bias", "2*product:3 + linear:2,2,2", "network:2,2,2,bias", "24*linear:1,2,1"):
        yield "certify", [model]
    yield "certify", ["linear:1,2,2,1", "--dynamics", "weight-decay:1"]
    yield "certify", ["linear:2,2,2", "--degree", "4"]
    yield "certify", ["linear:1,2,1", "--dynamics", "momentum:1", "--degree", "theta:2,v:1,time:1"]
    yield "certify", ["nmf:2,2,2", "--degree", "theta:1"]


def renumbered(lines):
    return "\n".join(lines[:-1] + [f"end {len(lines)}"]) + "\n"


def without_completeness(text):
    return renumbered([line for line in text.rstrip("\n").split("\n") if line != "complete"])


def without_upper_bound(text):
    return renumbered([line for line in text.rstrip("\n").split("\n") if not line.startswith("involutive ")])


def without_claims(text):
    lines = text.split("\n")
    return renumbered(["rules none" if line.startswith("rules ") else line for line in lines[:next(n for n, l in enumerate(lines) if l.startswith("asked ")) + 1]] + ["end"])


def with_title(text):
    lines = [line for line in text.rstrip("\n").split("\n") if not line.startswith("title ")]
    return renumbered([*lines[:2], 'title "linear:9,9,9"', *lines[2:]])


def exported(certificate, *options):
    told = run(abide, "export", certificate.name, *options, cwd=certificate.parent)
    need(told.returncode == 0, f"abide export: exit {told.returncode} {told.stderr}")
    return told.stdout


def check_exports(name, certificate):
    """Every format of one certificate; gives back claims and texts."""
    claims = Claims(certificate).know()
    texts = {"latex": exported(certificate, "--to", "latex"), "markdown": exported(certificate, "--to", "markdown")}
    whole = exported(certificate, "--to", "latex", "--standalone")
    for kind, text in [*texts.items(), ("latex", whole)]:
        found = problems(claims, kind, text)
        check(f"{name}: {kind}", not found, "\n    ".join(map(str, found[:4])))
    found = json_problems(claims, json.loads(exported(certificate, "--to", "json")))
    check(f"{name}: JSON", not found, "\n    ".join(map(str, found[:4])))
    return claims, texts


def explained_name(arguments):
    """The specification, or the name in the file."""
    if not arguments[0].endswith(".toml"):
        return arguments[0]
    return re.search(r"(?m)^name = ['\"](.*)['\"]", pathlib.Path(arguments[0]).read_text(encoding="utf-8"))[1]


def check_explanation(name, claims, arguments):
    ascii_text = run(abide, "explain", *arguments, "--ascii").stdout
    found = problems(claims, "explain", ascii_text, explained_name(arguments))
    check(f"{name}: explain", not found, "\n    ".join(map(str, found[:4])))
    # In the other script the words are the same, and the formulas those of the JSON.
    text = run(abide, "explain", *arguments).stdout
    shown = [u for place, u in units_of_explanation(text) if place == "sentence"]
    check(f"{name}: explain in Unicode", shown == [u for place, u in units_of_explanation(ascii_text) if place == "sentence"])
    forms = {f["form"]["unicode"] for f in json.loads(exported(claims.file, "--to", "json")).get("families", [])}
    lines = {u.split(" = const    (")[0] for place, u in units_of_explanation(text) if place == "law"}
    check(f"{name}: formulas of explain", lines == forms, lines ^ forms)
    return ascii_text


def check_case(number, folder, question, arguments):
    certificate = folder / f"c{number}.cert"
    made = run(abide, question, *arguments, "-o", certificate.name, "--quiet", cwd=folder)
    name = " ".join([question, *(pathlib.Path(a).name for a in arguments)])
    if not check_made(name, made):
        return None
    result = guarded(name, check_exports, certificate)
    if result is not None and question == "certify":
        result[1]["explain"] = guarded(name, check_explanation, result[0], arguments)
    return result


def guarded(name, work, *arguments):
    """A program that refuses is a failure of the test and not its end."""
    try:
        return work(name, *arguments)
    except Wrong as why:
        check(name, False, why)
        return None


def check_made(name, made):
    check(name, made.returncode in (0, 10), made.stderr)
    return made.returncode in (0, 10)


# ---------------------------------------------------------------------------------------------------------------------------------
# Planted sentences: each must be caught.

def caught(claims, kind, text, what):
    explained = "linear:3,2,3" if kind == "explain" else None
    check(f"planted and not caught: {what}", problems(claims, kind, text, explained))


def replaced(text, pattern, by, what):
    changed, count = re.subn(pattern, by, text, count=1)
    check(f"nothing to change: {what}", count == 1)
    return changed


def plant(claims, texts):
    """Of linear:3,2,3: one change for every kind of sentence."""
    for kind, pattern, by in [
            ("latex", r"These 3 laws are independent", "These 4 laws are independent"), ("latex", r"of these 3\.", "of these 2."),
            ("latex", r"mathbb\{R\}\^\{12\}\$, every", r"mathbb{R}^{13}$, every"), ("latex", r"at least \$9\$", "at least $10$"),
            ("latex", r"dimension at least \$9\$ at", "dimension at most $9$ at"), ("latex", r"12 - 3 = 9", "12 - 3 = 8"),
            ("latex", r"at a rational point so many values of fields and their brackets are independent",
             r"all entries of $\\varphi$ are monomials, so that the fields are constant up to factors in the coordinates $\\theta_j^2/2$, and the matrix of the "
             r"exponents has at least rank $9$"),
            ("latex", r"U_\{1\} - U_\{2\}\\,", r"U_{1} + U_{2}\\,"), ("latex", r"\(3 laws", "(4 laws"), ("latex", r"k \\le l", "k < l"),
            ("latex", r"mathbb\{R\}\^\{3 \\times 2\}", r"mathbb{R}^{2 \\times 2}"), ("latex", r"= U_\{1\}\\,U_\{2\}\.", r"= U_{2}\\,U_{1}."),
            ("latex", r"-\\nabla E", r"\\nabla E"), ("latex", r"\\texttt\{linear:3,2,3\}\]", r"\\texttt{linear:3,3,3}]"),
            ("latex", r"SHA-256 \\texttt\{\w", r"SHA-256 \\texttt{"), ("latex", r"There are no other laws:", "There are exactly no other laws:"),
            ("latex", r"The two bounds meet", "The bounds meet"), ("latex", r"These 3 laws are independent\.", "These 3 laws are independent. They generate all of them."),
            ("markdown", r"\| independent laws \| 3", "| independent laws | 4"), ("markdown", r"at most 2 \| dimension 3", "at most 2 | dimension 4"),
            ("markdown", r"at most 2 \| dimension 3", "at most 3 | dimension 3"), ("markdown", r"9 of 12", "9 to 10 of 12"), ("markdown", r"\| complete ", "| global "),
            ("markdown", r"U1'\*U1 - U2\*U2'", "U1'*U1 - 2*U2*U2'"), ("markdown", r"Conserved:", "Conserved, and more:"), ("markdown", r"3 laws\)", "2 laws)"),
            ("explain", r"12 - 9 = 3", "12 - 8 = 4"), ("explain", r"go in 9", "go in 10"), ("explain", r"3 laws were", "2 laws were"), ("explain", r"U1\*exp\(S\)", "U1*exp(-S)"),
            ("explain", r"every symmetric", "every"), ("explain", r"for every symmetric matrix S", "for every symmetric matrix S with zeros on the diagonal"),
            ("explain", r"12 coordinates", "13 coordinates"), ("explain", r"of any kind", "of any kind at all"),
            ("explain", r"all this is about", "nothing: all this is about")]:
        caught(claims, kind, replaced(texts[kind], pattern, by, by), by)


def plant_everywhere(found):
    """Sentences that other certificates do not prove."""
    for (question, arguments), (claims, texts) in found:
        name = " ".join([question, *arguments])
        if claims.complete is None:
            for kind, more in [("latex", "\nThere are no other laws: near every point of a dense open set of $\\mathbb{R}^{%d}$, every $C^1$ function that is constant along all "
                                "these trajectories is a function of these %d.\n" % (claims.coordinates, claims.independent or 0)), ("markdown", "| complete | yes, proved |\n")]:
                caught(claims, kind, texts[kind] + more, f"completeness of {name}")
        if claims.independent is None:
            caught(claims, "latex", texts["latex"] + "\nThen there are at least 1 independent laws.\n", f"laws of {name}")
        if claims.lower is not None and claims.lower < claims.upper and "dimension at least $" in texts["latex"]:
            caught(claims, "latex", texts["latex"].replace("dimension at least $", "dimension $", 1), f"the exact rank of {name}")
            caught(claims, "latex", texts["latex"] + "\nIt is also closed under brackets at this rank.\n", f"brackets of {name}")
        for kind, text in texts.items():
            if re.search(r"exactly \d", text):
                caught(claims, kind, replaced(text, r"exactly (\d+)", lambda m: f"exactly {int(m[1]) + 1}", name), f"another number of local laws of {name}")
        if claims.drift and "Consider" in texts["latex"]:
            caught(claims, "latex", replaced(texts["latex"], r"\\\[ (\\d?dot.*?) \\\]", r"\\[ \\dot\\theta(t) = -\\nabla E(\\theta) \\]", name), f"no dynamics of {name}")
        if claims.components[0].copies > 1 and claims.complete is not None:
            caught(claims, "latex", texts["latex"].replace(f"R}}^{{{claims.coordinates}}}", f"R}}^{{{claims.components[0].coordinates}}}"), f"one copy of {name}")


def plant_json(claims, result):
    for key, value in [("complete", True), ("independent_laws", 7), ("coordinates", 11), ("lie_rank", {"lower": 10, "upper": 10}), ("local_laws", 4), ("globally", True),
                       ("law_space", [{"degree": 3, "dimension": 3, "certified": True}]), ("within", "theta:2"), ("monomial_map", True), ("laws", result["laws"][:2]),
                       ("families", result["families"] * 2), ("domain", ["U1[1,1]"])]:
        if key != "complete" or claims.complete is None:
            check(f"planted in JSON and not caught: {key}", json_problems(claims, {**result, key: value}))
    law = {**result["laws"][0], "expression": result["laws"][0]["expression"].replace("-", "+", 1)}
    check("planted in JSON and not caught: a sign", json_problems(claims, {**result, "laws": [law, *result["laws"][1:]]}))


def variant(folder, name, text):
    certificate = folder / name
    certificate.write_text(text)
    return certificate


with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    found = []
    for number_of_case, case in enumerate(cases(folder)):
        if (result := check_case(number_of_case, folder, *case)) is not None:
            found.append((case, result))
    asked = {" ".join([question, *arguments]): result for (question, arguments), result in found}
    # The same certificates with fewer lines: texts say less.
    for name in ("certify linear:3,2,3", "certify relu:2,3,2,bias", "certify linear:2,2,2 --dynamics momentum:1", "certify 2*product:3 + linear:2,2,2"):
        text = asked[name][0].text
        for what, changed in [("not complete", without_completeness(text)), ("nothing", without_claims(text))]:
            if (result := guarded(f"{name}, {what}", check_exports, variant(folder, f"v{len(found)}.cert", changed))) is not None:
                check(f"{name}, {what}: less is claimed", result[0].complete is None and (what != "nothing" or result[0].laws == 0))
                found.append((("export", [name, what]), result))
    result = guarded("an open rank", check_exports, variant(folder, "open.cert", without_upper_bound(asked["certify linear:1,2,2,1"][0].text)))
    if result is not None:
        check("an open rank: both bounds", "There are at least 6 and at most 7" in result[1]["latex"])
        found.append((("export", ["an open rank"]), result))
    # A title is a label: the map and the model are not those that it says.
    claims = asked["certify " + str(models / "quartic.toml")][0]
    titled = variant(folder, "titled.cert", with_title(claims.text))
    variant(folder, "titled.cert.canon", claims.canonical)
    guarded("a title", check_exports, titled)
    plant(*asked["certify linear:3,2,3"])
    plant_everywhere(found)
    plant_json(asked["certify linear:3,2,3"][0], json.loads(exported(asked["certify linear:3,2,3"][0].file, "--to", "json")))
    unused = [(place, pattern.pattern[:60]) for places, _, pattern, _ in rows for place in places if (place, pattern.pattern) not in used_rows]
    print(f"{len(rows)} rows, {len(found)} texts' certificates; rows that no text has: {unused}")
finish()
