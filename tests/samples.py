"""Runs the code blocks of Markdown pages, and compares what they print with what the page shows. tests/readme.py and tests/manual.py use it.

A block is known by the word behind its fence:

- nothing or console, with lines `$ COMMAND`: run by sh, each compared with what stands below it (standard output, then standard error).
- python: all such blocks of a page are one session. gp, singular, gap, macaulay2, maxima, sage, julia: each block is a file that the system runs.
- output: what the block before it prints; a block without one prints nothing.
- sh: commands without output that another test runs.
- toml: a model that abide reads, or a sweep. Where its first line is a comment with a file's name, the block is that file. So are cmake
  and whatever else begins like this.
- {literalinclude} PATH: a copy of that file.

In what is shown a line … stands for any lines. Commands must succeed; what needs a program or a module that is not installed is
counted and left out."""
import json
import pathlib
import re
import shutil
import subprocess

from tally import check

FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1$", re.M | re.S)
NAMED = re.compile(r"(?:#|//|/\*) ([\w-]+(?:\.[\w-]+)+)(?: \*/)?\n")
# How a system runs a file, and what its name ends in; None where it is read from standard input.
SYSTEMS = {"gp": (["gp", "-fq"], ".gp"), "singular": (["Singular", "-q"], ".sing"), "gap": (["gap", "-q", "-T"], ".g"),
           "macaulay2": (["M2", "--script"], ".m2"), "maxima": (["maxima", "--very-quiet"], None), "sage": (["sage"], ".sage"),
           "julia": (["julia"], ".jl")}
# What needs more than a second to start, or packages of the slow suite.
SLOW = {"M2", "maxima", "sage", "julia", "pdflatex", "torch"}
# Programs that a page may use and a system may lack.
OPTIONAL = {command[0] for command, _ in SYSTEMS.values()} | {"pdflatex", "cc", "c++", "cmake", "zstd"}
# What other tests run: quickstart.py, and manual.py before all pages.
ELSEWHERE = {"sh apps/quickstart.sh", "meson compile -C build", "meson install -C build"}
# Rendered, and nothing to run.
RENDERED = {"{toctree}", "{math}", "{include}", "{figure}", "{image}"}
SESSION = """
import contextlib, io, json, sys, traceback
names, printed = {"__name__": "__main__"}, []
for block in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(block, "block", "exec"), names)
        except ModuleNotFoundError as e:
            printed.append({"missing": e.name})
            break
        except BaseException:
            out.write(traceback.format_exc())
    printed.append(out.getvalue())
print(json.dumps(printed))
"""


def blocks_of(text):
    """(word, argument, body) of every block."""
    found = []
    for _, info, body in FENCE.findall(text):
        word, _, argument = info.strip().partition(" ")
        found.append((word, argument, body))
    return found


def is_shown(expected, printed):
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line + "\n") for line in expected.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None


def python_with_modules():
    return "/usr/bin/python3" if pathlib.Path("/usr/bin/python3").exists() else "python3"


class Page:
    """One page, in one folder, where its blocks run in their order; env is that of all commands."""

    def __init__(self, name, folder, env, source=None, slow=True):
        self.name, self.folder, self.env, self.source, self.slow = name, pathlib.Path(folder), env, source, slow
        self.ran, self.left_out = 0, []

    def run(self, command, text=None):
        """What a command, words or a line for sh, prints; None if it fails."""
        p = subprocess.run(command, shell=isinstance(command, str), cwd=self.folder, env=self.env, input=text or "", capture_output=True,
                           timeout=300, encoding="utf-8", errors="replace")
        self.ran += 1
        return p.returncode, p.stdout + p.stderr

    def has(self, program):
        if program not in OPTIONAL or (self.slow or program not in SLOW) and shutil.which(program, path=self.env["PATH"]):
            return True
        self.left_out.append(program)
        return False

    def console(self, body):
        """Commands, each with what is shown below it."""
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.M):
            if all(self.has(word) for word in re.findall(r"(?:^|\||;|&&) *([\w+.-]+)", command)):
                code, printed = self.run(command)
                check(f"{self.name}: {command}", code == 0 and is_shown(expected, printed),
                      f"exit {code}, shown\n{expected}and it prints\n{printed}")

    def compare(self, what, expected, printed):
        check(f"{self.name}: {what}", is_shown(expected, printed), f"shown\n{expected}and it prints\n{printed}")

    def python(self, blocks):
        """All Python blocks of the page and what is shown of each."""
        modules = {module for body, _ in blocks for module in re.findall(r"^(?:import|from) (\w+)", body, re.M)}
        if not self.slow and modules & SLOW:
            return self.left_out.extend(modules & SLOW)
        code, printed = self.run([python_with_modules(), "-c", SESSION], json.dumps([body for body, _ in blocks]))
        if code != 0:
            return check(f"{self.name}: its Python session", False, printed)
        for (body, expected), said in zip(blocks, json.loads(printed.splitlines()[-1])):
            if isinstance(said, dict):
                return self.left_out.append(said["missing"])
            self.compare(body, expected, said)

    def system(self, word, body):
        """What another system prints of a block."""
        command, ending = SYSTEMS[word]
        if ending is None:
            return self.run(command, body)[1]
        (self.folder / ("block" + ending)).write_text(body, encoding="utf-8")
        return self.run([*command, "block" + ending])[1]

    def toml(self, body):
        file = NAMED.match(body)
        path = self.folder / (file[1] if file else "block.toml")
        path.write_text(body, encoding="utf-8")
        if not re.search(r"^\[\[(grid|model)\]\]", body, re.M):  # a sweep is run by a command
            code, printed = self.run(["abide", "canonical", path.name])
            check(f"{self.name}: {path.name} is a model", code == 0, printed)

    def block(self, word, argument, body, expected):
        """Runs one block, or says that nobody does."""
        named = NAMED.match(body)
        if word in ("", "console") and body.startswith("$ "):
            self.console(body)
        elif word in SYSTEMS:
            if self.has(SYSTEMS[word][0][0]):
                self.compare(body, expected or "", self.system(word, body))
        elif word == "toml":
            self.toml(body)
        elif word == "{literalinclude}":
            shutil.copy(self.source.parent / argument, self.folder)
        elif word == "sh":
            check(f"{self.name}: commands that another test runs", set(body.splitlines()) <= ELSEWHERE, body)
        elif named:
            (self.folder / named[1]).write_text(body, encoding="utf-8")
        elif word not in RENDERED:
            check(f"{self.name}: a block that somebody runs", False, f"```{word}\n{body}")

    def all_blocks(self, text):
        blocks = blocks_of(text)
        check(f"{self.name}: no indented block", not re.search(r"^ +```", text, re.M))
        shown = [blocks[i + 1][2] if i + 1 < len(blocks) and blocks[i + 1][0] == "output" else None for i in range(len(blocks))]
        session = [(body, expected or "") for (word, _, body), expected in zip(blocks, shown) if word == "python"]
        for i, (word, argument, body) in enumerate(blocks):
            if word == "python":
                if session:
                    self.python(session)
                    session = None
            elif word == "output":
                check(f"{self.name}: output of a block", i > 0 and blocks[i - 1][0] in ("python", *SYSTEMS), body)
            else:
                self.block(word, argument, body, shown[i])


def needs(text):
    """The slow programs and modules of a page."""
    words = {SYSTEMS[word][0][0] for word, _, _ in blocks_of(text) if word in SYSTEMS}
    for word, _, body in blocks_of(text):
        if word in ("", "console"):
            words |= set(re.findall(r"(?:^\$|\||;|&&) *([\w+.-]+)", body, re.M))
        elif word == "python":
            words |= set(re.findall(r"^(?:import|from) (\w+)", body, re.M))
    return words & SLOW
