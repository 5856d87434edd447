"""The adapters in apps/plugins, each inside its system: the same models have the same laws everywhere, term for term, as the program
says them; wrong input is refused by name and the session goes on; Ctrl-C ends the program and not the session; help pages are there.
adapters.py HOST SOURCE_ROOT ABIDE ABIDE_CHECK. Exit 77 when the system is not installed."""
import fractions
import json
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

host, root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
abide, abide_check = (str(pathlib.Path(p).resolve()) for p in sys.argv[3:5])
plugins, examples = root / "apps" / "plugins", root / "apps" / "examples"
work = pathlib.Path(tempfile.mkdtemp())
scratch = work / "scratch"  # for the temporary files of this system, while others are tested beside it
scratch.mkdir()
slow = "linear:6,6,6"  # with laws of degree 6 it takes minutes
long = "linear:1500,1,1500"  # its one law has 3,000 terms


def environment(**more):
    return {**os.environ, "ABIDE": abide, "ABIDE_CHECK": abide_check, "TERM": "dumb", "TMPDIR": str(scratch), "MAXIMA_TEMPDIR": str(scratch), "SINGULARPATH": str(plugins / "singular"),
            "SINGULAR_IDX_FILE": os.devnull,  # of the manual, which Debian has in a package of its own: help looks for it first
            "JULIA_LOAD_PATH": f"{plugins / 'julia'}:",
            "PYTHONPATH": f"{plugins / 'python'}:{os.environ.get('PYTHONPATH', '')}", **more}


def run(*command, text="", timeout=300, **more):
    return subprocess.run([str(c) for c in command], cwd=work, env=environment(**more), input=text, capture_output=True, text=True, timeout=timeout)


def skip(program):
    print(f"skipped: {program} is not installed")
    shutil.rmtree(work)
    sys.exit(77)


# ---------------------------------------------------------------- polynomials, whatever prints them

class Polynomial(dict):
    """{((name, exponent), …): coefficient}"""

    def __add__(self, other):
        total = Polynomial(self)
        for monomial, c in as_polynomial(other).items():
            total[monomial] = total.get(monomial, 0) + c
        return Polynomial({m: c for m, c in total.items() if c})

    def __mul__(self, other):
        total = Polynomial()
        for m, c in self.items():
            for n, d in as_polynomial(other).items():
                powers = dict(m)
                for name, e in n:
                    powers[name] = powers.get(name, 0) + e
                total += Polynomial({tuple(sorted(powers.items())): c*d})
        return total

    def __pow__(self, exponent):
        return self*self**(exponent - 1) if exponent > 1 else self

    def __neg__(self):
        return self*-1

    def __sub__(self, other):
        return self + -as_polynomial(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, number):
        return self*fractions.Fraction(1, number)

    __radd__, __rmul__ = __add__, __mul__


def as_polynomial(value):
    return value if isinstance(value, Polynomial) else Polynomial({(): fractions.Fraction(value)} if value else {})


def read(text):
    """One polynomial; U1[1,2] and U1$1$2 are U1_1_2."""
    text = re.sub(r"\[([\d, ]+)\]", lambda m: "_" + m[1].replace(" ", "").replace(",", "_"), text).replace("exp(t)", "s").replace("$", "_")
    names = {name: Polynomial({((name, 1),): fractions.Fraction(1)}) for name in re.findall(r"[A-Za-z]\w*", text)}
    return as_polynomial(eval(text.replace("^", "**"), {"__builtins__": {}}, names))


def span(polynomials):
    """The reduced echelon form of their span."""
    rows = []
    for p in polynomials:
        for row in rows:
            p = p - row*p.get(max(row), 0)
        if p:
            p = p*(1/p[max(p)])
            rows = [row - p*row.get(max(p), 0) for row in rows] + [p]
    return sorted((sorted(row.items()) for row in rows), reverse=True)


# ---------------------------------------------------------------- the models, and what the program says of them

(work / "product.toml").write_text("".join(f"[[parameter]]\nname = '{name}'\nshape = []\n" for name in "xyz") +
                                   "[model]\nmap = ['x*y', 'x^2*z/3']\n")
(work / "mirror.toml").write_text("[[parameter]]\nname = 'x'\nshape = []\n[[parameter]]\nname = 'y'\nshape = []\n[model]\nmap = ['x + 2*y']\n"
                                  "[metric]\ndiagonal = ['x', 'x']\n")
models = {
    "linear": ("linear:2,2,2",),
    "product": ("product.toml",),
    "momentum": ("linear:2,2,2", "--dynamics", "momentum:1"),
    "mirror": ("mirror.toml",),
    "quartic": ("linear:1,2,1", "--degree", "4"),
}


def said(model):
    p = run(abide, "certify", *models[model], "--laws", "all", "--json", "--quiet")
    return json.loads(p.stdout)


# ---------------------------------------------------------------- the systems

class Host:
    """command: reads statements from standard input, or from a file; helping: another one for help. In front of them comes
    `loading`. laws: prints "MODEL: LAW | LAW | …" of every model, and answers to the other questions. errors: statements that are
    refused, and what the message says. slow: a question that takes minutes."""
    file, helping, before_help = None, None, ()


class Pari(Host):
    program, command, interactive = "gp", ["gp", "-q", "-D", "colors=no,no,no,no,no,no,no"], ["gp", "-q"]
    loading = f'read("{plugins}/pari/abide.gp");\nshow(name, laws) = print(name, ": ", strjoin([Str(h) | h <- laws], " | "));\n'
    laws = """
show("linear", abide_laws("linear:2,2,2"));
show("product", abide_laws([x*y, x^2*z/3]));
show("momentum", abide_laws("linear:2,2,2", , "momentum:1"));
show("mirror", abide_laws([x + 2*y], , , [x, x]));
show("quartic", abide_laws("linear:1,2,1", 4));
show("names", abide_laws([each*outer; outer*rows]));
r = abide_certify([x*y; x^2*z/3]);
print("numbers: ", mapget(r, "independent"), " ", mapget(r, "rank"), " ", mapget(r, "complete"), " ", mapget(r, "dimensions"));
print("rank: ", abide_rank([x*y + z^2, y*z]));
print("check: ", abide_check([x*y, x^2*z/3], r), abide_check([x*y, x^2*z^2], r));
print("verify: ", abide_verify([x*y, y*z], x^2 - y^2 + z^2), abide_verify([x*y, y*z], x^2));
print("text: ", abide_verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"));
m = abide_laws("linear:2,2,2", , "momentum:1")[1]; print("velocities: ", abide_verify("linear:2,2,2", m, "momentum:1"));
h = abide_laws("LONG")[1]; print("long: ", abide_verify("LONG", h));
"""
    errors = {"abide_laws([x*0.5])": "found the t_REAL 0.5", "abide_laws([Mod(1, 3)*x])": "found the t_INTMOD Mod(1, 3)",
              "abide_laws([x/y])": "found the t_RFRAC", "abide_laws(x)": "expected a specification", "abide_laws([])": "at least one polynomial",
              'abide_laws("linear:2,a")': "found 'a'", "abide_laws(\"linear:2,2';touch pwned;'\")": "touch pwned",
              "abide_verify([x*y], z)": "z is none of the coordinates"}
    example = ("laws.gp", f'read("{plugins}/pari/abide.gp");\n')
    alive, help, slow = "print(6*7)", {"?abide_certify": "how many independent laws", "?abide": "weight-decay"}, f'abide_laws("{slow}", 6)'


class Singular(Host):
    program, command, interactive = "Singular", ["Singular", "-q"], ["Singular", "-q"]
    loading = '''LIB "abide.lib";
proc show(string name, ideal laws) { short = 0; int k; string s = name + ": "; for (k = 1; k <= ncols(laws); k++) { if (k > 1) { s = s + " | "; } s = s + string(laws[k]); } print(s); }
'''
    laws = """
def A = abideRing("linear:2,2,2"); setring A; show("linear", abideLaws("linear:2,2,2"));
def M = abideRing("linear:2,2,2", "dynamics", "momentum:1"); setring M; show("momentum", abideLaws("linear:2,2,2", "dynamics", "momentum:1"));
ring r = 0,(x,y,z),dp; show("product", abideLaws(ideal(x*y, x^2*z/3)));
ring r2 = 0,(x,y),dp; show("mirror", abideLaws(ideal(x + 2*y), "metric", list(x, x)));
def Q = abideRing("linear:1,2,1"); setring Q; show("quartic", abideLaws("linear:1,2,1", "degree", 4));
ring n = 0,(each,outer,rows),dp; show("names", abideLaws(ideal(each*outer, outer*rows)));
setring r; def c = abideCertify(matrix(ideal(x*y, x^2*z/3)));
string(c.independent) + " [" + string(c.lieRank[1]) + ", " + string(c.lieRank[2]) + "] " + string(c.complete) + " [" + string(c.dimensions[1]) + ", " + string(c.dimensions[2]) + "]";
"rank:", abideRank(ideal(x*y + z^2, y*z));
"check:", abideCheck(ideal(x*y, x^2*z/3), c), abideCheck(ideal(x*y, x^2*z^2), c.certificate);
"verify:", abideVerify(list(x*y, y*z), x^2 - y^2 + z^2), abideVerify(ideal(x*y, y*z), x^2);
"text:", abideVerify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2");
setring M; "velocities:", abideVerify("linear:2,2,2", abideLaws("linear:2,2,2", "dynamics", "momentum:1")[1], "dynamics", "momentum:1");
def L = abideRing("LONG"); setring L; "long:", abideVerify("LONG", abideLaws("LONG")[1]);
"""
    errors = {"ring e1 = real,x,dp; abideLaws(ideal(x));": "found coefficients Float()", "ring e2 = 7,x,dp; abideLaws(ideal(x));": "found coefficients ZZ/7",
              "ring e3 = (0,a),x,dp; abideLaws(ideal(a*x));": "found coefficients 0,a",
              "setring r; qring e4 = std(ideal(x)); abideLaws(ideal(y));": "found a quotient ring", "setring r; abideLaws(1);": "found int",
              'abideLaws("linear:2,2,2");': "setring that of abideRing", 'abideLaws("linear:2,a");': "found 'a'",
              "abideLaws(\"linear:2,2';touch pwned;'\");": "touch pwned", 'abideLaws("linear:2,2", "speed", 1);': "found speed"}
    example = ("laws.sing", "")
    alive, help, slow = "6*7;", {"help abideCertify;": "how many independent laws", "example abideLaws;": "x2-y2+z2"}, f'abideLaws("{slow}", "degree", 6);'


class Macaulay2(Host):
    program, command, interactive = "M2", ["M2", "-q", "--no-readline", "--silent", "--no-prompts"], ["M2", "-q"]
    helping = ["M2", "-q", "--no-readline", "--silent"]  # examples in help pages need prompts
    before_help = [f'loadPackage("Abide", FileName => "{plugins}/macaulay2/Abide.m2", LoadDocumentation => true, Reload => true);']
    loading = f'needsPackage("Abide", FileName => "{plugins}/macaulay2/Abide.m2");\n' \
              'tell = (name, laws) -> << name << ": " << demark(" | ", apply(laws, toString)) << endl;\n'
    laws = """
tell("linear", abideLaws "linear:2,2,2");
R = QQ[x,y,z]; tell("product", abideLaws {x*y, x^2*z/3});
tell("momentum", abideLaws("linear:2,2,2", Dynamics => "momentum:1"));
S = QQ[x,y]; tell("mirror", abideLaws({x + 2*y}, Metric => {x, x}));
tell("quartic", abideLaws("linear:1,2,1", Degree => 4));
N = QQ[each,outer,rows]; tell("names", abideLaws {each*outer, outer*rows});
use R; c = abideCertify matrix {{x*y}, {x^2*z/3}};
<< "numbers: " << c#"independent" << " " << toString c#"rank" << " " << c#"complete" << " " << toString c#"dimensions" << endl;
<< "rank: " << abideRank {x*y + z^2, y*z} << endl;
<< "check: " << abideCheck({x*y, x^2*z/3}, c) << abideCheck({x*y, x^2*z^2}, c) << endl;
<< "verify: " << abideVerify(ideal(x*y, y*z), x^2 - y^2 + z^2) << abideVerify({x*y, y*z}, x^2) << endl;
<< "text: " << abideVerify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2") << endl;
<< "velocities: " << abideVerify("linear:2,2,2", first abideLaws("linear:2,2,2", Dynamics => "momentum:1"), Dynamics => "momentum:1") << endl;
<< "long: " << abideVerify("LONG", first abideLaws "LONG") << endl;
"""
    errors = {"E1 = RR[u]; abideLaws {u}": "found coefficients in RR_53", "E2 = ZZ/7[u]; abideLaws {u}": "found coefficients in ZZ/7",
              "E3 = frac R; abideLaws {x_E3/y_E3}": "expected a polynomial ring over QQ, found E3", "abideLaws 1": "expected a specification",
              'abideLaws "linear:2,a"': "found 'a'", "abideLaws \"linear:2,2';touch pwned;'\"": "touch pwned",
              "abideLaws {}": "at least one polynomial"}
    example = ("laws.m2", f'path = prepend("{plugins}/macaulay2/", path);\n')
    alive, help, slow = "<< 6*7 << endl", {"help abideCertify": "how many independent laws"}, f'abideLaws("{slow}", Degree => 6)'


class Gap(Host):
    program, command, interactive = "gap", ["gap", "-q", "-T", "-b", "-l", f";{work}/gap"], ["gap", "-q", "-l", f";{work}/gap"]
    loading = '''LoadPackage("abide");; SetHelpViewer("screen"); SetUserPreference("Pager", "tail"); SetUserPreference("PagerOptions", ["-n"]);
SizeScreen([4000, 24]);;
show := function(name, laws) Print(name, ": ", JoinStringsWithSeparator(List(laws, String), " | "), "\\n"); end;;
x := Indeterminate(Rationals, "x");; y := Indeterminate(Rationals, "y");; z := Indeterminate(Rationals, "z");;
'''
    laws = """
show("linear", AbideLaws("linear:2,2,2"));
show("product", AbideLaws([x*y, x^2*z/3]));
show("momentum", AbideLaws("linear:2,2,2", rec(dynamics := "momentum:1")));
show("mirror", AbideLaws([x + 2*y], rec(metric := [x, x])));
show("quartic", AbideLaws("linear:1,2,1", rec(degree := 4)));
a := Indeterminate(Rationals, "each");; b := Indeterminate(Rationals, "outer");; c := Indeterminate(Rationals, "rows");;
show("names", AbideLaws([a*b, b*c]));
r := AbideCertify([[x*y], [x^2*z/3]]);;
Print("numbers: ", r.independent, " ", r.rank, " ", r.complete, " ", r.dimensions, "\\n");
Print("rank: ", AbideRank([x*y + z^2, y*z]), "\\n");
Print("check: ", AbideCheck([x*y, x^2*z/3], r), AbideCheck([x*y, x^2*z^2], r), "\\n");
Print("verify: ", AbideVerify([x*y, y*z], x^2 - y^2 + z^2), AbideVerify([x*y, y*z], x^2), "\\n");
Print("text: ", AbideVerify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"), "\\n");
Print("velocities: ", AbideVerify("linear:2,2,2", AbideLaws("linear:2,2,2", rec(dynamics := "momentum:1"))[1], rec(dynamics := "momentum:1")), "\\n");
Print("long: ", AbideVerify("LONG", AbideLaws("LONG")[1]), "\\n");
"""
    errors = {"AbideLaws([x/y]);": "found the rational function x/y", 'AbideLaws([Indeterminate(GF(7), "u")]);': "found u, which is over another ring",
              "AbideLaws([E(3)*x]);": "expected rational coefficients, found E(3)*x", "AbideLaws([0.5]);": "found 0.5",
              "AbideLaws(1);": "expected a specification", 'AbideLaws("linear:2,a");': "found 'a'",
              "AbideLaws(\"linear:2,2';touch pwned;'\");": "touch pwned", "AbideLaws([x], rec(speed := 1));": "found speed",
              "AbideVerify([x*y], z);": "z is none of the coordinates"}
    example = ("laws.g", "")
    alive, help, slow = 'Print(6*7, "\\n");', {"?AbideCertify": "how many independent laws"}, f'AbideLaws("{slow}", rec(degree := 6));'

    def prepare(self):
        (work / "gap" / "pkg").mkdir(parents=True)
        (work / "gap" / "pkg" / "abide").symlink_to(plugins / "gap")


class Maxima(Host):
    program, command, interactive = "maxima", ["maxima", "--very-quiet"], ["maxima", "--very-quiet"]
    loading = f'load("{plugins}/maxima/abide.mac")$\n' + r'''
show(name, laws) := (?princ(sconcat(name, ": ", abide_joined(map('string, laws), " | "), ?string(?code\-char(10)))), 'done)$
tell([words]) := (?princ(apply('sconcat, words)), ?terpri(), 'done)$
'''
    laws = """
show("linear", abide_laws("linear:2,2,2"))$
show("product", abide_laws([x*y, x^2*z/3]))$
show("momentum", abide_laws("linear:2,2,2", dynamics = "momentum:1"))$
show("mirror", abide_laws([x + 2*y], metric = [x, x]))$
show("quartic", abide_laws("linear:1,2,1", degree = 4))$
show("names", abide_laws([each*outer, outer*rows]))$
r: abide_certify(matrix([x*y], [x^2*z/3]))$
tell("numbers: ", assoc('independent, r), " ", assoc('rank, r), " ", assoc('complete, r), " ", assoc('dimensions, r))$
tell("rank: ", abide_rank([x*y + z^2, y*z]))$
tell("check: ", abide_check([x*y, x^2*z/3], r), abide_check([x*y, x^2*z^2], r))$
tell("verify: ", abide_verify([x*y, y*z], x^2 - y^2 + z^2), abide_verify([x*y, y*z], rat(x^2)))$
tell("text: ", abide_verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"))$
tell("velocities: ", abide_verify("linear:2,2,2", abide_laws("linear:2,2,2", dynamics = "momentum:1")[1], dynamics = "momentum:1"))$
tell("long: ", abide_verify("LONG", abide_laws("LONG")[1]))$
"""
    errors = {"abide_laws([0.5*x]);": "found 0.5", "abide_laws([x/y]);": "expected polynomials", "abide_laws([%pi*x]);": "found %pi",
              "abide_laws([sin(x)]);": "found sin(x)", "abide_laws(1);": "expected a specification", 'abide_laws("linear:2,a");': "found 'a'",
              "abide_laws(\"linear:2,2';touch pwned;'\");": "touch pwned", "abide_laws([x], speed = 1);": "speed = 1",
              "abide_verify([x*y], z);": "found z"}
    example = ("laws.mac", f'file_search_maxima: cons("{plugins}/maxima/###.mac", file_search_maxima)$\n')
    alive, help, slow = "6*7;", {"abide_help();": "how many independent laws"}, f'abide_laws("{slow}", degree = 6);'


class Sage(Host):
    program, file = "sage", "a.sage"
    command = ["sage", file]
    loading = '''from abide.sage import *
def show(name, laws): print(name + ":", " | ".join(map(str, laws)))
def refused(code):
    try: exec(preparse(code), globals())
    except abide.Error as error: print("refused:", error)
import abide
'''
    laws = """
show("linear", abide_laws("linear:2,2,2"))
R.<x,y,z> = QQ[]
show("product", abide_laws([x*y, x^2*z/3]))
show("momentum", abide_laws("linear:2,2,2", dynamics="momentum:1"))
S.<x,y> = ZZ[]; show("mirror", abide_laws([x + 2*y], metric=[x, x]))
show("quartic", abide_laws("linear:1,2,1", degree=4))
N = PolynomialRing(QQ, "each,outer,rows"); show("names", abide_laws([N.0*N.1, N.1*N.2]))
R.<x,y,z> = QQ[]; c = abide_certify(matrix([[x*y], [x^2*z/3]]))
print("numbers:", c.independent, list(c.rank), c.complete, list(c.dimensions.values()))
print("rank:", abide_rank([x*y + z^2, y*z]))
print("check:", abide_check([x*y, x^2*z/3], c), abide_check([x*y, x^2*z^2], c))
print("verify:", abide_verify([x*y, y*z], x^2 - y^2 + z^2), abide_verify(vector([x*y, y*z]), x^2))
print("text:", abide_verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"))
print("velocities:", abide_verify("linear:2,2,2", abide_laws("linear:2,2,2", dynamics="momentum:1")[0], dynamics="momentum:1"))
print("long:", abide_verify("LONG", abide_laws("LONG")[0]))
show("symbols", abide_laws([var("a")*var("b"), SR(1)]))
"""
    errors = {'refused("T.<u> = RR[]; abide_laws([u])")': "over Real Field", 'refused("T.<u> = GF(7)[]; abide_laws([u])")': "over Finite Field of size 7",
              'refused("abide_laws([x/y])")': "Fraction Field", 'refused("abide_laws([sin(SR.var(\'u\'))])")': "found sin(u)",
              'refused("abide_laws(\'linear:2,a\')")': "found 'a'"}
    example = ("laws.sage", "")
    alive, help, slow = "print(6*7)", {"print(abide_certify.__doc__)": "a certificate"}, None


class Sympy(Sage):
    program, file = "/usr/bin/python3", "a.py"
    command = ["/usr/bin/python3", file]
    loading = '''import abide
from sympy import symbols
x, y, z = symbols("x y z")
def show(name, result): print(name + ":", " | ".join(str(law) for law in result.to_sympy()))
def refused(question):
    try: question()
    except abide.Error as error: print("refused:", error)
'''
    laws = """
show("linear", abide.laws("linear:2,2,2"))
show("product", abide.laws([x*y, x**2*z/3]))
show("momentum", abide.laws("linear:2,2,2", dynamics="momentum:1"))
show("mirror", abide.laws("mirror.toml"))
each, outer, rows = symbols("each outer rows")
show("names", abide.laws([each*outer, outer*rows]))
show("quartic", abide.laws("linear:1,2,1", degree=4))
r = abide.certify([x*y, x**2*z/3])
print("numbers:", r.independent_laws, list(r.lie_rank), r.complete, list(r.dimensions.values()))
print("rank:", abide.certify([x*y + z**2, y*z]).lie_rank[0])
print("check:", bool(r.certificate().check()), bool(abide.check(r.certificate(), abide.Model([x*y, x**2*z**2]))))
print("verify:", bool(abide.verify([x*y, y*z], x**2 - y**2 + z**2)), bool(abide.verify([x*y, y*z], x**2)))
print("text:", bool(abide.verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2")))
print("velocities:", bool(abide.verify("linear:2,2,2", abide.laws("linear:2,2,2", dynamics="momentum:1").laws[0], dynamics="momentum:1")))
law = abide.laws("LONG").laws[0]
print("long:", bool(abide.verify("LONG", law)) and len(law.to_sympy().args) == 3000)
"""
    errors = {"refused(lambda: abide.laws([0.5*x]))": "found the Float 0.5", "refused(lambda: abide.laws([x/y]))": "found the fraction"}
    example = ("laws.py", "")
    alive, help, slow = "print(6*7)", {"print(abide.certify.__doc__)": "Finds all conservation laws"}, None


class Julia(Host):
    program, file = "julia", "a.jl"
    command = ["julia", file]
    loading = f'''using Nemo
include("{plugins}/julia/src/Abide.jl")
show_laws(name, laws) = println(name, ": ", join(map(string, laws), " | "))
refused(f) = try f() catch error println("refused: ", error) end
R, (x, y, z) = polynomial_ring(QQ, ["x", "y", "z"])
S, (u, v) = polynomial_ring(QQ, ["x", "y"])
'''
    laws = """
show_laws("linear", Abide.laws("linear:2,2,2"))
show_laws("product", Abide.laws([x*y, x^2*z*(1//3)]))
show_laws("momentum", Abide.laws("linear:2,2,2"; dynamics = "momentum:1"))
show_laws("mirror", Abide.laws([u + 2*v]; metric = [u, u]))
show_laws("quartic", Abide.laws("linear:1,2,1"; degree = 4))
N, (a, b, c) = polynomial_ring(QQ, ["each", "outer", "rows"]); show_laws("names", Abide.laws([a*b, b*c]))
r = Abide.certify([x*y, x^2*z*(1//3)])
println("numbers: ", r.independent, " ", r.rank, " ", r.complete, " ", r.dimensions)
println("rank: ", Abide.rank([x*y + z^2, y*z]))
println("check: ", Abide.check([x*y, x^2*z*(1//3)], r), Abide.check([x*y, x^2*z^2], r))
println("verify: ", Abide.verify([x*y, y*z], x^2 - y^2 + z^2), Abide.verify([x*y, y*z], x^2))
println("text: ", Abide.verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"))
println("velocities: ", Abide.verify("linear:2,2,2", Abide.laws("linear:2,2,2"; dynamics = "momentum:1")[1]; dynamics = "momentum:1"))
println("long: ", Abide.verify("LONG", Abide.laws("LONG")[1]))
"""
    errors = {'refused(() -> Abide.laws([polynomial_ring(GF(7), ["a", "b"])[2][1]]))': "expected polynomials over QQ",
              'refused(() -> Abide.laws("linear:2,a"))': "found 'a'"}
    example = ("laws.jl", "")
    alive, help, slow = "println(6*7)", {"println(Base.doc(Abide.certify))": "how many independent laws"}, None


system = {"pari": Pari, "singular": Singular, "macaulay2": Macaulay2, "gap": Gap, "maxima": Maxima, "sage": Sage, "sympy": Sympy,
          "julia": Julia}[host]()
if shutil.which(system.program) is None:
    skip(system.program)
if host == "sympy" and run(system.program, "-c", "import sympy").returncode != 0:
    skip("SymPy")
if host == "julia" and run("julia", "-e", "using Nemo").returncode != 0:
    skip("Nemo")
getattr(system, "prepare", lambda: None)()


def ask(*statements, command=None, **more):
    text = system.loading + "\n".join(statements) + "\n"
    if system.file:
        (work / system.file).write_text(text)
        text = ""
    p = run(*(command or system.command), text=text, **more)
    return p.stdout + p.stderr


# ---------------------------------------------------------------- what is asked

def line(out, name):
    found = re.findall(rf"^\W*{name}: ?(.*)$", out, re.M)
    return found[-1].strip() if found else None  # some systems repeat what they read


def try_answers():
    out = ask(system.laws.replace("LONG", long))
    for model in models:
        printed, expected = line(out, model), said(model)["laws"]
        check(f"{model}: laws", printed is not None, out[-3000:])
        if printed is not None:
            found = span(read(law) for law in printed.split(" | ") if law)
            check(f"{model}: the same laws", found == span(read(law["expression"]) for law in expected), f"{printed}\n{expected}")
    check("names that abide reserves", span([read(line(out, "names") or "0")]) == span([read("each^2 - outer^2 + rows^2")]), out[-3000:])
    numbers = re.findall(r"-?\d+|true|false|True|False", line(out, "numbers") or re.search(r"^1 \[2, 2\] .*$", out, re.M)[0])
    check("the numbers of a certificate", [n.lower().replace("true", "1") for n in numbers] == ["1", "2", "2", "1", "0", "1"], str(numbers))
    check("the Lie rank", line(out, "rank") == "3", out)
    for question, answers in (("check", "10"), ("verify", "10"), ("text", "1"), ("velocities", "1"), ("long", "1")):
        found = re.sub(r"\s", "", (line(out, question) or "").lower()).replace("true", "1").replace("false", "0")
        check(question, found == answers, f"{found}\n{out[-3000:]}")


def try_bad_input():
    start = {"singular": "ring r = 0,(x,y,z),dp;", "macaulay2": "R = QQ[x,y,z];", "sage": "R.<x,y,z> = QQ[]"}.get(host, "")
    statements = [part for statement in system.errors for part in (statement, system.alive)]
    out = re.sub(r"\s+", " ", ask(start, *statements))
    for statement, message in system.errors.items():
        check(f"refused: {statement}", message in out, out[-3000:])
    check("the session goes on after each", len(re.findall(r"\b42\b", out)) >= len(system.errors), out[-3000:])
    check("nothing of a text is run", not list(work.rglob("pwned")))
    if system.slow is None:
        return
    question = system.slow.replace("6,6,6", "1,1,1").replace("6", "2")
    other = work / "other"
    other.write_text(f'#!/bin/sh\nexec "{abide}" $(echo "$@" | sed "s/--adapter 0.1.0/--adapter 0.2.0/")\n')
    other.chmod(0o755)
    for name, program, message in (("no program", "/nonexistent/abide", "no answer: expected the program abide"),
                                   ("an older program", "/bin/false", "no answer: expected the program abide"),
                                   ("another version", str(other), "the adapter is of version 0.2.0")):
        out = re.sub(r"\s+", " ", ask(question, system.alive, ABIDE=program))
        check(name, message in out and "42" in out, out[-1500:])


def try_help():
    for statement, words in system.help.items():
        out = re.sub(r"\s+", " ", ask(*system.before_help, statement, command=system.helping))
        check(f"help: {statement}", words in out, out[-1500:])


def try_interruption():
    """In a terminal: Ctrl-C ends the program, and the session goes on."""
    if system.slow is None:
        return
    marked, pid_file = work / "marked", work / "pid"
    marked.write_text(f'#!/bin/sh\necho $$ > "{pid_file}"\nexec "{abide}" "$@"\n')
    marked.chmod(0o755)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(work)
        os.execvpe(system.interactive[0], system.interactive, environment(ABIDE=str(marked)))
    shown = b""

    def wait_for(condition, seconds):
        nonlocal shown
        end = time.time() + seconds
        while time.time() < end and not condition():
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:
                    return False
        return condition()

    def runs():
        try:
            os.kill(int(pid_file.read_text()), 0)
            return True
        except (OSError, ValueError):
            return False
    for statement in [*system.loading.strip().splitlines(), system.slow]:
        os.write(terminal, statement.encode() + b"\n")
        wait_for(lambda: False, 0.2)
    check("the program is running", wait_for(runs, 60), shown.decode(errors="replace"))
    wait_for(lambda: False, 0.5)
    os.write(terminal, b"\x03")
    check("Ctrl-C ends the program", wait_for(lambda: not runs(), 20), shown.decode(errors="replace"))
    wait_for(lambda: False, 1)
    os.write(terminal, system.alive.replace("6*7", "1000+234").encode() + b"\n")
    check("and the session goes on", wait_for(lambda: b"1234" in shown, 20), shown.decode(errors="replace"))
    os.kill(child, 9)
    os.waitpid(child, 0)
    # Singular's folder is called by its process. GAP keeps its folders until it ends.
    folders = [scratch, *(p for p in scratch.rglob("*") if p.is_dir()), pathlib.Path(f"/tmp/abide.{child}")] if host != "gap" else []
    left = [p for p in folders if [*p.glob("model*"), *p.glob("said*")]]
    check("no temporary files are left", not left, str(left))


def is_the_law(text):
    try:  # Singular prints x2-2z2
        return span([read(re.sub(r"\b([xyz])2", r"\1^2", text.replace("2z2", "2*z^2")))]) == span([read("x^2 - y^2 - 2*z^2")])
    except (SyntaxError, TypeError, NameError):
        return False


def try_example():
    """As its user runs it, the adapters being where the system looks for them."""
    name, loading = system.example
    text = (examples / name).read_text(encoding="utf-8")
    if system.file:
        shutil.copy(examples / name, work)
        p = run(system.program, name)
    else:
        p = run(*system.command, text=loading + text)
    out = re.sub(r"\s+", " ", p.stdout + p.stderr).replace("**", "^")
    found = re.findall(r"[\[{]([^\[\]{}]*)[\]}]|(x\^?2 ?-.*?z\^?2)", out)
    check(f"apps/examples/{name}: its law", any(is_the_law(a or b) for a, b in found), out[-1500:])
    check(f"apps/examples/{name}: accepted", re.search("accepts it: ?(true|1)", out.lower()) or host == "sympy" and "accepted, complete" in out, out[-1500:])


# Cells as those of the published notebooks, with other architectures; the counts of the papers.
cells = """
from abide.sage import *
import numpy as np
for list_dim in ([2, 3, 2], [2, 2, 2, 2], [5, 3, 4, 2]):
    n_known_functions = known_conserved_functions_linear(list_dim)
    D, vector_fields = vector_fields_for_q_layer_LNN(list_dim)
    dim_found = D - dim_trace_lie_algebra(vector_fields, n_known_functions=n_known_functions, verbose=0)
    assert vector_fields.shape == (D, list_dim[0]*list_dim[-1])
    print("linear", D, n_known_functions, dim_found, solve(2, vector_fields))
for bias in (False, True):
    list_dim = [2, 3, 2, 2]
    n_known_functions = known_conserved_functions_ReLU(list_dim)
    D, vector_fields = vector_fields_ReLU_q_layers(list_dim, bias=bias)
    dim_found = D - dim_trace_lie_algebra(vector_fields, n_known_functions=n_known_functions, verbose=0)
    print("relu", D, n_known_functions, dim_found, solve(2, vector_fields))
def particular_vf(D):
    liste_var = [var('x'+str(i+1)) for i in range(D)]
    R = PolynomialRing(ZZ, liste_var)
    return np.array(R.monomial(*([1]*D)).gradient()).reshape(D, 1)
V2 = particular_vf(3)
P, rank = solve(2, V2, True)
print("product", len(P), rank, dim_trace_lie_algebra(V2, fast=False), solve(0, V2, True), solve(1, V2), solve(4, V2, True, general=True)[1])
"""


def try_notebooks():
    (work / "cells.sage").write_text(cells)
    p = run("sage", "cells.sage")
    check("cells of the notebooks", p.stdout == "linear 12 6 6 6\nlinear 12 6 6 6\nlinear 35 16 16 16\nrelu 16 5 5 5\nrelu 21 5 5 5\nproduct 2 2 1 ([1], 0) 0 2\n",
          p.stdout + p.stderr)
    p = run("sage", "-t", plugins / "python" / "abide" / "sage.py")
    check("examples in docstrings", p.returncode == 0 and "All tests passed" in p.stdout, p.stdout[-3000:])


if host == "sage":
    try_notebooks()
try_answers()
try_bad_input()
try_help()
try_interruption()
try_example()
shutil.rmtree(work)
finish()
