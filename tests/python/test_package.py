"""The Python package abide: models from other systems' objects, laws back as theirs, bad and hostile input, threads, Ctrl-C, and
libraries that are missing or older. test_package.py, with PYTHONPATH, ABIDE_LIBRARY, ABIDE_CHECK and ABIDE_PROGRAM set."""
import fractions
import inspect
import os
import pathlib
import pydoc
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import abide

try:
    import sympy
except ImportError:
    sympy = None
try:
    import numpy
except ImportError:
    numpy = None
Fraction = fractions.Fraction
with_sympy = unittest.skipIf(sympy is None, "SymPy is not installed")
with_numpy = unittest.skipIf(numpy is None, "numpy is not installed")


def run(code, timeout=60, **env):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=timeout, env={**os.environ, **env})


class Polynomial:
    """As Sage's: dict() by exponents, parent() with names."""

    def __init__(self, terms, names):
        self.terms, self.names = terms, names

    def dict(self):
        return self.terms

    def parent(self):
        return self

    def variable_names(self):
        return self.names


class Ring:
    """As Sage's polynomial rings: calling it with {exponents: coefficient} makes an element."""

    def __init__(self, names):
        self.names = names

    def variable_names(self):
        return self.names

    def base_ring(self):
        return Fraction

    def __call__(self, terms):
        return Polynomial(terms, self.names)


class Questions(unittest.TestCase):
    def test_certify(self):
        r = abide.certify("linear:3,2,4")
        self.assertEqual((r.independent_laws, r.complete, r.lie_rank, r.coordinates, r.dimensions, r.outcome),
                         (3, True, (11, 11), 14, {1: 0, 2: 3}, "proved"))
        self.assertIn("complete: every law", str(r))
        self.assertEqual(repr(r), "<abide.Result linear:3,2,4: 3 independent laws, complete>")
        self.assertEqual(len(r.laws), 3)
        self.assertEqual(len(r.kinds), 2)
        self.assertIn(r"U_{1}^{\top}", r._repr_latex_())
        self.assertIn("<svg", r._repr_svg_())
        self.assertIn("<svg", r._repr_html_())
        self.assertIn(r"(U_{1})_{1,1}^{2}", r.laws[0]._repr_latex_())
        self.assertEqual(r.to_dict()["independent_laws"], 3)
        self.assertEqual([str(f) for f in r.families], ["U1ᵀ U1 − U2 U2ᵀ = const    (Gram difference, 1 ≤ k ≤ l ≤ 2, 3 laws)"])

    def test_laws_and_rank(self):
        self.assertEqual(abide.laws("linear:2,2,2", degree=3).dimensions[2], 3)
        self.assertEqual(abide.rank("linear:2,2,2").lie_rank, (5, 5))

    def test_dynamics(self):
        r = abide.certify("linear:2,3,2", dynamics="momentum:1")
        self.assertIn("s", r.model.names)
        self.assertEqual(r.independent_laws, 3)

    def test_verify(self):
        self.assertTrue(abide.verify("linear:1,1,1", "U1[1,1]^2 - U2[1,1]^2"))
        refuted = abide.verify("linear:1,1,1", "U1[1,1]^2")
        self.assertFalse(refuted)
        self.assertEqual(refuted.witness["field"], 1)
        self.assertTrue(all(abide.verify("linear:2,2,2", law) for law in abide.certify("linear:2,2,2").laws))

    def test_check(self):
        c = abide.certify("relu:3,4,2,bias=all").certificate()
        verdict = c.check()
        self.assertTrue(verdict)
        self.assertEqual(verdict.result.independent_laws, 4)
        self.assertIn("verdict: accepted, complete", verdict.lines)
        with tempfile.TemporaryDirectory() as folder:
            c.save(pathlib.Path(folder, "a.cert"))
            self.assertTrue(abide.check(pathlib.Path(folder, "a.cert")))
            self.assertEqual(os.listdir(folder), ["a.cert"])
        self.assertFalse(abide.check(str(c).replace("law 1 images 1:", "law 1 images 2:", 1).encode()))
        self.assertFalse(abide.check(c, "relu:3,4,3,bias=all"))
        with self.assertRaises(abide.CheckerError):
            c.check(program="/nowhere/abide-check")

    def test_sweep(self):
        rows = abide.sweep('[[model]]\nmodel = "linear:2,1,2"\n\n[[model]]\nmodel = "linear:3,2,3"\n')
        self.assertEqual([row["model"] for row in rows], ["linear:2,1,2", "linear:3,2,3"])

    def test_families(self):
        self.assertIn("attention", [f["name"] for f in abide.families()])

    def test_help(self):
        text = pydoc.plain(pydoc.render_doc(abide.certify))
        for word in ("degree", "time_limit", "Returns a Result", "Interrupted"):
            self.assertIn(word, text)
        for name in abide.__all__:
            self.assertTrue(inspect.getdoc(getattr(abide, name)), name)


class Models(unittest.TestCase):
    def test_term_lists(self):
        r = abide.certify([[(1, {"x": 1, "y": 1})], [("0.5", {"x": 2}), (Fraction(-1, 3), {"z": 1})]])
        self.assertEqual(r.model.names, ["x", "y", "z"])

    @with_sympy
    def test_sympy(self):
        x, y, z = sympy.symbols("x y z")
        r = abide.certify({"first": x * y, "second": sympy.Poly(x**2 * z / 3, x, z)})
        self.assertEqual(r.laws[0].to_sympy(), x**2 - y**2 - 2 * z**2)
        self.assertEqual(r.laws[0].to_poly().as_expr(), x**2 - y**2 - 2 * z**2)
        U, V = sympy.MatrixSymbol("U", 3, 2), sympy.MatrixSymbol("V", 2, 4)
        product = (U.as_explicit() * V.as_explicit())
        s = abide.certify(product)
        self.assertEqual((s.independent_laws, s.complete, s.model.names[:3]), (3, True, ["U[1,1]", "U[1,2]", "U[2,1]"]))

    @with_sympy
    @with_numpy
    def test_numpy(self):
        U = numpy.array([[sympy.Symbol(f"U[{i},{j}]") for j in (1, 2)] for i in (1, 2, 3)], dtype=object)
        V = numpy.array([[sympy.Symbol(f"V[{i},{j}]") for j in (1, 2, 3)] for i in (1, 2)], dtype=object)
        self.assertEqual(abide.certify(U @ V).independent_laws, 3)

    def test_sage(self):
        r = abide.certify([Polynomial({(1, 1): Fraction(1, 2)}, ("x", "y")), Polynomial({3: 2}, ("x",))])
        self.assertEqual(r.model.names, ["x", "y"])
        law = abide.certify("linear:1,1,1").laws[0].to_sage(Ring(("U1_1_1", "U2_1_1")))
        self.assertEqual(law.terms, {(2, 0): 1, (0, 2): -1})
        with self.assertRaisesRegex(abide.InputError, "expected a variable for U2"):
            abide.certify("linear:1,1,1").laws[0].to_sage(Ring(("U1_1_1",)))

    def test_text(self):
        r = abide.certify(abide.Model({"h": "U*V"}, parameters={"U": (3, 2), "V": (2, 4)}))
        self.assertEqual(r.independent_laws, 3)
        toml = '[[parameter]]\nname = "x"\nshape = [2]\n[model]\nmap = ["x[1]*x[2]"]\n'
        self.assertEqual(abide.certify(toml).independent_laws, 1)
        self.assertTrue(abide.certify(toml).certificate().check())
        self.assertEqual(abide.Model(abide.Model(toml).canonical()).names, ["x[1]", "x[2]"])
        rotation = abide.certify(abide.Model(fields=[[(1, {"y": 1})], [(-1, {"x": 1})]], parameters=["x", "y"]))
        self.assertEqual(str(rotation.laws[0]), "x^2 + y^2")

    def refuse(self, words, *args, **kwargs):
        with self.assertRaises(abide.Error) as caught:
            abide.Model(*args, **kwargs)
        for word in words:
            self.assertIn(word, str(caught.exception))
        return caught.exception

    def test_bad(self):
        e = self.refuse(["linar", "expected one of"], "linar:3,2")
        self.assertEqual(e.column, 1)
        e = self.refuse(["expected"], "[[parameter]]\nname = 3\n")
        self.assertEqual((e.file, e.line > 0), ("model.toml", True))
        self.refuse(["No such file"], "missing.toml")
        self.refuse(["NUL"], "linear:3\0,2")
        self.refuse(["expected"], "")
        self.refuse(["expected"], [])
        self.refuse(["found 7"], 7)
        self.refuse(["one of φ and fields"])
        self.refuse(["float 0.1", "Fraction(1, 10)"], [[(0.1, {"x": 1})]])
        self.refuse(["exponent", "-1"], [[(1, {"x": -1})]])
        self.refuse(["from 0 to 1000000 of x, found 1267650600228229401496703205376"], [[(1, {"x": 2**100})]])
        self.refuse(["integer as the exponent", "1.5"], [[(1, {"x": 1.5})]])
        self.refuse(["parameter's name", "x y"], [[(1, {"x y": 1})]])
        self.refuse(["parameters among x", "found y"], [[(1, {"y": 1})]], parameters=["x"])
        self.refuse(["(coefficient, {name: exponent})"], [[1, 2, 3]])
        self.refuse(["True"], [[(True, {"x": 1})]])
        self.refuse(["nan"], [[(float("nan"), {"x": 1})]])
        self.refuse(["shape"], {"h": "U"}, parameters={"U": (0, 2)})
        self.refuse(["constants only"], [[(1, {})]])
        self.refuse(["2 components", "found 1"], fields=[[(1, {"x": 1})]], parameters=["x", "y"])
        self.refuse(["expected"], {"h": "U*"}, parameters={"U": (2, 2)})

    @with_sympy
    def test_bad_sympy(self):
        x, y = sympy.symbols("x y")
        self.refuse(["Float", "Rational"], [0.5 * x])
        self.refuse(["found y"], [x * y], parameters=[x])
        self.refuse(["sin(x)"], [sympy.sin(x)])
        self.refuse(["fraction"], [1 / x])
        self.refuse(["power"], [sympy.sqrt(x)])
        self.refuse(["polynomial", "pi"], [sympy.pi * x])
        self.refuse(["exponent"], [x ** 10**9])
        self.refuse(["exponents up to 1000"], [(x + y) ** 100_000])
        self.assertEqual(abide.certify([(x + y) ** 2 - x**2 - 2 * x * y - y**2 + x * y]).independent_laws, 1)  # cancels

    @with_numpy
    def test_bad_numpy(self):
        self.refuse(["float64", "objects"], numpy.ones((2, 2)))
        self.refuse(["float64"], [[(numpy.float64(0.5), {"x": 1})]])


class Results(unittest.TestCase):
    @with_sympy
    def test_sympy_is_the_export(self):
        for model, options in (("linear:3,2,4", {}), ("relu:2,3,2,bias", {}), ("linear:2,3,2", {"dynamics": "momentum:1"})):
            r = abide.certify(model, **options)
            names = {}
            exec(r.export("sympy", "all"), names)
            mine = [law.to_sympy() for law in r.laws]
            spelled = {str(s): s for law in names["laws"] for s in law.free_symbols}
            renamed = [law.subs({s: spelled[n] for s in law.free_symbols for n in
                                 (str(s), str(s).replace("[", "_").replace(",", "_").replace("]", "")) if n in spelled}) for law in mine]
            self.assertEqual([sympy.expand(a - b) for a, b in zip(renamed, names["laws"])], [0] * len(mine), model)

    @with_sympy
    def test_is_what_sympy_builds(self):
        for law in abide.certify("linear:3,3,3").laws:
            built = sum((c * sympy.Mul(*(sympy.Symbol(n) ** e for n, e in powers.items())) for c, powers in law.terms), sympy.Integer(0))
            self.assertEqual(built, law.to_sympy())
            self.assertEqual(hash(built), hash(law.to_sympy()))

    @with_sympy
    def test_logarithms(self):
        model = pathlib.Path(__file__).resolve().parents[2] / "data" / "models" / "logarithm.toml"
        r = abide.certify(model)
        self.assertTrue(any(law.degree is None for law in r.laws))
        for law in r.laws:
            self.assertTrue(abide.verify(model, law))
            point = {n: 2.0 + i for i, n in enumerate(r.model.names)}
            exact = law.to_sympy().subs({sympy.Symbol(n): v for n, v in point.items()})
            self.assertAlmostEqual(float(exact), law(point))
            self.assertTrue(law._repr_latex_())
            if law.degree is None:
                with self.assertRaisesRegex(abide.InputError, "expected a polynomial"):
                    law.terms

    @with_numpy
    def test_numpy_is_the_export(self):
        r = abide.certify("linear:3,2,4")
        generator = numpy.random.default_rng(1)
        values = {"U1": generator.integers(-5, 5, (3, 2)), "U2": generator.integers(-5, 5, (2, 4))}
        self.assertEqual([law(values) for law in r.laws], list(r.to_numpy()(values)))
        half = abide.certify([[(1, {"x": 1, "y": 1})], [(Fraction(1, 3), {"x": 2}), (1, {"z": 1})]])
        for law in half.laws:
            self.assertIsInstance(law({"x": Fraction(1, 2), "y": 2, "z": 3}), (int, Fraction))
        with self.assertRaisesRegex(abide.InputError, "expected U2"):
            r.laws[0]({"U1": values["U1"]})

    @with_sympy
    def test_many_terms(self):
        laws = abide.certify("linear:60,60,60").laws[:840]
        self.assertEqual(sum(len(law.to_sympy().args) for law in laws), 100_800)

    def test_lazy(self):
        r = abide.certify("linear:100,100,100")
        self.assertEqual(r.laws[0].multiplicity, 1)
        self.assertLess(len(r.laws._read), 5050)

    def test_export(self):
        r = abide.certify("linear:2,1,2")
        self.assertIn("\\documentclass", r.export("latex", style="standalone"))
        with self.assertRaisesRegex(abide.InputError, "expected"):
            r.export("pdf")


class Running(unittest.TestCase):
    def test_options(self):
        for key, value in (("degree", -1), ("threads", 0), ("time_limit", "soon"), ("evidence", "none"), ("seed", -3)):
            with self.assertRaises(abide.InputError, msg=key):
                abide.certify("linear:2,1,2", **{key: value})

    def test_progress(self):
        events = []
        abide.certify("linear:5,5,5", progress=lambda stage, message: events.append(stage))
        self.assertTrue(events)

        def fails(stage, message):
            raise RuntimeError("from the listener")
        with self.assertRaisesRegex(RuntimeError, "from the listener"):
            abide.certify("linear:30,30,30", guess=False, orbits=False, progress=fails)

    def test_time_limit(self):
        with self.assertRaises(abide.Stopped) as caught:
            abide.certify("linear:60,60,60", guess=False, orbits=False, time_limit=0.2)
        self.assertEqual(caught.exception.result.outcome, "stopped")

    def test_interrupt(self):
        timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            with self.assertRaises(abide.Interrupted) as caught:
                abide.certify("linear:60,60,60", guess=False, orbits=False)
        finally:
            timer.join()
        self.assertIsInstance(caught.exception, KeyboardInterrupt)
        self.assertTrue(caught.exception.result is None or caught.exception.result.outcome == "stopped")

    def test_interrupt_of_reading(self):
        names = [f"x{k}" for k in range(40)]
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            with self.assertRaises(KeyboardInterrupt):
                abide.Model([f"({'+'.join(names)})^5"] * 50, parameters=names)
        finally:
            timer.join()

    def test_interrupt_is_quick(self):
        code = ("import abide, os, signal, threading, time\n"
                "def stop():\n    global sent\n    sent = time.monotonic()\n    os.kill(os.getpid(), signal.SIGINT)\n"
                "threading.Timer(0.7, stop).start()\n"
                "try:\n    abide.certify('linear:60,60,60', guess=False, orbits=False)\n"
                "except KeyboardInterrupt:\n    print('stopped', time.monotonic() - sent)")
        said = run(code)
        self.assertEqual(said.stderr, "")
        self.assertTrue(said.stdout.startswith("stopped"))
        print(f"Ctrl-C: {said.stdout.split()[1]} s")

    def test_threads(self):
        found, models = {}, [f"linear:{n},{r},{n}" for n in (2, 3, 4) for r in (1, 2)] * 3

        def work(number, model):
            found[number] = (abide.certify(model).independent_laws, len(abide.certify(model).laws))
        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(models)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual([found[i] for i in range(len(models))], [(r * (r + 1) // 2,) * 2 for n in (2, 3, 4) for r in (1, 2)] * 3)

    def test_no_leaks(self):
        import gc
        from abide import _library
        gc.collect()
        before = _library.library().abide_live_handles()
        for _ in range(3):
            r = abide.certify("linear:2,2,2")
            r.certificate().check()
            list(r.laws)
            try:
                abide.Model("linar:2")
            except abide.Error:
                pass
        del r
        gc.collect()
        self.assertEqual(_library.library().abide_live_handles(), before)


class Libraries(unittest.TestCase):
    def test_all_files_are_installed(self):
        package = pathlib.Path(abide.__file__).parent
        listed = (package.parent / "meson.build").read_text()
        for source in package.glob("*.py"):
            self.assertTrue(source.name == "_place.py" or f"'abide/{source.name}'" in listed, source.name)

    def test_import(self):
        said = run("import sys; import abide; print([m for m in ('sympy', 'numpy', 'torch', 'matplotlib', 'onnx') if m in sys.modules])")
        self.assertEqual(said.stdout, "[]\n")

    def test_missing(self):
        said = run("import abide\ntry:\n    abide.version()\nexcept abide.LibraryError as e:\n    print(e)", ABIDE_LIBRARY="/nowhere/libabide.so")
        self.assertIn("set ABIDE_LIBRARY", said.stdout)
        self.assertIn("/nowhere/libabide.so", said.stdout)

    @unittest.skipIf(shutil.which("cc") is None, "there is no C compiler")
    def test_versions(self):
        with tempfile.TemporaryDirectory() as folder:
            def found(source):
                path = pathlib.Path(folder, "lib.so")
                subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", path], input=source, text=True, check=True)
                return run("import abide\ntry:\n    abide.version()\nexcept abide.LibraryError as e:\n    print(e)", ABIDE_LIBRARY=str(path)).stdout
            self.assertIn("expected ABI 1", found("int nothing;"))
            self.assertIn("found version 9.0.0 with ABI 2",
                          found('const char* abide_version(void) { return "9.0.0"; } int abide_abi_version(void) { return 2; }'))
            self.assertIn("found version 0.0.9 with ABI 1",
                          found('const char* abide_version(void) { return "0.0.9"; } int abide_abi_version(void) { return 1; }'))
            self.assertIn("abide.h",
                          found('const char* abide_version(void) { return "0.1.0"; } int abide_abi_version(void) { return 1; }'))

    def test_beside(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(pathlib.Path(abide.__file__).parent, pathlib.Path(folder, "abide"))
            pathlib.Path(folder, "abide", "libabide.so.0").symlink_to(abide.library_path())
            env = {k: v for k, v in os.environ.items() if k != "ABIDE_LIBRARY"}
            said = subprocess.run([sys.executable, "-c", "import abide; print(abide.version(), abide.library_path())"], capture_output=True,
                                  text=True, env={**env, "PYTHONPATH": folder})
            self.assertIn(folder, said.stdout, said.stderr)

    def test_command_line(self):
        said = subprocess.run([sys.executable, "-m", "abide", "rank", "linear:2,2,2"], capture_output=True, text=True)
        self.assertIn("Lie rank 5 of 8", said.stdout, said.stderr)


@unittest.skipUnless(os.path.exists("/usr/lib/python3/dist-packages/pip") or shutil.which("pip3"), "pip is not installed")
class Installed(unittest.TestCase):
    """pip install --no-index in a virtual environment: the README's script runs there as printed."""

    def installed(self, *options):
        root = pathlib.Path(__file__).resolve().parents[2]
        with tempfile.TemporaryDirectory() as folder:
            try:
                subprocess.run([sys.executable, "-m", "venv", *options, folder], check=True, capture_output=True, timeout=120)
            except subprocess.CalledProcessError:
                self.skipTest("python3-venv is not installed")
            python = pathlib.Path(folder, "bin", "python")
            env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
            p = subprocess.run([python, "-m", "pip", "install", "--no-index", root / "apps" / "plugins" / "python"], capture_output=True, text=True,
                               env=env, timeout=200)
            self.assertEqual(p.returncode, 0, p.stdout + p.stderr)
            return [subprocess.run([python, *args], capture_output=True, text=True, env=env, cwd=folder) for args in
                    (["-c", "import abide; print(abide.__file__); print(abide.certify('linear:3,2,4').independent_laws)"],
                     [root / "apps" / "examples" / "laws.py"])]

    def test_plain(self):
        small, _ = self.installed()
        self.assertIn("site-packages", small.stdout, small.stderr)
        self.assertTrue(small.stdout.endswith("\n3\n"))

    @with_sympy
    def test_script(self):
        readme = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
        script = (pathlib.Path(__file__).resolve().parents[2] / "apps" / "examples" / "laws.py").read_text(encoding="utf-8")
        _, said = self.installed("--system-site-packages")
        shown = readme.split("```python\n" + script + "```", 1)
        self.assertEqual(len(shown), 2, "README shows another script than apps/examples/laws.py")
        self.assertEqual(said.stdout, shown[1].split("```\n", 2)[1], said.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=1)
