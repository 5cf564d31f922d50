"""Emulators: what a run would say at a point where none was played, how sure that is, and how much is luck.

Mean and variance are emulated apart. The variance over seeds comes from the few runs of each point, smoothed
over all points; the mean is a trend and a Gaussian process on what is left of it, with that luck as noise.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel
from sklearn.linear_model import RidgeCV

from experiments.calibration.space import Floats

LONGEST_STEPS = 30
MOST_POINTS, MOST_TO_TUNE, MOST_ACTIVE = 450, 200, 8
"""Points an emulator remembers; of these, points its kernel is tuned on; numbers its kernel looks at."""
LEAST_SHARE_OF_SPREAD = 1e-8
FOLDS = 5
COVERED = 0.95
LENGTHS = (0.2, 50.0)
PENALTIES = (0.01, 0.1, 1.0, 10.0, 100.0)


@dataclass(frozen=True, eq=False)
class Data:
    """What was played: one row a point.

    Attributes:
        unit: Places in the space, 0 to 1.
        mean: Mean of a target over the runs of the point.
        variance: Variance over these runs; not a number with one run.
        runs: How many runs.
    """

    unit: Floats
    mean: Floats
    variance: Floats
    runs: Floats

    def rows(self, which: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> "Data":
        """Takes some of the points."""
        return Data(self.unit[which], self.mean[which], self.variance[which], self.runs[which])


@dataclass(frozen=True, eq=False)
class Guess:
    """What an emulator expects at some points.

    Attributes:
        mean: Expected mean over seeds.
        variance: How unsure that is.
        luck: Expected variance of one run over seeds.
    """

    mean: Floats
    variance: Floats
    luck: Floats


class Emulator:
    """Emulates one target."""

    def __init__(self, data: Data) -> None:
        """Learns from what was played.

        Args:
            data: Points with a known mean; the last ones count when there are too many.
        """
        known = np.flatnonzero(np.isfinite(data.mean))[-MOST_POINTS:]
        data = data.rows(known)
        self._luck = _LuckEmulator(data)
        self._centre = float(data.mean.mean())
        self._scale = float(data.mean.std()) or 1.0
        scaled = (data.mean - self._centre) / self._scale
        self._trend = RidgeCV(alphas=PENALTIES).fit(terms(data.unit), scaled)
        left = scaled - self._trend.predict(terms(data.unit))
        noise = self._luck.guess(data.unit) / data.runs / self._scale**2
        alpha = np.maximum(noise, LEAST_SHARE_OF_SPREAD)
        self._active = _most_active(self._trend.coef_, data.unit.shape[1])
        seen = data.unit[:, self._active]
        self._process = _tuned(seen, left, alpha).fit(seen, left)
        self._doubt = self._tested_doubt(data.unit, scaled, alpha)

    def guess(self, unit: Floats) -> Guess:
        """Expects what runs would say.

        Args:
            unit: Points.
        """
        left, sd = self._process.predict(unit[:, self._active], return_std=True)
        mean = self._centre + self._scale * (self._trend.predict(terms(unit)) + left)
        return Guess(mean, self._doubt * (self._scale * sd) ** 2, self._luck.guess(unit))

    def _tested_doubt(self, unit: Floats, scaled: Floats, alpha: Floats) -> float:
        """By what its own doubt must be multiplied, at least 1, to fit its errors on held-back points.

        A process takes its kernel and the trend for certain, and so is too sure of itself.
        """
        errors, doubts = np.zeros(len(unit)), np.zeros(len(unit))
        for part in range(FOLDS):
            held = np.arange(len(unit)) % FOLDS == part
            if held.all() or not held.any():
                continue
            trend = RidgeCV(alphas=PENALTIES).fit(terms(unit[~held]), scaled[~held])
            kernel = self._process.kernel_
            process = GaussianProcessRegressor(kernel, alpha=alpha[~held], optimizer=None)
            process.fit(unit[~held][:, self._active], scaled[~held] - trend.predict(terms(unit[~held])))
            left, sd = process.predict(unit[held][:, self._active], return_std=True)
            errors[held] = scaled[held] - trend.predict(terms(unit[held])) - left
            doubts[held] = sd**2
        unexplained = float((errors**2).mean() - alpha.mean())
        return max(1.0, unexplained / float(doubts.mean()))


class _LuckEmulator:
    """Emulates the variance over seeds, from the few runs of each point."""

    def __init__(self, data: Data) -> None:
        usable = np.isfinite(data.variance) & (data.variance > 0) & (data.runs > 1)
        self._level, self._fit = 0.0, None
        if not usable.any():
            return
        freedom = data.runs[usable] - 1
        correction = digamma(freedom / 2) - np.log(freedom / 2)
        logs = np.log(data.variance[usable]) - correction
        pooled = float((data.variance[usable] * freedom).sum() / freedom.sum())
        fit = RidgeCV(alphas=PENALTIES).fit(data.unit[usable], logs)
        fitted = np.exp(fit.predict(data.unit[usable]))
        self._level = pooled / float((fitted * freedom).sum() / freedom.sum())
        self._fit = fit

    def guess(self, unit: Floats) -> Floats:
        """Expects the variance of one run over seeds."""
        if self._fit is None:
            return np.zeros(len(unit))
        found: Floats = self._level * np.exp(self._fit.predict(unit))
        return found


def terms(unit: Floats) -> Floats:
    """Gives straight lines and parabolas in each number.

    Args:
        unit: Points.
    """
    centred = unit - 0.5
    return np.hstack([centred, centred**2])


def _most_active(coefficients: Floats, dims: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Which numbers move the target most, by its trend; the kernel looks at these alone."""
    weight = np.abs(coefficients[:dims]) + np.abs(coefficients[dims:])
    return np.sort(np.argsort(-weight, kind="stable")[:MOST_ACTIVE])


def _tuned(seen: Floats, left: Floats, alpha: Floats) -> GaussianProcessRegressor:
    """Tunes the kernel on a part of the points, evenly taken, in few steps; the process is to learn all.

    By hand and not by `fit`, which warns in every thread of a kernel that stands at its bounds; here it may.
    """
    some = np.unique(np.linspace(0, len(seen) - 1, min(len(seen), MOST_TO_TUNE)).astype(np.int64))
    smooth = ConstantKernel(0.2, (1e-4, 10.0)) * Matern(np.full(seen.shape[1], 3.0), LENGTHS, nu=2.5)
    kernel = smooth + WhiteKernel(0.02, (1e-6, 1.0))
    first = GaussianProcessRegressor(kernel, alpha=alpha[some], optimizer=None).fit(seen[some], left[some])

    def unlikely(theta: Floats) -> tuple[float, Floats]:
        likely, slope = first.log_marginal_likelihood(theta, eval_gradient=True, clone_kernel=False)
        return -likely, -slope

    start, ends = first.kernel_.theta, first.kernel_.bounds
    look: Any = minimize  # its types know no function that gives its slope along
    found = look(
        unlikely, start, method="L-BFGS-B", jac=True, bounds=ends, options={"maxiter": LONGEST_STEPS}
    )
    return GaussianProcessRegressor(kernel.clone_with_theta(found.x), alpha=alpha, optimizer=None)


@dataclass(frozen=True)
class Trust:
    """How far an emulator may be believed, on points it did not see (T27).

    Attributes:
        q2: Share of the spread of the means that it explains.
        coverage: Share of the means in its 95% interval, their own luck included.
        points: How many points it was held against.
        moved: Share of the spread of the means that is not luck: how much the parameters move the target.
    """

    q2: float
    coverage: float
    points: int
    moved: float


def hold_back(data: Data, seed: int = 1, folds: int = FOLDS, tested: int = FOLDS) -> Trust:
    """Holds back a part of the points in turn, and sees how well they are foretold.

    Args:
        data: Everything that was played.
        seed: Of the lot that decides the parts.
        folds: Number of parts.
        tested: How many of them are held back.
    """
    known = np.flatnonzero(np.isfinite(data.mean))[-MOST_POINTS:]
    parts = np.array_split(np.random.default_rng(seed).permutation(known), folds)
    errors, inside, lucks = [], [], []
    for number, part in enumerate(parts[:tested]):
        rest = np.sort(np.concatenate([one for other, one in enumerate(parts) if other != number]))
        held = data.rows(part)
        guess = Emulator(data.rows(rest)).guess(held.unit)
        error = held.mean - guess.mean
        spread = np.sqrt(guess.variance + guess.luck / held.runs)
        errors.append(error)
        inside.append(np.abs(error) <= norm.ppf((1 + COVERED) / 2) * spread)
        lucks.append(guess.luck / held.runs)
    means = data.mean[np.concatenate(parts[:tested])]
    return _trust(means, np.concatenate(errors), np.concatenate(inside), np.concatenate(lucks))


def _trust(means: Floats, errors: Floats, inside: Floats, luck: Floats) -> Trust:
    """Q2 is about the mean over seeds: what luck alone puts into errors and spread is taken off both."""
    total = float(means.var())
    unexplained = max(float((errors**2).mean()) - float(luck.mean()), 0.0)
    signal = max(total - float(luck.mean()), 0.0)
    q2 = 1 - unexplained / signal if signal > 0 else float("nan")
    return Trust(q2, float(inside.mean()), len(means), signal / total if total > 0 else 0.0)
