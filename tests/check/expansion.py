"""What --expand prints is accepted by the checker without rules, with the same claims or fewer:
expansion.py ABIDE_CHECK ABIDE_CHECK_CORE CERTIFICATES."""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

checker, core, data = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
claim = re.compile(r"(independent|lie rank >=|law space|complete|open)")


def run(*args):
    return subprocess.run(args, capture_output=True, text=True, timeout=60)


def claims(process, left_out):
    """The claims that an expansion has, too, in a fixed order."""
    lines = {line for line in process.stdout.splitlines() if claim.match(line)}
    for what in left_out:
        word, *rest = what.split()
        if word in ("closed", "tensor", "space", "within"):
            number = rest[0] if word != "within" else ".*"
            lines = {x for x in lines if not re.match(f"law space degree {number}\\b", x)}
        if word == "independent:":
            lines = {x for x in lines if not re.match("independent|complete|open", x)}
        if word == "involutive":
            lines = {re.sub("open: exactly (.*) local laws?, (.*) of them found",
                            r"open: at least \2, at most \1 independent laws", x) for x in lines}
    return sorted(line.replace("1 independent laws", "1 independent law") for line in lines)


exact = {"linear-2-2-2", "linear-3-3-3-loops", "relu-2-2-1-bias", "network-1-2r-1-claimed",
         "linear-1-1-1-tree", "product-as-a-map-orbits", "linear-1-2-1-symmetry"}
with tempfile.TemporaryDirectory() as folder:
    expanded, written = pathlib.Path(folder, "m.canon"), pathlib.Path(folder, "c.cert")
    for path in sorted((data / "good").glob("*.cert")):
        canon = path.with_suffix(".canon")
        model = str(canon) if canon.exists() else re.search("^model (.*)$", path.read_text(), re.M)[1]
        m, c = run(checker, "--expand-model", model), run(checker, "--expand", model, str(path))
        if "copies" in path.read_text().split("\n")[2]:
            check(path.name, m.returncode == 1, "an expansion of copies")
            continue
        check(path.name, m.returncode == 0 and c.returncode == 0, m.stderr + c.stderr)
        expanded.write_text(m.stdout)
        written.write_text(c.stdout)
        check(path.name, "\nrules none\n" in c.stdout)
        left_out = [line.removeprefix("left out: ") for line in c.stderr.splitlines()]
        original = run(checker, model, str(path))
        for program in (core, checker):
            p = run(program, str(expanded), str(written))
            check(path.name, p.returncode in (0, 10), p.stderr)
            check(path.name, claims(p, left_out) == claims(original, left_out),
                  f"{claims(original, left_out)} became {claims(p, left_out)}, left out: {left_out}")
            if path.stem in exact:
                check(path.name + " stays complete or open",
                      p.returncode == original.returncode, str(left_out))
    # The core refuses what it does not know, by name.
    network = run(core, str(data / "good/network-1-2r-1.canon"), "-")
    check("a network", network.returncode == 1 and "'map' or 'fields'" in network.stderr)
    rules = run(core, str(data / "good/map.canon"), str(data / "good/map.cert"))
    check("a rule", rules.returncode == 20 and "unknown rule" in rules.stderr, rules.stderr)
    for args in (["--expand", "linear:1,2,1"], ["--expand-model"]):
        check(str(args), run(checker, *args).returncode == 1)
        check(str(args), run(core, *args).returncode == 1)
finish()
