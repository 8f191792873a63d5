from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.datasets import nile

from recovery_kit.analysis import Trend, trend
from recovery_kit.analysis.trends import (
    _inflation,
    _mann_kendall,
    _pair_slopes,
    _rank_interval,
)
from recovery_kit.errors import DataError

# Beside the repository, never in it: it is a real patient's.
DIARY = Path(__file__).parents[3] / "shared" / "diary" / "kossakowski_daily.csv"


def by_day(values, start="2025-01-01"):
    index = pd.date_range(start, periods=len(values), freq="D")
    return pd.Series(np.asarray(values, dtype=float), index)


def wandering(rng, n, phi, missing):
    noise = rng.normal(size=n)
    for i in range(1, n):
        noise[i] += phi * noise[i - 1]
    noise[rng.random(n) < missing] = np.nan
    return by_day(noise)


def plain_test(values):
    slopes = _pair_slopes(np.arange(float(values.size)), values)
    return _mann_kendall(slopes, values)


def test_a_published_diary_gives_z_204_where_the_plain_test_says_275():
    if not DIARY.exists():
        pytest.skip("the diary is not beside the repository")
    diary = pd.read_csv(DIARY)
    found = trend(pd.Series(diary["mood_down"].to_numpy(), diary["date"]))
    assert (found.n, found.days, found.enough) == (238, 239, True)
    assert found.z == pytest.approx(2.04, abs=0.005)
    s, variance = plain_test(diary["mood_down"].to_numpy())
    assert (s - 1) / np.sqrt(variance) == pytest.approx(2.75, abs=0.005)


def test_the_nile_gives_the_published_s_z_slope_and_interval():
    # R: trend::mk.test(Nile), trend::sens.slope(Nile): S -1387, z -4.128,
    # slope -2.6, 95% interval -3.628 to -1.429
    flow = nile.load_pandas().data["volume"].to_numpy(float)
    s, variance = plain_test(flow)
    assert s == -1387
    assert (s + 1) / np.sqrt(variance) == pytest.approx(-4.128, abs=0.0005)
    slopes = _pair_slopes(np.arange(100.0), flow)
    assert np.median(slopes) == pytest.approx(-2.6)
    low, high = _rank_interval(slopes, np.sqrt(variance))
    assert (low, high) == pytest.approx((-3.628, -1.429), abs=0.0005)


def test_the_slope_is_per_week():
    flow = nile.load_pandas().data["volume"].to_numpy(float)
    found = trend(by_day(flow))
    assert found.slope_per_week == pytest.approx(7 * -2.6)
    assert found.low < 7 * -3.628
    assert found.high > 7 * -1.429


@pytest.mark.parametrize("n", [2, 3, 10, 61])
def test_slope_and_plain_interval_are_scipys_gaps_and_ties_included(n):
    rng = np.random.default_rng(42)
    days = np.sort(rng.choice(np.arange(2.0 * n), n, replace=False))
    values = rng.integers(0, 11, n).astype(float)
    # scipy.stats.theilslopes(y, x, alpha=0.95, method="separate")
    expected = stats.theilslopes(values, days, method="separate")
    slopes = _pair_slopes(days, values)
    _, variance = _mann_kendall(slopes, values)
    assert np.median(slopes) == pytest.approx(expected.slope)
    assert _rank_interval(slopes, np.sqrt(variance)) == pytest.approx(
        (expected.low_slope, expected.high_slope)
    )


@pytest.mark.parametrize("n", [2, 3, 17, 120])
def test_s_is_the_count_over_all_pairs(n):
    rng = np.random.default_rng(42)
    values = rng.integers(0, 5, n).astype(float)
    signs = np.sign(values[None, :] - values[:, None])
    assert plain_test(values)[0] == np.triu(signs, 1).sum()


def test_the_inflation_is_the_sum_over_all_pairs_with_gaps_at_their_true_length():
    rng = np.random.default_rng(42)
    series = wandering(rng, 90, 0.6, 0.3).dropna()
    days = series.index.to_numpy().astype("datetime64[D]").astype(float)
    values = series.to_numpy()
    found = _inflation(days, values, 0.01)
    residual = values - 0.01 * days
    residual -= residual.mean()
    pairs = [
        residual[i] * residual[i + 1]
        for i in range(len(days) - 1)
        if days[i + 1] - days[i] == 1
    ]
    n = len(days)
    rho = (n * np.mean(pairs) / np.mean(residual**2) + 1) / (n - 4)
    assert 0 < rho < 0.95
    expected = (rho ** np.abs(days[:, None] - days)).sum() / n
    assert found == pytest.approx(expected)
    assert found > 1.5


def test_z_takes_one_off_s_before_it_is_divided():
    # Kendall's table: n = 4 in order has S = 6, Var(S) = 4 * 3 * 13 / 18
    found = trend(by_day([1, 2, 3, 5]))
    assert found.z == pytest.approx(5 / np.sqrt(4 * 3 * 13 / 18))
    assert found.p == pytest.approx(0.0894, abs=0.0001)


def test_noise_that_swings_back_each_day_never_narrows_the_interval():
    assert _inflation(np.arange(40.0), np.tile([1.0, 9.0], 20), 0.0) == 1


@pytest.mark.parametrize(("phi", "missing"), [(0.0, 0.0), (0.3, 0.3), (0.6, 0.0)])
def test_wandering_noise_is_seldom_called_a_trend(phi, missing):
    # evidence: 3-9% of series without a trend, where the plain test calls up to 33%
    rng = np.random.default_rng(42)
    called = [trend(wandering(rng, 90, phi, missing)).p < 0.05 for _ in range(300)]
    assert np.mean(called) < 0.1


def test_a_real_rise_in_noise_is_found():
    rng = np.random.default_rng(42)
    found = trend(wandering(rng, 90, 0.3, 0.2) + np.arange(90) / 14)
    assert found.low < 0.5 < found.high
    assert found.low > 0
    assert found.p < 0.001


def test_order_and_doubled_days_do_not_matter():
    rng = np.random.default_rng(42)
    series = wandering(rng, 60, 0.3, 0.2).dropna()
    mixed = pd.concat([series, series]).sample(frac=1, random_state=1)
    assert trend(mixed) == trend(series)
    assert trend(series.set_axis(series.index.strftime("%Y-%m-%d"))) == trend(series)


def test_a_missing_day_keeps_its_place_in_time():
    whole = by_day(np.arange(30.0))
    holes = whole.copy()
    holes.iloc[5:15] = np.nan
    assert trend(holes).slope_per_week == pytest.approx(7)
    assert trend(holes.dropna()) == trend(holes)


def test_empty_days_at_the_ends_are_not_counted():
    series = by_day([np.nan, np.nan, 1, np.nan, 2, np.nan])
    found = trend(series)
    assert (found.n, found.days) == (2, 3)


@pytest.mark.parametrize("values", [[], [5], [np.nan, 5, np.nan]])
def test_fewer_than_two_values_give_nan_and_are_not_enough(values):
    found = trend(by_day(values))
    assert found.n == np.isfinite(values).sum()
    assert np.isnan(
        [found.slope_per_week, found.low, found.high, found.z, found.p]
    ).all()
    assert not found.enough


def test_days_that_are_all_alike_stand_still():
    found = trend(by_day([5] * 40))
    assert found == Trend(0, 0, 0, 0, 1, 40, 40, enough=True)


def test_a_perfect_line_is_its_own_interval():
    found = trend(by_day(np.linspace(2, 8, 40)))
    assert (found.low, found.high) == pytest.approx((found.slope_per_week,) * 2)
    assert found.z > 8


@pytest.mark.parametrize(
    ("filled", "days", "enough"),
    [(21, 28, True), (20, 28, False), (21, 27, False), (24, 40, True), (23, 40, False)],
)
def test_enough_is_21_days_over_28_with_60_percent_filled(filled, days, enough):
    values = np.full(days, np.nan)
    values[: filled - 1] = np.arange(filled - 1) % 3
    values[-1] = 1
    found = trend(by_day(values))
    assert (found.n, found.days, found.enough) == (filled, days, enough)


def test_an_index_without_days_is_refused():
    with pytest.raises(DataError):
        trend(pd.Series([1.0, 2.0, 3.0]))


def test_the_callers_series_is_left_as_it_was():
    series = pd.Series([3.0, 1.0], pd.to_datetime(["2025-01-02", "2025-01-01"]))
    before = series.copy()
    trend(series)
    pd.testing.assert_series_equal(series, before)
