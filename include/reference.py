"""The first page of the reference: public headers in the order of the rooms of lib/README.md, each room with what is said of it
there: reference.py LIB_README INCLUDE_FOLDER OUTPUT."""
import pathlib
import re
import sys

readme, folder, output = sys.argv[1:]
# Headers of rooms with another name.
room_of = {"version": "status", "words": "fields", "abide.h": "c_abi"}
headers = {}
for path in sorted(pathlib.Path(folder, "abide").iterdir()):
    if path.name not in ("abide.hpp", "version.h"):
        headers.setdefault(room_of.get(path.name, room_of.get(path.stem, path.stem)), []).append(path.name)
# What a room is, up to the next one or the end of the list.
rooms = re.findall(r"^- \*\*(\w+)\*\*: (.*(?:\n  .*)*)", pathlib.Path(readme).read_text(encoding="utf-8"), re.M)
missing = set(headers) - {name for name, _ in rooms}
if missing:
    sys.exit(f"no room in {readme} for {sorted(missing)}")
page = ["# abide {#mainpage}", "", "A part of the [manual](../index.html). All of C++ is in abide/abide.hpp, all of C in abide/abide.h. In the order in which the library is made, so that each "
        "header needs only those before it:", ""]
for name, said in rooms:
    if name in headers:
        names = ", ".join("@ref " + header for header in headers[name])
        page.append(f"- **{name}** ({names}): " + re.sub(r"\s*\n\s*", " ", said))
pathlib.Path(output).write_text("\n".join(page) + "\n", encoding="utf-8")
