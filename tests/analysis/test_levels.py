import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import nile

from recovery_kit.analysis import level
from recovery_kit.analysis.levels import _local_level


def by_day(values):
    index = pd.date_range("2025-01-01", periods=len(values), freq="D")
    return pd.Series(np.asarray(values, dtype=float), index)


def noisy(n, missing=0.0):
    rng = np.random.default_rng(42)
    values = 5 + np.cumsum(rng.normal(0, 0.3, n)) + rng.normal(0, 1, n)
    values[rng.random(n) < missing] = np.nan
    return by_day(values)


def test_the_nile_gives_the_published_variances():
    # Durbin & Koopman 2012, section 2.10: 15099 and 1469.1
    flow = nile.load_pandas().data["volume"].to_numpy(float)
    _, _, (noise, step) = _local_level(flow)
    assert noise == pytest.approx(15099, abs=2)
    assert step == pytest.approx(1469.1, abs=0.5)


def test_level_and_band_are_those_of_a_smoother_written_out():
    # The smoothed level is the generalised least squares mean of the random walk: with
    # noise variance e and step variance q, solve (I/e + D'D/q) a = y/e over the
    # observed days; the inverse is its covariance (flat first day = exactly diffuse).
    series = noisy(40, missing=0.25)
    values = series.to_numpy()
    _, _, (noise, step) = _local_level(values)
    seen = np.isfinite(values)
    differences = np.diff(np.eye(40), axis=0)
    precision = np.diag(seen / noise) + differences.T @ differences / step
    covariance = np.linalg.inv(precision)
    expected = covariance @ np.where(seen, values, 0) / noise
    reach = 1.959964 * np.sqrt(np.diag(covariance))
    found = level(series)
    assert found["level"].to_numpy() == pytest.approx(expected, abs=1e-4)
    assert found["low"].to_numpy() == pytest.approx(expected - reach, abs=1e-4)
    assert found["high"].to_numpy() == pytest.approx(expected + reach, abs=1e-4)


def test_the_band_grows_where_nothing_was_recorded():
    series = noisy(60)
    series.iloc[20:40] = np.nan
    found = level(series)
    width = (found["high"] - found["low"]).to_numpy()
    assert found.notna().all(axis=None)
    assert width[30] > 1.5 * width[10]
    assert width[30] > width[22] > width[19]


def test_a_missing_row_and_a_missing_value_are_the_same():
    series = noisy(50, missing=0.3)
    series.iloc[[0, -1]] = 5.0
    pd.testing.assert_frame_equal(level(series), level(series.dropna().iloc[::-1]))


def test_columns_and_days_are_those_of_the_series():
    found = level(noisy(9))
    assert list(found.columns) == ["level", "low", "high"]
    assert found.index.equals(noisy(9).index)
    assert found.index.name == "day"


@pytest.mark.parametrize("observed", [0, 1, 6])
def test_fewer_than_seven_observed_days_have_no_level(observed):
    values = np.full(30, np.nan)
    values[:observed] = np.arange(observed)
    found = level(by_day(values))
    assert len(found) == 30
    assert found.isna().all(axis=None)


def test_seven_observed_days_have_a_level():
    assert level(by_day([3, 5, 4, np.nan, 6, 4, 5, 4])).notna().all(axis=None)


def test_no_days_have_no_level():
    found = level(by_day([]))
    assert found.empty
    assert list(found.columns) == ["level", "low", "high"]


def test_days_that_are_all_alike_are_a_flat_line():
    found = level(by_day([4, 4, 4, np.nan, 4, 4, 4, 4]))
    assert (found == 4).all(axis=None)


def test_pure_noise_is_a_flat_line_with_a_band():
    rng = np.random.default_rng(42)
    found = level(by_day(rng.integers(3, 7, 200)))
    assert np.ptp(found["level"]) < 0.2
    assert (found["high"] - found["low"]).min() > 0.1


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_the_unit_does_not_change_the_shape(scale):
    series = noisy(80)
    assert level(series * scale)["level"].to_numpy() / scale == pytest.approx(
        level(series)["level"].to_numpy(), rel=1e-4
    )


def test_the_first_days_are_not_pulled_by_a_made_up_beginning():
    series = noisy(50)
    far = level(series + 1e6)["level"] - 1e6
    assert far.to_numpy() == pytest.approx(level(series)["level"].to_numpy(), abs=1e-3)


@pytest.mark.parametrize("values", [np.arange(8.0), [1, 5] * 5, [5] * 20 + [6]])
def test_odd_series_leak_no_warning(values):
    assert level(by_day(values)).notna().all(axis=None)
