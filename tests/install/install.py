"""Installs into a fresh folder, compiles the README's library example against it by pkg-config, and
compares what it prints. The library exports what public headers declare in namespace abide, and
nothing else."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root, build = pathlib.Path(sys.argv[1]), sys.argv[2]


def output_of(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def run_example(work, env):
    readme = (root / "README.md").read_text(encoding="utf-8")
    example, printed = re.search(r"```cpp\n(.*?)```.*?\nprints\n\n```\n(.*?)```", readme, re.S).groups()
    (work / "example.cpp").write_text(example)
    flags = output_of("pkg-config", "--cflags", "--libs", "abide", env=env).split()
    subprocess.run(["c++", "-std=c++20", "example.cpp", "-o", "example", *flags], cwd=work, check=True)
    out = output_of(work / "example", env=env)
    print(out)
    if out != printed:
        sys.exit("the example prints something else than the README says:\n" + printed)


def foreign_symbols(library):
    """Those that are no members of namespace abide, and those whose names users cannot see."""
    headers = "".join(h.read_text(encoding="utf-8") for h in (root / "include" / "abide").glob("*.hpp"))
    declared = set(re.findall(r"\w+", headers))
    member = re.compile(r"(?:(?:typeinfo|typeinfo name|vtable) for )?abide::(?:operator\b|(\w+))")
    symbols = output_of("nm", "-DC", "--defined-only", library).splitlines()
    names = [line.split(" ", 2)[2] for line in symbols]
    if not any(name.startswith("abide::certify(") for name in names):
        sys.exit("abide::certify is not exported")
    print(len(names), "exported symbols")
    found = [(name, member.match(name)) for name in names]
    return [name for name, m in found if not m or (m[1] and m[1] not in declared)]


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    output_of("meson", "install", "-C", build, "--no-rebuild", "--destdir", folder)
    pc = next(work.rglob("abide.pc"))
    library = next(work.rglob("libabide.so*"))
    run_example(work, dict(os.environ, PKG_CONFIG_PATH=str(pc.parent), PKG_CONFIG_SYSROOT_DIR=folder,
                           LD_LIBRARY_PATH=str(library.parent)))
    if foreign := foreign_symbols(str(library)):
        sys.exit("foreign symbols: " + "\n".join(foreign[:10]))
