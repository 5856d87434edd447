"""Every LaTeX example compiles, without warnings and overfull lines: latex.py ABIDE DATA. Exit 77 without pdflatex."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[0]))
from tally import check, finish

abide, data = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
if shutil.which("pdflatex") is None:
    print("pdflatex is not installed")
    sys.exit(77)

models = [
    ["linear:3,2,4"], ["linear:2,5,2"], ["linear:1,2,2,1"], ["relu:784,512,512,10,bias"], ["network:2,3r,2,2,bias=all"], ["attention:4,2,2"], ["residual:2,2,2,relu"],
    ["nmf:1,2,1"], ["icnn:2,2,2"], ["conv1d:8,1,2,1,kernel=3"], ["normalized:2,2,1"], ["tucker:2,2,2,1,2,2"], ["product:5"],
    [str(data / "models" / "logarithm.toml")], [str(data / "models" / "powers.toml")], [str(data / "models" / "rotation.toml")],
    [str(data / "models" / "quartic.toml")], ["linear:2,3,2", "--dynamics", "momentum:1"], ["linear:2,2,2", "--dynamics", "nesterov"],
    ["linear:2,2,2", "--dynamics", "weight-decay:1/2"], ["relu:2,2,2", "--dynamics", "momentum:-1/2"], ["linear:2,2,2", "--loss", "cross-entropy"],
    ["nmf:2,2,2", "--dynamics", "nesterov"], ["nmf:2,2,2", "--dynamics", "momentum:1", "--mirror-momentum", "metric"]]


def compile_clean(name, text, folder):
    (folder / (name + ".tex")).write_text(text)
    for _ in range(3):  # citations and the widths of long tables settle
        log = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name + ".tex"], cwd=folder, capture_output=True)
    output = log.stdout.decode(errors="replace")
    wrong = re.findall(r"(?im)^.*(?:warning|overfull|^!).*$", output)
    check(name, log.returncode == 0 and not wrong, f"exit {log.returncode} {wrong[:3]}")


with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    preamble = ("\\documentclass{article}\n\\usepackage{amsmath,amssymb,amsthm}\n\\newtheorem{proposition}{Proposition}\n\\emergencystretch=3em\n"
                "\\begin{document}\n")
    # Propositions of certificates, and statements of JSON results.
    for number, (model, kind) in enumerate((model, kind) for model in models for kind in ("cert", "json")):
        source = folder / ("r." + kind)
        source.unlink(missing_ok=True)
        result = subprocess.run([abide, "certify", *model, "--json", "-o", folder / "r.cert"], capture_output=True).stdout
        if kind == "json":
            source.write_bytes(result)
        export = [abide, "export", str(source), "--to", "latex"]
        compile_clean(f"document{number}", subprocess.run([*export, "--standalone"], capture_output=True, text=True).stdout, folder)
        snippet = subprocess.run(export, capture_output=True, text=True).stdout
        check(f"snippet{number} of {kind}", ("\\begin{proposition}" in snippet) == (kind == "cert"))
        keys = set(",".join(re.findall(r"cite\{([^}]*)\}", snippet)).split(",")) - {""}
        entries = "".join("\\bibitem{" + k + "} " + k for k in sorted(keys))
        bibliography = "\\begin{thebibliography}{9}" + entries + "\\end{thebibliography}\n" if keys else ""
        compile_clean(f"snippet{number}", preamble + snippet + bibliography + "\\end{document}\n", folder)
    for question in ("laws", "rank"):
        subprocess.run([abide, question, "linear:3,2,3", "-o", folder / "r.cert"], capture_output=True)
        export = [abide, "export", folder / "r.cert", "--to", "latex", "--standalone"]
        compile_clean(question, subprocess.run(export, capture_output=True, text=True).stdout, folder)
    (folder / "w.toml").write_text("[[grid]]\nmodel = 'linear:{n},{r},2'\n[grid.over]\nn = '1..3'\nr = '1..20'\n")
    subprocess.run([abide, "sweep", "w.toml", "-o", "w.jsonl"], cwd=folder, capture_output=True)
    table = subprocess.run([abide, "export", "w.jsonl", "--to", "latex", "--standalone"], cwd=folder, capture_output=True, text=True).stdout
    compile_clean("table", table, folder)
finish()
