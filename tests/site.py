"""The manual is built without a warning; its links lead somewhere, nothing in it is loaded from elsewhere, and KaTeX reads its formulas
(where node is installed): site.py FOLDER COMMAND..., the command that makes it there."""
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

from tally import check, finish

folder = pathlib.Path(sys.argv[1])
made = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
check("it is built, and nothing is said but where", made.returncode == 0 and re.fullmatch(r"The manual: .*\n", made.stdout), made.stdout)


class Reader(html.parser.HTMLParser):
    """What a page links to, loads, is linked to by, and its formulas."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loaded, self.anchors, self.math, self.title, self.within = [], [], set(), [], "", ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors |= {given.get("id"), given.get("name") if tag == "a" else None}
        self.within = tag if tag == "title" else "math" if (given.get("class") or "").split()[:1] == ["math"] else ""
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        for name in ("src", "srcset", "data", "poster") if tag != "a" else ():
            self.loaded += [given[name]] if given.get(name) else []
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "shortcut icon", "preload"):
            self.loaded.append(given["href"])

    def handle_data(self, data):
        if self.within == "math":
            self.math.append(data)

    def handle_endtag(self, tag):
        self.within = ""


pages = {path: Reader(path) for path in folder.rglob("*.html")}
check("there are pages", len(pages) > 100)
formulas = [formula for page in pages.values() for formula in page.math]
check("there are formulas", len(formulas) > 50)


def is_elsewhere(target):
    return re.match(r"(?:\w+:)?//", target) is not None


for path, page in pages.items():
    name = path.relative_to(folder)
    for target in {*page.links, *page.loaded}:
        if is_elsewhere(target) or target.startswith(("data:", "javascript:")):
            continue
        place, _, anchor = target.partition("#")
        at = (path.parent / urllib.parse.unquote(place.partition("?")[0])).resolve() if place else path
        check(f"{name}: link to {target}", at.exists(), "no such file")
        # Doxygen's own pages name some anchors in scripts only.
        if anchor and at in pages and "reference" not in name.parts:
            check(f"{name}: link to {target}", urllib.parse.unquote(anchor) in pages[at].anchors, "no such place")
    for target in page.loaded:
        check(f"{name} loads {target}", not is_elsewhere(target))
for path in folder.rglob("*.css"):
    for target in re.findall(r"""(?:url\(|@import(?! *url))\s*["']?([^"')\s;]+)""", path.read_text(encoding="utf-8")):
        check(f"{path.relative_to(folder)} loads {target}", not is_elsewhere(target))
        if not target.startswith(("data:", "#")):
            check(f"{path.relative_to(folder)}: {target}", (path.parent / re.split("[?#]", target)[0]).exists())

READ = """
const katex = require(process.argv[1]);
for (const formula of JSON.parse(require("fs").readFileSync(0, "utf8")))
  try { katex.renderToString(formula, {strict: "error"}); } catch (e) { console.log(formula + ": " + e.message); }
"""
if shutil.which("node"):
    said = subprocess.run(["node", "-e", READ, folder / "_static" / "katex" / "katex.js"], input=json.dumps(formulas), capture_output=True,
                          encoding="utf-8")
    check("KaTeX reads all formulas", said.returncode == 0 and not said.stdout, said.stdout + said.stderr)
finish()
