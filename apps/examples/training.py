"""A two-layer network of PyTorch, trained by plain gradient descent: its laws drift by η² per step, and the plot shows it.

training.py [PICTURE]: trains with steps η and η/2, prints the drift of both, and saves the plot.
"""
import sys

import abide
import torch
from torch import nn


def train(eta, steps=100):
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2)).double()
    inputs = torch.randn(64, 3, dtype=torch.float64)
    targets = torch.stack([inputs[:, 0] * inputs[:, 1], inputs[:, 2].abs()], dim=1)
    watch = abide.monitor(net, abide.certify(abide.from_torch(net)))
    descent = torch.optim.SGD(net.parameters(), lr=eta)
    for _ in range(steps):
        descent.zero_grad()
        ((net(inputs) - targets) ** 2).mean().backward()
        descent.step()
        watch.step()
    return watch


fast, slow = train(0.1), train(0.05)
print(fast)
print(slow)
print(f"first step: {fast.per_step[0][0]:.3e} and {slow.per_step[0][0]:.3e}, ratio {fast.per_step[0][0] / slow.per_step[0][0]:.3f}")
if len(sys.argv) > 1:
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    left, right = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")[1]
    for axes, scaled in ((left, False), (right, True)):
        for watch, eta, name in ((fast, 0.1, "η = 0.1"), (slow, 0.05, "η = 0.05")):
            values = [v / eta**2 if scaled else v for v in watch.per_step[0]]
            axes.semilogy([eta * (n + 1) for n in range(len(values))], values, label=name)
        axes.set_xlabel("η · step")
        axes.legend()
    left.set_title(f"drift per step of {fast.families[0].form}", fontsize=10)
    right.set_title("the same, divided by η²", fontsize=10)
    plt.savefig(sys.argv[1], dpi=100)
