"""The notebooks of apps/examples, run through offline: no cell fails, results are shown as mathematics and pictures, and pages are made
of them. test_notebooks.py [FOLDER], with PYTHONPATH, ABIDE_LIBRARY and ABIDE_CHECK set: pages are kept in FOLDER. Exit 77 where a package is missing."""
import os
import pathlib
import sys
import tempfile

try:
    import matplotlib
    import nbclient
    import nbconvert
    import nbformat
    import ipykernel
    import torch
except ImportError as error:
    print(f"skipped: {error.name} is not installed")
    sys.exit(77)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tally import check, finish

examples = pathlib.Path(__file__).resolve().parents[2] / "apps" / "examples"
expected = {
    "find_and_prove.ipynb": ["verdict: accepted, complete", "x**2 - y**2 - 2*z**2", "3 independent laws"],
    "watch_training.ipynb": ["relu:3,8,2,bias=all", "first step, ratio: 4.0", "transpose=True"],
}
with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
    # A kernel of this Python, whatever others are installed.
    os.environ.update(JUPYTER_CONFIG_DIR=scratch, IPYTHONDIR=scratch, MPLCONFIGDIR=scratch, JUPYTER_DATA_DIR=scratch, JUPYTER_PLATFORM_DIRS="0")
    from ipykernel.kernelspec import install
    install(kernel_name="python3", prefix=scratch)
    os.environ["JUPYTER_PATH"] = os.path.join(scratch, "share", "jupyter")
    check("there are as many notebooks as are expected", {p.name for p in examples.glob("*.ipynb")} == set(expected))
    for name, words in expected.items():
        book = nbformat.read(examples / name, as_version=4)
        nbformat.validate(book)
        check(f"{name} is kept without outputs", not any(cell.get("outputs") for cell in book.cells))
        try:
            nbclient.NotebookClient(book, timeout=200, kernel_name="python3").execute()
        except nbclient.exceptions.CellExecutionError as error:
            check(name, False, str(error))
            continue
        outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
        shown = [output.get("data", {}) for output in outputs]
        text = "".join(output.get("text", "") for output in outputs) + "".join(data.get("text/plain", "") for data in shown)
        for word in words:
            check(f"{name} shows {word}", word in text, text)
        check(f"{name}: nothing on standard error", not any(output.get("name") == "stderr" for output in outputs), text)
        check(f"{name}: laws as mathematics and the picture", any("<svg" in data.get("text/html", "") and "aligned" in data["text/html"] for data in shown))
        check(f"{name}: a law as mathematics", name != "find_and_prove.ipynb" or any("(U_{1})_{1,1}" in data.get("text/latex", "") for data in shown))
        check(f"{name}: a plot", any("image/png" in data for data in shown))
        page, _ = nbconvert.HTMLExporter().from_notebook_node(book)
        (folder / name).with_suffix(".html").write_text(page, encoding="utf-8")
        check(f"{name}: a page with both", "<svg" in page and "data:image/png" in page)
finish()
