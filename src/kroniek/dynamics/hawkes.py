"""The Hawkes process: acts that make further acts likelier, above a slow baseline. Model and likelihood.

    λ_i(t) = c_i s_i(t) + Σ_j Σ_m α_ijm β_m Σ_{t_l < t, kind j} g(x_l) exp(−β_m (t − t_l)),    g(x) = (1 + x)^δ / mean

i, j: kinds of acts (directed dyads); s_i: slow baseline's shape (kroniek.dynamics.background); c_i: its level; β_m:
decay, 1/days; x_l: mark (deaths). α_ijm: acts of kind i that an average act of kind j brings forth directly at decay m.
Branching matrix n_ij = Σ_m α_ijm; its spectral radius below 1: the exchange dies out by itself.

    log L = Σ_k log λ_{i_k}(t_k) − Σ_i ∫ λ_i(t) dt

The sums over the past follow a recurrence, so that one evaluation costs O(n); gradients are exact.
Sources: Hawkes (1971), Biometrika 58, 83; Ozaki (1979), Annals of the Institute of Statistical Mathematics 31, 145
(likelihood and recursion); Ogata (1988), JASA 83, 9 (marks, residuals); Mohler and others (2011), JASA 106, 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.background import Background
from kroniek.dynamics.points import Points
from kroniek.dynamics.recurrence import recurrence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hawkes:
    """Parameters. `level`: (kinds,); `alpha`: (kinds, kinds, decays), [answering, provoking, decay]; `beta`: (decays,)
    in 1/days; `power`: δ, 0 where marks do not count."""

    names: tuple[str, ...]
    level: Floats
    alpha: Floats
    beta: Floats
    power: float = 0.0

    @property
    def branching(self) -> Floats:
        """n_ij: acts of kind i directly brought forth by one act of kind j."""
        total: Floats = self.alpha.sum(axis=2)
        return total

    @property
    def radius(self) -> float:
        """Spectral radius of the branching matrix; below 1 the exchange dies out."""
        import numpy as np

        return float(np.abs(np.linalg.eigvals(self.branching)).max())

    @property
    def half_lives(self) -> Floats:
        """Days in which each kernel's effect halves."""
        import numpy as np

        halves: Floats = np.log(2) / self.beta
        return halves

    def family_lag(self) -> float:
        """Mean days over which an act's family comes: mean lag of direct offspring / (1 − n), n at most 0.9."""
        return self.mean_lag() / (1 - min(self.radius, 0.9))

    def mean_lag(self) -> float:
        """Mean days from an act to those it brings forth directly, over all pairs."""
        weights = self.alpha.sum(axis=(0, 1))
        return float((weights / self.beta).sum() / weights.sum()) if weights.sum() > 0 else float(1 / self.beta.max())


def intensity(model: Hawkes, points: Points, background: Background) -> Floats:
    """λ of each point's own kind just before it."""
    past = _Past.of(model, points)
    own = model.alpha[points.kinds]
    excited = (own.transpose(1, 2, 0) * model.beta[None, :, None] * past.sums).sum(axis=(0, 1))
    rate: Floats = model.level[points.kinds] * background.at(points) + excited
    return rate


def log_likelihood(model: Hawkes, points: Points, background: Background, *, since: float = 0.0) -> float:
    """Log-likelihood of the points from `since` to the end, given those before."""
    import numpy as np

    scored = points.times >= since
    compensator = model.level @ background.mass(since, points.end) + _excited_mass(model, points, since).sum()
    return float(np.log(intensity(model, points, background)[scored]).sum() - compensator)


def weights(points: Points, power: float) -> Floats:
    """g of each point's mark: (1 + x)^δ, mean 1."""
    import numpy as np

    raw = np.exp(power * np.log1p(points.marks))
    scaled: Floats = raw / raw.mean()
    return scaled


def gradient(
    model: Hawkes, points: Points, shape: Floats, mass: Floats, since: float
) -> tuple[float, tuple[Floats, Floats, Floats, float]]:
    """Log-likelihood and its derivatives by level, alpha, log β and δ. `shape`: baseline at points, `mass`: its ∫."""
    import numpy as np

    past, d = _Past.of(model, points, slopes=True), len(model.names)
    own = model.alpha[points.kinds].transpose(1, 2, 0)
    rate = model.level[points.kinds] * shape + (own * model.beta[None, :, None] * past.sums).sum(axis=(0, 1))
    scored = (points.times >= since).astype(float)
    inverse = scored / rate
    total = float(np.log(rate) @ scored) - float(model.level @ mass) - float(_excited_mass(model, points, since).sum())
    kind = np.eye(d)[points.kinds] * inverse[:, None]
    by_level = kind.T @ shape - mass
    by_alpha = np.einsum("ki,jmk->ijm", kind, past.sums) * model.beta - _kernel_mass(model, points, since)
    slope = past.sums - model.beta[None, :, None] * past.delays
    by_beta = ((own * slope).sum(axis=0) @ inverse - _mass_slope(model, points, since)) * model.beta
    by_power = float((own * model.beta[None, :, None] * past.by_power).sum(axis=(0, 1)) @ inverse)
    by_power -= float(_excited_mass(model, points, since, slope=True).sum())
    return total, (by_level, by_alpha, by_beta, by_power)


@dataclass(frozen=True, slots=True)
class _Past:
    """Sums over the past at each point, (provoking kinds, decays, points): of g e^{−β·age}, of g·age·e^{−β·age}, and
    of ∂g/∂δ e^{−β·age}."""

    sums: Floats
    delays: Floats
    by_power: Floats

    @classmethod
    def of(cls, model: Hawkes, points: Points, *, slopes: bool = False) -> _Past:
        import numpy as np

        gaps = np.diff(points.times, prepend=points.times[:1])
        memory = np.exp(-model.beta[None, :, None] * gaps)
        kind = np.eye(len(model.names))[points.kinds].T[:, None, :]
        sums = _lagged(memory, kind * weights(points, model.power))
        if not slopes:
            return cls(sums, sums, sums)
        before = np.concatenate([np.zeros_like(sums[..., :1]), sums[..., :-1]], axis=-1)
        added = _shifted(kind * weights(points, model.power))
        delays = recurrence(memory, memory * gaps * (before + added))
        if not model.power:
            return cls(sums, delays, np.zeros_like(sums))
        return cls(sums, delays, _lagged(memory, kind * _weight_slopes(points, model.power)))


def _shifted(inputs: Floats) -> Floats:
    import numpy as np

    return np.concatenate([np.zeros_like(inputs[..., :1]), inputs[..., :-1]], axis=-1)


def _lagged(memory: Floats, inputs: Floats) -> Floats:
    """Sums of earlier inputs, each faded by the memory since."""
    return recurrence(memory, memory * _shifted(inputs))


def _weight_slopes(points: Points, power: float) -> Floats:
    import numpy as np

    logs, g = np.log1p(points.marks), weights(points, power)
    return np.asarray(g * (logs - (g * logs).mean()))


def _faded(model: Hawkes, points: Points, since: float) -> Floats:
    """Share of each point's kernel that falls between `since` and the end: (decays, points)."""
    import numpy as np

    begun = np.maximum(since - points.times, 0.0)
    return np.exp(-model.beta[:, None] * begun) - np.exp(-model.beta[:, None] * (points.end - points.times))


def _kernel_mass(model: Hawkes, points: Points, since: float) -> Floats:
    """∂/∂α of the compensator: (1, kinds, decays), alike for every answering kind."""
    import numpy as np

    kind = np.eye(len(model.names))[points.kinds] * weights(points, model.power)[:, None]
    return (kind.T @ _faded(model, points, since).T)[None]


def _excited_mass(model: Hawkes, points: Points, since: float, *, slope: bool = False) -> Floats:
    """∫ of the excited part, by point that excites; with `slope` its derivative by δ."""
    g = _weight_slopes(points, model.power) if slope else weights(points, model.power)
    sent = model.alpha.sum(axis=0)[points.kinds]
    mass: Floats = g * (sent.T * _faded(model, points, since)).sum(axis=0)
    return mass


def _mass_slope(model: Hawkes, points: Points, since: float) -> Floats:
    """∂/∂β of the compensator: (decays,)."""
    import numpy as np

    begun, left = np.maximum(since - points.times, 0.0), points.end - points.times
    beta = model.beta[:, None]
    change = left * np.exp(-beta * left) - begun * np.exp(-beta * begun)
    sent = model.alpha.sum(axis=0)[points.kinds].T
    return np.asarray((sent * change) @ weights(points, model.power))
