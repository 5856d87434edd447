"""The checker stays small and shares no code with the library: size.py APPS_CHECK."""
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])
files = sorted(p for p in folder.iterdir() if p.is_file())
wrong = []
total = sum(1 for p in files for line in p.read_text().splitlines()
            if line.strip() and not line.strip().startswith("//"))
if total > 2500:
    wrong.append(f"{folder} has {total} lines of code, more than 2500")
for p in files:
    for include in re.findall(r'#\s*include\s*[<"]([^>"]*)', p.read_text()):
        local = (folder / include).exists()
        standard = re.fullmatch(r"[a-z_]+|(getopt|unistd|sys/resource)\.h", include)
        if not (local or standard or include.startswith("boost/")):
            wrong.append(f"{p.name} includes {include}")
print("\n".join(wrong), end="\n" if wrong else "")
sys.exit(1 if wrong else 0)
