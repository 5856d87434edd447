"""Exports to one system, loaded and checked inside it: every law must hold there, and a wrong one must be refused.
round_trip.py FORMAT ABIDE DATA. Exit 77 when the system is not installed."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

host, abide, data = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve()), pathlib.Path(sys.argv[3]).resolve()
work = pathlib.Path(tempfile.mkdtemp())


def skip(program):
    print(f"skipped: {program} is not installed, so exports to {host} are not tried")
    shutil.rmtree(work)
    sys.exit(77)


def run(*command, timeout=600):
    return subprocess.run([str(c) for c in command], cwd=work, capture_output=True, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL)


def program(name):
    return shutil.which(name) or skip(name)


def python_with(module):
    for candidate in (sys.executable, "/usr/bin/python3"):
        if pathlib.Path(candidate).exists() and run(candidate, "-c", f"import {module}").returncode == 0:
            return candidate
    return skip("Python's " + module)


# Names that systems know already, and names that become equal when brackets are spelled otherwise.
words = ("I E D N S O C K e i x t R gamma lambda in if pi Pi beta log domain laws fields coordinates names number "
         "check_laws law_ring lawRing QQ Mod x1 x_0 a_1_2 od fi end list poly").split()
(work / "names.toml").write_text(
    "".join(f"[[parameter]]\nname = '{word}'\nshape = []\n" for word in words) +
    "[[parameter]]\nname = 'a'\nshape = [1, 2]\n[[parameter]]\nname = 'a_1'\nshape = [2]\n[model]\nmap = ['" +
    "*".join(words + ["a[1,1]", "a[1,2]", "a_1[1]", "a_1[2]"]) + "']\n")
(work / "small.toml").write_text("[[parameter]]\nname = 'x'\nshape = []\n[model]\nmap = ['x^2/3', '1']\n")
models = {
    "linear": ("linear:2,2,2",),
    "momentum": ("linear:2,3,2", "--dynamics", "momentum:1/2"),
    "logarithm": (data / "models" / "logarithm.toml",),
    "powers": (data / "models" / "powers.toml",),
    "union": ("attention:2,2,2",),
    "bias": ("relu:2,3,2,bias",),
    "names": ("names.toml",),
    "small": ("small.toml",),  # one coordinate, no law, a field that is zero
}


def exported(model, to=host):
    """The export of the certificate of a model; its name has signs that end comments."""
    certificate = work / f"{model} *) \\.cert"
    if not certificate.exists():
        run(abide, "certify", *models[model], "-o", certificate, "--quiet")
    p = run(abide, "export", certificate, "--to", to, "--laws", "all")
    check(f"{model} to {to}", p.returncode == 0, p.stderr)
    return p.stdout


def laws_of(model):
    return [law["expression"] for law in json.loads(exported(model, "json"))["laws"]]


# Of each system: the file, the command that runs it, and the lines behind an export that print the numbers of laws, of
# pairs (law, field) that fail, and of those that fail after a law was added that is none.
checked = {
    "sympy": ("a.py", lambda: [python_with("sympy")], """
print("LAWS", len(laws), "RIGHT", len(check_laws()))
laws.append(coordinates[0]**3)
print("WRONG", len(check_laws()))"""),
    "sage": ("a.sage", lambda: [program("sage")], """
print("LAWS", len(laws), "RIGHT", len(check_laws()))
laws.append(coordinates[0]**3)
print("WRONG", len(check_laws()))"""),
    "pari": ("a.gp", lambda: [program("gp"), "-q"], """
print("LAWS ", #laws + #gradients, " RIGHT ", #check_laws());
laws = concat(laws, [coordinates[1]^3]);
print("WRONG ", #check_laws());
quit"""),
    "singular": ("a.sing", lambda: [program("Singular"), "-q"], """
"LAWS", size(laws) + ncols(gradients)*(size(gradients) > 0), "RIGHT", size(check_laws());
laws = laws, var(1)^3;
"WRONG", size(check_laws());
quit;"""),
    "macaulay2": ("a.m2", lambda: [program("M2"), "--script"], """
<< "LAWS " << #laws + numcols gradients << " RIGHT " << #checkLaws() << endl
laws = append(laws, lawRing_0^3)
<< "WRONG " << #checkLaws() << endl"""),
    "gap": ("a.g", lambda: [program("gap"), "-q", "-T"], """
Print("LAWS ", Length(laws) + Length(gradients), " RIGHT ", Length(check_laws()), "\\n");
Add(laws, coordinates[1]^3);
Print("WRONG ", Length(check_laws()), "\\n");
QUIT;"""),
    "maxima": ("a.mac", lambda: [program("maxima"), "--very-quiet", "-b"], """
print("LAWS", length(laws), "RIGHT", length(check_laws()))$
laws: endcons(coordinates[1]^3, laws)$
print("WRONG", length(check_laws()))$"""),
    # Giac reads Maple's language.
    "maple": ("a.mpl", lambda: [program("giac"), "run.giac"], ""),
    "julia": ("a.jl", lambda: [program("julia")], """
println("LAWS ", length(laws) + length(gradients), " RIGHT ", length(check_laws()))
push!(laws, coordinates[1]^3)
println("WRONG ", length(check_laws()))"""),
}
(work / "run.giac").write_text("""maple_mode(1);
read("a.mpl"):
print("LAWS", nops(laws), "RIGHT", nops(check_laws())):
laws := [op(laws), law_variables[1]^3]:
print("WRONG", nops(check_laws())):
""")


def try_checked():
    name, command, behind = checked[host]
    command = command()
    for model in models:
        (work / name).write_text(exported(model) + behind)
        p = run(*command, *([] if host == "maple" else [name]))
        numbers = dict(re.findall(r'(LAWS|RIGHT|WRONG)[",\s]+(\d+)', p.stdout + p.stderr))
        check(model, numbers.get("LAWS") == str(len(laws_of(model))) and numbers.get("RIGHT") == "0"
              and int(numbers.get("WRONG", "0")) > 0, f"{numbers}\n{p.stdout[-2000:]}{p.stderr[-2000:]}")


# There is no Mathematica to run: SymPy reads its lists and checks the laws.
mathematica = """
import re, sys
from sympy import Add, Symbol, diff
from sympy.parsing.mathematica import parse_mathematica
text = open("a.m").read().replace("$", "q")
statements = dict(re.findall(r"^(coordinates|laws|fields) = (.*?);$", text, re.M | re.S))
coordinates, laws, fields = (parse_mathematica(statements[key].replace("\\n", " "))
                             for key in ("coordinates", "laws", "fields"))
def failing(laws):
    return sum(Add(*[part[1]*diff(law, coordinates[part[0] - 1]) for part in field]).expand() != 0
               for law in laws for field in fields)
print("LAWS", len(laws), "RIGHT", failing(laws), "WRONG", failing([coordinates[0]**3]))
"""


def try_mathematica():
    python = python_with("sympy")
    check("names", re.search(r"I\$0 for I, E\$0 for E, D\$0 for D", exported("names")))
    for model in models:
        if model in ("names", "small"):  # SymPy takes names in them for its own, and does not read {}
            continue
        (work / "a.m").write_text(exported(model))
        p = run(python, "-c", mathematica)
        numbers = dict(re.findall(r"(LAWS|RIGHT|WRONG) (\d+)", p.stdout))
        check(model, numbers.get("LAWS") == str(len(laws_of(model))) and numbers.get("RIGHT") == "0"
              and int(numbers.get("WRONG", "0")) > 0, f"{numbers}\n{p.stderr[-2000:]}")


# Values are compared with those of the formulas in the JSON export. Where laws are quadratic, h(x + X) = h(x - X) for a
# law h and a field X, without rounding as all numbers are small integers.
evaluated = """
import json, math, random, re, sys
import numpy as np
random.seed(1)
name, formulas, names = json.loads(sys.argv[1])

def exact(x):
    values = []
    for formula in formulas:
        code = re.sub(r"log\\\\|([^|]*)\\\\|", r"math.log(abs(\\\\1))", formula).replace("^", "**")
        for k in sorted(range(len(names)), key=lambda k: -len(names[k])):
            code = re.sub(re.escape(names[k]) + r"(?![\\\\w\\\\[])", f"(x[{k}])", code)
        values.append(eval(code, {"x": x, "math": math}))
    return values

def close(a, b):
    return len(a) == len(b) and all(math.isclose(p, q, rel_tol=1e-12, abs_tol=1e-12) for p, q in zip(a, b))

def field(u, v, b):  # of a random combination of path products (i, k, j), the bias being one more input
    w = np.vstack([u, b])
    c = np.array([random.randint(-2, 2) for _ in range(len(w)*v.size)]).reshape(len(w), *v.shape)
    d = np.einsum("ikj,kj->ik", c, v)
    return d[:-1], np.einsum("ikj,ik->kj", c, w), d[-1]
"""
evaluated = evaluated.replace("\\\\", "\\")
array_code = evaluated + """
import export
LIBRARY
def entry(parameters, name):
    base, *indices = re.findall(r"\w+", name)
    return float(parameters[base][tuple(int(i) - 1 for i in indices)])

for _ in range(20):
    parameters = {k: np.array([random.choice((-3, -2, -1, 1, 2, 3)) for _ in range(math.prod(s))], float).reshape(s)
                  for k, s in export.SHAPES.items()}
    x = [entry(parameters, n) for n in names]
    assert close(values(parameters), exact(x)), (values(parameters), exact(x))
    if name == "bias":
        p = [parameters[k] for k in ("U1", "U2", "b1")]
        d = field(*p)
        ahead, back = (dict(zip(("U1", "U2", "b1"), [a + s*b for a, b in zip(p, d)])) for s in (1, -1))
        assert values(ahead) == values(back), (values(ahead), values(back))
        export.COEFFICIENT[0] += 1
        assert values(ahead) != values(back) or not d[0][0][0]
        export.COEFFICIENT[0] -= 1
try:
    values({k: np.zeros(s + (1,)) for k, s in export.SHAPES.items()})
    sys.exit("a wrong shape is accepted")
except ValueError:
    pass
MORE
print("GOOD")
"""
libraries = {
    "numpy": ("numpy", "def values(parameters): return list(export.laws(parameters))", ""),
    "pytorch": ("torch", """import torch
def values(parameters): return export.laws({k: torch.tensor(v) for k, v in parameters.items()}).tolist()""", """
if name == "linear":  # the gradients of laws are orthogonal to those of the model, by automatic differentiation
    u, v = (torch.randint(-3, 4, (2, 2), dtype=torch.float64) for _ in range(2))
    def rows(f):
        return torch.cat([j.reshape(j.shape[0], -1) for j in torch.autograd.functional.jacobian(f, (u, v))], dim=1)
    model = rows(lambda u, v: (u @ v).reshape(-1))
    law = rows(lambda u, v: export.laws({"U1": u, "U2": v}))
    assert law.abs().sum() > 0 and (model @ law.T).abs().sum() == 0
    assert (model @ rows(lambda u, v: export.laws({"U1": u, "U2": v + u}))[:1].T).abs().sum() > 0
"""),
}
c_code = evaluated + """
import ctypes
library = ctypes.CDLL("./a.so")
library.laws.restype = ctypes.c_double
for _ in range(20):
    x = np.array([random.choice((-3, -2, -1, 1, 2, 3)) for _ in names], float)
    out = np.zeros(len(formulas))
    scale = library.laws(x.ctypes.data_as(ctypes.c_void_p), out.ctypes.data_as(ctypes.c_void_p))
    assert close(list(out), exact(list(x))), (out, exact(list(x)))
    assert scale >= np.abs(out).max(initial=0)
print("GOOD")
"""


def names_of(model):
    """The coordinates in their order, from the comment of the C export."""
    comment = " ".join(line[3:-3].strip() for line in exported(model, "c").splitlines() if line.startswith("/* "))
    return re.findall(r"theta\[\d+\] is ([\w\[\],]*[\w\]])", comment)


def try_values(python, code, prepare):
    for model in models:
        if model == "names":
            continue
        prepare(exported(model))
        # The coordinate s of momentum:1/2 is shown as the function of time that it is.
        formulas = [law.replace("exp(1/2*t)", "s") for law in laws_of(model)]
        check(model + ": its time", any("exp(1/2*t)" in law for law in laws_of(model)) == (model == "momentum"))
        p = run(python, "-c", code, json.dumps([model, formulas, names_of(model)]))
        check(model, p.stdout.endswith("GOOD\n"), p.stdout[-2000:] + p.stderr[-2000:])


def try_arrays():
    module, library, more = libraries[host]
    code = array_code.replace("LIBRARY", library).replace("MORE", more)
    try_values(python_with(module), code, lambda text: (work / "export.py").write_text(text))


def try_c():
    compiler = program("gcc")

    def compile(text):
        (work / "a.c").write_text(text)
        p = run(compiler, *"-Wall -Wextra -pedantic -std=c99 -Werror -shared -fPIC a.c -o a.so -lm".split())
        check("the compiler warns of nothing", p.returncode == 0, p.stderr)

    try_values(python_with("numpy"), c_code, compile)


def try_markdown():
    python = python_with("markdown")
    for model in models:
        (work / "a.md").write_text(exported(model))
        html = run(python, "-m", "markdown", "-x", "tables", "a.md").stdout
        items = re.findall(r"<li>\s*(?:<p>)?<code>(.*?)</code>", html)
        check(model, items == [law.replace("<", "&lt;") for law in laws_of(model)], html[-2000:])
        check(model + ": the table", "<td>Lie rank</td>" in html and "<h1>" in html, html[:500])
        shown = html.replace(str(work) + "/", "")
        check(model + ": the certificate", f"<td>{model} *) \\.cert</td>" in shown, shown[:2000])


if host in checked:
    try_checked()
else:
    {"mathematica": try_mathematica, "numpy": try_arrays, "pytorch": try_arrays, "c": try_c,
     "markdown": try_markdown}[host]()
shutil.rmtree(work)
finish()
