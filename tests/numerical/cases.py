"""Which worlds are tried."""
from dataclasses import replace

import numpy as np

from motion import AcceleratedMirror, Motion, nesterov
from networks import non_negative_error
from worlds import (classifier, coupled_or_not, decay_beside_momentum, map_world, mirror_flow, network, or_inverted,
                    side_by_side, transformer, weak_nesterov)


def toml(name, shapes, entries, metric):
    parameters = "".join(f'[[parameter]]\nname = "{n}"\nshape = {list(shape)}\n' for n, shape in shapes.items())
    return f'name = "{name}"\n{parameters}[model]\nmap = ["{entries}"]\n[metric]\n{metric}\n'


def diagonal(*entries):
    return "diagonal = [" + ", ".join(f'"{e}"' for e in entries) + "]"


def difference(w):
    return (w["x"] * w["z"] - w["y"] * w["z"])[:, None]


XYZ = {"x": (), "y": (), "z": ()}
DIFFERENCE = toml("a difference, mirrored", XYZ, "x*z - y*z", diagonal("x", "y", "1"))
MIRRORED_DIFFERENCE = np.array([True, True, False])
FULL_METRIC = np.array([[3, 1, 0], [1, 3, 0], [0, 0, 1]])
FULL = toml("a full metric", {"x": (2,), "z": ()}, "x[1]*z - x[2]*z", 'matrix = "[3, 1, 0; 1, 3, 0; 0, 0, 1]"')
CONSTANT = toml("a metric of constants", {"u": (2,), "v": (2,)}, "u'*v", diagonal("2*ones(2, 1)", "3*ones(2, 1)"))
FRACTION = toml("a metric with a fraction", {"x": (), "y": ()}, "x*y", diagonal("1/(1 + x^2)", "1"))
MIXED = toml("a product, one factor mirrored", {"x": (), "u": (2,), "v": (2,)}, "x*u'*v",
             diagonal("x", "ones(2, 1)", "ones(2, 1)"))


def full(flow, **more):
    return map_world(FULL, flow, {"x": (2,), "z": ()}, lambda w: ((w["x"][:, 0] - w["x"][:, 1]) * w["z"])[:, None],
                     metric=lambda t, theta, v: FULL_METRIC, **more)


def factorization(flow, **more):
    """Non-negative matrices U1 U2 near a non-negative matrix."""
    return map_world("nmf:3,2,2", flow, {"U1": (3, 2), "U2": (2, 2)}, outside=non_negative_error, positive=True,
                     entries=lambda w: (w["U1"] @ w["U2"]).reshape(len(w["U1"]), -1), **more)


def gradient_flows():
    flow = "gradient-flow"
    yield network("linear:2,2,2", flow, (2, 2, 2))
    yield network("linear:2,3,2,2", flow, (2, 3, 2, 2))
    yield network("relu:2,3,2", flow, (2, 3, 2), relus=(1,))
    yield network("relu:2,3,2,bias", flow, (2, 3, 2), relus=(1,), biases=(1,), seed=5)
    yield network("relu:2,2,2,2,bias=all", flow, (2, 2, 2, 2), relus=(1, 2), biases=(1, 2, 3), seed=4)
    yield network("network:2,2r,2,2,bias", flow, (2, 2, 2, 2), relus=(1,), biases=(1, 2))
    yield transformer(flow)
    yield side_by_side(flow)
    yield map_world("product:4", flow, {"x": (4,)}, lambda w: w["x"].prod(axis=-1, keepdims=True))
    yield map_world("tied.toml", flow, {"U": (3, 2), "s": ()}, tied)
    yield classifier("linear:2,2,3", flow, (2, 2, 3))
    yield classifier("relu:2,2,3,bias", flow, (2, 2, 3), relus=(1,), biases=(1,), seed=4)


def tied(w):
    return (w["s"][:, None, None] * w["U"] @ np.swapaxes(w["U"], -1, -2)).reshape(len(w["s"]), -1)


def powers(w):
    x = w["x"]
    return np.stack([x[:, 0] * x[:, 1], x[:, 2] ** 2 * x[:, 3]], axis=-1)


def mirror_flows():
    flow = "gradient-flow"
    yield mirror_flow(factorization(flow), np.ones(10, bool))
    output_weights = np.repeat([False, True, False], [6, 6, 3])
    yield mirror_flow(network("icnn:2,3,2,bias", flow, (2, 3, 2), relus=(1,), biases=(1,), seed=1), output_weights)
    yield mirror_flow(map_world("mirror.toml", flow, {"u": (), "v": ()}, lambda w: (w["u"] * w["v"])[:, None]),
                      np.array([True, False]))
    yield or_inverted(map_world("logarithm.toml", flow, XYZ, lambda w: (w["x"] * w["y"] * w["z"])[:, None],
                                metric=lambda t, theta, v: theta ** [2, 1, 3], positive=True))
    yield or_inverted(map_world("powers.toml", flow, {"x": (4,)}, powers, positive=True,
                                metric=lambda t, theta, v: [1, 3, 1, 1] * theta ** 2))
    yield or_inverted(map_world(FRACTION, flow, {"x": (), "y": ()}, lambda w: (w["x"] * w["y"])[:, None],
                                metric=lambda t, theta, v: np.array([1 / (1 + theta[0] ** 2), 1]), options=("--degree", "4")))
    yield or_inverted(full(flow))


def weight_decays():
    flow = "weight-decay:1/2"
    yield network("linear:2,2,2", flow, (2, 2, 2))
    yield network("relu:2,3,2,bias", flow, (2, 3, 2), relus=(1,), biases=(1,), seed=5)
    yield classifier("linear:2,2,3", flow, (2, 2, 3))
    yield side_by_side(flow)
    yield or_inverted(map_world(DIFFERENCE, flow, XYZ, difference, positive=True,
                                metric=lambda t, theta, v: np.where(MIRRORED_DIFFERENCE, theta, 1)))
    yield coupled_or_not(full(flow))
    flow = "coupled-weight-decay:1/2"
    yield network("linear:2,2,2", flow, (2, 2, 2))
    yield coupled_or_not(full(flow, options=("--degree", "theta:2,time:4")))


def momenta():
    for flow in ("momentum:0", "momentum:1", "momentum:-3/2", "nesterov"):
        yield network("linear:2,3,2", flow, (2, 3, 2))
        yield classifier("linear:2,2,3", flow, (2, 2, 3))
    yield transformer("momentum:1/2")
    yield side_by_side("momentum:1")
    yield side_by_side("nesterov")
    for flow in ("momentum:1", "nesterov"):
        yield or_inverted(map_world(CONSTANT, flow, {"u": (2,), "v": (2,)}, metric=lambda t, theta, v: np.repeat([2, 3], 2),
                                    entries=lambda w: (w["u"] * w["v"]).sum(axis=-1, keepdims=True)))


def momenta_with_decay():
    """No law here sees the decay beside Nesterov's friction: linear forms that no force moves are Bessel functions of time."""
    for flow in ("momentum:1+weight-decay:1/2", "momentum:1+coupled-weight-decay:1/2"):
        yield network("linear:2,2,2", flow, (2, 2, 2))
        yield decay_beside_momentum(classifier("linear:2,2,2", flow, (2, 2, 2)))
        yield decay_beside_momentum(coupled_or_not(full(flow)))
    for flow in ("nesterov+weight-decay:1/2", "nesterov+coupled-weight-decay:1/2"):
        yield network("linear:2,2,2", flow, (2, 2, 2))
        yield network("linear:1,3,1", flow, (1, 3, 1))


def mirror_momenta():
    for flow in ("momentum:0", "momentum:1", "nesterov"):
        yield or_inverted(factorization(flow, metric=lambda t, theta, v: theta, options=("--mirror-momentum", "metric")))
    for tau, flow in ((1, "momentum:1"), (0.5, "momentum:1/2")):
        world = map_world(DIFFERENCE, flow, XYZ, difference, positive=True)
        wrong = replace(world.motion, metric=lambda t, theta, v: np.where(MIRRORED_DIFFERENCE, theta, 1))
        yield replace(world, motion=AcceleratedMirror(MIRRORED_DIFFERENCE, tau),
                      wrong={"the metric diag(θ)": {"motion": wrong}})
    yield map_world(DIFFERENCE, "momentum:0", XYZ, difference, options=("--mirror-momentum", "paper"),
                    metric=lambda t, theta, v: np.where(MIRRORED_DIFFERENCE, v, 1))
    yield nesterov_of_the_paper()


def nesterov_of_the_paper():
    """The equation that canonical.md states for it: θ'' + 2/t θ' = −M∇E, M_jj = 2θ_j + tθ_j' or 1."""
    mirrored = np.arange(5) == 0
    world = map_world(MIXED, "nesterov", {"x": (), "u": (2,), "v": (2,)}, positive=True,
                      entries=lambda w: (w["x"] * (w["u"] * w["v"]).sum(axis=-1))[:, None])
    right = Motion(friction=weak_nesterov, metric=lambda t, theta, v: np.where(mirrored, 2 * theta + t * v, 1))
    return replace(world, motion=right, wrong={"friction 3/t": {"motion": replace(right, friction=nesterov)}})


def all_worlds():
    for group in (gradient_flows, mirror_flows, weight_decays, momenta, momenta_with_decay, mirror_momenta):
        yield from group()
