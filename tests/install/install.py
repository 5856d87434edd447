"""Installs into a fresh folder and compiles the README's library example against it, by
pkg-config."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root, build = pathlib.Path(sys.argv[1]), sys.argv[2]
with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", folder],
                   check=True, capture_output=True)
    pc = next(work.rglob("abide.pc"))
    env = dict(os.environ, PKG_CONFIG_PATH=str(pc.parent), PKG_CONFIG_SYSROOT_DIR=folder)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "abide"], env=env, check=True,
                           capture_output=True, text=True).stdout.split()
    readme = (root / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```cpp\n(.*?)```", readme, re.S)[1]
    (work / "example.cpp").write_text(example)
    subprocess.run(["c++", "-std=c++20", "example.cpp", "-o", "example", *flags], cwd=work, check=True)
    library = next(work.rglob("libabide.so*")).parent
    out = subprocess.run([work / "example"], check=True, capture_output=True, text=True,
                         env=dict(os.environ, LD_LIBRARY_PATH=str(library))).stdout
    print(out)
    if "3 independent laws, complete" not in out:
        sys.exit("the example printed something else")
    symbols = subprocess.run(["nm", "-DC", "--defined-only", str(next(library.glob("libabide.so*")))],
                             check=True, capture_output=True, text=True).stdout
    foreign = [s for s in symbols.splitlines()
               if " T " in s and "abide::" not in s and " _" not in s]
    if foreign:
        sys.exit("foreign symbols: " + "\n".join(foreign[:10]))
