"""Who may include whom in the library: a stage includes only stages to its left, of another stage
only abide/… and what it offers (the header with its name), public headers include public headers, writers for
other systems the sheet; only exact knows FLINT, the program does not either. (The checker's own rules: check/size.py.)"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
order = ["status", "progress", "exact", "coordinates", "model", "fields", "components", "system", "kernel", "laws", "lie", "claims",
         "certificate", "checker", "certify", "hypothesis", "sweep", "notation", "export", "hosts", "c_abi"]
# The branches of the picture: laws and lie do not know each other, nor do hypothesis, sweep and notation.
forbidden = {("lie", "laws"), ("lie", "kernel"), ("laws", "lie"), ("sweep", "hypothesis"), ("notation", "sweep"),
             ("notation", "hypothesis")}
# Public headers of rooms with another name.
room = {"version": "status", "words": "fields"}
# A writer for another system gets a sheet: of other rooms it needs the words of that alone.
of_writers = {"hosts", "coordinates"}
failures = []
include = re.compile(r'#\s*include\s*([<"])([^>"]+)[>"]')


def stage_of(name):
    """Of an abide/X.hpp, or of a path X/X.hpp in lib; else none."""
    path = pathlib.PurePath(name)
    if path.parts[0] == "abide" and path.suffix == ".h":
        return {"abide": "c_abi", "version": "status"}[path.stem]
    if path.parts[0] == "abide" or path.parts[0] == path.stem:
        return room.get(path.stem, path.stem)
    return None


def check_order(stage, path, other):
    if stage != "abide" and order.index(other) > order.index(stage):
        failures.append(f"{path}: {stage} includes {other}, which is to its right")
    elif (stage, other) in forbidden:
        failures.append(f"{path}: {stage} includes {other}")


def check(stage, path):
    is_public = path.parent.name == "abide"
    for line in path.read_text(encoding="utf-8").splitlines():
        found = include.match(line)
        if not found:
            continue
        name = found[2]
        if re.match(r"(flint/|arb|acb|fmp|nmod|gmp)", name) and stage != "exact":
            failures.append(f"{path}: FLINT outside exact: {name}")
        inside = found[1] == '"' or name.split("/")[0] in order
        other = stage_of(name) if inside or name.startswith("abide/") else None
        if other == "abide" and stage != "abide":
            failures.append(f"{path}: the umbrella is for users")
        elif other is not None:
            check_order(stage, path, other)
            if stage == "hosts" and "lib" in path.parts[-3:] and path.name != "sheet.cpp" and other not in of_writers:
                failures.append(f"{path}: a writer includes {other}; what it needs is in the sheet")
        if inside:
            if is_public:
                failures.append(f"{path}: a public header includes {name}, which is not installed")
            elif "/" in name and other is None:
                failures.append(f"{path}: {name} is private to its stage")
            elif "/" not in name and not (path.parent / name).exists():
                failures.append(f"{path}: there is no {name} in this stage")


for header in (root / "include" / "abide").glob("*.hpp"):
    check(room.get(header.stem, header.stem), header)
for folder in (root / "lib").iterdir():
    if folder.is_dir() and folder.name != "precompiled":
        if folder.name not in order:
            failures.append(f"{folder}: not a stage")
            continue
        for path in folder.glob("*.?pp"):
            check(folder.name, path)
            if re.search(r"\b(printf\(|std::cout|std::cerr|exit\(|abort\()", path.read_text()):
                if "snprintf(" not in path.read_text():
                    failures.append(f"{path}: the library prints or exits")
for path in (root / "apps" / "abide").glob("*.?pp"):
    if re.search(r"#\s*include\s*<(flint/|arb|gmp)", path.read_text(encoding="utf-8")):
        failures.append(f"{path}: FLINT outside exact")
print("\n".join(failures) or "clean")
sys.exit(1 if failures else 0)
