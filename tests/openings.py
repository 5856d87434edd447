"""Every source says on top what it is for, and the files and sections of mathematics.md that its comments point to are there:
openings.py SOURCE_ROOT."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
sources = [path for room in ("include", "lib", "apps", "tests") for path in (root / room).rglob("*")
           if path.suffix in (".cpp", ".hpp", ".c", ".h", ".py")]
formats = root / "data" / "format"
known = {"/" + path.relative_to(root).as_posix() for path in [*sources, *root.glob("*.md"), *root.glob("*/*.md"), *formats.iterdir()]}
sections = set(re.findall(r"^##+ (\d+(?:\.\d+)?)", (formats / "mathematics.md").read_text(encoding="utf-8"), re.M))
failures = []


def opening(path, text):
    """The comment before the code, without its signs."""
    if path.suffix == ".py":
        found = re.match(r'"""(.*?)"""', text, re.S)
        return found[1] if found else ""
    if path.suffix in (".c", ".h"):
        found = re.match(r"/\*(.*?)\*/", text, re.S)
        return re.sub(r"^[ *]+(\\file)?", "", found[1], flags=re.M).strip() if found else ""
    found = re.match(r"(//.*\n)+", text)
    return re.sub(r"^/+ ?(\\file)?", "", found[0], flags=re.M).strip() if found else ""


def comments(text):
    """All of them; one that goes on in the next line is joined."""
    return re.sub(r"\s*\n\s*//+<?\s*", " ", "\n".join(re.findall(r"//.*", text) or re.findall(r"/\*.*?\*/", text, re.S)))


for path in sorted(sources):
    text = path.read_text(encoding="utf-8")
    first = opening(path, text)
    said = first if path.suffix == ".py" else comments(text)
    name = path.relative_to(root)
    if len(first) < 20 or re.match(r"this (file|header|module|script)\b", first, re.I):
        failures.append(f"{name}: expected a comment on top that says what it is for, found '{first[:40]}'")
    for number in re.findall(r"mathematics\.md\W{1,4}(?:section )?(\d+(?:\.\d+)?)", said):
        if number not in sections:
            failures.append(f"{name}: mathematics.md has no section {number}")
    for other in re.findall(r"(?<![\w./*-])[\w/]+\.(?:cpp|hpp|py|md)\b", said):
        if not any(path.endswith("/" + other) for path in known):
            failures.append(f"{name}: there is no file {other}")
print("\n".join(failures) or f"{len(sources)} sources looked at")
sys.exit(1 if failures else 0)
