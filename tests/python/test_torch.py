"""The Python package with PyTorch and ONNX: networks as models, what is refused and why, laws on live weights, the training example
and its picture. test_torch.py, with PYTHONPATH, ABIDE_LIBRARY and ABIDE_CHECK set. Exit 77 without PyTorch."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import abide

try:
    import torch
    from torch import nn
except ImportError:
    print("skipped: PyTorch is not installed")
    sys.exit(77)
try:
    import onnx
except ImportError:
    onnx = None
try:
    import matplotlib
    matplotlib.use("Agg")
except ImportError:
    matplotlib = None
root = pathlib.Path(__file__).resolve().parents[2]


class Block(nn.Module):
    """x + V σ(U x)"""

    def __init__(self, n, r, bias=False, relu=True):
        super().__init__()
        self.inner, self.outer, self.relu = nn.Linear(n, r, bias=bias), nn.Linear(r, n, bias=bias), relu

    def forward(self, x):
        y = self.inner(x)
        return x + self.outer(torch.relu(y) if self.relu else y)


class Traced(nn.Module):
    def __init__(self, *parts):
        super().__init__()
        self.parts = nn.Sequential(*parts)

    def forward(self, x):
        return self.parts(x)


class Twice(nn.Module):
    """One layer at two places."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 3, bias=False), nn.Linear(3, 2)

    def forward(self, x):
        return self.b(self.a(torch.relu(self.a(x))))


def arrays(module, model):
    parameters = dict(module.named_parameters())
    return {name: w.of(parameters[w.parameter].detach()) for name, w in model.weights.items()}


class Networks(unittest.TestCase):
    def model(self, module, title, shape=None):
        model = abide.from_torch(module, shape)
        self.assertEqual(model.title, title)
        parameters = dict(module.named_parameters())
        shapes = {a["name"]: a["shape"] for a in model.arrays}
        self.assertEqual({n: list(w.of(parameters[w.parameter]).shape) for n, w in model.weights.items()}, shapes)
        return model

    def test_specifications(self):
        model = self.model(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 5), nn.LeakyReLU(0.1), nn.Linear(5, 2)), "relu:3,4,5,2,bias=all")
        mine, theirs = abide.certify(model), abide.certify("relu:3,4,5,2,bias=all")
        self.assertEqual((mine.independent_laws, mine.lie_rank, mine.complete), (theirs.independent_laws, theirs.lie_rank, True))
        self.assertEqual(repr(model.weights["U1"]), "Weights('0.weight', transpose=True)")
        self.assertIn("Completeness is that of φ", model.note)
        L, R = nn.Linear, nn.ReLU
        self.model(nn.Sequential(L(3, 4), R(), L(4, 2, bias=False)), "relu:3,4,2,bias")
        self.model(nn.Sequential(L(3, 2, bias=False), nn.Identity(), L(2, 4, bias=False)), "linear:3,2,4")
        self.model(nn.Sequential(L(3, 2, bias=False), nn.LeakyReLU(1.0), L(2, 4, bias=False)), "linear:3,2,4")
        self.model(nn.Sequential(L(2, 3, bias=False), R(), L(3, 2, bias=False), nn.Dropout(0.0), L(2, 2, bias=False), R()), "network:2,3r,2,2")
        self.model(nn.Sequential(nn.Flatten(), L(4, 3), L(3, 2)), "network:4,3,2,bias=all")
        self.model(Traced(nn.Sequential(L(3, 4), R()), L(4, 2)), "relu:3,4,2,bias=all")
        self.model(Traced(Block(3, 2), Block(3, 2)), "residual:3,2,2,relu")
        self.model(Traced(Block(3, 2, relu=False)), "residual:3,2,1")
        self.model(nn.MultiheadAttention(4, 2, bias=False), "attention:4,2,2")
        self.model(nn.Sequential(nn.Conv1d(1, 2, 3, bias=False, padding=1), R(), nn.Conv1d(2, 1, 3, bias=False, padding=1)),
                   "conv1d:6,1,2,1,kernel=3,padding=1,relu", (1, 6))
        self.model(nn.Conv2d(1, 2, 2, bias=False), "conv2d:3,3,1,2,kernel=2", (1, 3, 3))

    def test_written_out(self):
        for module, shape, laws in (
                (nn.Sequential(nn.Conv2d(1, 2, 2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2)), (1, 3, 3), 2),
                (nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2, bias=False), nn.ReLU(), nn.Linear(2, 1)), None, 5),
                (nn.Sequential(nn.Conv1d(2, 2, 2, groups=2), nn.ReLU(), nn.Conv1d(2, 1, 2, stride=2)), (2, 5), 2),
                (Traced(Block(3, 2, bias=True)), None, 2),
                (Twice(), None, 1)):
            model = self.model(module, "network", shape)
            self.assertEqual(abide.certify(model).independent_laws, laws, module)

    def test_written_out_is_the_family(self):
        from abide import _networks
        L = nn.Linear
        for module, title in ((nn.Sequential(L(2, 3), nn.ReLU(), L(3, 2)), "relu:2,3,2,bias=all"), (nn.Sequential(L(2, 2, False), L(2, 2, False)), "linear:2,2,2")):
            family = _networks._layered
            _networks._layered = lambda steps: None
            try:
                explicit = abide.certify(abide.from_torch(module))
            finally:
                _networks._layered = family
            known = abide.certify(title)
            self.assertEqual((explicit.independent_laws, explicit.lie_rank, explicit.complete), (known.independent_laws, known.lie_rank, known.complete))

    def test_attention_with_biases(self):
        torch.manual_seed(4)
        net = nn.MultiheadAttention(4, 2, batch_first=True).double()
        for bias in (net.in_proj_bias, net.out_proj.bias):
            nn.init.normal_(bias)
        result = abide.certify(abide.from_torch(net))
        self.assertEqual((result.independent_laws, result.complete), (12, True))
        x = torch.randn(3, 5, 4).double()
        (net(x, x, x)[0] * torch.randn(3, 5, 4)).sum().backward()
        parameters = dict(net.named_parameters())
        self.assertLess(net.in_proj_bias.grad[4:8].abs().max(), 1e-12)  # of the keys
        theta = arrays(net, result.model)
        force = {name: w.of(parameters[w.parameter].grad) for name, w in result.model.weights.items()}
        for law in result.laws:  # quadratic: 4 ∇h·force
            ahead, back = (law({name: theta[name] + sign * force[name] for name in theta}) for sign in (1, -1))
            self.assertAlmostEqual(float(ahead - back), 0, places=10)
        with self.assertRaisesRegex(abide.LimitError, "without biases"):
            abide.from_torch(nn.MultiheadAttention(64, 4))

    def test_refused(self):
        L = nn.Linear
        for module, words in ((nn.Sequential(L(2, 2), nn.LayerNorm(2)), ["1: ", "LayerNorm", "standard deviation"]),
                              (nn.Sequential(L(2, 2), nn.Sequential(nn.GELU())), ["1.0: ", "GELU", "positively homogeneous"]),
                              (Traced(L(2, 2), nn.Tanh()), ["parts.1: ", "Tanh", "positively homogeneous"]),
                              (nn.Sequential(L(2, 2), nn.Dropout(0.5)), ["1: ", "Dropout", "mask"]),
                              (nn.Sequential(L(2, 2), nn.PReLU()), ["PReLU", "slope"]),
                              (nn.Sequential(L(2, 2), nn.BatchNorm1d(2)), ["BatchNorm1d"]),
                              (nn.Conv2d(1, 1, 2), ["input_shape"]),
                              (nn.Sequential(L(2, 3), nn.ReLU(), L(4, 2)), ["2: ", "expected 4 inputs, found 3"]),
                              (nn.Sequential(nn.ReLU()), ["layer with weights"]),
                              ("net", ["torch.nn.Module", "str"])):
            with self.assertRaises(abide.InputError) as caught:
                abide.from_torch(module)
            for word in words:
                self.assertIn(word, str(caught.exception))
        with self.assertRaisesRegex(abide.LimitError, "terms"):
            abide.from_torch(nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.Conv2d(16, 16, 3), nn.Flatten(), L(16 * 28 * 28, 10)), (3, 32, 32))

    def test_hundred_layers(self):
        net = nn.Sequential(*[layer for _ in range(100) for layer in (nn.Linear(30, 30), nn.ReLU())])
        traced = Traced(net)
        abide.from_torch(nn.Sequential(nn.Linear(1, 1)))
        for module in (net, traced):
            self.assertEqual(abide.from_torch(module).title.count(","), 101)

    @unittest.skipIf(onnx is None, "onnx is not installed")
    def test_onnx(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "net.onnx")

            def exported(net, x):
                torch.onnx.export(net, x, path, input_names=["x"])
                return abide.from_onnx(path)
            self.assertEqual(exported(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), torch.zeros(1, 3)).title, "relu:3,4,2,bias=all")
            # Of three dimensions PyTorch writes products and sums.
            products = exported(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), torch.zeros(1, 5, 3))
            self.assertEqual(products.title, "relu:3,4,2,bias=all")
            self.assertFalse(products.weights["U1"].transpose)
            self.assertEqual(exported(Block(3, 2), torch.zeros(1, 5, 3)).title, abide.from_torch(Block(3, 2)).title)
            net = nn.Sequential(nn.Conv2d(1, 2, 2, bias=False), nn.LeakyReLU(), nn.Conv2d(2, 1, 2, bias=False))
            self.assertEqual(exported(net, torch.zeros(1, 1, 4, 4)).title, abide.from_torch(net, (1, 4, 4)).title)
            with self.assertRaisesRegex(abide.InputError, "Tanh"):
                exported(nn.Sequential(nn.Linear(2, 2), nn.Tanh()), torch.zeros(1, 2))
            path.write_bytes(b"no network")
            with self.assertRaisesRegex(abide.InputError, "ONNX"):
                abide.from_onnx(path)


class Watching(unittest.TestCase):
    def test_values(self):
        """All laws of a family, as term by term."""
        torch.manual_seed(0)
        for net, shape in ((nn.Sequential(nn.Linear(3, 4, False), nn.Linear(4, 2, False)), None),
                           (nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), None),
                           (nn.Sequential(nn.Conv1d(1, 2, 3, bias=False), nn.ReLU(), nn.Conv1d(2, 2, 3, bias=False)), (1, 6)),
                           (nn.MultiheadAttention(4, 2, bias=False), None), (Twice(), None),
                           (Traced(Block(3, 2), Block(3, 2)), None)):
            net.double()
            result = abide.certify(abide.from_torch(net, shape))
            weights = arrays(net, result.model)
            exact = sorted(float(law(weights)) for law in result.laws)
            watched = sorted(torch.cat(abide.monitor(net, result, most=None).values()).tolist())
            self.assertEqual(len(exact), len(watched))
            for a, b in zip(exact, watched):
                self.assertAlmostEqual(a, b)

    def test_torch_function(self):
        result = abide.certify("linear:3,2,4")
        values = {"U1": torch.rand(3, 2, dtype=torch.float64, requires_grad=True), "U2": torch.rand(2, 4, dtype=torch.float64)}
        out = result.to_torch()(values)
        self.assertTrue(torch.allclose(out, torch.stack([law(values) for law in result.laws])))
        out.sum().backward()
        self.assertEqual(values["U1"].grad.shape, (3, 2))

    def test_drift(self):
        """h(θ − ηg) = h(θ) + η² h(g) for a quadratic law of the flow: exactly, step by step."""
        torch.manual_seed(3)
        net = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2)).double()
        x, y, eta = torch.randn(20, 3).double(), torch.randn(20, 2).double(), 0.1
        result = abide.certify(abide.from_torch(net))
        watch, descent = abide.monitor(net, result), torch.optim.SGD(net.parameters(), lr=eta)
        for _ in range(100):
            before = watch.values()[0]
            descent.zero_grad()
            ((net(x) - y) ** 2).mean().backward()
            gradient = {n: w.of(dict(net.named_parameters())[w.parameter].grad) for n, w in result.model.weights.items()}
            descent.step()
            watch.step()
            expected = torch.stack([law(gradient) for law in result.laws]) * eta**2
            drift = watch.values()[0] - before
            self.assertTrue(torch.allclose(drift.sort()[0], expected.sort()[0], atol=1e-14))
        self.assertEqual(len(watch.history[0]), 101)
        self.assertRegex(str(watch), r"drift .* after 100 steps .* per step, relative .*; 5 laws watched")
        self.assertEqual(len(str(watch).splitlines()), len(result.families))

    def test_refused(self):
        net = nn.Linear(3, 2)
        with self.assertRaisesRegex(abide.InputError, "expected a parameter of the module"):
            abide.monitor(net, abide.certify("linear:3,2,3"))
        with self.assertRaisesRegex(abide.InputError, "no.*ne"):
            abide.monitor(net, abide.certify(abide.from_torch(net)))

    @unittest.skipIf(matplotlib is None, "matplotlib is not installed")
    def test_example(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = pathlib.Path(folder, "drift.png")
            said = subprocess.run([sys.executable, root / "apps" / "examples" / "training.py", picture], capture_output=True, text=True,
                                  env={**os.environ, "MPLCONFIGDIR": folder}, timeout=200)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertIn("ratio 4.000", said.stdout)
            self.assertEqual(picture.read_bytes()[1:4], b"PNG")
            self.assertGreater(picture.stat().st_size, 20_000)

    @unittest.skipIf(matplotlib is None, "matplotlib is not installed")
    def test_plot(self):
        net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2))
        watch = abide.monitor(net, abide.certify(abide.from_torch(net)))
        watch.step()
        axes = watch.plot(relative=True)
        self.assertEqual([len(line.get_xdata()) for line in axes.lines], [2, 2])
        self.assertEqual(axes.get_xlabel(), "step")


if __name__ == "__main__":
    unittest.main(verbosity=1)
