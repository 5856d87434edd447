"""What README shows is what the programs print, picture included, and what it links to is there; lib/README.md has all rooms,
and each word once: readme.py SOURCE_ROOT ABIDE ABIDE_CHECK."""
import os
import pathlib
import re
import sys
import tempfile

from samples import Page, blocks_of
from tally import check, finish

root = pathlib.Path(sys.argv[1]).resolve()
programs = [str(pathlib.Path(program).resolve().parent) for program in sys.argv[2:4]]
readme = (root / "README.md").read_text(encoding="utf-8")

samples = [body for word, _, body in blocks_of(readme) if not word and body.startswith("$ ")]
check("README has samples", len(samples) > 0)
with tempfile.TemporaryDirectory() as folder:
    page = Page("README", folder, dict(os.environ, PATH=os.pathsep.join([*programs, os.environ["PATH"]])))
    for sample in samples:
        page.console(sample)
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
