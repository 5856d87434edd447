"""What Python costs: seconds, and ratios to a reference of the same run. python.py, with PYTHONPATH and ABIDE_LIBRARY set.
The reference of a question is the program abide, with the same question; rows whose system is not installed are left out."""
import statistics
import subprocess
import sys
import time

import abide
from abide._ask import program


def best(work, times=5):
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def row(name, seconds, reference=None, what=""):
    ratio = "" if reference is None else f"{seconds / reference:6.3f} of {what} ({reference:.4f} s)"
    print(f"{name:48} {seconds:8.4f} s  {ratio}")


def python(code):
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


row("import abide", best(python("import abide")), best(python("import json")), "import json, with the start of Python")
model = abide.Model("linear:20,20,20")
row("certify linear:20,20,20", best(lambda: abide.certify(model)),
    best(lambda: subprocess.run([program(), "certify", "linear:20,20,20", "--quiet"], stdout=subprocess.DEVNULL, check=True)),
    "the program, with its start")
try:
    import sympy
    laws = abide.certify("linear:60,60,60").laws[:840]
    count = sum(len(law.terms) for law in laws)
    row(f"{count} terms into SymPy", best(lambda: [law.to_sympy() for law in laws], 3))
except ImportError:
    pass
try:
    import torch
    from torch import nn
except ImportError:
    sys.exit()
deep = nn.Sequential(*[layer for _ in range(100) for layer in (nn.Linear(30, 30), nn.ReLU())])
row("from_torch, 100 layers", best(lambda: abide.from_torch(deep)))
for batch in (128, 512):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(784, 700), nn.ReLU(), nn.Linear(700, 600), nn.ReLU(), nn.Linear(600, 10))
    watch = abide.monitor(net, abide.certify(abide.from_torch(net)))
    x, y, descent = torch.randn(batch, 784), torch.randint(0, 10, (batch,)), torch.optim.SGD(net.parameters(), lr=0.01)
    steps, watching = [], []
    for _ in range(20):
        started = time.perf_counter()
        descent.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        descent.step()
        middle = time.perf_counter()
        watch.step()
        steps.append(middle - started)
        watching.append(time.perf_counter() - middle)
    row(f"monitor, {sum(p.numel() for p in net.parameters())} parameters, batch {batch}", statistics.median(watching),
        statistics.median(steps), "a training step")
