"""Turns the example at the head of every public header, and of what stages offer each other, into a
test case."""
import pathlib
import re
import sys

output, *headers = sys.argv[1:]
cases, includes = [], []
for header in headers:
    lines = pathlib.Path(header).read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if "Example (also a test):" in line)
    code = []
    for line in lines[start + 1:]:
        if line.startswith("///     "):
            code.append("  " + line[8:].replace("assert(", "REQUIRE("))
        elif line != "///":
            break
    if not code:
        sys.exit(f"{header}: no example")
    name = "/".join(pathlib.PurePath(header).parts[-2:])
    body = "\n".join(code)
    cases.append(f'TEST_CASE("the example of {name}", "[headers]") {{\n{body}\n}}\n')
    includes.append(f"#include <{name}>\n")
text = ("".join(includes) + "#include <catch2/catch.hpp>\n\n"
        "namespace {\n[[maybe_unused]] void log(const std::string&, const std::string&) {}\n}\n\n")
text += "\n".join(cases)
# Catch does not decompose && and ||.
text = re.sub(r"REQUIRE\((.*(?:&&|\|\|).*)\);", r"REQUIRE((\1));", text)
pathlib.Path(output).write_text(text, encoding="utf-8")
