"""The checker stays small and shares no code with the library: size.py APPS_CHECK.
Lines of code are lines that are neither blank nor a comment. A body or rule is a file with its header."""
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])
wrong = []


def lines_of(files):
    return sum(1 for path in files for line in path.read_text().splitlines()
               if line.strip() and not line.strip().startswith("//"))


def limit(what, files, most):
    lines = lines_of(files)
    print(f"{lines:5} of {most:4}  {what}")
    if lines > most:
        wrong.append(f"{what} has {lines} lines of code, more than {most}")


def sources(room):
    return sorted(path for path in (folder / room).iterdir() if path.suffix in (".cpp", ".hpp"))


limit("core", sources("core"), 1500)
for room, most in (("bodies", 300), ("rules", 200)):
    for stem in sorted({path.stem for path in sources(room)}):
        limit(f"{room}/{stem}", [path for path in sources(room) if path.stem == stem], most)
limit("programs", sources("."), 550)

# What may include what: the core nothing but itself, bodies the core, rules both.
allowed = {"core": ("core",), "bodies": ("core", "bodies"), "rules": ("core", "bodies", "rules")}
for path in sorted(folder.rglob("*.?pp")):
    room = path.parent.name if path.parent != folder else None
    for include in re.findall(r'#\s*include\s*[<"]([^>"]*)', path.read_text()):
        local = (path.parent / include).resolve()
        if local.is_file():
            if room and local.parent.name not in allowed[room]:
                wrong.append(f"{path.name} of {room} includes {include}")
        elif not (re.fullmatch(r"[a-z_]+|(getopt|unistd|sys/resource)\.h", include) or
                  include.startswith("boost/")):
            wrong.append(f"{path.name} includes {include}")
print("\n".join(wrong), end="\n" if wrong else "")
sys.exit(1 if wrong else 0)
