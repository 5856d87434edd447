"""Training runs by numbers, against the laws that abide certifies: numerical.py ABIDE DATA [--table].

Whatever abide proves, it proves about its fields. Both programs build these from one page of formulas, so a wrong sign of a
friction, a wrong time factor or an inverted metric would be proved, checked and exported like anything else. Here models are
trained: networks, losses and equations of motion are written down by hand (networks.py, motion.py, worlds.py), abide only
says which functions are conserved (functions.py).

The criterion needs no tolerance: with half of the step what is conserved drifts by 2^-4 of it, as the integrator has order 4,
or not at all up to rounding; what is not conserved drifts as before. A function counts as conserved when its order is nearer
to 4 than to 0. So every law must be, and no law with an error planted in it; and in a world with an error in its equations at
least one law must not be."""
import json
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import numpy as np
from cases import all_worlds
from functions import has_time, has_velocity, law, non_laws
from motion import ORDER, trajectory
from tally import check, finish

STEPS = 32
abide, data = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()


def laws_of(world):
    """All laws that `abide certify` lists."""
    with tempfile.TemporaryDirectory() as folder:
        model = world.model
        if model.endswith(".toml"):
            model = data / "models" / model
        elif "\n" in model:
            model = pathlib.Path(folder) / "model.toml"
            model.write_text(world.model)
        run = subprocess.run([abide, "certify", str(model), "--dynamics", world.flow, *world.options, "--json", "--ascii",
                              "--laws", "all"], capture_output=True, text=True)
    check(f"{world.name}: certified", run.returncode in (0, 10), run.stderr)
    result = json.loads(run.stdout or '{"laws": []}')
    check(f"{world.name}: there are laws, and all are listed", result["laws"] and not result["laws_truncated"])
    return [law(l["expression"]) for l in result["laws"]]


class Run:
    """A training run, with the values of all coordinates by name."""

    def __init__(self, world, steps):
        self.steps = steps
        self.times = np.linspace(*world.span, steps + 1)
        states = trajectory(world.motion, world.loss_at, world.start(), self.times)
        self.theta, v = world.motion.coordinates(self.times, states)
        self.values = dict(zip(world.names, self.theta.T))
        if v is not None:
            self.values |= {name.replace("[", "_dot[") if "[" in name else name + "_dot": column
                            for name, column in zip(world.names, v.T)}

    def terms(self, function):
        return function.values(self.times, self.values)


@dataclass
class Drift:
    """How far a function moves away from its first value, at two steps, and how far its coordinates move."""
    coarse: float
    fine: float
    rounding: float
    variation: float

    @property
    def order(self):
        return np.log2(self.coarse / self.fine) if self.fine > 0 else np.inf

    @property
    def conserved(self):
        return self.fine <= self.rounding or self.order > ORDER / 2

    def __str__(self):
        return f"drift {self.coarse:.2e}, with half of the step {self.fine:.2e}; its coordinates move by {self.variation:.2e}"


def moved(values):
    return float(np.abs(values - values[..., :1]).max())


def drift_of(function, runs):
    coarse, fine = (run.terms(function) for run in runs)
    # One rounding per step and term.
    rounding = runs[1].steps * np.finfo(float).eps * float(np.abs(fine).sum(axis=0).max())
    coordinates = np.array([runs[1].values[name] for name in function.names])
    return Drift(moved(coarse.sum(axis=0)), moved(fine.sum(axis=0)), rounding, moved(coordinates))


def runs_of(world):
    runs = [Run(world, steps) for steps in (STEPS, 2 * STEPS)]
    check(f"{world.name}: finite", all(np.isfinite(run.theta).all() for run in runs))
    return runs


def check_world(world, runs):
    """The run moves, stays in one activation region, and no coordinate and no loss is conserved."""
    for run in runs:
        if world.pattern:
            patterns = world.pattern(world.arrays(run.theta))
            check(f"{world.name}: no neuron switches", (patterns == patterns[:1]).all())
            check(f"{world.name}: each neuron is active for a sample", patterns[0].any(axis=0).all())
            check(f"{world.name}: not for all", not patterns[0].all())
    losses = [moved(world.loss_at(run.theta)) for run in runs]
    check(f"{world.name}: the loss is no law", np.log2(losses[0] / losses[1]) < ORDER / 2, str(losses))


def check_laws(world, laws, runs):
    """Every law is conserved, and each planted error of it is not."""
    drifts = []
    for h in laws:
        drift = drift_of(h, runs)
        drifts.append(drift)
        check(f"{world.name}: a law is conserved:", drift.conserved, f"{h}: {drift}")
        check(f"{world.name}: and tiny:", drift.fine < drift.variation / 1000, f"{h}: {drift}")
        for what, other in non_laws(h):
            drift = drift_of(other, runs)
            check(f"{world.name}: {what}, and it is conserved:", not drift.conserved, f"{other}: {drift}")
    return drifts


def check_wrong(world, laws, what, change):
    """A world with an error in its equations: some law must not be conserved. How many are not."""
    runs = runs_of(replace(world, **change))
    drifts = [drift_of(h, runs) for h in laws]
    broken = sum(not d.conserved for d in drifts)
    check(f"{world.name}: {what}, and all laws are conserved:", broken, "; ".join(f"{h}: {d}" for h, d in zip(laws, drifts)))
    return broken


def row(world, drifts, broken):
    """A line of the table: laws, how much their drifts fall with half of the step, the largest, and what the errors break."""
    ratios = [d.coarse / d.fine for d in drifts if d.fine > d.rounding]
    span = f"{min(ratios):.1f} to {max(ratios):.1f}" if ratios else "exact"
    largest = max((d.fine for d in drifts), default=0)
    return " | ".join((world.name, f"{len(drifts)} laws", f"ratios {span}", f"{largest:.1e}",
                       ", ".join(f"{what}: {n} broken" for what, n in broken.items())))


def main():
    table, errors, sharp = [], 0, {}
    for world in all_worlds():
        laws = laws_of(world)
        runs = runs_of(world)
        check_world(world, runs)
        drifts = check_laws(world, laws, runs)
        broken = {what: check_wrong(world, laws, what, change) for what, change in world.wrong.items()}
        errors += len(broken)
        sharp[world.flow] = sharp.get(world.flow, False) or any(has_time(h) or has_velocity(h) for h in laws)
        table.append(row(world, drifts, broken))
    for flow, found in sharp.items():
        check(f"{flow}: a law depends on time or velocity", found or flow == "gradient-flow")
    if "--table" in sys.argv:
        print(*table, sep="\n")
    print(f"{len(table)} worlds, {errors} wrong ones")
    finish()


main()
