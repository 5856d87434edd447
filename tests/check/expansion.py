"""What --expand prints is accepted by the checker without rules, with the same claims or fewer:
expansion.py ABIDE ABIDE_CHECK ABIDE_CHECK_CORE CERTIFICATES."""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

abide, checker, core, data = *sys.argv[1:4], pathlib.Path(sys.argv[4])
claim = re.compile(r"(independent|lie rank >=|law space|complete|open)")


def run(*args):
    return subprocess.run(args, capture_output=True, text=True, timeout=60)


def claims(process, left_out):
    """The claims about the whole that an expansion has, too, in a fixed order."""
    lines = {line.replace("proved by exponents", "proved by words") for line in process.stdout.splitlines()
             if claim.match(line)}
    for what in left_out:
        word, *rest = what.split()
        if word in ("closed", "tensor", "space", "within"):
            number = rest[0] if word != "within" else ".*"
            lines = {x for x in lines if not re.match(f"law space degree {number}\\b", x)}
        if word in ("independent:", "lie-rank:"):
            lines = {x for x in lines if not re.match("independent|lie rank|complete|open", x)}
        if word == "involutive":
            lines = {re.sub("open: exactly (.*) local laws?, (.*) of them found",
                            r"open: at least \2, at most \1 independent laws", x) for x in lines}
    return sorted(line.replace("1 independent laws", "1 independent law") for line in lines)


def head_of(text):
    return dict(reversed([line.split(" ", 1) for line in text.split("\n")[:60] if " " in line]))


# These stay complete or open as they are.
exact = {"linear-2-2-2", "linear-3-3-3-loops", "relu-2-2-1-bias", "network-1-2r-1-claimed",
         "linear-1-1-1-tree", "product-as-a-map-orbits", "linear-1-2-1-symmetry", "copies",
         "copies-relu", "sum-by-specification", "sum-of-sums", "attention", "sum-of-maps", "momentum",
         "momentum-without-friction", "images-of-a-law", "groups", "weight-decay", "cross-entropy", "mirror-momentum", "sum-weight-decay"}
left = []


def expand(path, question, folder):
    """Expands one certificate and has both programs check it; the answer of the checker to it as it is, and to it
    expanded, with what was left out. Nothing for components of fields, which have no written out model."""
    text, canon = path.read_text(), pathlib.Path(question[0])
    m = run(checker, "--expand-model", *question)
    c = run(checker, "--expand", *question, str(path))
    scoped = "\ncomponent 1\n" in text
    if scoped and canon.exists() and "\nsum " not in canon.read_text():
        check(path.name, c.returncode == 1 and "components of fields" in c.stderr, c.stderr)
        return
    check(path.name, m.returncode == 0 and c.returncode == 0, m.stderr + c.stderr)
    expanded, written = folder / "m.canon", folder / "c.cert"
    expanded.write_text(m.stdout)
    written.write_text(c.stdout)
    check(path.name, "\nrules none\n" in c.stdout)
    left_out = [line.removeprefix("left out: ") for line in c.stderr.splitlines()]
    original = run(checker, *question, str(path))
    for program in (core, checker):
        p = run(program, str(expanded), str(written))
        check(path.name, p.returncode in (0, 10), p.stderr)
        expected, found = claims(original, left_out), claims(p, left_out)
        if scoped:  # ranks are told by component there
            found = [x for x in found if not re.match("independent|lie rank", x)]
        check(path.name, expected == found, f"{expected} became {found}, left out: {left_out}")
        yield p, original, left_out


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for path in sorted((data / "good").glob("*.cert")):
        canon, head = path.with_suffix(".canon"), head_of(path.read_text())
        question = [str(canon) if canon.exists() else head["model"],
                    "--dynamics", head["dynamics"], "--loss", head["loss"]]
        for p, original, left_out in expand(path, question, folder):
            if path.stem in exact:
                check(path.name + " stays complete or open", p.returncode == original.returncode, str(left_out))
                left.append(path.stem)
    # What abide writes: orbits, loops, closed forms and bounds become lines of the core, and nothing gets lost.
    momentum, orbits = ["--dynamics", "momentum:1"], ["--laws", "orbits"]
    for model, dynamics, options, spaces in (
            ("linear:2,2,2", [], [], 2), ("linear:3,2,3", [], [], 2), ("linear:3,2,3", [], orbits, 2),
            ("linear:2,3,2", [], ["--degree", "4"], 4), ("linear:2,3,2", [], ["--degree", "4", *orbits], 4),
            # Eight terms in a row are a group.
            ("linear:9,2,8", [], [], 2), ("linear:9,2,8", [], orbits, 2), ("relu:8,2,9,bias", [], orbits, 0),
            ("relu:2,3,2,bias", [], [], 0), ("relu:2,3,2,bias", [], orbits, 0), ("linear:2,2,2", momentum, [], 0),
            ("attention:2,2,2", [], [], None), ("residual:2,1,2,relu", [], [], None), ("linear:1,2,1 + 2*linear:2,2,2", [], [], None),
            # Under a drift components share the time; an explicit model, and a sum, with momentum.
            ("linear:1,1,1 + linear:1,2,1", ["--dynamics", "weight-decay:1"], [], None),
            ("3*linear:1,1,1 + linear:1,2,1", ["--dynamics", "nesterov"], [], None),
            ("linear:2,2,2 + linear:3,2,3", momentum, [], None), (str(data / "good/map.canon"), momentum, [], None)):
        case, path = " ".join([model, *dynamics, *options]), folder / "made.cert"
        made = run(abide, "certify", model, *dynamics, *options, "-o", str(path))
        check(case, made.returncode == 0, made.stderr)
        answers = 0
        for p, original, left_out in expand(path, [model, *dynamics], folder):
            check(case + ": complete", p.returncode == original.returncode == 0 and
                  "verdict: accepted, complete\n" in p.stdout, p.stdout[-300:] + str(left_out))
            proved = sum(line.startswith("law space degree") for line in p.stdout.splitlines())
            check(case + ": law spaces", spaces is None or proved == spaces, f"{proved}: {left_out}")
            answers += 1
        check(case + ": both programs", answers == 2)
    # The core refuses what it does not know, by name.
    network = run(core, str(data / "good/network-1-2r-1.canon"), "-")
    check("a network", network.returncode == 1 and "'map' or 'fields'" in network.stderr)
    rules = run(core, str(data / "good/map.canon"), str(data / "good/map.cert"))
    check("a rule", rules.returncode == 20 and "unknown rule" in rules.stderr, rules.stderr)
    for args in (["--expand", "linear:1,2,1"], ["--expand-model"]):
        check(str(args), run(checker, *args).returncode == 1)
        check(str(args), run(core, *args).returncode == 1)
    check("no question for the core", run(core, "--dynamics", "momentum:1", "m", "c").returncode == 1)
check("all exact ones were there", set(left) == exact, str(exact - set(left)))
finish()
