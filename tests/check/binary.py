"""Stored good and bad certificates through the checker's binary, with its exit codes."""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

checker, data = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*args, stdin=None):
    return subprocess.run([checker, *args], input=stdin, capture_output=True, timeout=60)


def model_of(path):
    canon = path.with_suffix(".canon")
    if canon.exists():
        return str(canon)
    for line in path.read_bytes().split(b"\n")[1:3]:
        words = line.split(b" ")
        if len(words) == 2 and words[0] == b"model" and b"\r" not in words[1]:
            return words[1].decode()
    return "linear:1,2,1"


for path in sorted((data / "good").glob("*.cert")):
    p = run(model_of(path), str(path))
    last = p.stdout.decode().splitlines()[-1:]
    check(path.name, p.returncode in (0, 10), p.stderr.decode())
    check(path.name, last[:1] and last[0].startswith("verdict: accepted"), str(last))
    check(path.name + " from standard input",
          run(model_of(path), "-", stdin=path.read_bytes()).returncode == p.returncode)

others = {"model-other.cert", "model-other-family.cert"}
for path in sorted((data / "bad").glob("*.cert")):
    model = "linear:1,2,1" if path.name in others else model_of(path)
    p = run(model, str(path))
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
                   (["linear:1,2,1", good, "--memory-limit"], 1)]:
    p = run(*args)
    check(" ".join(args), p.returncode == code, f"exit {p.returncode}, expected {code}: {p.stderr}")
check("--quiet prints the verdict only",
      run("linear:1,2,1", good, "--quiet").stdout.count(b"\n") <= 1)
ldd = subprocess.run(["ldd", checker], capture_output=True).stdout
check("no FLINT in the checker", b"flint" not in ldd)
specification = (data.parent / "format" / "certificate.md").read_text()
for example in re.findall(r"```\n(abide-certificate.*?)```", specification, re.S):
    if "SPECIFICATION" in example:
        continue
    p = run(re.search("^model (.*)$", example, re.M)[1], "-", stdin=example.encode())
    check("an example of the format", p.returncode == 0, p.stderr.decode())
finish()
