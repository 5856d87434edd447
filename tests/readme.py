"""What README shows is what the programs print, picture included, and what it links to is there; lib/README.md has all rooms,
and each word once: readme.py SOURCE_ROOT ABIDE ABIDE_CHECK."""
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

from tally import check, finish

root = pathlib.Path(sys.argv[1]).resolve()
programs = {"abide": str(pathlib.Path(sys.argv[2]).resolve()), "abide-check": str(pathlib.Path(sys.argv[3]).resolve())}
readme = (root / "README.md").read_text(encoding="utf-8")

# Samples are blocks that begin with a prompt: commands, each with what it prints, then what it says on standard error.
samples = [block for block in re.findall(r"^```\n(.*?)^```$", readme, re.M | re.S) if block.startswith("$ ")]
check("README has samples", len(samples) > 1)
with tempfile.TemporaryDirectory() as folder:
    for sample in samples:
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", sample, re.M):
            name, *arguments = shlex.split(command)
            p = subprocess.run([programs[name], *arguments], cwd=folder, capture_output=True, timeout=120, encoding="utf-8")
            check(command, p.returncode == 0 and p.stdout + p.stderr == expected,
                  f"exit {p.returncode}, README shows\n{expected}and it prints\n{p.stdout}{p.stderr}")
    pictures = sorted((root / "data" / "pictures").iterdir())
    check("there is a picture", len(pictures) > 0)
    for picture in pictures:
        made = pathlib.Path(folder, picture.name)
        check(f"{picture.name} is the one that README's commands draw", made.exists() and made.read_bytes() == picture.read_bytes())
        check(f"README shows {picture.name}", f"](data/pictures/{picture.name})" in readme)

# A heading is linked to by its words in small letters, joined by hyphens.
anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^##+ (.*)", readme, re.M)}
for link in re.findall(r"\]\(([^)]*)\)", readme):
    check(f"README's link to {link}", link[1:] in anchors if link.startswith("#") else (root / link).exists())
for path in re.findall(r"`((?:data|lib|apps|tests|include)/[\w/.*-]+)`", readme):
    check(f"README's {path}", any(root.glob(path)))

lib = (root / "lib" / "README.md").read_text(encoding="utf-8")
rooms = re.findall(r"^- \*\*(.*?)\*\*", lib, re.M)
check("lib/README.md has every room", sorted(rooms) == sorted(p.name for p in (root / "lib").iterdir()
                                                      if p.is_dir() and p.name != "precompiled"), rooms)
words = re.findall(r"^\| \*\*(.*?)\*\*", lib, re.M)
check("its words have one meaning", len(words) > 0 and len(words) == len(set(words)), words)
finish()
