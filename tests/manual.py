"""Every code block of the manual runs and prints what the page shows: manual.py SOURCES BUILD [--slow].
The programs, the library and the Python package are installed into a folder, as their users have them, and each page has a folder of its
own, where its blocks run in their order. Pages that need slow systems, PyTorch or LaTeX belong to the slow suite; without --slow
these blocks are left out, with it only pages that have some are run."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from samples import Page, blocks_of, needs, python_with_modules
from tally import check, finish

root, build, slow = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], "--slow" in sys.argv
pages = sorted((root / "data" / "manual").rglob("*.md"))
check("there are pages", len(pages) > 10)


# Of what build.py writes the docstrings of into the manual.
DOCSTRINGS = '''
import doctest, sys
import abide
runner = doctest.DocTestRunner()
for name in abide.__all__:
    for test in doctest.DocTestFinder().find(getattr(abide, name), name, globs={"abide": abide}):
        runner.run(test)
sys.exit(runner.failures > 0 or runner.tries < 3)
'''


def environment(prefix):
    """That of a user who has installed there."""
    install = subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", prefix], capture_output=True, text=True)
    if install.returncode != 0:
        sys.exit(install.stdout + install.stderr)
    found = {name: next(prefix.rglob(name)) for name in ("bin/abide", "libabide.so.0", "abide.pc", "include/abide")}
    python = next(prefix.rglob("abide/_place.py"), None)
    # abide-check-core is not installed.
    path = [str(found["bin/abide"].parent), str(pathlib.Path(build).resolve() / "apps" / "check"), os.environ["PATH"]]
    base = found["include/abide"].parents[1]
    return dict(os.environ, PATH=os.pathsep.join(path), LC_ALL="C.UTF-8", TERM="dumb",
                LD_LIBRARY_PATH=str(found["libabide.so.0"].parent), PKG_CONFIG_PATH=str(found["abide.pc"].parent),
                PKG_CONFIG_SYSROOT_DIR=str(prefix), CMAKE_PREFIX_PATH=str(base), PYTHONDONTWRITEBYTECODE="1",
                PYTHONPATH=str(python.parents[1]) if python else "")


def examples_of_formats(page, text):
    """Whole examples in a specification: models, certificates, sweeps, JSON. The other blocks there are grammars, and pieces."""
    for word, _, body in blocks_of(text):
        whole = re.search(r"^end \d+$", body, re.M)
        if word == "toml" and body.startswith("name"):
            page.toml(body)
        elif word == "toml" and re.search(r"^\[\[model\]\]", body, re.M):
            page.toml(body)
            page.console("$ abide sweep block.toml | tail -1\n37 rows: 37 complete\n")
        elif word == "json":
            json.loads(body)
        elif whole and body.startswith("abide-canonical"):
            (page.folder / "block.canon").write_text(body, encoding="utf-8")
            page.console("$ abide canonical block.canon\n" + body)
        elif whole and body.startswith("abide-certificate"):
            (page.folder / "block.cert").write_text(body, encoding="utf-8")
            page.console(f"$ abide-check --quiet {re.search('^model (.*)', body, re.M)[1]} block.cert\nverdict: accepted, complete\n")


with tempfile.TemporaryDirectory() as folder:
    env = environment(pathlib.Path(folder, "installed"))
    for source in pages:
        text = source.read_text(encoding="utf-8")
        if slow and not needs(text):
            continue
        work = pathlib.Path(folder, source.stem)
        work.mkdir()
        page = Page(source.relative_to(root / "data" / "manual").as_posix(), work, env, source, slow)
        page.all_blocks(text)
        left_out = f", left out: {', '.join(sorted(set(page.left_out)))}" if page.left_out else ""
        print(f"{page.name}: {page.ran} runs{left_out}")
    if not slow and env["PYTHONPATH"]:
        session = subprocess.run([python_with_modules(), "-c", DOCSTRINGS], env=env, capture_output=True, encoding="utf-8")
        check("the sessions in docstrings of the package", session.returncode == 0, session.stdout + session.stderr)
    for source in sorted((root / "data" / "format").glob("*.md")) if not slow else []:
        work = pathlib.Path(folder, "format", source.stem)
        work.mkdir(parents=True)
        page = Page(f"format/{source.name}", work, env)
        examples_of_formats(page, source.read_text(encoding="utf-8"))
        print(f"{page.name}: {page.ran} runs")
finish()
