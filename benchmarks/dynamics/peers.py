"""Kroniek's Hawkes process beside HawkesPyLib, Hawkes and phawkes, on the same events in one run.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install HawkesPyLib==0.3.0 Hawkes==1.0.0 phawkes==0.1.0
    python benchmarks/dynamics/peers.py /tmp/peers/bin/python

They want a throw-away environment of their own: Kroniek needs none of them. One kind, constant baseline (two of the three
know no other), one and two exponential kernels. Time: the fit alone, best of three after a first call (which compiles, for
those that compile; it is printed too). Likelihood: all fits are scored by Kroniek's own function, whose terms are checked
against the definition in tests/dynamics/test_hawkes.py. phawkes does not estimate the decay: it is given the true one.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

END = 2000.0
TRUE = {1: ([0.5], [4.0]), 2: ([0.3, 0.2], [24.0, 1.0])}
PEERS = ("HawkesPyLib", "Hawkes", "phawkes")


def hawkespylib(times: Any, kernels: int) -> tuple[float, list[float], list[float]]:
    from HawkesPyLib.inference import ExpHawkesProcessInference, SumExpHawkesProcessInference

    if kernels == 1:
        model = ExpHawkesProcessInference(rng=np.random.default_rng(1))
        model.estimate(times, END)
        mu, eta, theta = model.get_params()
        return float(mu), [float(eta)], [1 / float(theta)]
    model = SumExpHawkesProcessInference(P=kernels, rng=np.random.default_rng(1))
    model.estimate(times, END)
    mu, eta, thetas = model.get_params()
    return float(mu), [float(eta) / kernels] * kernels, [1 / float(t) for t in thetas]


def hawkes(times: Any, kernels: int) -> tuple[float, list[float], list[float]]:
    import Hawkes

    model = Hawkes.estimator()
    model.set_kernel("exp", num_exp=kernels)
    model.set_baseline("const")
    model.fit(times, [0, END])
    found = model.para
    return float(found["mu"]), np.atleast_1d(found["alpha"]).tolist(), np.atleast_1d(found["beta"]).tolist()


def phawkes(times: Any, kernels: int) -> tuple[float, list[float], list[float]]:
    from phawkes import HawkesExpMLE

    if kernels > 1:
        raise NotImplementedError("one kernel only")
    decay = TRUE[1][1][0]
    model = HawkesExpMLE(decay=decay).fit([times], end_time=END)
    return float(model.baseline_[0]), [float(model.adjacency_[0, 0])], [decay]


def kroniek(times: Any, kernels: int) -> tuple[float, list[float], list[float]]:
    from kroniek.dynamics.hawkes_fit import fit
    from kroniek.dynamics.points import Points

    at = Points(times, np.zeros(len(times), int), np.zeros(len(times)), ("a",), END)
    found = fit(at, bandwidth=None, kernels=kernels, intervals=False)
    rate = found.model.level[0] * found.background.grid[0, 0]
    return float(rate), found.model.alpha[0, 0].tolist(), found.model.beta.tolist()


FITTERS: dict[str, Callable[[Any, int], tuple[float, list[float], list[float]]]] = {
    "Kroniek": kroniek, "HawkesPyLib": hawkespylib, "Hawkes": hawkes, "phawkes": phawkes,
}  # fmt: skip


def run_one(name: str, path: str, kernels: int) -> None:
    """Run in the peer's interpreter; prints JSON on the last line."""
    times, took = np.load(path), []
    for _ in range(4):
        started = time.perf_counter()
        found = FITTERS[name](times, kernels)
        took.append(time.perf_counter() - started)
        if took[0] > 60:
            break
    print(json.dumps({"first": took[0], "best": min(took[1:] or took), "found": found}))


def score(times: Any, mu: float, alpha: list[float], beta: list[float]) -> float:
    from kroniek.dynamics.background import Background
    from kroniek.dynamics.hawkes import Hawkes, log_likelihood
    from kroniek.dynamics.points import Points

    at = Points(times, np.zeros(len(times), int), np.zeros(len(times)), ("a",), END)
    model = Hawkes(("a",), np.ones(1), np.array([[alpha]]), np.array(beta))
    return log_likelihood(model, at, Background(np.full((1, 1), mu), END, None))


def main(python: str, seed: int) -> None:
    from kroniek.dynamics.background import Background
    from kroniek.dynamics.hawkes import Hawkes
    from kroniek.dynamics.simulate import sample

    print(f"{'events':>8}{'kernels':>8}  {'library':12}{'first s':>9}{'best s':>9}{'ratio':>7}{'log L':>13}{'less':>9}  branching, decays a day")
    for events in (10_000, 100_000):
        for kernels, (alpha, beta) in TRUE.items():
            model = Hawkes(("a",), np.ones(1), np.array([[alpha]]), np.array(beta))
            base = Background(np.full((1, 2000), events / END * (1 - sum(alpha))), 1.0, None)
            times = sample(model, base, END, seed=seed).times
            with tempfile.TemporaryDirectory() as folder:
                np.save(path := str(Path(folder) / "times.npy"), times)
                own = None
                for name in FITTERS:
                    told = asked(sys.executable if name == "Kroniek" else python, name, path, kernels)
                    if isinstance(told, str):
                        print(f"{len(times):>8}{kernels:>8}  {name:12}{told}")
                        continue
                    value = score(times, *told["found"])
                    own = own or (told["best"], value)
                    _, found_alpha, found_beta = told["found"]
                    decays = ", ".join(f"{b:.3g}" for b in found_beta)
                    print(
                        f"{len(times):>8}{kernels:>8}  {name:12}{told['first']:9.3f}{told['best']:9.3f}{told['best'] / own[0]:7.1f}"
                        f"{value:13.2f}{own[1] - value:9.2f}  {sum(found_alpha):.4f}, {decays}"
                    )


def asked(python: str, name: str, path: str, kernels: int) -> Any:
    """The peer's answer, or its error in one line."""
    done = subprocess.run([python, __file__, "--one", name, path, str(kernels)], capture_output=True, text=True, timeout=540, check=False)
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return json.loads(lines[-1]) if done.returncode == 0 else f"failed: {lines[-1][:90]}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_one(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("python", help="interpreter of the environment that holds the peers")
        parser.add_argument("--seed", type=int, default=1)
        given = parser.parse_args()
        main(given.python, given.seed)
