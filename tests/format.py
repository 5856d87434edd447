"""Every C++ source is as clang-format with .clang-format writes it: format.py SOURCE_ROOT.
Other versions than the one named here break lines elsewhere: the test is then skipped."""
import pathlib
import shutil
import subprocess
import sys

program = shutil.which("clang-format-14")
if program is None:
    print("clang-format-14 is not installed")
    sys.exit(77)
root = pathlib.Path(sys.argv[1])
sources = sorted(path for room in ("include", "lib", "apps", "tests") for path in (root / room).rglob("*") if path.suffix in (".cpp", ".hpp", ".c", ".h"))
result = subprocess.run([program, "--dry-run", "--Werror", *map(str, sources)], cwd=root,
                        stderr=subprocess.PIPE, text=True)
differing = sorted({line.split(":")[0] for line in result.stderr.splitlines() if ": error: " in line})
for path in differing:
    print(f"{pathlib.Path(path).relative_to(root)} differs from .clang-format")
print(f"{len(sources)} files looked at")
sys.exit(1 if result.returncode else 0)
