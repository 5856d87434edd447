"""The library exports the C functions that its header declares, and no others: symbols.py LIBRARY HEADER."""
import pathlib
import re
import subprocess
import sys

library, header = sys.argv[1:]
text = re.sub(r"/\*.*?\*/", "", pathlib.Path(header).read_text(encoding="utf-8"), flags=re.S)
declared = set(re.findall(r"^ABIDE_C_API\s[^;(]*?(\w+)\s*\(", text, re.M))
listed = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
exported = {line.split()[2] for line in listed.splitlines() if not line.split()[2].startswith("_Z")}
for name in sorted(declared - exported):
    print(f"{name} is declared and not exported")
for name in sorted(exported - declared):
    print(f"{name} is exported and not declared")
print(f"{len(declared)} functions")
sys.exit(0 if declared == exported and declared else 1)
