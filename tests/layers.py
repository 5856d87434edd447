"""Who may include whom in the library: a stage includes only stages to its left; only exact
knows FLINT. (The checker's own rules: check/size.py.)"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
order = ["status", "progress", "exact", "expression", "coordinates", "model", "fields", "components", "system", "kernel", "laws", "lie",
         "certificate", "certify", "hypothesis", "sweep", "notation", "export", "hosts"]
# The branches of the picture: laws and lie do not know each other, nor do hypothesis, sweep and notation.
forbidden = {("lie", "laws"), ("lie", "kernel"), ("laws", "lie"), ("sweep", "hypothesis"), ("notation", "sweep"),
             ("notation", "hypothesis")}
# Public headers of rooms with another name.
room = {"version": "status"}
failures = []
include = re.compile(r'#\s*include\s*([<"])([^>"]+)[>"]')


def check(stage, path):
    for line in path.read_text(encoding="utf-8").splitlines():
        found = include.match(line)
        if not found:
            continue
        name = found[2]
        if re.match(r"(flint/|arb|acb|fmp|nmod|gmp)", name) and stage != "exact":
            failures.append(f"{path}: FLINT outside exact: {name}")
        if name.startswith("abide/"):
            other = room.get(pathlib.Path(name).stem, pathlib.Path(name).stem)
            if other == "abide" and stage != "abide":
                failures.append(f"{path}: the umbrella is for users")
            elif stage != "abide" and order.index(other) > order.index(stage):
                failures.append(f"{path}: {stage} includes {other}, which is to its right")
            elif (stage, other) in forbidden:
                failures.append(f"{path}: {stage} includes {other}")
        if found[1] == '"' and ".." in name:
            failures.append(f"{path}: a path out of its room: {name}")


for header in (root / "include" / "abide").glob("*.hpp"):
    check(room.get(header.stem, header.stem), header)
for folder in (root / "lib").iterdir():
    if folder.is_dir():
        if folder.name not in order:
            failures.append(f"{folder}: not a stage")
            continue
        for path in folder.glob("*.?pp"):
            check(folder.name, path)
            if re.search(r"\b(printf\(|std::cout|std::cerr|exit\(|abort\()", path.read_text()):
                if "snprintf(" not in path.read_text():
                    failures.append(f"{path}: the library prints or exits")
print("\n".join(failures) or "clean")
sys.exit(1 if failures else 0)
