"""Runs the program abide-check: binary.py PATH_OF_ABIDE_CHECK DATA_DIRECTORY.

Prints only failures. Every file NAME.cert of data/certificates/bad must be rejected with
its line named; its model is NAME.canon beside it, or else the file named on its line
"model" (a specification), or else the model of the line "model" in linear-1-2-1.cert. A
NAME.canon alone is a model that must be refused."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

program, data = sys.argv[1], pathlib.Path(sys.argv[2])
good, bad = data / "certificates/good", data / "certificates/bad"
failures = []


def run(*arguments, stdin=None, timeout=60):
    done = subprocess.run([program, *map(str, arguments)], stdin=stdin, capture_output=True, timeout=timeout)
    return done.returncode, done.stdout.decode("ascii"), done.stderr.decode("utf-8")


def expect(name, result, code, out=None, err=None):
    if result[0] != code:
        failures.append(f"{name}: exit {result[0]}, expected {code}: {result[2]!r}")
    if out is not None and not re.search(out, result[1]):
        failures.append(f"{name}: no {out!r} in the output {result[1]!r}")
    if err is not None and not re.search(err, result[2]):
        failures.append(f"{name}: no {err!r} in the errors {result[2]!r}")


def model_of(certificate):
    canon = certificate.with_suffix(".canon")
    if canon.exists():
        return canon
    lines = certificate.read_bytes().split(b"\n")
    words = lines[1].decode("ascii", "replace").split(" ", 1) if len(lines) > 1 else []
    known = re.compile(r"(linear|relu|network|product):[0-9r,a-z=]+\Z")
    name = certificate.name
    if name.startswith("model-") or len(words) < 2 or not known.match(words[1]):
        return "linear:1,2,1"
    return words[1]


def certificates():
    for certificate in sorted(good.glob("*.cert")):
        complete = b"\ncomplete\n" in certificate.read_bytes()
        result = run(model_of(certificate), certificate)
        expect(certificate.name, result, 0 if complete else 10, r"\nverdict: accepted", r"\A\Z")
        quiet = run("--quiet", model_of(certificate), certificate)
        expect(certificate.name, quiet, result[0], r"\Averdict: accepted[^\n]*\n\Z", r"\A\Z")
    names = sorted(bad.glob("*.cert"))
    if len(names) < 30:
        failures.append("too few bad certificates")
    for certificate in names:
        result = run(model_of(certificate), certificate)
        expect(certificate.name, result, 20, None, r"\Averdict: rejected: line [0-9]+: [ -~]+\n\Z")
        if "verdict" in result[1]:
            failures.append(f"{certificate.name}: a verdict on standard output")
    for model in sorted(bad.glob("*.canon")):
        if not model.with_suffix(".cert").exists():
            expect(model.name, run(model, good / "map.cert"), 1, r"\A\Z", r":[0-9]+:[0-9]+: ")


def program_itself(folder):
    example = good / "linear-1-2-1.cert"
    with open(example, "rb") as file:
        expect("stdin", run("linear:1,2,1", "-", stdin=file), 0, "complete")
    expect("--help", run("--help"), 0, "Usage: abide-check")
    expect("--version", run("--version"), 0, "version 1")
    for arguments in ([], ["linear:1,2,1"], ["--what", "a", "b"], ["a", "b", "c"], ["--time-limit"], ["--time-limit=x", "a", "b"],
                      ["model.toml", example], ["linear:1", example], ["missing.canon", example], ["linear:1,2,1", folder],
                      ["linear:1,2,1", folder / "missing"], [f"{folder}/d.canon", example], ["linear:1,2,1\x1b[0m", example]):
        result = run(*arguments)
        expect(str(arguments), result, 1, r"\A\Z", r"\Aabide-check: ")
        if "\x1b" in result[2]:
            failures.append("a control character is echoed")
    with open("/dev/zero", "rb") as zero:
        expect("/dev/zero", run("linear:1,2,1", "-", stdin=zero), 20, None, "line 1:")
    link = folder / "zero.canon"
    link.symlink_to("/dev/zero")
    expect("zero.canon", run(link, example), 1, r"\A\Z", "too long")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program, "linear:1,2,1", str(example)], stdout=full, stderr=subprocess.DEVNULL)
            if done.returncode != 1:
                failures.append(f"/dev/full: exit {done.returncode}")
    for number, text in ((signal.SIGINT, "signal"), (signal.SIGTERM, "signal"), (None, "time limit")):
        limit = ["--time-limit", "1"] if number is None else []
        process = subprocess.Popen([program, *limit, "linear:1,2,1", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(b"abide-certificate 1\nmodel linear:1,2,1\nlaw 1 1:1^2 -1:3^2\n")
        process.stdin.flush()
        time.sleep(0.3)
        if number is not None:
            process.send_signal(number)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            failures.append(f"{text}: not stopped")
        errors = process.stderr.read().decode()
        if process.returncode != 30 or text not in errors:
            failures.append(f"{text} {number}: exit {process.returncode}, {errors!r}")


with tempfile.TemporaryDirectory() as name:
    temporary = pathlib.Path(name)
    (temporary / "d.canon").mkdir()
    certificates()
    program_itself(temporary)
print("\n".join(failures), end="\n" if failures else "")
sys.exit(1 if failures else 0)
