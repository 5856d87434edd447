"""What tests/run.sh builds, and what it says at the end: run.py SOURCE_ROOT.
It runs in a folder with its scripts only, with stubs in front: a `meson` that writes down what it is told and makes up
results, a `dpkg-query` for which every package is there, and a `clang++-14` that works or does not."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from tally import check, finish

root = pathlib.Path(sys.argv[1])
MESON = """#!/bin/sh
echo "${CXX:-default} $*" >>"$NOTES"
case "$1" in
setup) mkdir -p "$2" && : >"$2/build.ninja" ;;
test) printf 'Ok:                 %s\\n' "$OK"; [ "$FAIL" = 0 ] || printf 'Fail:               %s\\n' "$FAIL" ;;
esac
"""


def run(clang, ok, fail, again=False):
    """The commands of meson, the last line and the exit status, in a fresh folder or for the second time in one."""
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "bin").mkdir()
        (work / "apps").mkdir()
        for name, text in (("meson", MESON), ("dpkg-query", "#!/bin/sh\necho 'install ok installed'\n"),
                           ("clang++-14", f"#!/bin/sh\ncat >/dev/null\nexit {0 if clang else 1}\n")):
            (work / "bin" / name).write_text(text)
            (work / "bin" / name).chmod(0o755)
        for name in ("packages.txt", "install_packages.sh"):
            shutil.copy(root / "apps" / name, work / "apps")
        shutil.copytree(root / "tests", work / "tests", ignore=shutil.ignore_patterns("__pycache__"))
        env = dict(os.environ, NOTES=str(work / "notes"), OK=str(ok), FAIL=str(fail),
                   PATH=f"{work / 'bin'}:{os.environ['PATH']}")
        env.pop("CXX", None)
        for _ in range(2 if again else 1):
            (work / "notes").write_text("")
            p = subprocess.run(["sh", str(work / "tests" / "run.sh")], env=env, capture_output=True, text=True)
        return (work / "notes").read_text().splitlines(), p.stdout.splitlines()[-1:], p.returncode


commands, last, status = run(clang=True, ok=3, fail=0)
check("the sum of both builds", last == ["6 passed, 0 failed"], str(last))
check("exit status", status == 0)
setups = [c for c in commands if " setup " in c]
check("two builds", len(setups) == 2, str(setups))
for setup in setups:
    check("warnings are errors", "-Dwerror=true" in setup, setup)
check("the programs are compiled as for users", "default" in setups[0] and "optimization" not in setups[0], setups[0])
check("clang for sanitizers", setups[-1].startswith("clang++-14 ") and "-Db_sanitize=address,undefined" in setups[-1], setups[-1])
check("a finding of a sanitizer is a failure", "-fno-sanitize-recover" in setups[-1], setups[-1])
check("all is built, with sanitizers what their suite runs",
      [c.split(" compile ")[1] for c in commands if " compile " in c]
      == ["-C build", "-C build-sanitize abide:executable abide-check:executable abide-tests check-tests"], str(commands))

commands, last, status = run(clang=False, ok=3, fail=0)
check("another compiler where clang does not work", all(c.startswith("default ") for c in commands), str(commands))
commands, last, status = run(clang=True, ok=3, fail=2)
check("failures are counted", last == ["6 passed, 4 failed"], str(last))
check("failures in the exit status", status == 1)
commands, last, status = run(clang=True, ok="", fail=0)
check("tests that did not run are failures", last == ["0 passed, 2 failed"] and status == 1, str(last))
commands, last, status = run(clang=True, ok=3, fail=0, again=True)
check("nothing is set up twice, and the tests are there",
      [c for c in commands if "-Dtests=enabled" in c] == ["default configure build -Dtests=enabled",
                                                          "clang++-14 configure build-sanitize -Dtests=enabled"], str(commands))
finish()
