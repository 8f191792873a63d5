"""The level that the days move around, with a band that grows where days are missing.

For the eye, not for a verdict: whether it went anywhere is the question of `trends`.
"""

from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg import cho_solve_banded, cholesky_banded

from recovery_kit.analysis.days import one_a_day

__all__ = ["MIN_DAYS", "level"]

MIN_DAYS = 7
"""Observed days before a level is drawn."""

_RATIOS = -8.0, 6.0
"""Powers of ten between which step / noise is sought: still, and without noise."""

Floats = np.ndarray[Any, np.dtype[np.float64]]


def level(series: pd.Series) -> pd.DataFrame:
    """Return the level of each day with its 95% band.

    Parameters
    ----------
    series : pandas.Series
        Numbers by day; the index holds dates, datetimes or ISO text, in any order.

    Returns
    -------
    pandas.DataFrame
        Index ``day`` (DatetimeIndex, freq "D") from the first day of the series to the
        last. Columns ``level``, ``low``, ``high``, in the series' own unit; all NaN
        with fewer than 7 observed days. The band is for the level, not for single days,
        which lie well outside it. It can reach beyond the ends of a scale.

    Raises
    ------
    DataError
        If the index holds no days, or a value is no finite number.

    Notes
    -----
    A local level model (random walk plus noise), smoothed. A day without a value is no
    evidence: the level is carried across and the band grows. A level that stands still
    is a valid answer. Where every value is the same, level and band are that value.

    The first level is exactly diffuse: a large finite prior variance would pull at the
    first days. The fit is the maximum of the exact likelihood. statsmodels gives the
    same (the tests hold the two together), but takes seconds and 100 MB to load.

    References
    ----------
    Durbin J, Koopman SJ (2012). Time Series Analysis by State Space Methods, 2nd ed.
    Oxford University Press, chapter 2.
    """
    values = one_a_day(series)
    result = pd.DataFrame(
        {"level": np.nan, "low": np.nan, "high": np.nan}, index=values.index
    )
    observed = values.dropna()
    if observed.size < MIN_DAYS:
        return result
    if observed.min() == observed.max():
        result[:] = observed.iloc[0]
        return result
    smoothed, variance, _ = _local_level(values.to_numpy())
    reach = NormalDist().inv_cdf(0.975) * np.sqrt(variance)
    return result.assign(level=smoothed, low=smoothed - reach, high=smoothed + reach)


def _local_level(values: Floats) -> tuple[Floats, Floats, tuple[float, float]]:
    # The smoothed level, its variance, and the variances of noise and of the level's
    # steps, all in the values' own unit. The likelihood is searched on ever finer
    # grids of the ratio step / noise: it may have more than one peak.
    seen = ~np.isnan(values)
    scale = float(np.nanstd(values))
    centre = float(np.nanmean(values))
    scaled = np.where(seen, (values - centre) / scale, 0.0)
    below, above = _RATIOS
    for _ in range(5):
        grid = np.linspace(below, above, 25)
        fits = [_fit(scaled, seen, 10.0**power) for power in grid]
        best = int(np.argmin([fit[0] for fit in fits]))
        width = grid[1] - grid[0]
        below, above = grid[best] - width, grid[best] + width
    _, smoothed, noise, factor = fits[best]
    variance = noise * _inverse_diagonal(factor)
    step = noise * 10.0 ** float(grid[best])
    return (
        centre + scale * smoothed,
        scale**2 * variance,
        (scale**2 * noise, scale**2 * step),
    )


def _fit(
    values: Floats, seen: np.ndarray[Any, np.dtype[np.bool_]], ratio: float
) -> tuple[float, Floats, float, Floats]:
    # With a flat prior on the first level, the levels given the values are normal,
    # and their precision is tridiagonal: a 1 for each day seen, and the steps between
    # neighbours. Returns -2 log likelihood up to a constant, the smoothed levels, the
    # noise variance that goes with them, and the precision's Cholesky factor.
    days, count = values.size, int(seen.sum())
    precision = np.empty((2, days))
    precision[0] = seen + 2 / ratio
    precision[0, [0, -1]] -= 1 / ratio
    precision[1] = -1 / ratio
    factor = cholesky_banded(precision, lower=True)
    smoothed: Floats = cho_solve_banded((factor, True), values * seen)
    misfit = float((values * (values - smoothed))[seen].sum())
    noise = misfit / (count - 1)
    deviance = (
        (count - 1) * np.log(noise)
        + 2 * np.log(factor[0]).sum()
        + (days - 1) * np.log(ratio)
    )
    return float(deviance), smoothed, noise, factor


def _inverse_diagonal(factor: Floats) -> Floats:
    # Of a tridiagonal matrix from its Cholesky factor, last day first (Takahashi's
    # recursion): the rest of the inverse is never made.
    pivots = 1 / factor[0] ** 2
    carried = (factor[1] / factor[0]) ** 2
    found: Floats = pivots.copy()
    for day in range(pivots.size - 2, -1, -1):
        found[day] += carried[day] * found[day + 1]
    return found
