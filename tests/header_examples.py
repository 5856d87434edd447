"""Turns the example at the head of every public header, and of what stages offer each other, into a
test case; of the C header into a program, if OUTPUT ends in .c."""
import pathlib
import re
import sys

output, *headers = sys.argv[1:]
in_c = output.endswith(".c")
sign = " *" if in_c else "///"
cases, includes = [], []
for header in headers:
    lines = pathlib.Path(header).read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if "Example (also a test):" in line)
    code = []
    for line in lines[start + 1:]:
        if line.startswith(sign + "     "):
            code.append("  " + line[len(sign) + 5:].replace("assert(", "REQUIRE("))
        elif line != sign:
            break
    if not code:
        sys.exit(f"{header}: no example")
    name = "/".join(pathlib.PurePath(header).parts[-2:])
    body = "\n".join(code)
    cases.append(f'TEST_CASE("the example of {name}", "[headers]") {{\n{body}\n}}\n')
    includes.append(f"#include <{name}>\n")
if in_c:
    pathlib.Path(output).write_text(
        "".join(includes) + "#include <stdlib.h>\n#include <string.h>\n\n"
        "#define REQUIRE(condition) ((condition) ? (void)0 : abort())\n\nint main(void) {\n" + body + "\n}\n",
        encoding="utf-8")
    sys.exit()
text = ("".join(includes) + "#include <catch2/catch.hpp>\n\n"
        "namespace {\n[[maybe_unused]] void log(const std::string&, const std::string&) {}\n}\n\n")
text += "\n".join(cases)
# Catch does not decompose && and ||.
text = re.sub(r"REQUIRE\((.*(?:&&|\|\|).*)\);", r"REQUIRE((\1));", text)
pathlib.Path(output).write_text(text, encoding="utf-8")
