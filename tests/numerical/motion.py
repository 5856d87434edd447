"""The equations of motion of training, as textbooks write them, and their integration. Nothing here knows abide's fields:
a sign, a time factor or a metric that is wrong there does not become wrong here. Mirror flows are written in the dual
coordinates log θ in which they are defined, so that even their metric diag(θ) is derived twice."""
from dataclasses import dataclass
from typing import Callable

import numpy as np

ORDER = 4  # of the classical Runge-Kutta method below


def gradient(loss, theta):
    """∇E by complex steps: exact up to rounding, and the loss is written down once. All coordinates at once."""
    h = 1e-100
    return loss(theta + 1j * h * np.eye(theta.size)).imag / h


def trajectory(motion, loss, start, times):
    """The states at the times (of equal distance), one row each, by Runge-Kutta steps from one to the next."""
    states = [motion.state(times[0], *start)]
    h = times[1] - times[0]
    for t in times[:-1]:
        y = states[-1]
        a = motion.derivative(t, y, loss)
        b = motion.derivative(t + h / 2, y + h / 2 * a, loss)
        c = motion.derivative(t + h / 2, y + h / 2 * b, loss)
        d = motion.derivative(t + h, y + h * c, loss)
        states.append(y + h / 6 * (a + 2 * b + 2 * c + d))
    return np.array(states)


def heavy_ball(tau):
    return lambda t: tau


def nesterov(t):
    return 3 / t


def euclidean(t, theta, v):
    return 1


@dataclass(frozen=True)
class Motion:
    """θ' = −M∇E − λθ, or θ'' + τ(t) θ' = −M∇E − λθ where there is friction; a coupled decay acts through the metric:
    −M(∇E + λθ). The metric is a number, a vector (the diagonal of M) or a matrix."""
    friction: Callable | None = None
    decay: float = 0
    coupled: bool = False
    metric: Callable = euclidean

    def state(self, t, theta, v):
        return theta if self.friction is None else np.concatenate([theta, v])

    def coordinates(self, times, states):
        """θ and the velocities, one row for each time."""
        return (states, None) if self.friction is None else np.split(states, 2, axis=1)

    def derivative(self, t, state, loss):
        theta, v = (state, None) if self.friction is None else np.split(state, 2)
        metric = self.metric(t, theta, v)
        apply = (lambda w: metric @ w) if np.ndim(metric) == 2 else (lambda w: metric * w)
        decay = self.decay * theta
        force = -apply(gradient(loss, theta) + (decay if self.coupled else 0)) - (0 if self.coupled else decay)
        return force if self.friction is None else np.concatenate([v, force - self.friction(t) * v])


@dataclass(frozen=True)
class Mirror:
    """(∇Φ(θ))' = −∇E, where Φ is the entropy for the coordinates in `mirrored`, and half of the square for others: their
    dual coordinates are log θ and θ."""
    mirrored: np.ndarray

    def dual(self, theta):
        return np.where(self.mirrored, np.log(np.where(self.mirrored, theta, 1)), theta)

    def primal(self, dual):
        return np.where(self.mirrored, np.exp(dual), dual)

    def state(self, t, theta, v):
        return self.dual(theta)

    def coordinates(self, times, states):
        return self.primal(states), None

    def derivative(self, t, state, loss):
        return -gradient(loss, self.primal(state))


@dataclass(frozen=True)
class AcceleratedMirror(Mirror):
    """Accelerated mirror descent in continuous time (Krichene, Bayen, Bartlett, NeurIPS 2015): θ follows a point z, which
    makes a mirror flow: θ' = τ(z − θ), (∇Φ(z))' = −∇E(θ), the latter divided by τ where Φ is half of the square, so that
    there θ'' + τθ' = −∇E."""
    tau: float

    def state(self, t, theta, v):
        return np.concatenate([theta, self.dual(theta + v / self.tau)])

    def coordinates(self, times, states):
        theta, dual = np.split(states, 2, axis=1)
        return theta, self.tau * (self.primal(dual) - theta)

    def derivative(self, t, state, loss):
        theta, dual = np.split(state, 2)
        speed = np.where(self.mirrored, 1, 1 / self.tau)
        return np.concatenate([self.tau * (self.primal(dual) - theta), -speed * gradient(loss, theta)])
