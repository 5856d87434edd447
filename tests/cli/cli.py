"""Every subcommand, option and exit code of abide, as a user would call it."""
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

abide, checker, data = (str(pathlib.Path(a).resolve()) for a in sys.argv[1:4])
sanitized = "--sanitized" in sys.argv[4:]
data = pathlib.Path(data)


def run(*args, program=abide):
    return subprocess.run([program, *map(str, args)], capture_output=True, timeout=120, text=True)


def expect(code, *args, out="", err="", program=abide):
    p = run(*args, program=program)
    name = " ".join(map(str, args))
    check(name, p.returncode == code, f"exit {p.returncode}, expected {code}\n{p.stderr[-500:]}")
    check(name + " prints", out in p.stdout, p.stdout[-500:])
    check(name + " says", err in p.stderr, p.stderr[-500:])
    if code == 1:
        check(name + " gives a message", "abide" in p.stderr, p.stderr)
        check(name + " prints no result", p.stdout == "", p.stdout)
    return p


def result(*args, code=0):
    return json.loads(expect(code, *args, "--json").stdout)


work = pathlib.Path(tempfile.mkdtemp())
os.chdir(work)

# The results that everybody knows.
r = result("certify", "linear:2,2,2")
check("linear:2,2,2", (r["parameters"], r["law_space"][1]["dimension"], r["independent_laws"],
                       r["lie_rank"], r["complete"]) == (8, 3, 3, {"lower": 5, "upper": 5}, True))
r = result("certify", "relu:2,3,2,bias")
check("relu:2,3,2,bias", (r["parameters"], r["law_space"][1]["dimension"], r["independent_laws"],
                          r["lie_rank"], r["complete"]) == (15, 3, 3, {"lower": 12, "upper": 12}, True))
r = result("certify", "product:6")
check("product:6", r["independent_laws"] == 5 and r["lie_rank"] == {"lower": 1, "upper": 1})
r = result("certify", "linear:1,2,2,1", code=10)
check("linear:1,2,2,1", r["local_laws"] == 7 and r["independent_laws"] == 6 and not r["complete"]
      and r["lie_rank"] == {"lower": 1, "upper": 1})
r = result("certify", "linear:2,5,2")
check("linear:2,5,2", r["law_space"][1]["dimension"] == 15 and r["independent_laws"] == 14)
r = result("laws", "linear:2,2,2", "--degree", 4, "--laws", "all")
check("degree 4", [d["dimension"] for d in r["law_space"]] == [0, 3, 3, 9] and len(r["laws"]) == 3)
expect(0, "verify", "linear:1,1,1", "--law", "U1[1,1]^2 - U2[1,1]^2", out="proved")
expect(20, "verify", "linear:1,1,1", "--law", "U1[1,1]^2 + U2[1,1]^2", out="refuted")
logarithm = data / "models" / "logarithm.toml"
expect(0, "verify", logarithm, "--law", "y - log|x|", out="proved")
expect(0, "verify", logarithm, "--law", "y + 1/z", out="proved")
expect(20, "verify", logarithm, "--law", "y - 2*log(x)", out="refuted")
expect(20, "verify", logarithm, "--law", "y*log(x)", out="a non-zero function of logarithms near")
expect(0, "verify", logarithm, "--law", "y − ln(x) = const", out="proved")
expect(1, "verify", logarithm, "--law", "√x", err="found '√x'")
expect(1, "verify", logarithm, "--law", "sqrt(x)", err="a square root is no rational function")
expect(1, "certify", data / "sweeps", err="this file is no model")
expect(1, "verify", logarithm, "--law", "log(x*y)", err="--law:5: expected a coordinate")
expect(0, "certify", logarithm, out="y - log|x| = const    (balance with logarithms)")
expect(0, "certify", data / "models" / "powers.toml", "--laws", "all", out="x[1]^3/x[2] = const")
species = data / "models" / "lotka-volterra.toml"
expect(0, "certify", species, out="7*x + 3*y - 5*log|x| - 2*log|y| = const")
expect(10, "certify", species, "--no-logarithms", out="open: exactly 1 local law, 0 of them found")
w = json.loads(expect(20, "verify", "linear:1,1,1", "--law", "U1[1,1]", "--json").stdout)
check("witness", w["witness"]["field"] == 1 and w["witness"]["value"] != "0")
r = result("certify", data / "models" / "rotation.toml", "-o", "rotation.cert")
check("rotation", [d["dimension"] for d in r["law_space"]] == [1, 3] and r["independent_laws"] == 2
      and r["complete"] and r["certificate"] == "rotation.cert")
expect(0, "rotation.cert.canon", "rotation.cert", program=checker)
# A title is a label in every alphabet; its certificate has it in ASCII.
pathlib.Path("hh.toml").write_text("name = 'Hénon–Heiles λ'\n[[parameter]]\nname = 'q'\nshape = [2]\n[[parameter]]\nname = 'p'\nshape = [2]\n"
                                   "[model]\nfields = [['p', '-q[1] - 2*q[1]*q[2]', '-q[2] - q[1]^2 + q[2]^2']]\n")
expect(10, "certify", "hh.toml", "-o", "hh.cert", out="Hénon–Heiles λ: 4 coordinates")
expect(0, "export", "hh.cert", "--to", "text", out="Hénon–Heiles λ (hh.cert.canon): 4 coordinates")
expect(0, "export", "hh.cert", "--to", "latex", out="Hénon–Heiles \\textbackslash{}xce\\textbackslash{}xbb (hh.cert.canon)")
# A long sum is shortened, and counted, as a whole.
pathlib.Path("long.toml").write_text("[[parameter]]\nname = 'x'\nshape = [40]\n[model]\nmap = [\"each(k, 1..39, (k+2)*x[k] + (-1)^k*(k+1)*x[k+1])\"]\n")
expect(0, "certify", "long.toml", out="(40 terms) = const")
# Low-rank updates of trained weights, small and large, are known by their specification.
for model, complete in (("lora:1,1,1", 10), ("lora:3,1,3", 0), ("lora:64,4,64", 0), ("lora:256,8,256", 0)):
    expect(complete, "certify", model, "-o", "lora.cert", out="Bᵀ B − A Aᵀ" if model.startswith(("lora:64", "lora:256")) else "")
    expect(complete, model, "lora.cert", program=checker, out="verdict: accepted")
    check(f"{model} is built by abide-check", not pathlib.Path("lora.cert.canon").exists())
expect(20, "lora:256,8,255", "lora.cert", program=checker, err="not 'lora:256,8,255'")
expect(0, "canonical", "lora:2,1,2", out="map 4\nm B[1,1]*A[1,1] + W[1,1]\nm B[1,1]*A[1,2] + W[1,2]\n")
def options_of(certificate):
    """The options of abide-check that ask what the certificate answers."""
    text = pathlib.Path(certificate).read_text()
    dynamics, metric, loss = (text.split(f"\n{key} ")[1].split("\n")[0] for key in ("dynamics", "metric", "loss"))
    moves = dynamics.startswith(("momentum", "nesterov")) and metric != "identity"
    mirror = ["--mirror-momentum", {"mirror": "paper", "model": "metric"}[metric]] if moves else []
    return ["--dynamics", dynamics, "--loss", loss, *mirror]

for model in sorted((data / "models").glob("*.toml")):
    expect(0, "certify", model, "-o", "m.cert", out="complete")
    expect(0, "m.cert.canon", *options_of("m.cert"), "m.cert", program=checker, out="accepted, complete")

# linear:2,2,2 with its coordinates changed by a random invertible integer matrix: no grading left.
def changed_variables(seed):
    random.seed(seed)
    n = range(8)
    a, inverse = ([[int(i == j) for j in n] for i in n] for _ in range(2))
    for _ in range(14):
        i, j, sign = random.choice(n), random.choice(n), random.choice((-1, 1))
        if i != j:  # row i of A gains the row j, column j of the inverse loses the column i
            a[i] = [x + sign * y for x, y in zip(a[i], a[j])]
            for row in inverse:
                row[j] -= sign * row[i]
    def combination(row, of):
        return "(" + " + ".join(f"({c})*{x}" for c, x in zip(row, of) if c) + ")"
    theta = [combination(row, [f"t[{j + 1}]" for j in n]) for row in a]
    fields = []
    for i, j in ((i, j) for i in (0, 1) for j in (0, 1)):
        gradient = ["0"] * 8
        for k in (0, 1):
            gradient[2 * i + k], gradient[4 + 2 * k + j] = theta[4 + 2 * k + j], theta[2 * i + k]
        fields.append([combination(row, gradient) for row in inverse])
    return f"[[parameter]]\nname = 't'\nshape = [8]\n[model]\nfields = {json.dumps(fields)}\n"


for seed in (1, 2):
    pathlib.Path("changed.toml").write_text(changed_variables(seed))
    r = result("certify", "changed.toml", "-o", "changed.cert")
    check("changed variables", (r["independent_laws"], r["lie_rank"], r["complete"]) ==
          (3, {"lower": 5, "upper": 5}, True))
    expect(0, "changed.cert.canon", "changed.cert", out="accepted, complete", program=checker)

# Certificates for specifications, from the canonical file, and their repeatability.
expect(0, "certify", "linear:3,2,3", "-o", "a.cert", "--seed", 3, "--threads", 1)
expect(0, "certify", "linear:3,2,3", "-o", "b.cert", "--seed", 3, "--threads", 2)
check("repeatable", pathlib.Path("a.cert").read_bytes() == pathlib.Path("b.cert").read_bytes())
expect(0, "linear:3,2,3", "a.cert", program=checker)
expect(20, "linear:3,2,2", "a.cert", program=checker)
expect(0, "canonical", "linear:3,2,3", "-o", "c.canon")
expect(0, "certify", "c.canon", "-o", "c.cert", out="complete")
expect(0, "c.canon", "c.cert", program=checker)
check("canonical prints", run("canonical", "linear:3,2,3").stdout == pathlib.Path("c.canon").read_text())

# Every option.
expect(0, "--help", out="certify")
expect(0, "certify", "--help", out="--degree")
expect(0, "--version", out="abide 0")
expect(0, "models", out="product:D")
expect(0, "models", "relu", out="relu:2,3,2,bias")
pages = json.loads(expect(0, "models", "--json").stdout)
check("every family has a page", all(all(page.values()) for page in pages) and len(pages) == 17)
# A family printed as TOML is the same model.
for model in ("linear:3,2,3", "relu:2,3,2,bias", "nmf:3,2,3", "attention:4,2,2"):
    pathlib.Path("printed.toml").write_text(expect(0, "models", model, "--toml").stdout)
    first, second = result("certify", model), result("certify", "printed.toml")
    for key in ("law_space", "independent_laws", "lie_rank", "complete"):
        check(f"{model} as TOML: {key}", first[key] == second[key])
expect(1, "models", "linear:3", "--toml")
expect(1, err="abide certify relu:3,4,2,bias -o relu.cert\n")
expect(0, "models", "attention:768,64,12", "--toml", out="V12*O12")  # written, not expanded
expect(0, "certify", "attention:4,2,2", out="Lie rank 52 of 64\ncomplete")
# Copies of one network: one is solved, and the whole is reported.
r = result("certify", "attention:768,64,12", "--laws", "orbits", "-o", "heads.cert")
check("twelve heads", (r["coordinates"], r["independent_laws"], r["lie_rank"]["lower"], r["law_space"][1]["dimension"],
                       r["complete"]) == (2359296, 49920, 2309376, 49920, True), str(r)[:500])
check("kinds of all heads", [law["multiplicity"] for law in r["laws"]] == [1536, 48384])
expect(0, "attention:768,64,12", "heads.cert", "--quiet", program=checker, out="accepted, complete")
check("a small certificate", pathlib.Path("heads.cert").stat().st_size < 2_000_000)
expect(0, "certify", "attention:2,1,2", "-o", "copies.cert", err="(abide-check attention:2,1,2 copies.cert)")
check("no canonical file beside it", not pathlib.Path("copies.cert.canon").exists())
expect(0, "attention:2,1,2", "copies.cert", program=checker, out="component 1: 4 copies, 4 coordinates, 4 fields\n")
expect(0, "export", "copies.cert", "--to", "text", "--laws", "all", out="V2[1,1]^2 + V2[2,1]^2 - O2[1,1]^2 - O2[1,2]^2 = const")
for options, laws in (("", 4 * 64 * 65 // 2), (",relu", 4 * 64)):
    expect(0, "certify", "residual:64,64,4" + options, "--laws", "orbits", "-o", "blocks.cert", out=f"{laws} independent laws")
    expect(0, "residual:64,64,4" + options, "blocks.cert", program=checker, out="component 1: 4 copies, 8192 coordinates")
expect(0, "certify", "residual:2,1,1", "--laws", "all", "-o", "blocks.cert", out="U1[1,1]^2 + U1[1,2]^2 - V1[1,1]^2 - V1[2,1]^2")
expect(0, "residual:2,1,1", "blocks.cert", program=checker, out="U1[1,1]^2 + U1[1,2]^2 - V1[1,1]^2 - V1[2,1]^2")
# A canonical file has the same body: so many copies of one network on the coordinates of its arrays.
copies = run("canonical", "attention:2,1,2").stdout
check("canonical copies", "\nsum 1\ntimes 4\nnetwork 2,1,2 none\nend 16\n" in copies, copies)
pathlib.Path("copies.canon").write_text(copies)
expect(0, "certify", "copies.canon", "--laws", "all", "-o", "file.cert", out="4 independent laws")
expect(0, "copies.canon", "file.cert", program=checker, out="component 1: 4 copies, 4 coordinates, 4 fields\n")
expect(20, "copies.canon", "copies.cert", program=checker, err="line 3: the certificate is for model 'attention:2,1,2'")
expect(20, "attention:2,1,2", "file.cert", program=checker, err="line 4: the certificate is for model 'canonical 16 16'")
for before, after, place in (("times 4", "times 0", "14:7: expected the number of copies"),
                             ("times 4", "copies 4", "14:1: expected 'times '"),
                             ("times 4", "times 1", "13:5: the summands have 4 coordinates, the file has 16"),
                             ("times 4", "times 5", "14:7: the copies have more coordinates than the file"),
                             ("sum 1", "sum 2", "16:1: expected 'times ', found 'end 16'")):
    pathlib.Path("many.canon").write_text(copies.replace(before, after))
    expect(1, "certify", "many.canon", err="many.canon:" + place)
    expect(1, "many.canon", "copies.cert", program=checker)
balance = "(Q1[1,1]^2+Q1[2,1]^2-K1[1,1]^2-K1[2,1]^2)*(V1[1,1]^2+V1[2,1]^2-O1[1,1]^2-O1[1,2]^2)"
expect(0, "verify", "attention:2,1,1", "--law", balance)
expect(20, "verify", "attention:2,1,1", "--law", "V1[1,1]^2*Q1[1,1]", out="refuted: along field 1 ")
expect(20, "verify", "attention:1,1,1", "--law", "log|V1[1,1]|/Q1[1,1]", out="refuted: along field 1 ")
expect(1, "verify", "attention:768,64,12", "--law", "log|V1[1,1]|", err="more than 2^26 terms")
expect(0, "certify", "attention:2,1,1", "--dynamics", "weight-decay:1", "--ascii", out="exp(2*t)*(Q1[:,1]'*Q1[:,1] - K1[:,1]'*K1[:,1])")
expect(1, "certify", "attention:768,64,12", "--dynamics", "momentum:1", err="38655295489 monomials; the limit is")
# Bounds that differ between the copies of a network, or join them: the whole is written out.
expect(0, "certify", "attention:2,1,1", "--degree", "Q1+K1:2,V1+O1:2", "-o", "within.cert", out="dimension 3, proved")
expect(0, "within.cert.canon", "within.cert", program=checker, out="within: degree <= 2 in Q1[1,1] to K1[2,1]")
expect(0, "export", "within.cert", "--to", "text", out="laws of degree <= 4 within Q1…K1:2,V1…O1:2: dimension 3, proved")
for degrees, dimension in (("Q1+K1:2,V1+O1:1", 1), ("theta:2", 2), ("Q1+K1:4,V1+O1:0", 2), ("Q1:2,K1+V1:2,O1:2", 2), ("Q1:2,K1+V1:4,O1:2", 3)):
    expect(0, "certify", "attention:2,1,1", "--degree", degrees, "-o", "within.cert", out=f"dimension {dimension}, proved\n  ")
    expect(0, "within.cert.canon", "within.cert", program=checker, out="accepted, complete")
expect(0, "certify", "linear:2,2,2", "--degree", "U1:2,U2:2", "-o", "within.cert", out="3 independent laws")
expect(0, "within.cert.canon", "within.cert", program=checker, out="accepted, complete")
expect(0, "certify", "linear:1,1 + linear:1,2,1", "--dynamics", "momentum:1", "--degree", "time:1,theta:1,v:1",
       "-o", "within.cert", out="within time:1,theta:1,v:1: dimension 2, proved")
expect(0, "within.cert.canon", "within.cert", program=checker, out="accepted, complete")
expect(1, "certify", "attention:768,64,12", "--degree", "theta:2", err="more than 2^26 terms")
# Laws of a network in other clothes: nothing is eliminated, and no dimension of a law space is known.
for question, rank in ((("linear:30,20,50", "--dynamics", "weight-decay:1"), 1391), (("linear:30,20,50", "--loss", "cross-entropy"), 1370))[:1 if sanitized else 2]:
    expect(0, "certify", *question, "-o", "lifted.cert", out=f"Lie rank {rank} of ")
    expect(0, *question, "lifted.cert", program=checker, out="accepted, complete")
    expect(0, "export", "lifted.cert", "--to", "latex", out="There are no other laws")
expect(1, "certify", "linear:2,2 + linear:2,2", "--degree", "theta:2", "--loss", "cross-entropy", err="cross-entropy needs a network")
# Sums of models: laws and ranks add up, every component is solved once, and the checker reads the sum by itself.
whole = "2*attention:8,4,2 + relu:8,16,8 + linear:4,2,4"
expect(0, "certify", whole, "-o", "sum.cert", out=f"""{whole}: 784 coordinates
laws of degree <= 1: dimension 0, proved
laws of degree <= 2: dimension 99, proved
  c1_Q1ᵀ c1_Q1 − c1_K1ᵀ c1_K1 = const    (Gram difference: entries 1 ≤ k ≤ l ≤ 4, 10 laws, as in each of 8 copies)
  ‖c3_U1[:,k]‖² − ‖c3_U2[k,:]‖² = const    (neuron balance: 1 ≤ k ≤ 16, 16 laws)
  c4_U1ᵀ c4_U1 − c4_U2 c4_U2ᵀ = const    (Gram difference: entries 1 ≤ k ≤ l ≤ 2, 3 laws)
99 independent laws
Lie rank 685 of 784
complete: every law is locally a function of 99 independent laws
""", err=f"(abide-check '{whole}' sum.cert)")
said = expect(0, whole, "sum.cert", program=checker, out="law space degree 2: proved: dimension 99\ncomplete: proved").stdout
for line in ("rules: closed/1, exponents/1, images/1, orbits/1, repetition/1, tensor/1", "component 1: 8 copies, 64 coordinates, 64 fields",
             "component 2: 1 copy, 256 coordinates, 1024 fields", "component 3: lie rank >= 13: proved by words",
             "verdict: accepted, complete"):
    check("the checker says " + line, line + "\n" in said, said[-1000:])
alone = [result("certify", m) for m in ("attention:8,4,2", "relu:8,16,8", "linear:4,2,4")]
r = result("certify", whole)
for key in ("independent_laws", "parameters"):
    check("a sum adds up: " + key, r[key] == 2 * alone[0][key] + alone[1][key] + alone[2][key])
check("a sum adds up: Lie rank", r["lie_rank"]["lower"] == sum(n * a["lie_rank"]["lower"] for n, a in zip((2, 1, 1), alone)))
for other in ("2*attention:8,4,2 + relu:8,16,8", "attention:8,4,2 + relu:8,16,8 + linear:4,2,4", "relu:8,16,8 + 2*attention:8,4,2 + linear:4,2,4"):
    expect(20, other, "sum.cert", program=checker, err="the certificate is for model")
expect(0, "2*attention:8,4,2+(relu:8,16,8+1*linear:4,2,4)", "sum.cert", program=checker)  # the same in normal form
# With momentum the time is shared, and ranks add up without it.
expect(0, "certify", "attention:2,1,1 + linear:1,1", "-o", "one.cert",
       out="‖c1_Q1[:,1]‖² − ‖c1_K1[:,1]‖² = const    (neuron balance, as in each of 2 copies)\n2 independent laws\n")
expect(0, "export", "one.cert", "--to", "latex", out="\\text{(one law in each of 2 equal parts)}")
two = ("linear:2,2,2 + linear:3,2,3", "--dynamics", "momentum:1")
expect(0, "certify", *two, "-o", "two.cert", out="2 independent laws\nLie rank 39 of 41\ncomplete",
       err="(abide-check 'linear:2,2,2 + linear:3,2,3' --dynamics momentum:1 two.cert)")
expect(0, *two, "two.cert", program=checker, out="complete: proved: every law is locally a function of 2 independent laws")
check("the specification alone", not list(work.glob("two.*canon")) and not list(work.glob("sum.*canon")))
expect(20, two[0], "two.cert", program=checker, err="the certificate is for dynamics 'momentum:1'")
expect(0, "certify", "attention:2,1,1", "--dynamics", "momentum:1", "-o", "two.cert", out="Lie rank 17 of 17")
expect(0, "attention:2,1,1", "--dynamics", "momentum:1", "two.cert", program=checker, out="accepted, complete")
# 85 million parameters; under sanitizers, which are slow, an eighth of every width.
large = "12*(attention:96,8,12 + relu:96,384,96)" if sanitized else "12*(attention:768,64,12 + relu:768,3072,768)"
part = "1536 coordinates, 9216 fields" if sanitized else "98304 coordinates, 589824 fields"
begin = time.monotonic()
expect(0, "certify", large, "--laws", "orbits", "-o", "large.cert", out="\ncomplete: every law is locally")
check("a certificate of 25 KB", pathlib.Path("large.cert").stat().st_size <= 25_000, str(pathlib.Path("large.cert").stat().st_size))
expect(0, large, "large.cert", program=checker, out=f"component 1: 288 copies, {part}\n")
print(f"{large}: {time.monotonic() - begin:.1f} s, {pathlib.Path('large.cert').stat().st_size} bytes")
# Everything else with sums.
expect(0, "verify", "2*linear:1,1,1", "--law", "c2_U1[1,1]^2 - c2_U2[1,1]^2", out="proved")
expect(20, "verify", "2*linear:1,1,1", "--law", "c2_U1[1,1]^2 - c1_U2[1,1]^2", out="refuted: along field 1 its derivative is -2 at\n")
expect(20, "verify", large, "--law", "c24_U1[1,1]^2", out="refuted: along field ")
expect(0, "verify", "linear:1,1 + linear:1,2,1", "--dynamics", "momentum:0", "--law",
       "c2_U1[1,1]*c2_U1_dot[1,2] - c2_U1[1,2]*c2_U1_dot[1,1] + c2_U2[1,1]*c2_U2_dot[2,1] - c2_U2[2,1]*c2_U2_dot[1,1]", out="proved")
expect(1, "verify", "2*linear:1,1,1", "--law", "c3_U1[1,1]", err="--law:1: undeclared name 'c3_U1'")
expect(1, "verify", "2*linear:1,1,1", "--law", "U1[1,1]", err="--law:1: undeclared name 'U1'")
expect(1, "verify", "1000000000000*linear:1,1,1", "--law", "c2_U1[1,1]", err="laws of 2^31 coordinates or more are not read")
some = "2*linear:2,2,2 + product:3"
expect(0, "laws", some, "-o", "some.cert", out="as in each of 2 copies)\n  c3_x[k]² − c3_x[k+1]² = const    (neuron balance: 1 ≤ k ≤ 2, 2 laws)\n8 independent laws\n")
expect(10, some, "some.cert", program=checker, out="law space degree 2: proved: dimension 8")
expect(0, "rank", some, "-o", "some.cert", out="Lie rank 11 of 19")
expect(10, some, "some.cert", program=checker, out="verdict: accepted, completeness not claimed")
expect(0, "explain", some, out="What was not proved")
expect(0, "canonical", some, out="\nsum 2\ntimes 2\nnetwork 2,2,2 none\ntimes 1\nnetwork 1,1,1,1 none\nend ")
expect(0, "certify", some, "-o", "some.cert", out="complete")
for to in ("text", "latex", "markdown", "json", "svg", "sympy", "pari", "c", "numpy"):
    expect(0, "export", "some.cert", "--to", to, out="c1_U1" if to in ("json", "sympy", "pari") else "")
expect(0, "export", "some.cert", "--to", "latex", out="Computed again by \\texttt{abide certify '2*linear:2,2,2 + product:3' -{}o some.cert}")
xml.etree.ElementTree.fromstring(run("export", "some.cert", "--to", "svg").stdout.encode())
pathlib.Path("sums.toml").write_text("[[grid]]\nmodel = '{n}*(linear:2,{r},2 + linear:1,1)'\n"
                                     "over = { n = '1..2', r = '1..2' }\nlaws = 'n*r*(r + 1)/2'\ncomplete = true\n")
expect(0, "sweep", "sums.toml", "--compare", out="4 rows: 4 complete; 4 as expected")
# Sums that are none: place, what was expected, what was found.
start = "expected a family, a number of copies and '*', '(', or a file that ends in .toml or .canon, found "
times = "1: expected a number of copies (1 to 1000000000000000000, without leading zeros), found "
for model, message in (
        ("linear:1,1 +", ":13: " + start + "the end"), ("+ linear:1,1", ":1: " + start + "'+ linear:1,1'"),
        ("linear:1,1 + + linear:1,1", ":14: " + start + "'+ linear:1,1'"), ("()", ":2: " + start + "')'"),
        ("2*", ":3: " + start + "the end"), ("2**linear:1,1", ":3: " + start), ("", "1: " + start + "the end"),
        ("0*linear:1,1", times + "'0*linear:1,1'"), ("02*linear:1,1", times), ("-1*linear:1,1", ":1: " + start),
        ("18446744073709551615*linear:1,1", times + "'18446744073709551615'"), ("18446744073709551616*linear:1,1", times),
        ("4294967295*4294967295*linear:1,1", "2^63 families or more"), ("2*(" * 90 + "linear:1,1" + ")" * 90, "2^63 families or more"),
        ("(" * 1000 + "linear:1,1" + ")" * 1000, "more than 100 parentheses inside each other"),
        ("(linear:1,1", ":12: expected '+' or ')', found the end"), ("linear:1,1)", ":11: expected '+' or the end, found ')'"),
        ("linear:1,1 linear:1,1", ":11: expected '+' or the end"), ("2*linear:02,2", "linear:02,2:8: expected a width"),
        ("linear:1,1 + linera:1,1", "linera:1,1"), ("nmf:2,2,2 + linear:1,1", "nmf:2,2,2: expected a summand linear:…, relu:…")):
    expect(1, "certify", model, "-o", "never.cert", err=message)
    expect(1, model, "sum.cert", program=checker, err="abide-check: ")
expect(1, "certify", "1000000000000000000*linear:9,9,9", "-o", "never.cert", err="2^62 coordinates")
expect(1, "certify", "linear:2,2 + linear:2,2", "--loss", "cross-entropy", err="of a sum of models it has no meaning")
expect(1, "linear:2,2 + linear:2,2", "--loss", "cross-entropy", "sum.cert", program=checker)
expect(1, "hypothesis", "linear:1,1 + linear:2,2", err="linear:1,1 + linear:2,2: expected linear:")
expect(1, "models", "linear:1,1 + linear:2,2", "--toml", err="expected one family, found a sum")
expect(0, "certify", "1000000000000*linear:2,2,2", "-o", "huge.cert", out="3000000000000 independent laws\nLie rank 5000000000000 of 8000000000000")
expect(0, "1000000000000*linear:2,2,2", "huge.cert", program=checker, out="function of 3000000000000 independent laws")
expect(0, "certify", " + ".join(["linear:1,1"] * 1000), "-o", "many.cert", out="Lie rank 1000 of 1000")
expect(0, " + ".join(["linear:1,1"] * 1000), "many.cert", program=checker, out="component 1: 1000 copies, 1 coordinate, 1 field\n")
expect(20, "1000*linear:1,1", "many.cert", program=checker, err="the certificate is for model")  # the leaves have other names
# Bounds by groups.
grouped = result("certify", "linear:2,3,2", "--dynamics", "momentum:1", "--degree", "time:1,theta:1,v:1")
check("bounds by groups", grouped["complete"] and grouped["within"] == "time:1,theta:1,v:1", str(grouped))
check("the usual bounds", result("certify", "linear:2,3,2", "--dynamics", "nesterov")["within"] == "time:3,theta+v:2")
for degrees in ("theta:2", "theta:2,time:1", "v:1,theta:2,theta:2,time:1", "time+v:2,theta:2", "theta:,v:1,time:1",
                "W:1", "theta+v:65,time:1", "theta:0,v:0,time:0"):
    expect(1, "certify", "linear:2,2,2", "--dynamics", "momentum:1", "--degree", degrees)
# A domain.
pathlib.Path("quotient.toml").write_text("[[parameter]]\nname='x'\nshape=[2]\n[model]\nmap=['x[1]/x[2]']\n")
expect(0, "certify", "quotient.toml", "-o", "q.cert", out="where x[2] is not 0")
expect(0, "q.cert.canon", "q.cert", program=checker, out="accepted, complete")
expect(1, "models", "nothing")
expect(0, "certify", "linear:3,2,3", "--verbose", err="laws: degree 2")
check("--quiet", expect(0, "certify", "linear:3,2,3", "--quiet", "-o", "q.cert").stderr == "")
for listing, count in (("kinds", 2), ("orbits", 2), ("all", 3)):
    check(listing, len(result("certify", "linear:3,2,3", "--laws", listing)["laws"]) == count)
expect(0, "rank", "linear:2,2,2", out="Lie rank 5 of 8")
expect(10, "rank", "linear:3,2,3", out="probably")
expect(30, "certify", "linear:5,5,5,5", "--time-limit", "0.000001", out="stopped early")
expect(30, "certify", data / "models" / "attention.toml", "--memory-limit", "1K", err="the memory limit was reached")
expect(0, "certify", "linear:3,2,3", "--memory-limit", "1GiB", "--time-limit", 60)

# Scale: compressed certificates, one law per kind of image, refusals, limits, and switches that change
# how but not what.
expect(0, "certify", "linear:30,30,30", "-o", "z.cert.zst", out="complete")
subprocess.run("zstd -qdc z.cert.zst > z.cert", shell=True, check=True)
expect(0, "certify", "linear:30,30,30", "-o", "plain.cert")
check("compressed", pathlib.Path("z.cert").read_bytes() == pathlib.Path("plain.cert").read_bytes())
unpacked = subprocess.Popen(["zstd", "-qdc", "z.cert.zst"], stdout=subprocess.PIPE)
check("the checker reads a pipe", subprocess.run([checker, "--quiet", "linear:30,30,30", "-"],
                                                 stdin=unpacked.stdout, capture_output=True).returncode == 0)
expect(0, "export", "z.cert.zst", "--to", "text", out="Lie rank 1335 of 1800")
expect(0, "certify", data / "models" / "rotation.toml", "-o", "r.cert.zst")
check("the canonical file is plain", pathlib.Path("r.cert.canon").read_text().startswith("abide-canonical"))
expect(0, "export", "r.cert.zst", "--to", "text", out="complete")
pathlib.Path("no.cert.zst").write_bytes(b"not packed")
expect(1, "export", "no.cert.zst", "--to", "text", err="no.cert.zst")
lines = expect(0, "certify", "relu:300,300,300,bias", "--laws", "orbits", "-o", "o.cert").stdout.splitlines()
check("one line per kind", sum("neuron balance, 300 of this kind" in line for line in lines) == 1)
expect(0, "relu:300,300,300,bias", "o.cert", program=checker, out="accepted, complete")
check("one law per kind in the file", pathlib.Path("o.cert").read_text().count("\nlaw ") == 1)
expect(1, "certify", "linear:800,800,800", "-o", "never.cert", err="terms, the limit is")
small = [result("certify", "network:3,3r,4,2", *switches) for switches in
         ((), ("--no-guess",), ("--no-orbits",), ("--evidence", "sparse"), ("--evidence", "dense"), ("--threads", 2))]
for r in small:
    r.pop("timings")
    check("switches do not change the result", r == small[0], str(r))
# A mixed network, and the same with its map written out.
widths = (4, 5, 6, 5, 3)
sums = {(a, c): " + ".join(f"U2[{a},{k}]*U3[{k},{c}]" for k in range(1, 7)) for a in range(1, 6) for c in range(1, 6)}
entries = [f"U1[{i},{a}]*({sums[a, c]})*U4[{c},{j}]" for i in range(1, 5) for a in range(1, 6)
           for c in range(1, 6) for j in range(1, 4)]
pathlib.Path("mixed.toml").write_text(
    "".join(f"[[parameter]]\nname = 'U{l + 1}'\nshape = [{widths[l]}, {widths[l + 1]}]\n" for l in range(4)) +
    f"[model]\nmap = {json.dumps(entries)}\n")
pair = [result("certify", m, "--laws", "all") for m in ("network:4,5r,6,5r,3", "mixed.toml")]
for r in pair:
    r["laws"] = sorted((law["expression"], law["independent"]) for law in r["laws"])
check("a network equals its map", pair[0]["complete"] and all(
    pair[0][key] == pair[1][key] for key in ("law_space", "laws", "independent_laws", "lie_rank", "complete")))
r = result("certify", "linear:30,30,30", "--degree", 4, code=30)
check("a degree that does not fit", r["complete"] and r["law_space"][3] == {"degree": 4, "dimension": None,
      "certified": False} and r["law_space"][2]["dimension"] == 465, str(r["law_space"]))
r = result("certify", "relu:2000,2000,2000,bias", "--laws", "orbits", "--memory-limit", "100M", code=30)
check("the memory limit", "spanning paths" in r["stopped"], str(r))
expect(30, "certify", "linear:20,30,40,30,20", "--time-limit", 2, "-o", "late.cert", out="stopped early")
check("what was proved is written", "law space degree 2: proved: dimension 1750" in
      expect(10, "linear:20,30,40,30,20", "late.cert", program=checker).stdout)

# Dynamics: options and [dynamics] say the same.
r = result("certify", "linear:2,3,2", "--dynamics", "momentum:1", "-o", "d.cert")
check("momentum", (r["parameters"], r["coordinates"], r["independent_laws"], r["lie_rank"]["lower"], r["complete"]) ==
      (12, 25, 3, 22, True) and all("exp(t)*" in law["expression"] for law in r["laws"]))
# Its head has the whole question: the checker makes the fields by itself, and refuses another question.
check("no canonical file of a phase space", not pathlib.Path("d.cert.canon").exists())
expect(0, "linear:2,3,2", "--dynamics", "momentum:1", "d.cert", program=checker, out="accepted, complete")
expect(0, "linear:2,3,2", "--dynamics", "momentum:1", "d.cert", program=checker,
       out="dynamics: momentum:1, metric: identity, loss: spanning\nrules: bounds/1, repetition/1, tree/1\n")
for question, why in ((("linear:2,3,2",), "the certificate is for dynamics 'momentum:1', not 'gradient-flow'"),
                      (("linear:2,3,2", "--dynamics", "momentum:2"), "not 'momentum:2'"),
                      (("linear:2,3,2", "--dynamics", "nesterov"), "not 'nesterov'"),
                      (("linear:2,3,2", "--dynamics", "momentum:1", "--loss", "cross-entropy"), "for loss 'spanning'"),
                      (("linear:2,2,2", "--dynamics", "momentum:1"), "for model 'linear:2,3,2', not 'linear:2,2,2'")):
    expect(20, *question, "d.cert", program=checker, err=why)
pathlib.Path("d.canon").write_text(expect(0, "canonical", "linear:2,3,2", "--dynamics", "momentum:1").stdout)
expect(0, "certify", "d.canon", "--degree", 3, "-o", "file.cert", out="3 independent laws")
expect(0, "d.canon", "file.cert", program=checker, out="accepted, complete")
expect(20, "d.canon", "d.cert", program=checker, err="the certificate is for model 'linear:2,3,2'")
expect(0, "export", "d.cert", "--to", "text", out="Lie rank 22 of 25")
expect(0, "export", "d.cert", "--to", "latex", "--standalone",
       out="abide certify linear:2,3,2 -{}-{}dynamics momentum:1 -{}o d.cert}")
expect(0, "certify", "linear:2,2,2", "--dynamics", "nesterov", out="t³ (U1ᵀ U̇1 + U2 U̇2ᵀ − U̇1ᵀ U1 − U̇2 U2ᵀ) = const    (antisymmetric form: entries 1 ≤ k < l ≤ 2, 1 law)")
expect(0, "certify", "linear:2,2,2", "--dynamics", "weight-decay:1", out="exp(2t) (U1ᵀ U1 − U2 U2ᵀ) = const")
expect(0, "certify", "linear:2,2,2", "--loss", "cross-entropy", out="5 independent laws")
expect(0, "certify", "linear:2,2,2", "--loss", "cross-entropy", "--dynamics", "momentum:1", out="Lie rank 12 of 17")
expect(0, "verify", "linear:1,2,1", "--dynamics", "momentum:0", "--law",
       "U1[1,1]*U1_dot[1,2] - U1[1,2]*U1_dot[1,1] + U2[1,1]*U2_dot[2,1] - U2[2,1]*U2_dot[1,1]", out="proved")
r = result("certify", data / "models" / "momentum.toml")
check("momentum.toml", r["complete"] and r["independent_laws"] == 1)
expect(0, "certify", "nmf:3,2,3", "-o", "n.cert", out="Σᵢ U1[i,k] − Σᵢ U2[k,i] = const    (linear form: 1 ≤ k ≤ 2, 2 laws)")
expect(0, "n.cert.canon", "n.cert", program=checker, out="accepted, complete")
expect(10, "certify", "nmf:1,2,1", out="Lie rank 1 of 4")
expect(0, "certify", "nmf:2,2,2", "--dynamics", "momentum:1", out="Lie rank 17 of 17")
expect(0, "certify", "nmf:2,2,2", "--dynamics", "momentum:1", "--mirror-momentum", "metric", out="Lie rank 13 of 17")
expect(1, "certify", "nmf:2,2,2", "--mirror-momentum", "metric", err="no momentum")
expect(1, "certify", "nmf:2,2,2", "--dynamics", "momentum:1", "--mirror-momentum", "maybe", err="--mirror-momentum:1:1")
expect(0, "certify", data / "models" / "mirror.toml", out="complete")
for flow in ("momentum", "momentum:x", "weight-decay:0", "adam", "momentum:1/0"):
    expect(1, "certify", "linear:2,2,2", "--dynamics", flow, err="--dynamics:1:")
expect(1, "certify", "linear:2,2,2", "--loss", "hinge", err="--loss:1:1")
expect(1, "certify", "linear:2,2,1", "--loss", "cross-entropy", err="two outputs or more")
expect(1, "certify", data / "models" / "momentum.toml", "--dynamics", "nesterov", err="given twice")
r = run("certify", "linear:2,2,2", "--dynamics", "momentum:1/2", "--json")
pathlib.Path("d.json").write_text(r.stdout)
expect(0, "export", "d.json", "--to", "latex", "--standalone", "-o", "d.tex")

# A JSON result proves nothing: with its certificate the text is that of the certificate, else a statement.
pathlib.Path("p.json").write_text(expect(0, "certify", "linear:3,2,3", "--json", "-o", "p.cert").stdout)
edited = json.loads(pathlib.Path("p.json").read_text())
edited["independent_laws"], edited["lie_rank"] = 4, {"lower": 8, "upper": 8}
pathlib.Path("p.json").write_text(json.dumps(edited))
for option in ((), ("--certificate", "p.cert")):
    expect(0, "export", "p.json", *option, "--to", "latex", out="These 3 laws are independent")
    expect(0, "export", "p.json", *option, "--to", "text", out="Lie rank 9 of 12")
pathlib.Path("elsewhere").mkdir()
pathlib.Path("p.cert").rename("elsewhere/p.cert")
expect(0, "export", "p.json", "--to", "latex", out="states (not proved here)")
expect(0, "export", "p.json", "--certificate", "elsewhere/p.cert", "--to", "markdown", out="| independent laws | 3 |")
expect(1, "export", "p.json", "--certificate", "d.cert", "--to", "latex", err="not the certificate that p.json names")
expect(1, "export", "p.json", "--certificate", "missing.cert", "--to", "latex", err="missing.cert")
pathlib.Path("p.cert").write_text(pathlib.Path("elsewhere/p.cert").read_text() + "\n")
expect(1, "export", "p.json", "--to", "latex", err="expected SHA-256")
# A certificate tells its dynamics, and its title.
expect(0, "certify", "linear:2,2,2", "--dynamics", "momentum:1", "-o", "moves.cert")
text = expect(0, "export", "moves.cert", "--to", "latex", out="\\ddot\\theta(t) + \\dot\\theta(t) = -\\nabla E(\\theta)").stdout
check("completeness of momentum", "There are no other laws" in text)
if shutil.which("pdflatex"):
    check("LaTeX of dynamics compiles", subprocess.run(["pdflatex", "-interaction=batchmode", "-halt-on-error", "d.tex"],
                                                       capture_output=True).returncode == 0)
check("e to the time", "e^{t/2}" in pathlib.Path("d.tex").read_text())

# The model itself: activation cells, data, labels.
h = json.loads(expect(0, "hypothesis", "relu:2,2,2,2", "--json").stdout)
check("the format of hypothesis", (h["format"], h["version"]) == ("abide-hypothesis", 1))
cells = h["models"][0]
check("rank of W_phi", cells["map_rank"] == {"lower": 8, "upper": 8} and cells["cells"] == 20)
kinds = {(k["rank"]["lower"], k["independent_laws"], k["lie_rank"]["lower"]): k for k in cells["kinds"]}
check("both kinds of cells", kinds[8, 4, 8]["whole"] and kinds[8, 4, 8]["complete"] and not kinds[6, 5, 7]["whole"]
      and kinds[6, 5, 7]["rank"]["upper"] == 6 and kinds[6, 5, 7]["complete"])
check("the fraction", cells["whole"] == kinds[8, 4, 8]["cells"] and sum(k["cells"] for k in cells["kinds"]) == 20)
check("an example", set(kinds[6, 5, 7]["example"]["weights"]) == {f"U{l}[{i},{j}]" for l in (1, 2, 3) for i in (1, 2)
                                                                  for j in (1, 2)})
number = cells["kinds"].index(kinds[6, 5, 7]) + 1
expect(0, "hypothesis", "relu:2,2,2,2", "-o", "h.cert", "--kind", number, out="W = W_phi in 11 of 20 cells, proved")
expect(0, "h.cert.canon", "h.cert", program=checker, out="law 5: proved")
expect(0, "h.cert.canon", "h.cert", program=checker, out="accepted, complete")
expect(0, "certify", "h.cert.canon", out="5 independent laws")
check("threads", run("hypothesis", "relu:2,2,2,2", "--json", "--threads", 2).stdout ==
      run("hypothesis", "relu:2,2,2,2", "--json").stdout)
h = json.loads(expect(0, "hypothesis", "linear:3,2,3", "relu:2,3,2", "--cells", 3, "--json").stdout)["models"]
check("several models", [(m["model"], m["whole"]) for m in h] == [("linear:3,2,3", 3), ("relu:2,3,2", 3)])
expect(10, "hypothesis", "linear:2,2,2", "linear:1,2,2,1", "--cells", 1, out="W = W_phi in 1 of 1 cell, proved")
r = json.loads(expect(0, "hypothesis", "residual:2,1,2", "--cells", 2, "--json").stdout)["models"][0]
check("two linear residual blocks", r["map_rank"]["lower"] == 6 and r["kinds"][0]["rank"] == {"lower": 4, "upper": 4}
      and r["kinds"][0]["lie_rank"] == {"lower": 6, "upper": 6} and r["kinds"][0]["complete"] and r["whole"] == 0)
expect(0, "hypothesis", "relu:2,2,2", "--loss", "cross-entropy", "--cells", 2, out="rank of W 4 of 4")
pathlib.Path("x.txt").write_text("# two inputs\n1, 1/2\n0.25, -3\n")
pathlib.Path("y.txt").write_text("1, 0\n0, 1\n")
expect(0, "hypothesis", "linear:2,2,2", "--data", "x.txt", out="for this data, whatever the labels")
expect(10, "hypothesis", "linear:2,2,2", "--data", "x.txt", "--labels", "y.txt", out="rank of the gradients 1")
expect(0, "hypothesis", "linear:1,1,1", "--cells", 2, "--verbose", err="hypothesis: cell 2")
expect(30, "hypothesis", "relu:2,2,2,2", "--time-limit", "0.000001", out="stopped early")
pathlib.Path("bad.txt").write_text("1, 2\n1, 2, 3\n")
expect(1, "hypothesis", "linear:2,2,2", "--data", "bad.txt", err="bad.txt:2:7: expected 2 numbers in a row")
pathlib.Path("empty.txt").write_text("")
expect(1, "hypothesis", "linear:2,2,2", "--data", "empty.txt", err="empty.txt:1:1")
expect(1, "hypothesis", "linear:2,2,2", "--data", "missing.txt", err="missing.txt")
expect(1, "hypothesis", "linear:2,2,2", "--labels", "y.txt", err="--labels needs --data")
expect(1, "hypothesis", "linear:2,2,2", "--data", "x.txt", "--labels", "y.txt", "--loss", "cross-entropy", err="squared error")
for model, message in (("nmf:2,2,2", "gradient flow"),
                       (data / "models" / "rotation.toml", "a file does not tell"), ("linear:100,100,100", "the limit"),
                       ("relu:9,9,9,9,9,9", "2^20 terms"), ("linera:2,2", "unknown family"), ("residual:2,x,2", "residual:")):
    expect(1, "hypothesis", model, "-o", "never.cert", err=message)
expect(1, "hypothesis", "linear:2,2,2", "--kind", 9, "-o", "never.cert", err="cells found is 1")
expect(1, "hypothesis", "linear:2,2,2", "linear:2,2", "-o", "never.cert", err="one model only")
for args in (("--cells", "0"), ("--dynamics", "nesterov"), ("--kind", "0"), ("--seed", "x")):
    expect(1, "hypothesis", "linear:2,2,2", *args)
expect(1, "hypothesis")

# Sweeps: the published ones, rows as lines, certificates, what is kept and what is done again.
published = sorted((data / "sweeps").glob("icml2024-*.toml"))
check("ten published sweeps, and what they meant", [len(list((data / "sweeps").glob(name))) for name in
      ("neurips2023-*", "icml2024-*", "corrected-*")] == [4, 6, 10])
expect(0, "sweep", *published, "--compare", "--threads", 2, out="120 rows: 120 complete; 120 as expected")
pathlib.Path("sweep.toml").write_text(f"""
defaults = {{ complete = true }}
[[model]]
model = "{data}/models/rotation.toml"
[[grid]]
model = "linear:{{n}},{{r}},2{{bias}}"
dynamics = "{{flow}}"
over = {{ n = [2, 3], r = "1..2", bias = [""], flow = ["gradient-flow", "weight-decay:1/2"] }}
laws = "r*(r + 1)/2"
[[model]]
model = "nmf:2,2,2"
dynamics = "momentum:1"
mirror-momentum = "metric"
lie_rank = 13
[[model]]
model = "linear:2,2,2"
loss = "cross-entropy"
degree = 2
laws = 5
[[model]]
model = "linear:2,2,2"
laws = 3
""")


def results(text):
    rows = [json.loads(line) for line in text.splitlines()]
    for row in rows:
        row.pop("timings", None)
    return rows


def kept_rows(file="kept.jsonl"):
    return results(pathlib.Path(file).read_text())


def ran(p):
    return [line for line in p.stderr.splitlines() if line.startswith("abide: sweep: row ")]


table = expect(0, "sweep", "sweep.toml", out="12 rows: 12 complete\n").stdout.splitlines()
check("a line per row", len(table) == 14 and table[0].split()[:3] == ["row", "model", "dynamics"])
check("a row", table[4].split() == ["4", "linear:2,2,2", "gradient-flow", "8", "3", "3", "5", "complete"], table[4])
check("the same for every number of threads", table == run("sweep", "sweep.toml", "--threads", 3).stdout.splitlines())
rows = results(expect(0, "sweep", "sweep.toml", "--json").stdout)
check("rows as lines", [row["row"] for row in rows] == list(range(1, 13)) and
      all((row["format"], row["version"], row["outcome"]) == ("abide-sweep", 1, "proved") for row in rows))
check("fields of a row", rows[9]["dynamics"].startswith("momentum:1") and rows[9]["coordinates"] == 17 and
      rows[9]["lie_rank"] == {"lower": 13, "upper": 13} and rows[9]["differences"] == [] and rows[9]["line"] == 11 and
      rows[9]["expected"] == {"lie_rank": 13, "complete": True})
check("equal rows", all(rows[3][key] == rows[11][key] for key in ("identity", "laws", "lie_rank", "expected")))
# Kept results: nothing runs twice.
p = expect(0, "sweep", "sweep.toml", "-o", "kept.jsonl", "--verbose", "--compare", out="12 as expected")
check("every row runs", len(ran(p)) == 12)
kept = pathlib.Path("kept.jsonl").read_text()
check("the file has the rows", kept_rows() == rows)
p = expect(0, "sweep", "sweep.toml", "-o", "kept.jsonl", "--verbose", "--json")
check("no row runs again", ran(p) == [] and results(p.stdout) == kept_rows() == rows)
expect(0, "sweep", "sweep.toml", "-o", "kept.jsonl", out="12 rows: 12 complete; 12 only stated in kept.jsonl\n")
# What an earlier run wrote is no comparison with what is proved, and an edited row is none either.
expect(10, "sweep", "sweep.toml", "-o", "kept.jsonl", "--compare", out="12 complete; 12 only stated in kept.jsonl\n")
expect(10, "sweep", "sweep.toml", "-o", "kept.jsonl", "--compare", out="stated in kept.jsonl: as expected\n")
pathlib.Path("seven.toml").write_text("[[model]]\nmodel = 'linear:2,2,2'\nlaws = 7\ncomplete = true\n")
expect(20, "sweep", "seven.toml", "-o", "seven.jsonl", "--compare", out="independent laws 3, expected 7")
seven = pathlib.Path("seven.jsonl").read_text().replace('"independent_laws":3', '"independent_laws":7')
pathlib.Path("seven.jsonl").write_text(seven)
for command in (("sweep", "seven.toml", "-o", "seven.jsonl", "--compare"), ("export", "seven.jsonl", "--to", "latex")):
    expect(1, *command, err="seven.jsonl:1:1: \"complete\" needs independent laws + Lie rank = coordinates, found 7 + 5 and 8")
pathlib.Path("seven.jsonl").write_text(seven.replace('"lie_rank":{"lower":5,"upper":5}', '"lie_rank":{"lower":1,"upper":1}'))
expect(10, "sweep", "seven.toml", "-o", "seven.jsonl", "--compare", out="1 only stated in seven.jsonl\n")
expect(0, "export", "seven.jsonl", "--to", "latex", out="As stated in \\texttt{seven.jsonl} (not proved here)")
pathlib.Path("kept.jsonl").write_text(kept[:-100])  # its last line is a row that occurs twice: found there
check("a line cut off", ran(expect(0, "sweep", "sweep.toml", "-o", "kept.jsonl", "--verbose")) == [] and
      kept_rows() == rows)
lines = kept.splitlines(keepends=True)
pathlib.Path("kept.jsonl").write_text("".join(lines[:7]) + lines[7][:40])
p = expect(0, "sweep", "sweep.toml", "-o", "kept.jsonl", "--verbose")
check("only what is missing runs", len(ran(p)) == 4 and kept_rows() == rows, str(ran(p)))
# Rows are known by what they are, not by their numbers; what is not in the sweep any more stays.
text = pathlib.Path("sweep.toml").read_text()
pathlib.Path("edited.toml").write_text(text.replace("n = [2, 3]", "n = [4, 3]").replace("13", "14"))
p = expect(20, "sweep", "edited.toml", "-o", "kept.jsonl", "--verbose", "--compare",
           out="Lie rank 13, expected 14")
check("new rows run", [line.split()[-1] for line in ran(p)] == ["linear:4,1,2"] * 2 + ["linear:4,2,2"] * 2)
rest = [row for row in kept_rows() if row["row"] is None]
check("old rows stay", {row["identity"] for row in rest} ==
      {"linear:2,1,2", "linear:2,1,2 | weight-decay:1/2", "linear:2,2,2 | weight-decay:1/2"})
pathlib.Path("changed-model.toml").write_text((data / "models" / "rotation.toml").read_text())
pathlib.Path("one.toml").write_text("[[model]]\nmodel = 'changed-model.toml'\n")
expect(0, "sweep", "one.toml", "-o", "one.jsonl")
check("a model file that stays", ran(expect(0, "sweep", "one.toml", "-o", "one.jsonl", "--verbose")) == [])
pathlib.Path("changed-model.toml").write_text((data / "models" / "so3.toml").read_text())
check("a model file that changes", len(ran(expect(0, "sweep", "one.toml", "-o", "one.jsonl", "--verbose"))) == 1)
# Certificates of all rows, as a user would check them.
expect(0, "sweep", "sweep.toml", "--certificates", "certificates/of/rows", "-o", "c.jsonl", "--threads", 2)
certificates = sorted(pathlib.Path("certificates/of/rows").glob("*.cert"))
check("one certificate per row", len(certificates) == 11 and
      {row["certificate"] for row in kept_rows("c.jsonl")} == set(map(str, certificates)))
for certificate in certificates:
    canonical = pathlib.Path(f"{certificate}.canon")
    model = certificate.read_text().split("\nmodel ")[1].split("\n")[0]
    expect(0, canonical if canonical.exists() else model, *options_of(certificate), certificate,
           program=checker, out="accepted, complete")
beside = [p.name for p in pathlib.Path("certificates/of/rows").glob("*.canon")]
check("basic families have no canonical file", len(beside) == 2 and not any(n.startswith("linear") for n in beside), str(beside))
certificates[0].unlink()
p = expect(0, "sweep", "sweep.toml", "--certificates", "certificates/of/rows", "-o", "c.jsonl", "--verbose")
check("a missing certificate is made again", len(ran(p)) == 1 and certificates[0].exists(), str(ran(p)))
# Exit codes, and which comes first.
def sweep(code, text, *args, **kw):
    pathlib.Path("s.toml").write_text(text)
    p = run("sweep", "s.toml", *args)
    check(f"sweep {text!r} {args}", p.returncode == code and all(part in p.stdout for part in kw.get("out", ())) and
          all(part in p.stderr for part in kw.get("err", ())) and "\x1b" not in p.stdout + p.stderr,
          f"exit {p.returncode}, expected {code}\n{p.stdout[-800:]}\n{p.stderr[-500:]}")
    return p


complete, openly = "[[model]]\nmodel='linear:2,2,2'\nlaws=3\n", "[[model]]\nmodel='linear:1,2,2,1'\n"
bad, slow = '[[model]]\nmodel="linear:2,\\u001b[0m"\n', "[[model]]\nmodel='linear:20,30,40,30,20'\n"
limit = ("--row-time-limit", "0.2")
sweep(0, complete, "--compare", out=("1 as expected",))
sweep(10, complete + openly, "--compare", out=("1 complete, 1 open; 1 as expected",))
sweep(30, complete + openly + slow, *limit, out=("1 complete, 1 open, 1 stopped",))
sweep(20, complete + openly + "laws=7\n" + slow, "--compare", *limit,
      out=("DIFFERS: independent laws 6, expected 7", "1 different"))
p = sweep(1, bad + complete + openly + "laws=7\n", "--compare", out=("1 complete, 1 open, 1 wrong",),
          err=("row 1: s.toml:2:7: linear:2,", "expected a width"))
check("a wrong row as a line", results(run("sweep", "s.toml", "--json").stdout)[0]["outcome"] == "error")
sweep(1, "[[model]]\nmodel='missing.canon'\n" + complete, err=("row 1: s.toml:2:7: missing.canon: cannot be read",))
sweep(1, complete + f"[[model]]\nmodel='{data}/models/momentum.toml'\ndynamics='nesterov'\n",
      err=("row 2: ", "given twice"))
sweep(1, "[[model]]\nmodel='linear:2,2,2'\ndynamics='momentum:1'\ndegree='theta:2'\n" + complete,
      err=("row 1: ", "has no bound"))
# 245,350 laws: refused before anything is computed.
sweep(1, "[[model]]\nmodel='linear:700,700,700'\n", "--certificates", "refused", err=("terms, the limit is",))
sweep(1, "[[model]]\nmodel=3\n[[model]]\nmodle='x'\n[[grid]]\nmodel='{n}'\n" + complete, out=("1 complete, 3 wrong",),
      err=("abide: row 1: s.toml:2:7: expected a string", "row 2: s.toml:4:7: unknown key",
           "row 3: s.toml:6:7: there is no variable"))
sweep(0, "[[model]]\nmodel='linear:2,2,2'\n", "--degree", 3, "--seed", 4, "--no-guess", "--laws", "all", "--quiet")
sweep(30, complete, "--memory-limit", "1K", out=("1 stopped",))
expect(30, "sweep", *published, "--time-limit", "0.000001", out="120 rows: 120 not run")
# What is stopped is done again.
sweep(30, complete + "[[model]]\nmodel='linear:5,5,5,5'\n", "-o", "again.jsonl", "--row-time-limit", "0.000001")
check("stopped rows are kept as such", [row["outcome"] for row in kept_rows("again.jsonl")] == ["stopped"] * 2)
check("stopped rows run again", len(ran(expect(0, "sweep", "s.toml", "-o", "again.jsonl", "--verbose"))) == 2)
# Files as a whole.
for text, message in (("", "s.toml:1:1: expected a table [[model]] or [[grid]]"), ("[[model", "s.toml:1:"),
                      ("model = 1", "s.toml:1:9:"), ("[[models]]\nmodel='x'", "unknown key 'models'"),
                      ("[defaults]\nlaws='q'", "expected a table [[model]]"),
                      ("[[grid]]\nmodel='{a}{b}{c}'\nover={a='1..1000',b='1..1000',c=[1,2]}", "more than 10^6 rows"),
                      ("[[grid]]\nmodel='{a}'\nover={a='1..1000000000'}", "more than 10^6 values")):
    pathlib.Path("s.toml").write_text(text)
    expect(1, "sweep", "sweep.toml", "s.toml", err=message)
expect(1, "sweep", "nowhere.toml", err="nowhere.toml: cannot be read")
expect(1, "sweep", data, err="cannot be read")
expect(1, "sweep", "one.toml", "--compare", err="--compare: no row says")
expect(1, "sweep", "one.toml", "-o", "x.jsonl.zst", err="cannot be compressed")
before = pathlib.Path("sweep.toml").read_bytes()
expect(1, "sweep", "one.toml", "-o", "sweep.toml", err="sweep.toml:1:1: not a row of a sweep")
check("another file is left alone", pathlib.Path("sweep.toml").read_bytes() == before)
pathlib.Path("tail.jsonl").write_text(lines[0] + "not mine")
expect(1, "sweep", "one.toml", "-o", "tail.jsonl", err="tail.jsonl:2:1: not a row of a sweep")
expect(1, "sweep", "one.toml", "-o", "no/such/folder/x.jsonl", err="cannot be opened")
expect(1, "sweep", "one.toml", "--certificates", "one.toml/x", err="cannot be created")
expect(0, "sweep", "one.toml", "-o", "/dev/null")
for args in ((), ("--row-time-limit", "0"), ("--row-time-limit", "x"), ("--nonsense",), ("--dynamics", "nesterov"),
             ("--threads", "0")):
    expect(1, "sweep", *(("one.toml", *args) if args else ()))
expect(0, "sweep", "--help", out="--row-time-limit")
# A sweep that is killed, and one that is interrupted, go on where they were.
long = sorted((data / "sweeps").glob("corrected-neurips2023-linear-lie.toml" if sanitized else "corrected-icml2024-linear*.toml"))
whole = results(expect(0, "sweep", *long, "--json").stdout)
for how in (signal.SIGKILL, signal.SIGINT):
    file = pathlib.Path(f"long{how}.jsonl")
    p = subprocess.Popen([abide, "sweep", *long, "-o", file, "--threads", "2"], stdout=subprocess.PIPE, text=True)
    while p.poll() is None and not (file.exists() and file.read_bytes().count(b"\n") > 20):
        time.sleep(0.01)
    p.send_signal(how)
    out, _ = p.communicate(timeout=60)
    check(f"ended by {how}", p.returncode in ((-9,) if how == signal.SIGKILL else (30, 0)), str(p.returncode))
    done = file.read_bytes().count(b"\n")
    p = expect(0, "sweep", *long, "-o", file, "--verbose", "--json")
    check(f"{how}: the rest runs", len(ran(p)) <= len(whole) - 20, f"{len(ran(p))} of {len(whole)}, {done} done")
    check(f"{how}: the same results", results(p.stdout) == whole and kept_rows(file) == whole)

# Export.
def exported(file, to, *options):
    return expect(0, "export", file, "--to", to, *options).stdout


signs = {"text": "Lie rank 9 of 12", "latex": "\\begin{proposition}", "bibtex": "@inproceedings{marcotte2023abide", "json": "abide-result",
         "markdown": "| Lie rank | 9 of 12 |", "sympy": "from sympy import", "sage": "PolynomialRing(QQ",
         "pari": "check_laws() =", "singular": "ring law_ring",
         "macaulay2": "lawRing = QQ[U1$1$1", "gap": "check_laws := function()", "maxima": "check_laws() := block", "mathematica": "laws = {U1$1$1",
         "maple": "laws := [U1_1_1", "julia": "polynomial_ring(QQ", "numpy": "import numpy as np",
         "pytorch": "import torch", "c": "double laws(const double *theta, double *out)"}
for to, sign in signs.items():
    expect(0, "export", "a.cert", "--to", to, out=sign)
    check(f"export --help lists {to}", to in run("export", "--help").stdout)
    expect(1, "export", "a.cert", "--to", to.upper() + "x", err=to)
expect(0, "export", "a.cert", "--to", "pari", "--laws", "kinds", out="law 1: neuron balance, one of 2 of this kind")
expect(0, "export", "a.cert", "--to", "maxima", "-o", "a.mac")
check("-o", pathlib.Path("a.mac").read_text() == run("export", "a.cert", "--to", "maxima").stdout)
expect(0, "certify", logarithm, "-o", "log.cert")
expect(0, "export", "log.cert", "--to", "sympy", out="/expression(")
expect(0, "export", "log.cert", "--to", "pari", out="{gradients = [[0, z^2, -1], [-1, x, 0]];}")
expect(0, "export", "log.cert", "--to", "markdown", out="1. `y + 1/z` (balance of powers)")
expect(0, "certify", "quotient.toml", "-o", "quotient.cert")
expect(0, "export", "quotient.cert", "--to", "maple", out="# where x[2] is not 0")
expect(0, "export", "o.cert", "--to", "singular", "--laws", "orbits", out="the vector fields are left out")
expect(0, "export", "d.json", "--to", "maxima", out="s is exp(1/2*t), where t is the time")
pathlib.Path("r.json").write_text(run("certify", data / "models" / "rotation.toml", "--json").stdout)
expect(0, "export", "r.json", "--to", "markdown", out="# Conservation laws of rotation")
expect(1, "export", "r.json", "--to", "sympy", err="r.json: a JSON result does not tell the coordinates")
pathlib.Path("r.json").write_text(run("certify", "linear:1,1,1", "--json").stdout.replace(" - ", " + "))
expect(1, "export", "r.json", "--to", "numpy", err="r.json: law 1: it is no law of this model")
pathlib.Path("r.json").write_text(run("certify", "linear:3,2,3", "--json").stdout)
expect(0, "export", "r.json", "--to", "latex", "--standalone", "-o", "r.tex")
standalone = expect(0, "export", "a.cert", "--to", "latex", "--standalone", out="\\documentclass").stdout
digest = hashlib.sha256(pathlib.Path("a.cert").read_bytes()).hexdigest()
check("the digest of the certificate", digest in standalone.replace("\\allowbreak ", ""))
expect(0, "export", "a.cert", "--to", "text", "--ascii", out="U1'*U1 - U2*U2' = const    (Gram difference: entries 1 <= k <= l <= 2, 3 laws)")
expect(0, "export", "a.cert", "--to", "text", out="U1ᵀ U1 − U2 U2ᵀ = const")
expect(0, "laws", "linear:2,5,2", out="15 laws, 14 of them independent")
expect(0, "laws", "linear:2,5,2", out="relation: this matrix has rank ≤ 4, so all its minors of size 5 are 0")
wide = expect(0, "laws", "relu:784,512,512,10,bias").stdout
check("one line per hidden layer", wide.count("= const") == 2 and wide.count("neuron balance: 1 ≤ k ≤ 512, 512 laws") == 2)
expect(0, "verify", "linear:3,2,3", "--law", "(U1'*U1 - U2*U2')[1,2]", out="proved")
family = json.loads(expect(0, "certify", "linear:2,3,2", "--dynamics", "momentum:1", "--json").stdout)["families"][0]
check("families in JSON", family["matrix"] and family["laws"] == 3 and family["range"]["ascii"] == "1 <= k < l <= 3")
expect(0, "explain", "relu:2,3,2,bias", "--ascii", out="multiply U1[:,1] by\nexp(s), b1[1] by exp(s), U2[1,:] by exp(-s)")
expect(10, "explain", "linear:1,2,2,1", out="exactly 7 local laws exist")
expect(30, "explain", "linear:3,2,3", "--time-limit", "0.000001")
expect(1, "explain", "linear:3", err="linear:3")
expect(0, "export", "a.cert", "--to", "svg", out="<svg xmlns")
xml.etree.ElementTree.fromstring(expect(0, "export", "a.cert", "--to", "svg").stdout.encode())
xml.etree.ElementTree.fromstring(expect(0, "export", "copies.cert", "--to", "svg").stdout.encode())
expect(1, "export", "r.json", "--to", "svg", err="a picture needs the certificate")
pathlib.Path("widths.toml").write_text("[[grid]]\nmodel = 'linear:{n},{r},2'\n[grid.over]\nn = '1..2'\nr = '1..3'\n")
expect(0, "sweep", "widths.toml", "-o", "widths.jsonl")
expect(0, "export", "widths.jsonl", "--to", "svg", out="independent laws of linear:a,b,2")
expect(0, "export", "widths.jsonl", "--to", "svg", out="as stated in widths.jsonl (not proved here)")
expect(0, "export", "widths.jsonl", "--to", "latex", "--standalone", out="\\begin{longtable}")
expect(0, "export", "widths.jsonl", "--to", "latex", out="As stated in \\texttt{widths.jsonl} (not proved here)")
expect(1, "export", "widths.jsonl", "--to", "sympy", err="rows of a sweep are exported to latex or svg")
pathlib.Path("cut.jsonl").write_text(pathlib.Path("widths.jsonl").read_text()[:-20])
expect(1, "export", "cut.jsonl", "--to", "svg", err="cut.jsonl:6:1: not a row of a sweep")
if shutil.which("pdflatex"):
    check("LaTeX compiles", subprocess.run(["pdflatex", "-interaction=batchmode", "-halt-on-error", "r.tex"],
                                           capture_output=True).returncode == 0)
# No format says more than the certificate.
formats = [to for to in signs if to not in ("json", "bibtex")] + ["svg"]
for question in ("laws", "rank"):
    run(question, "linear:3,2,3", "-o", question + ".cert")
    expect(10, "linear:3,2,3", question + ".cert", "--quiet", program=checker, out="completeness not claimed")
pathlib.Path("none.cert").write_text("abide-certificate 2\nrules none\nmodel linear:3,2,3\ndynamics gradient-flow\nmetric identity\n"
                                     "loss spanning\nasked rank\nend 8\n")
for name in ("laws.cert", "rank.cert", "none.cert"):
    r = json.loads(exported(name, "json"))
    check(f"{name} as JSON", not r["complete"] and r["lie_rank"]["upper"] == (12 if name == "rank.cert" else None), str(r)[:300])
    check(f"{name}: laws as JSON", (len(r["laws"]), r["independent_laws"]) == ((3, 3) if name == "laws.cert" else (0, 0)))
    for to in formats:
        text = exported(name, to, *(("--standalone",) if to == "latex" else ()))
        check(f"{name} to {to}: nothing about completeness", not any(piece in text for piece in
              ("no other laws", "complete", "open:", "| open", "& open", "there is no", "no polynomial law", ">no law<")), text[:800])
        if name != "rank.cert":
            check(f"{name} to {to}: no Lie rank", "Lie rank" not in text and "Lie algebra" not in text)
        if name != "laws.cert":
            check(f"{name} to {to}: no law", "Gram difference" not in text and "independent law" not in text)
expect(0, "export", "laws.cert", "--to", "text", out="laws of degree <= 2: dimension 3, proved\n")
expect(0, "export", "laws.cert", "--to", "latex", out="These 3 laws are independent.\n\\end{proposition}")
expect(0, "export", "rank.cert", "--to", "text", out="Lie rank between 9 and 12 of 12\n")
expect(0, "export", "rank.cert", "--to", "latex", out="has dimension at least $9$ at a generic point.\n\\end{proposition}")
expect(0, "export", "none.cert", "--to", "text", out="nothing is claimed\n")
expect(0, "export", "none.cert", "--to", "latex", out="Nothing is claimed of \\texttt{linear:3,2,3}.")
# A canonical model with a coordinate that is called like a statement.
pathlib.Path("name.toml").write_text("".join(f"[[parameter]]\nname = '{n}'\nshape = []\n" for n in ("complete", "y", "z")) +
                                     "[model]\nmap = ['complete*y + y*z*z']\n")
run("laws", "name.toml", "-o", "name.cert")
text = pathlib.Path("name.cert").read_text().replace("array complete scalar", "array \\\ncomplete scalar")
check("a line that begins with a name", "\ncomplete scalar" in text)
head, lines = text.rsplit("end ", 1)
pathlib.Path("name.cert").write_text(f"{head}end {int(lines) + 1}\n")
expect(10, "name.cert.canon", "name.cert", program=checker)
check("a name is no claim", not json.loads(exported("name.cert", "json"))["complete"])
# When all local laws are found nothing is open.
expect(0, "rank", "product:2", "-o", "all.cert", out="exactly 1 local law, 1 found\n")
check("nothing is open", "open" not in expect(10, "product:2", "all.cert", program=checker).stdout and
      "open" not in exported("all.cert", "text"))
# JSON results are statements of their file.
forged = json.loads(run("certify", "linear:1,2,2,1", "--json").stdout)
forged["complete"] = True
pathlib.Path("forged.json").write_text(json.dumps(forged))
expect(1, "export", "forged.json", "--to", "latex", err="found 6 + 1 and 8")
forged["lie_rank"] = {"lower": 2, "upper": 2}
pathlib.Path("forged.json").write_text(json.dumps(forged))
for to, piece in (("latex", "\\texttt{forged.json} states (not proved here):"), ("text", "as stated in forged.json (not proved here)"),
                  ("markdown", "As stated in forged\\.json (not proved here)"), ("pari", "as stated in forged.json (not proved here)")):
    text = exported("forged.json", to)
    check(f"a JSON result to {to} is a statement", piece in text and "\\begin{proof}" not in text and
          "\\begin{proposition}" not in text and ", proved" not in text, text[:500])
text = pathlib.Path("a.cert").read_text()
pathlib.Path("bad.cert").write_text(text.replace("complete\n", ""))
for to in ("text", "sympy"):
    expect(1, "export", "bad.cert", "--to", to, err="abide-check does not accept")
pathlib.Path("half.json").write_text(pathlib.Path("r.json").read_text()[:50])
expect(1, "export", "half.json", "--to", "text", err="half.json")
expect(1, "export", "missing.cert", "--to", "text")
expect(1, "export", "a.cert", "--to", "docx")
expect(1, "export", "a.cert")

# Bad input.
for model in ("linera:2,2", "linear:0,2", "linear:2,a", "missing.toml", "missing.canon", "linear:2"):
    expect(1, "certify", model, "-o", "never.cert")
files = {
    "syntax": ("[model\nmap=1", "syntax.toml:1:"),
    "name": ("[[parameter]]\nname='x'\nshape=[]\n[model]\nmap=['x*y']", "name.toml:5:9: undeclared name 'y'"),
    "shape": ("[[parameter]]\nname='x'\nshape=[2,3]\n[model]\nmap=['x*x']", "shapes do not multiply"),
    "zero": ("[[parameter]]\nname='x'\nshape=[]\n[model]\nmap=['x/0']", "division by zero"),
    "rational": ("[[parameter]]\nname='x'\nshape=[]\n[model]\nmap=['1/(x-x)']", "division by zero"),
    "empty": ("[[parameter]]\nname='x'\nshape=[]\n[model]\nmap=[]", "the map is empty"),
    "escape": ("[[parameter]]\nname='\\u001b[31m'\nshape=[]\n[model]\nmap=[]", "escape.toml:"),
}
for name, (text, message) in files.items():
    pathlib.Path(name + ".toml").write_text(text)
    p = expect(1, "certify", name + ".toml", "-o", "never.cert", err=message)
    check("no control characters", "\x1b" not in p.stderr)
pathlib.Path("bad.canon").write_text("abide-canonical 1\nvariables 1\nv x\n")
expect(1, "certify", "bad.canon", "-o", "never.cert", err="bad.canon:1:1: expected 'abide-canonical 2', found 'abide-canonical 1'")
pathlib.Path("bad.canon").write_text("abide-canonical 2\narray x scalar rows parameter\ndomain all\n")
expect(1, "certify", "bad.canon", "-o", "never.cert", err="bad.canon:4:1: the file ends")
expect(1, "bad.canon", "a.cert", program=checker)
expect(1, "x.toml", "a.cert", program=checker)
for degree in ("0", "-1", "65", "x", "99999999999999999999"):
    expect(1, "certify", "linear:2,2,2", "--degree", degree, "-o", "never.cert")
expect(1, "laws", "linear:9,9,9", "--degree", "60", err="monomials; the limit is")
expect(1, "verify", "linear:1,1,1", "--law", "W", err="undeclared name 'W'")
expect(1, "verify", "linear:1,1,1")
for args in ((), ("nonsense",), ("certify",), ("certify", "linear:2,2", "--nonsense"),
             ("certify", "linear:2,2", "--laws", "some"), ("certify", "linear:2,2", "--threads", "0"),
             ("certify", "linear:2,2", "--seed", "x"), ("certify", "linear:2,2", "--time-limit", "-1"),
             ("certify", "linear:2,2", "--memory-limit", "much")):
    expect(1, *args)
expect(1, "certify", "linear:2,2,2", "-o", "no/such/folder/x.cert", err="cannot be created")
check("nothing is left", not list(work.glob("never*")) and not list(work.glob("*.??????")))
expect(0, "certify", "linear:2,2,2", "-o", "/dev/null")
with open("/dev/full", "w") as full:
    check("full disk", subprocess.run([abide, "models"], stdout=full, stderr=subprocess.PIPE).returncode == 1)

# Limits hold while a model is read or written out, in every command; what is too long is refused.
MODEL_STAGE = ("tensor:40,40,40,20", "tucker:20,20,20,10,10,10", "power:6,20,8", "quadratic:100,60", "normalized:30,20,30",
               "lora:1024,16,1024,frozen")
for model in MODEL_STAGE:
    for command in ("certify", "canonical", "explain"):
        expect(30, command, model, "--time-limit", "0.2", err="" if command == "certify" else "abide: ")
for command in ("certify", "canonical", "explain"):
    expect(30, command, "lora:1024,16,1024", "--time-limit", "0.1", err="abide: " if command == "canonical" else "")
expect(30, "models", "power:6,20,8", "--toml", "--time-limit", "0.05", err="the time limit was reached")
expect(30, "verify", "quadratic:100,60", "--law", "U[1,1]", "--time-limit", "0.1", err="the time limit was reached")
expect(30, "certify", "tensor:40,40,40,20", "--memory-limit", "60M")
expect(1, "verify", "linear:2,2,2", "--law", "(U1[1,1]+1)^1000000", err="too many digits")
expect(30, "certify", "product:9999", "--time-limit", "0.5")
for args in (("certify", "linear:2,2,2"), ("verify", "linear:2,2,2", "--law", "1"), ("canonical", "linear:2,2,2"),
             ("models",), ("explain", "linear:2,2,2"), ("export", "a.cert", "--to", "text")):
    expect(1, *args, "--time-limit", "0")
    expect(1, *args, "--memory-limit", "0")
    expect(0, args[0], "--help", out="80 % of what this process may use")
pathlib.Path("power.toml").write_text("""
[[parameter]]
name = "U"
shape = [2, 2]
[[parameter]]
name = "V"
shape = [2, 2]
[model]
map = ["(U*V)^64"]
""")
expect(30, "certify", "power.toml", "--time-limit", "0.5")
pathlib.Path("many.toml").write_text(
    "".join(f"[[parameter]]\nname = 'x{k}'\nshape = []\n" for k in range(4000)) +
    "[model]\nmap = [" + ", ".join(f"'x{k}*x{k + 1}'" for k in range(0, 4000, 2)) + "]\n")
expect(0, "certify", "many.toml", "--time-limit", "60", "--memory-limit", "300M", out="complete")
for key in ("." .join("a" * 50000), "a" + ".'b'" * 50000, "[" * 50000, "a = " + "[" * 50000, "a = " + "{x=" * 50000):
    pathlib.Path("deep.toml").write_text(key + " = 1\n")
    expect(1, "certify", "deep.toml", err="deep.toml:1:")
    expect(1, "sweep", "deep.toml", err="deep.toml:1:")
subprocess.run("head -c 300000000 /dev/zero | zstd -q -o bomb.cert.zst", shell=True, check=True)
expect(30, "export", "bomb.cert.zst", "--to", "text", "--memory-limit", "150M", err="the text of bomb.cert.zst")
if not sanitized:  # a sanitizer reserves far more than it uses
    pathlib.Path("kron.toml").write_text("[[parameter]]\nname = 'U'\nshape = [60, 60]\n[model]\nmap = ['kron(U, U)']\n")
    # A failed allocation of the library's own, and one of FLINT.
    for command in ("certify kron.toml", "verify linear:2,2,2 --law '(U1[1,1]+1)^80000'"):
        p = subprocess.run(["bash", "-c", f"ulimit -v 400000; exec {abide} {command} --memory-limit 8G"],
                           capture_output=True, text=True, timeout=120)
        check(command + " without memory", p.returncode == 30 and "out of memory" in p.stderr, str(p))


def signalled(*args, signals=1, wait=0.3, code=30):
    p = subprocess.Popen([abide, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(wait)
    for _ in range(signals):
        p.send_signal(signal.SIGTERM)
    out, err = p.communicate(timeout=30)
    check(f"{args} ends on a signal", p.returncode in ((30, -15) if signals > 1 else (code,)), f"{p.returncode} {err[-300:]}")


for model in MODEL_STAGE:
    signalled("canonical", model, "-o", "half.canon")
    signalled("certify", model, signals=2)
check("no temporary file is left", not list(work.glob("half.canon*")))
os.mkfifo("fifo")
signalled("certify", "linear:2,2,2", "-o", "fifo")
signalled("canonical", "linear:2,2,2", "-o", "fifo")
reader = subprocess.Popen(["cat", "fifo"], stdout=subprocess.PIPE, text=True)
expect(0, "canonical", "linear:2,2,2", "-o", "fifo")
check("a pipe with a reader", reader.communicate(timeout=30)[0] == run("canonical", "linear:2,2,2").stdout)


def closed(descriptors, *args):
    line = " ".join([abide, *map(str, args), descriptors])
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)


p = closed(">&-", "sweep", "one.toml", "-o", "closed.jsonl")
check("no table in the results", p.returncode == 1 and "standard output" in p.stderr, str(p))
check("rows only", all(line.startswith('{"format"') for line in pathlib.Path("closed.jsonl").read_text().splitlines()))
for command in (("models",), ("certify", "linear:2,2,2"), ("--version",), ("canonical", "linear:2,2,2")):
    check(f"{command} without standard output", closed(">&-", *command).returncode == 1)
check("without standard error", closed("2>&-", "certify", "linear:2,2,2", "-o", "closed.cert").returncode == 0)
expect(0, "linear:2,2,2", "closed.cert", program=checker)
# A link stays a link, and a line that was cut off somewhere does not end a sweep.
pathlib.Path("three.toml").write_text("".join(f"[[model]]\nmodel = 'linear:{n},2,2'\n" for n in (1, 2, 3)))
pathlib.Path("target.jsonl").write_text("")
os.symlink("target.jsonl", "link.jsonl")
whole = results(expect(0, "sweep", "three.toml", "-o", "link.jsonl", "--json").stdout)
check("written through the link", os.path.islink("link.jsonl") and len(whole) == 3 and kept_rows("target.jsonl") == whole)
lines = pathlib.Path("target.jsonl").read_text().splitlines(keepends=True)
pathlib.Path("target.jsonl").write_text(lines[0][:60] + lines[1] + lines[2])
p = expect(0, "sweep", "three.toml", "-o", "link.jsonl", "--verbose")
check("a torn line", len(ran(p)) == 2 and kept_rows("target.jsonl") == whole, p.stderr)

# Ctrl-C keeps what was proved.
p = subprocess.Popen([abide, "certify", "linear:9,9,9,9,9"], stdout=subprocess.PIPE,
                     stderr=subprocess.PIPE, text=True)
time.sleep(0.5)
p.send_signal(signal.SIGINT)
out, _ = p.communicate(timeout=60)
check("interrupt", p.returncode in (0, 30) and (p.returncode == 0 or "stopped early" in out), str(p.returncode))

shutil.rmtree(work)
finish()
