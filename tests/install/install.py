"""Installs into a fresh folder and compiles the README's library examples, in C and C++, against it by pkg-config and by CMake:
they print what the README says. The library exports what public headers declare in namespace abide and in abide.h, and nothing
else. With --subproject: the same examples in a Meson project that has abide as a subproject, which it builds."""
import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root, build = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
examples = root / "apps" / "examples"


def output_of(*command, **options):
    p = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if p.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {p.returncode}\n{p.stdout}{p.stderr}")
    return p.stdout


def printed_by_readme():
    """What the README says that each example prints; its text is that of the file."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    printed = {}
    for name, language in (("laws.c", "c"), ("laws.cpp", "cpp")):
        shown, said = re.search(rf"```{language}\n(.*?)```.*?prints\n\n```\n(.*?)```", readme, re.S).groups()
        if shown != (examples / name).read_text(encoding="utf-8"):
            sys.exit(f"README shows another program than apps/examples/{name}")
        printed[name] = said
    return printed


printed = printed_by_readme()


def compare(how, name, program, **options):
    out = output_of(program, **options)
    if out != printed[name]:
        sys.exit(f"{how}: {name} prints something else than the README says:\n{out}\nand not\n{printed[name]}")
    print(f"{how}: {name} as printed")


def by_pkg_config(work, env):
    flags = output_of("pkg-config", "--cflags", "--libs", "abide", env=env).split()
    for name, compiler in (("laws.c", ["cc", "-std=c11"]), ("laws.cpp", ["c++", "-std=c++20"])):
        program = work / (name + ".program")
        output_of(*compiler, "-Wall", "-Wextra", "-pedantic", "-Werror", examples / name, "-o", program, *flags)
        compare("pkg-config", name, program, env=env)


def by_cmake(work, prefix):
    if shutil.which("cmake") is None:
        return print("CMake is not installed: left out")
    source = work / "with-cmake"
    source.mkdir()
    (source / "CMakeLists.txt").write_text(f"""cmake_minimum_required(VERSION 3.16)
project(example C CXX)
set(CMAKE_CXX_STANDARD 20)
find_package(abide 0.1 REQUIRED)
add_executable(in_c {examples}/laws.c)
add_executable(in_cpp {examples}/laws.cpp)
target_link_libraries(in_c abide::abide)
target_link_libraries(in_cpp abide::abide)
""")
    output_of("cmake", "-S", source, "-B", source / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
    output_of("cmake", "--build", source / "build")
    for name, program in (("laws.c", "in_c"), ("laws.cpp", "in_cpp")):
        compare("CMake", name, source / "build" / program)
    # Another version is refused.
    lists = source / "CMakeLists.txt"
    lists.write_text(lists.read_text().replace("abide 0.1", "abide 0.2"))
    if subprocess.run(["cmake", "-S", source, "-B", source / "other", f"-DCMAKE_PREFIX_PATH={prefix}"],
                      capture_output=True).returncode == 0:
        sys.exit("CMake takes this version for 0.2")


def checks_a_certificate(library):
    """The installed library finds the installed abide-check, wherever the installation was moved."""
    for name in ("ABIDE_CHECK", "PATH"):
        os.environ.pop(name, None)
    abide = ctypes.CDLL(str(library))
    for name in ("abide_text_data", "abide_error_message", "abide_verdict_lines"):
        getattr(abide, name).restype = ctypes.c_char_p
    model, result, text, verdict, error = (ctypes.c_void_p() for _ in range(5))
    out = ctypes.byref
    abide.abide_model_from_specification(b"linear:2,2,2", None, out(model), None)
    abide.abide_certify(model, None, None, out(result), None)
    abide.abide_result_certificate(result, None, None, out(text), None)
    certificate = abide.abide_text_data(text)
    if abide.abide_check_certificate(model, certificate, ctypes.c_size_t(len(certificate)), None, None, None, None, out(verdict),
                                     out(error)) != 0:
        sys.exit(f"abide-check is not found from {library}: {abide.abide_error_message(error)}")
    if not abide.abide_verdict_lines(verdict).endswith(b"verdict: accepted, complete\n"):
        sys.exit(f"the certificate is not accepted: {abide.abide_verdict_lines(verdict)}")
    print("the installed library finds the installed abide-check")


def by_python(work, env):
    python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
    if subprocess.run([python, "-c", "import sympy"], capture_output=True).returncode != 0:
        return print("SymPy is not installed: laws.py is left out")
    folder = next(work.rglob("abide/_place.py")).parents[1]
    readme = (root / "README.md").read_text(encoding="utf-8")
    said = re.search(r"```python\n.*?```.*?prints\n\n```\n(.*?)```", readme, re.S)[1]
    out = output_of(python, examples / "laws.py", env=dict(env, PYTHONPATH=str(folder)), cwd=work)
    if out != said:
        sys.exit(f"Python: laws.py prints something else than the README says:\n{out}\nand not\n{said}")
    print("Python: laws.py as printed")


def adapters(work):
    """Those of computer-algebra systems are there; gp reads its own and finds the installed program."""
    for name in ("pari/abide.gp", "singular/abide.lib", "macaulay2/Abide.m2", "maxima/abide.mac", "julia/Abide/src/Abide.jl",
                 "gap/pkg/abide/PackageInfo.g", "gap/pkg/abide/lib/abide.gi", "gap/pkg/abide/doc/manual.six"):
        if not any(work.rglob("share/abide/" + name)):
            sys.exit(f"share/abide/{name} is not installed")
    if shutil.which("gp") is None:
        return print("gp is not installed: its adapter is not tried")
    adapter, programs = next(work.rglob("pari/abide.gp")), next(work.rglob("bin/abide")).parent
    library = next(work.rglob("libabide.so.0")).parent
    os.environ.pop("ABIDE", None)
    out = output_of("gp", "-q", adapter, input='print(abide_laws("linear:1,1,1"))\n',
                    env=dict(os.environ, PATH=f"{programs}:{os.environ['PATH']}", LD_LIBRARY_PATH=str(library)))
    if "U1_1_1^2 - U2_1_1^2" not in out:
        sys.exit(f"gp: expected a law, found {out}")
    print("the installed adapters are there, and gp asks the installed program")


def by_subproject(work):
    source = work / "with-meson"
    (source / "subprojects").mkdir(parents=True)
    (source / "subprojects" / "abide").symlink_to(root)
    for name in printed:
        shutil.copy(examples / name, source)
    (source / "meson.build").write_text("""project('example', 'c', 'cpp', default_options: ['cpp_std=c++20'])
abide_dep = dependency('abide', fallback: 'abide')
executable('in_c', 'laws.c', dependencies: abide_dep)
executable('in_cpp', 'laws.cpp', dependencies: abide_dep)
""")
    output_of("meson", "setup", source / "build", source, "-Doptimization=0", "-Ddebug=false", "-Dunity=subprojects",
              "-Dunity_size=8", "--wrap-mode=forcefallback", "-Dabide:cli=disabled",
              env=dict(os.environ, PKG_CONFIG_PATH=""))
    output_of("meson", "compile", "-C", source / "build", "in_c", "in_cpp")
    for name, program in (("laws.c", "in_c"), ("laws.cpp", "in_cpp")):
        compare("Meson subproject", name, source / "build" / program)


def foreign_symbols(library):
    """Those that are no members of namespace abide, and those whose names users cannot see."""
    headers = "".join(h.read_text(encoding="utf-8") for h in (root / "include" / "abide").glob("*.h*"))
    declared = set(re.findall(r"\w+", headers))
    member = re.compile(r"(?:(?:typeinfo|typeinfo name|vtable) for )?abide::(?:operator\b|(\w+))")
    symbols = output_of("nm", "-DC", "--defined-only", library).splitlines()
    names = [line.split(" ", 2)[2] for line in symbols]
    if not any(name.startswith("abide::certify(") for name in names):
        sys.exit("abide::certify is not exported")
    print(len(names), "exported symbols")
    found = [(name, member.match(name)) for name in names if not (name.startswith("abide_") and name in declared)]
    return [name for name, m in found if not m or (m[1] and m[1] not in declared)]


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    if "--subproject" in sys.argv:
        by_subproject(work)
        sys.exit()
    output_of("meson", "install", "-C", build, "--no-rebuild", "--destdir", folder)
    pc = next(work.rglob("abide.pc"))
    library = next(work.rglob("libabide.so*"))
    by_pkg_config(work, dict(os.environ, PKG_CONFIG_PATH=str(pc.parent), PKG_CONFIG_SYSROOT_DIR=folder,
                             LD_LIBRARY_PATH=str(library.parent)))
    by_cmake(work, next(work.rglob("include")).parent)
    if any(work.rglob("abide/_place.py")):  # built with -Dpython
        by_python(work, dict(os.environ, LD_LIBRARY_PATH=str(library.parent)))
    if foreign := foreign_symbols(str(library)):
        sys.exit("foreign symbols: " + "\n".join(foreign[:10]))
    adapters(work)
    checks_a_certificate(library)
