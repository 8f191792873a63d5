import datetime as dt

import numpy as np
import pandas as pd
import pytest

from recovery_kit.analysis import daily
from recovery_kit.analysis.days import gaps, one_a_day
from recovery_kit.errors import DataError


def entries(days, moods, **more):
    return pd.DataFrame({"day": days, "mood": moods, **more})


def test_every_calendar_day_is_there_and_a_gap_is_nan_never_zero():
    days = daily(entries(["2025-03-01", "2025-03-04"], [4, 6]))
    assert list(days.columns) == ["value", "low", "high", "n"]
    assert days.index.equals(
        pd.date_range("2025-03-01", "2025-03-04", freq="D", name="day")
    )
    assert days.index.name == "day"
    assert days.index.freqstr == "D"
    assert days["n"].to_list() == [1, 0, 0, 1]
    assert days["n"].dtype == int
    assert days[["value", "low", "high"]].iloc[1:3].isna().all(axis=None)


def test_several_entries_make_one_day_with_mean_range_and_n():
    days = daily(entries(["2025-03-01"] * 3 + ["2025-03-02"], [2, 7, 6, 5]))
    assert days.iloc[0].to_list() == [5, 2, 7, 3]
    assert days.iloc[1].to_list() == [5, 5, 5, 1]


def test_days_may_be_dates_datetimes_or_text_in_any_order():
    given = [
        dt.date(2025, 3, 3),
        "2025-03-01",
        np.datetime64("2025-03-02T14:00"),
        pd.Timestamp("2025-03-04 23:59"),
        " 2025-03-05 ",
        "2025-03-06T21:15",
    ]
    days = daily(entries(given, [3, 1, 2, 4, 5, 6]))
    assert days["value"].to_list() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("dtype", ["datetime64[ns]", "datetime64[s]", "str", "object"])
def test_the_column_type_of_the_days_does_not_matter(dtype):
    column = pd.Series(["2025-03-02", "2025-03-01"]).astype(dtype)
    assert daily(entries(column, [2, 1]))["value"].to_list() == [1, 2]


def test_a_moment_belongs_to_the_day_that_stands_in_it_whatever_its_zone():
    late = pd.Timestamp("2025-03-01 23:30", tz="America/Los_Angeles")
    east = "2025-03-02T00:30:00+13:00"
    assert daily(entries([late, east], [1, 2]))["value"].to_list() == [1, 2]


def test_clock_changes_lose_and_double_no_day():
    every = pd.date_range("2025-01-01", "2025-12-31", tz="Europe/Berlin")
    days = daily(entries(every, np.ones(len(every))))
    assert days["n"].to_list() == [1] * 365


def test_a_missing_value_is_no_entry_and_its_day_stays():
    moods = pd.array([None, 5, None, 3], dtype="Int64")
    given = ["2025-03-01", "2025-03-02", "2025-03-02", "2025-03-03"]
    days = daily(entries(given, moods))
    assert days["n"].to_list() == [0, 1, 1]
    assert days["value"].isna().to_list() == [True, False, False]


def test_numbers_written_as_text_are_read_and_blank_cells_are_missing():
    days = daily(entries(["2025-03-01", "2025-03-02"], ["7", "  "]))
    assert days["value"].iloc[0] == 7
    assert days["n"].to_list() == [1, 0]


def test_any_column_can_be_summarised():
    frame = entries(["2025-03-01"], [4], sleep_hours=[6.5])
    days = daily(frame, "sleep_hours")
    assert list(days.columns) == ["value", "low", "high", "n"]
    assert days["value"].to_list() == [6.5]


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(), pd.DataFrame({"day": [], "mood": [], "note": []})]
)
def test_no_entries_give_no_days_but_the_same_columns(frame):
    days = daily(frame)
    assert days.empty
    assert list(days.columns) == ["value", "low", "high", "n"]
    assert days.index.name == "day"
    assert days.index.freqstr == "D"
    assert days.dtypes.astype(str).to_list() == ["float64"] * 3 + ["int64"]


def test_the_callers_frame_is_left_as_it_was():
    frame = entries(["2025-03-02", "2025-03-01"], ["5", None], note=["a", "b"])
    before = frame.copy(deep=True)
    daily(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_day_that_does_not_exist_is_refused_by_its_row():
    frame = entries(["2025-02-28", "2025-02-30"], [4, 5]).set_axis([7, 9])
    with pytest.raises(DataError, match=r"row 9: 2025-02-30 is no day"):
        daily(frame)


@pytest.mark.parametrize("day", ["1025-03-01", "0001-01-01", dt.date(1899, 12, 31)])
def test_a_day_before_1900_is_a_misread_year(day):
    with pytest.raises(DataError, match=r"row 0: .*before 1900"):
        daily(entries([day], [4]))


@pytest.mark.parametrize("day", [None, np.nan, pd.NaT, pd.NA])
def test_a_missing_day_is_refused_by_its_row(day):
    with pytest.raises(DataError, match="Row 1 has no day"):
        daily(entries(["2025-03-01", day], [4, 5]))


def test_a_number_is_no_day():
    with pytest.raises(DataError, match="row 0"):
        daily(entries([20250301], [4]))


def test_no_message_repeats_what_may_be_a_note():
    with pytest.raises(DataError) as no_day:
        daily(entries(["I shouted again"], [4]))
    with pytest.raises(DataError, match="mood, row 1") as no_number:
        daily(entries(["2025-03-01"] * 2, [4, "I shouted again"]))
    assert "shouted" not in str(no_day.value) + str(no_number.value)


def test_an_endless_number_is_refused():
    with pytest.raises(DataError, match="row 0"):
        daily(entries(["2025-03-01"], [np.inf]))


@pytest.mark.parametrize("column", ["day", "mood"])
def test_a_missing_column_is_named(column):
    frame = entries(["2025-03-01"], [4]).drop(columns=column)
    with pytest.raises(DataError, match=repr(column)):
        daily(frame)


def test_one_a_day_takes_the_mean_of_a_day_that_stands_there_twice():
    days = one_a_day(pd.Series([1, 3, 5], ["2025-03-03", "2025-03-03", "2025-03-01"]))
    assert days.to_list()[0::2] == [5, 2]
    assert np.isnan(days.iloc[1])


def test_gaps_give_first_and_last_day_of_each_span_between_values():
    series = pd.Series(
        [np.nan, 1, np.nan, 2, np.nan, np.nan, 3],
        pd.date_range("2025-03-01", periods=7),
    )
    days = [(a.day, b.day) for a, b in gaps(series)]
    assert days == [(3, 3), (5, 6)]
