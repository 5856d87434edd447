"""A world is a model and a dynamics for abide, and the same by hand, beside the same with an error in it."""
import zlib
from dataclasses import dataclass, field, replace
from typing import Callable

import numpy as np

from motion import Mirror, Motion, heavy_ball, nesterov
from networks import attention, cross_entropy, generic, preactivations


@dataclass(frozen=True)
class World:
    model: str                 # a specification, a file of data/models, or the text of a TOML model
    flow: str
    shapes: dict               # of the arrays, in flattened order
    loss: Callable             # of the arrays by name
    motion: object
    wrong: dict = field(default_factory=dict)   # what is wrong, and what is replaced
    options: tuple = ()
    pattern: Callable | None = None             # of the arrays: what must not switch on the way
    positive: bool = False
    seed: int = 0                               # of the start: for networks one from which no neuron switches

    @property
    def name(self):
        title = self.model.split('"')[1] if "\n" in self.model else self.model
        return " ".join((title, self.flow, *self.options))

    @property
    def names(self):
        """Of the coordinates, as abide spells them."""
        return [name + (f"[{','.join(str(i + 1) for i in index)}]" if shape else "")
                for name, shape in self.shapes.items() for index in np.ndindex(shape)]

    def arrays(self, theta):
        """The arrays by name, of points θ that are the rows."""
        ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes.values()])
        parts = np.split(theta, ends[:-1], axis=-1)
        return {name: part.reshape(len(theta), *shape) for (name, shape), part in zip(self.shapes.items(), parts)}

    def loss_at(self, theta):
        return self.loss(self.arrays(theta))

    def start(self):
        """Positions and velocities, the same in every run."""
        random = np.random.default_rng(zlib.crc32(self.model.encode()) + self.seed)
        n = len(self.names)
        theta, v = random.normal(size=n), random.uniform(-1, 1, size=n)
        return (np.exp(theta / 4), v / 5) if self.positive else (theta * 0.7, v)

    @property
    def span(self):
        """Of time. The friction 3/t begins after 0."""
        return (1, 2) if self.flow.startswith("nesterov") else (0, 1)


def first_one_reversed(metric):
    return lambda t, theta, v: metric(t, theta, v) * np.append(-1, np.ones(theta.size - 1))


def pushing_nesterov(t):
    return -3 / t


def weak_nesterov(t):
    return 2 / t


def motions(flow, metric=None):
    """The equation that the name of a flow stands for, and equations with an error: name and motion."""
    first, *rest = flow.split("+")
    decays = first if "decay" in first else rest[0] if rest else ""
    rate = {"1/2": 0.5, "1": 1, "0": 0, "-3/2": -1.5, "": 0}
    right = Motion(decay=rate[decays.partition(":")[2]], coupled=decays.startswith("coupled"))
    if metric is not None:
        right = replace(right, metric=metric)
    wrong = {}
    if first.startswith("momentum"):
        tau = rate[first.partition(":")[2]]
        right = replace(right, friction=heavy_ball(tau))
        wrong["friction pushes" if tau else "there is friction"] = replace(right, friction=heavy_ball(-tau if tau else 1))
    elif first == "nesterov":
        right = replace(right, friction=nesterov)
        wrong["friction pushes"] = replace(right, friction=pushing_nesterov)
        wrong["friction 2/t"] = replace(right, friction=weak_nesterov)
    elif decays:
        wrong["decay of the wrong sign"] = replace(right, decay=-right.decay)
        wrong["no decay"] = replace(right, decay=0)
    else:
        wrong["the first coordinate moves uphill"] = replace(right, metric=first_one_reversed(right.metric))
    return right, {what: {"motion": motion} for what, motion in wrong.items()}


def random_of(name):
    return np.random.default_rng(zlib.crc32(name.encode()) + 1)


def layered_shapes(widths, biases=()):
    shapes = {f"U{l}": (n, m) for l, (n, m) in enumerate(zip(widths, widths[1:]), 1)}
    return shapes | {f"b{l}": (widths[l],) for l in biases}


def network(model, flow, widths, relus=(), biases=(), outside=generic, **more):
    """A layered network on random inputs."""
    random = random_of(model)
    x = random.normal(size=(5, widths[0]))
    depth = len(widths) - 1
    outer = outside(random, 5, widths[-1])
    right, wrong = motions(flow)
    arriving = lambda w: preactivations(w, x, depth, relus)
    pattern = (lambda w: np.concatenate([arriving(w)[l - 1] > 0 for l in relus], axis=-1)) if relus else None
    return replace(World(model, flow, layered_shapes(widths, biases), lambda w: outer(arriving(w)[-1]), right, wrong,
                         pattern=pattern), **more)


def classifier(model, flow, widths, **more):
    """A network under cross-entropy, also with the softmax taken along the wrong axis."""
    def along_samples(random, *shape):
        return cross_entropy(random, *shape, softmax_over=-2)
    right, wrong = (network(model, flow, widths, outside=outside, **more) for outside in (cross_entropy, along_samples))
    return replace(right, options=("--loss", "cross-entropy"),
                   wrong=right.wrong | {"softmax over the samples": {"loss": wrong.loss}})


def map_world(model, flow, shapes, entries, metric=None, outside=generic, **more):
    """A loss of the entries of a map, without any network. The metric is that of the equation."""
    random = random_of(model)
    n = entries({name: np.ones((1, *shape)) for name, shape in shapes.items()}).shape[-1]
    outer = outside(random, n)
    right, wrong = motions(flow, metric)
    return replace(World(model, flow, shapes, lambda w: outer(entries(w)), right, wrong), **more)


def transformer(flow, heads=2):
    model = f"attention:3,2,{heads}"
    random = random_of(model)
    x = random.normal(size=(4, 3))
    outer = generic(random, 4, 3)
    shapes = {}
    for h in range(1, heads + 1):
        shapes |= {f"Q{h}": (3, 2), f"K{h}": (3, 2), f"V{h}": (3, 2), f"O{h}": (2, 3)}
    right, wrong = motions(flow)
    return World(model, flow, shapes, lambda w: outer(attention(w, x, heads)), right, wrong)


def side_by_side(flow):
    """The outputs of three networks, in one loss."""
    model = "2*linear:1,2,1 + relu:2,2,2"
    random = random_of(model)
    parts = [((1, 2, 1), ()), ((1, 2, 1), ()), ((2, 2, 2), (1,))]
    inputs = [random.normal(size=(4, widths[0])) for widths, _ in parts]
    outer = generic(random, 4, 4)
    shapes = {f"c{k}_{name}": shape for k, (widths, _) in enumerate(parts, 1)
              for name, shape in layered_shapes(widths).items()}

    def arriving(w):
        return [preactivations({name: w[f"c{k}_{name}"] for name in ("U1", "U2")}, x, 2, relus)
                for k, (x, (_, relus)) in enumerate(zip(inputs, parts), 1)]
    right, wrong = motions(flow)
    return World(model, flow, shapes, lambda w: outer(np.concatenate([a[-1] for a in arriving(w)], axis=-1)), right, wrong,
                 pattern=lambda w: arriving(w)[2][0] > 0, seed=2)


def inverse(metric):
    def inverted(t, theta, v):
        m = metric(t, theta, v)
        return np.linalg.inv(m) if np.ndim(m) == 2 else 1 / np.asarray(m)
    return inverted


def or_inverted(world):
    """Adds the inverse of the metric as an error."""
    wrong = replace(world.motion, metric=inverse(world.motion.metric))
    return replace(world, wrong=world.wrong | {"the metric is inverted": {"motion": wrong}})


def mirror_flow(world, mirrored):
    """The same model with its mirror flow in dual coordinates."""
    wrong = Motion(metric=lambda t, theta, v: np.where(mirrored, 1 / theta, 1))
    return replace(world, motion=Mirror(mirrored), wrong={"the metric is inverted": {"motion": wrong}}, positive=True)


def coupled_or_not(world):
    """Adds the other kind of decay as an error."""
    other = replace(world.motion, coupled=not world.motion.coupled)
    return replace(world, wrong=world.wrong | {"the other kind of decay": {"motion": other}})


def decay_beside_momentum(world):
    """Adds a wrong sign of the decay beside friction. Only a law that is quadratic in a linear form sees it."""
    wrong = replace(world.motion, decay=-world.motion.decay)
    return replace(world, wrong=world.wrong | {"decay of the wrong sign": {"motion": wrong}})
