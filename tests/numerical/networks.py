"""Models as functions of inputs, with losses on random data, written down as textbooks do. The arrays of a model come by
name, each with an axis in front, for several points θ at once; the rows of x are samples."""
import numpy as np


def generic(random, *shape):
    """A loss of outputs of this shape without any structure: what is conserved for it is so for all losses."""
    y, a, b = random.normal(size=(3, *shape))
    axes = tuple(range(-len(shape), 0))
    return lambda z: (0.5 * (z - y) ** 2 + b * np.sin(a * z)).mean(axis=axes)


def non_negative_error(random, *shape):
    """Half of the squared distance to a matrix of entries between 1 and 3."""
    y = random.uniform(1, 3, size=shape)
    return lambda z: ((z - y) ** 2).sum(axis=tuple(range(-len(shape), 0))) / 2


def cross_entropy(random, samples, outputs, softmax_over=-1):
    """Mean of −log p(label), p the softmax of the outputs of a sample (of an output over the samples, if told)."""
    labels = np.eye(outputs)[random.integers(outputs, size=samples)]

    def loss(z):
        log_p = z - np.log(np.exp(z).sum(axis=softmax_over, keepdims=True))
        return -(labels * log_p).sum(axis=-1).mean(axis=-1)
    return loss


def preactivations(w, x, depth, relus):
    """What arrives at the neurons of each layer of x ↦ … σ(x U1 + b1) U2 + b2 …; σ is ReLU in the layers in `relus`."""
    arriving = []
    for l in range(1, depth + 1):
        x = x @ w[f"U{l}"]
        if f"b{l}" in w:
            x = x + w[f"b{l}"][:, None, :]
        arriving.append(x)
        if l in relus:
            x = np.where(x.real > 0, x, 0)
    return arriving


def attention(w, x, heads):
    """Multi-head attention on one sequence, whose tokens are the rows of x."""
    out = 0
    for h in range(1, heads + 1):
        q, k, v = x @ w[f"Q{h}"], x @ w[f"K{h}"], x @ w[f"V{h}"]
        score = np.exp(q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1]))
        out = out + score / score.sum(axis=-1, keepdims=True) @ v @ w[f"O{h}"]
    return out
