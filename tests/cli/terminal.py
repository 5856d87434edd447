"""What abide shows on a terminal and nowhere else: colours, and a line of progress that is gone in the end:
terminal.py ABIDE."""
import os
import pathlib
import pty
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

abide = str(pathlib.Path(sys.argv[1]).resolve())
bold_green, red = "\x1b[1;32m", "\x1b[1;31m"


def on_terminal(*arguments, **environment):
    """Everything that a terminal gets, and the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
        os.execve(abide, ["abide", *arguments], {"TERM": "xterm"} | kept | environment)
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # what Linux says at the end
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def in_pipe(*arguments, **environment):
    p = subprocess.run([abide, *arguments], capture_output=True, text=True, timeout=120, env=os.environ | environment)
    return p.stdout + p.stderr


ask = ("certify", "linear:2,2,2")
plain = in_pipe(*ask)
coloured, code = on_terminal(*ask)
check("colours on a terminal", code == 0 and bold_green + "complete" in coloured, coloured)
check("none in a pipe", "\x1b" not in plain, plain)
check("none with NO_COLOR", on_terminal(*ask, NO_COLOR="1")[0].replace("\r", "") == plain)
check("an empty NO_COLOR is none", on_terminal(*ask, NO_COLOR="")[0] == coloured)
check("none on a dumb terminal", "\x1b" not in on_terminal(*ask, TERM="dumb")[0])
check("--color never", "\x1b" not in on_terminal(*ask, "--color", "never")[0])
check("--color always, before the command", bold_green in in_pipe("--color", "always", *ask, NO_COLOR="1"))
check("JSON has no colours", "\x1b" not in in_pipe(*ask, "--json", "--color", "always"))
check("errors", red in on_terminal("certify", "linear:2")[0] and "\x1b" not in in_pipe("certify", "linear:2"))
check("other words", "red not in {auto,always,never}" in in_pipe(*ask, "--color", "red"))
check("a short run has no line of progress", "\r" not in coloured.replace("\r\n", ""), coloured)

# Runs that end by their limits.
search = ("rank", "linear:5,80,80,80,5", "--evidence", "dense", "--time-limit")
shown, code = on_terminal(*search, "6")
lines = [line.removesuffix("\x1b[K") for line in shown.split("\r") if line.endswith("\x1b[K")]
check("a line of progress", code == 30 and all(re.fullmatch(r"abide: .+, \d+ s", line) for line in lines) and len(lines) > 2, shown)
check("it says what and how far", any(re.match(r"abide: Lie rank \d+ of 13600, ", line) for line in lines), shown)
check("it is erased before the result", shown.split("\x1b[K")[-1].startswith("\x1b[1mlinear:"), shown)
check("none when quiet", "\x1b[K" not in on_terminal(*search, "2", "--quiet")[0])
check("none in a pipe, either", "\x1b" not in in_pipe(*search, "2"))
finish()
