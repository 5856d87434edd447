"""The manual page, the manual and the completions say what --help says: pages.py ABIDE ABIDE_PAGES."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tally import check, finish

abide, pages = sys.argv[1:]


def run(*command, code=0, **more):
    p = subprocess.run(command, capture_output=True, text=True, timeout=60, **more)
    check(" ".join(command), p.returncode == code and not p.stderr, p.stderr)
    return p.stdout


written = {kind: run(pages, kind) for kind in ("man", "markdown", "bash", "zsh", "fish")}
main_help = run(abide, "--help").split("Subcommands:")
commands = re.findall(r"^  (\w+) {2,}", main_help[1], re.M)
common = set(re.findall(r"^  (--[\w-]+)", main_help[0], re.M)) - {"--version"}
check("options of every command", common == {"--color"}, str(common))
check("commands", len(commands) >= 10, str(commands))
man = written["man"].replace("\\-", "-")
for command in commands:
    options = set(re.findall(r"^  (?:-\w,)?(--?[\w-]+)", run(abide, command, "--help"), re.M))
    section = man.split(f".SS abide {command} ")[1].split("\n.S")[0]
    of_manual = written["markdown"].split(f"## abide {command}\n")[1].split("\n## ")[0]
    of_bash = re.search(rf"^    {command}\) options='(.*)' ;;", written["bash"], re.M)[1].split()
    of_zsh = written["zsh"].split(f"\n    {command}) _arguments")[1].split(";;")[0]
    of_fish = written["fish"].replace("-l ", "--").replace("-s ", "-")
    check(f"{command}: options", len(options) > 3, str(options))
    for option in options:
        check(f"{command} {option} in man", f"\\fB{option}\\fR" in section)
        check(f"{command} {option} in the manual", re.search(rf"^`{option}[` ]", of_manual, re.M))
    for option in options | common:
        check(f"{command} {option} in bash", option in of_bash)
        check(f"{command} {option} in zsh", f"'{option}[" in of_zsh)
        check(f"{command} {option} in fish", f"__fish_seen_subcommand_from {command}' {option} " in of_fish)
    check(f"{command}: no option that is none", len(of_bash) == len(options | common), f"{of_bash} {options}")

script = written["bash"] + """
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _abide; echo "${COMPREPLY[@]}"; }
try abide exp
try abide export a.cert --to s
try abide certify att
try abide certify --mem
"""
found = run("bash", "-c", script).splitlines()
check("bash completes", found[0].split() == ["explain", "export"] and "singular" in found[1].split() and
      "attention:" in found[2].split() and found[3] == "--memory-limit", str(found))
for shell, options in (("zsh", ["-n"]), ("fish", ["--no-execute"])):
    if shutil.which(shell):
        run(shell, *options, "/dev/stdin", input=written[shell])
if shutil.which("fish"):
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "abide.fish").write_text(written["fish"])
    for line, expected in {"abide exp": {"explain", "export"}, "abide export a.cert --to s": {"singular", "svg"},
                           "abide certify att": {"attention:"}, "abide certify --mem": {"--memory-limit"},
                           "abide laws --color a": {"auto", "always"}}.items():
        found = run("fish", "-c", f"source {folder}/abide.fish; complete -C '{line}'", cwd=folder)
        check(f"fish completes {line}", expected <= {answer.split("\t")[0] for answer in found.splitlines()}, found)
    shutil.rmtree(folder)
if shutil.which("groff"):
    run("groff", "-man", "-Tutf8", "-ww", "-K", "utf8", "-P-c", "-z", input=written["man"])
check("the options of every command in man", "\\fB--color\\fR \\fIauto|always|never\\fR" in man.split(".SH COMMANDS")[0])
check("other words", subprocess.run([pages, "ksh"], capture_output=True).returncode == 1)
finish()
