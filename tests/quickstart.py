"""What apps/quickstart.sh builds, installs and prints: quickstart.py SOURCE_ROOT ABIDE ABIDE_CHECK.
The script runs on a copy of the sources, with a `meson` in front of the real one that configures as it is told, but
builds with `ninja -n`, which lists the steps, and then puts the programs at hand in their places. `dpkg-query` says that
every package is there, and writes down which ones were asked for."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tally import check, finish

root, abide, abide_check = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
MESON = """#!/bin/sh
set -eu
[ "$1" = compile ] || exec "$MESON" "$@"
"$MESON" "$@" --ninja-args=-n >>"$NOTES/steps"
mkdir -p build/apps/abide build/apps/check
ln -sf "$ABIDE" build/apps/abide/abide
ln -sf "$ABIDE_CHECK" build/apps/check/abide-check
"""
DPKG_QUERY = """#!/bin/sh
for package; do :; done
echo "$package" >>"$NOTES/packages"
echo 'install ok installed'
"""

with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    for room in ("include", "lib", "apps", "tests"):
        shutil.copytree(root / room, work / "copy" / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("meson.build", "meson_options.txt"):
        shutil.copy(root / name, work / "copy")
    (work / "bin").mkdir()
    for name, text in (("meson", MESON), ("dpkg-query", DPKG_QUERY)):
        (work / "bin" / name).write_text(text)
        (work / "bin" / name).chmod(0o755)
    env = dict(os.environ, NOTES=folder, MESON=shutil.which("meson"), ABIDE=str(abide), ABIDE_CHECK=str(abide_check),
               PATH=f"{work / 'bin'}:{os.environ['PATH']}")
    for time in ("once", "again"):
        run = subprocess.run(["sh", str(work / "copy" / "apps" / "quickstart.sh")], env=env, capture_output=True, text=True)
        check(f"it succeeds {time}", run.returncode == 0, run.stdout + run.stderr)
    shown = run.stdout
    steps = (work / "steps").read_text() if (work / "steps").exists() else ""
    packages = (work / "packages").read_text().split()

outputs = re.findall(r"^\[\d+/\d+\] \S.* (\S+)$", steps, re.M)
check("the steps were listed", len(outputs) > 50, steps)
for program in ("apps/abide/abide", "apps/check/abide-check"):
    check(f"{program} is built", program in outputs, steps)
others = [output for output in outputs if not output.startswith(("include/", "lib/", "apps/abide/", "apps/check/"))
          and not output.endswith("/precompiled/headers.hpp")]
check("nothing else is built", not others, " ".join(others))
check("packages of the programs are asked for", "libflint-dev" in packages, str(packages))
check("packages of the tests are not", not set(packages) & set((root / "tests" / "packages.txt").read_text().split()))
for line in ("U1[1,1]*U1[1,2] + U1[2,1]*U1[2,2] + U1[3,1]*U1[3,2]", "3 independent laws", "verdict: accepted, complete"):
    check(f"it shows: {line}", line in shown, shown)
finish()
