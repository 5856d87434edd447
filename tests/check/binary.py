"""Stored good and bad certificates through the checker's binary, with its exit codes."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

checker, data = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*args, stdin=None):
    return subprocess.run([checker, *args], input=stdin, capture_output=True, timeout=60)


def head_of(path):
    """The lines of the head by their first words."""
    lines = path.read_bytes().decode("utf-8", "replace").split("\n")[:60]
    return dict(reversed([line.split(" ", 1) for line in lines if " " in line and "\r" not in line]))


def question_of(path):
    """MODEL and options: as the head says, but for certificates of other questions."""
    canon, head = path.with_suffix(".canon"), head_of(path)
    model = head.get("model", "")
    if canon.exists():
        model = str(canon)
    elif not model or model.startswith("canonical") or path.stem in others:
        model = "linear:1,2,1"
    dynamics, loss = head.get("dynamics", "gradient-flow"), head.get("loss", "spanning")
    if path.stem.startswith("question-") and path.parent.name == "bad":
        dynamics, loss = questions.get(path.stem, ("gradient-flow", "spanning"))
    return [model, "--dynamics", dynamics, "--loss", loss]


others = {"model-other", "model-other-family"}
# What is asked where a certificate is for another question.
questions = {name: ("momentum:1", "spanning") for name in (
    "question-other-dynamics", "question-without-dynamics", "question-gradient-flow-instead",
    "question-other-metric", "question-metric-of-the-model", "question-other-loss",
    "question-not-asked", "question-asked-nothing", "question-order")}
questions["question-spanning-instead"] = ("gradient-flow", "cross-entropy")

# The lines that abide-check prints (certificate.md): of the whole, and of a component, too.
whole = [r"model: \S.*, \d+ coordinates?, \d+ fields?(, on the domain where (1 polynomial is|\d+ polynomials are) not zero)?",
         r"dynamics: \S+, metric: (identity|model|mirror), loss: (spanning|cross-entropy)",
         r"rules: (none|[a-z]+/1(, [a-z]+/1)*)", r"component \d+: (1 copy|\d+ copies), \d+ coordinates?, \d+ fields?",
         r"complete: proved: every law is locally a function of \d+ independent laws?",
         r"open: (exactly \d+ local laws?, \d+ of them found|at least \d+, at most \d+ independent laws?)",
         r"verdict: accepted, (complete|completeness not claimed)"]
reference = r"\d+(@\d+:\d+(,\d+)*)?"
law = rf"law \d+: proved(, images \d+:\d+|, of {reference})?(, lemma)?"
scoped = [r"symmetry \d+: proved", law, rf"independent law {reference}",
          r"independent: proved: \d+ laws?", r"lie rank >= \d+: proved by (words|exponents)",
          r"lie rank <= \d+: proved by (\d+ independent laws?|involutivity)",
          r"within: degree <= \d+ in \d+( to \d+)?(, degree <= \d+ in \d+( to \d+)?)*",
          r"law space degree \d+( within the bounds)?: proved: dimension \d+"]
claim = re.compile("|".join(whole + [rf"(component \d+: )?{line}" for line in scoped]))


def without_names(line):
    """An ordinary line as --claims has it, but for variables."""
    line = re.sub(rf"^((component \d+: )?{law}): .*", r"\1", line)
    return re.sub(r" in .*?(?=, degree|$)", "", line) if "within: " in line else line


for path in sorted((data / "good").glob("*.cert")):
    p = run(*question_of(path), str(path))
    ordinary = [without_names(line) for line in p.stdout.decode().splitlines()]
    claims = run(*question_of(path), "--claims", str(path)).stdout.decode().splitlines()
    for line in claims:
        check(path.name + " prints claims in the grammar", claim.fullmatch(line), line)
    rows = [line for line in claims if "independent law " in line]
    check(path.name + " prints the same lines", ordinary == [without_names(x) for x in claims if x not in rows])
    counts = [int(n) for n in re.findall(r"independent: proved: (\d+)", p.stdout.decode())]
    check(path.name + " names every row", len(rows) == sum(counts))
    last = p.stdout.decode().splitlines()[-1:]
    check(path.name, p.returncode in (0, 10), p.stderr.decode())
    check(path.name, last[:1] and last[0].startswith("verdict: accepted"), str(last))
    check(path.name + " from standard input",
          run(*question_of(path), "-", stdin=path.read_bytes()).returncode == p.returncode)

for path in sorted((data / "bad").glob("*.cert")):
    p = run(*question_of(path), str(path))
    check(path.name, p.returncode == 20, f"exit {p.returncode} {p.stderr.decode()}")
    check(path.name, b"verdict: rejected: line " in p.stderr, p.stderr.decode())
    check(path.name + " prints no verdict of acceptance", b"accepted" not in p.stdout)

certificates = {p.stem for p in (data / "bad").glob("*.cert")}
for path in sorted((data / "bad").glob("*.canon")):
    if path.stem in certificates:
        continue
    p = run(str(path), str(data / "good" / "map.cert"))
    check(path.name, p.returncode in (1, 20), f"exit {p.returncode}")
    check(path.name, p.stderr, "no message")

good = str(data / "good" / "linear-1-2-1.cert")
for args, code in [(["--help"], 0), (["--version"], 0), ([], 1), (["linear:1,2,1"], 1),
                   (["--nonsense"], 1), (["linear:1,2,1", good, "more"], 1),
                   (["linear:1,2,1", good, "--quiet"], 0), (["linear:1,2", good], 20),
                   (["linera:1,2,1", good], 1), (["linear:1,2,1", "/nonexistent"], 1),
                   (["/nonexistent.canon", good], 1), (["linear:0,1", good], 1),
                   (["linear:99999999,99999999", good], 1), (["data.toml", good], 1),
                   (["linear:1,2,1", good, "--time-limit", "60"], 0),
                   (["linear:1,2,1", good, "--time-limit", "-1"], 1),
                   (["linear:1,2,1", good, "--memory-limit", "500M"], 0),
                   (["linear:1,2,1", good, "--memory-limit=1G"], 0),
                   (["linear:1,2,1", good, "--memory-limit", "0M"], 1),
                   (["linear:1,2,1", good, "--memory-limit", "5"], 1),
                   (["linear:1,2,1", good, "--memory-limit"], 1),
                   (["linear:1,2,1", good, "--dynamics", "gradient-flow"], 0),
                   (["linear:1,2,1", good, "--dynamics", "momentum:1"], 20),
                   (["linear:1,2,1", good, "--dynamics", "momentum"], 1),
                   (["linear:1,2,1", good, "--dynamics", "weight-decay:0"], 1),
                   (["linear:1,2,1", good, "--dynamics", "momentum:2/4"], 1),
                   (["linear:1,2,1", good, "--loss", "spanning"], 0),
                   (["linear:1,2,1", good, "--loss", "squared"], 1),
                   (["linear:1,2,1", good, "--loss", "cross-entropy"], 1),
                   (["linear:1,2,1 + linear:1,2,2", good, "--loss", "cross-entropy"], 1),
                   (["linear:1,2,1", good, "--mirror-momentum", "paper"], 1),
                   (["linear:1,2,1", good, "--mirror-momentum", "none"], 1),
                   (["linear:1,2,1 +", good], 1), (["2*", good], 1), (["0*linear:1,2,1", good], 1),
                   (["(linear:1,2,1", good], 1), (["02*linear:1,2,1", good], 1),
                   (["1000000000000000001*linear:1,2,1", good], 1), (["attention:2,1", good], 1),
                   (["9999999999*linear:1,2,1", good], 20), (["1000000000000000000*linear:1,2,1", good], 20),
                   (["4294967295*4294967295*linear:1,2,1", good], 1),
                   (["(" * 102 + "linear:1,2,1" + ")" * 102, good], 1),
                   (["linear:1,2,1 linear:1,2,1", good], 1), (["(linear:1,2,1)", good], 0), ([" linear:1,2,1 + linear:1,2,1", good], 1)]:
    p = run(*args)
    check(" ".join(args), p.returncode == code, f"exit {p.returncode}, expected {code}: {p.stderr}")
check("--quiet prints the verdict only",
      run("linear:1,2,1", good, "--quiet").stdout.count(b"\n") <= 1)


# Long loops over many nodes or fields hear the clock; so do a file that nobody writes and a pipe that nobody reads.
def late(model, rules, *lines):
    all = ["abide-certificate 2", f"rules {rules}", f"model {model}", "dynamics gradient-flow", "metric identity",
           "loss spanning", "asked what stops", *lines]
    began = time.monotonic()
    p = run(model, "-", "--time-limit", "1", stdin="\n".join([*all, f"end {len(all) + 1}", ""]).encode())
    check(f"{model} stops in time", p.returncode == 30 and b"time limit" in p.stderr and time.monotonic() - began < 15,
          f"exit {p.returncode} after {time.monotonic() - began:.0f} s: {p.stderr}")


late("linear:60000000,1,1", "none", "law 1 1:1^2")
late("linear:8000,1,7999", "powers/1", "point 1 1=1 8001=1", "lie-rank 1 1 67108859", "w ad ~1 ~1 0:1")
with tempfile.TemporaryDirectory() as folder:
    os.mkfifo(f"{folder}/pipe")
    p = run("linear:1,2,1", f"{folder}/pipe", "--time-limit", "1")
    check("nobody writes", p.returncode == 30, f"exit {p.returncode}: {p.stderr}")
    big = ["abide-certificate 2", "rules none", "model linear:1,200,1", "dynamics gradient-flow", "metric identity",
           "loss spanning", "asked what stops", *(f"law {k} 1:{k % 200 + 1}^2 -1:{k % 200 + 201}^2" for k in range(1, 4001))]
    pathlib.Path(f"{folder}/big.cert").write_text("\n".join([*big, f"end {len(big) + 1}", ""]))
    p = subprocess.Popen([checker, "linear:1,200,1", f"{folder}/big.cert", "--time-limit", "1"], stdout=subprocess.PIPE)
    check("nobody reads", p.wait(timeout=60) == 30, f"exit {p.returncode}")
    p.stdout.close()
ldd = subprocess.run(["ldd", checker], capture_output=True).stdout
check("no FLINT in the checker", b"flint" not in ldd)
specification = (data.parent / "format" / "certificate.md").read_text()
for example in re.findall(r"```\n(abide-certificate.*?)```", specification, re.S):
    if "SPECIFICATION" in example:
        continue
    question = {key: re.search(f"^{key} (.*)$", example, re.M) for key in ("model", "dynamics", "loss")}
    check("an example has the whole head", all(question.values()), example)
    if not all(question.values()):
        continue
    model, *options = (found[1] for found in question.values())
    p = run(model, "--dynamics", options[0], "--loss", options[1], "-", stdin=example.encode())
    check("an example of the format", p.returncode == 0, p.stderr.decode())
finish()
